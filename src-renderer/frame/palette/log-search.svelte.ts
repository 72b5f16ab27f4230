import { stripAnsi } from '@shared/containers/log/ansi';
import type { ContainerRow } from '@shared/containers/model';
import type { ErrorInfo } from '@shared/errors';
import type { LogSource } from '@shared/streams';
import type { OpenStream, StreamHooks } from '../../lib/stream';

/** A line of a container's log in which something was found. */
export interface LogHit {
  readonly container: string;
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
}

/** So many containers are looked through, those that run before the others; so many lines of each; so many hits kept. */
export const bounds = { containers: 60, lines: 2000, hits: 40, width: 300 } as const;

export interface LogSearchSource {
  list(): Promise<readonly ContainerRow[]>;
  open(containers: readonly string[], hooks: StreamHooks<'logs'>): OpenStream;
  toError(error: unknown): ErrorInfo;
}

/** What stands around a place in a line: a row of the palette is short. */
function around(line: string, place: number): string {
  const from = place <= 24 ? 0 : place - 24;
  return `${from > 0 ? '…' : ''}${line.slice(from, from + bounds.width).trim()}`;
}

/** One search through the last lines of the containers' logs. Ends by itself, or when it is stopped. */
export class LogSearch {
  /** The newest first. */
  hits = $state.raw<readonly LogHit[]>([]);
  searching = $state(true);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** How many containers are looked through. */
  containers = $state(0);
  readonly #needle: string;
  readonly #source: LogSearchSource;
  readonly #names: string[] = [];
  #stream: OpenStream | undefined;
  #stopped = false;

  constructor(text: string, source: LogSearchSource) {
    this.#needle = text.trim().toLowerCase();
    this.#source = source;
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.searching = false;
    this.#stream?.close();
  }

  async #run(): Promise<void> {
    try {
      const all = await this.#source.list();
      if (this.#stopped) return;
      const ids = [...all]
        .sort(
          (a, b) =>
            Number(b.state === 'running') - Number(a.state === 'running') || b.createdAt - a.createdAt,
        )
        .slice(0, bounds.containers)
        .map(({ id }) => id);
      this.containers = ids.length;
      if (ids.length === 0) {
        this.searching = false;
        return;
      }
      this.#stream = this.#source.open(ids, {
        ondata: ({ sources = [], runs }) => this.#take(sources, runs),
        onend: ({ error }) => {
          this.error = error;
          this.searching = false;
        },
      });
    } catch (error) {
      this.error = this.#source.toError(error);
      this.searching = false;
    }
  }

  #take(sources: readonly LogSource[], runs: readonly { source: number; text: string }[]): void {
    this.#names.push(...sources.map(({ name }) => name));
    const found: LogHit[] = [];
    for (const { source, text } of runs) {
      // Most runs hold nothing of it: they are not taken apart.
      if (!text.toLowerCase().includes(this.#needle) && !text.includes('\u001b')) continue;
      for (const line of text.split('\n')) {
        const space = line.indexOf(' ');
        const said = stripAnsi(line.slice(space + 1));
        const place = said.toLowerCase().indexOf(this.#needle);
        if (place < 0) continue;
        const at = Date.parse(line.slice(0, space));
        if (Number.isNaN(at)) continue;
        found.push({ container: this.#names[source] ?? '', at, text: around(said, place) });
      }
    }
    if (found.length === 0) return;
    this.hits = [...this.hits, ...found].sort((a, b) => b.at - a.at).slice(0, bounds.hits);
  }
}
