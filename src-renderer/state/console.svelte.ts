import type { ErrorInfo } from '@shared/errors';
import type { CommandReply } from '@shared/redis-cluster/tools';

export interface ConsoleEntry {
  readonly id: number;
  readonly line: string;
  /** The node that it was sent to; absent: the cluster. */
  readonly node?: string;
  readonly reply?: CommandReply;
  readonly error?: ErrorInfo;
}

/** Sends one line; given by the page, or by a test. */
export interface ConsoleSource {
  command(line: string, node: string | undefined): Promise<CommandReply>;
  toError(error: unknown): ErrorInfo;
}

const keptEntries = 300;
const keptLines = 200;

/** A command line to a cluster: what was sent, what came back, and the way back to earlier lines. */
export class CommandLine {
  entries = $state.raw<readonly ConsoleEntry[]>([]);
  /** What stands in the line now. */
  text = $state('');
  /** The node that lines go to; undefined: the cluster. */
  node = $state.raw<string | undefined>(undefined);
  busy = $state(false);
  readonly #source: ConsoleSource;
  #history: readonly string[] = [];
  /** Where in the history one is; its length: at the line that is being typed. */
  #at = 0;
  #draft = '';
  #next = 1;

  constructor(source: ConsoleSource) {
    this.#source = source;
  }

  /** Sends what stands in the line. `clear` and `cls` are done here, as a terminal would. */
  async send(): Promise<void> {
    const line = this.text.trim();
    if (line === '' || this.busy) return;
    this.text = '';
    if (this.#history.at(-1) !== line) this.#history = [...this.#history, line].slice(-keptLines);
    this.#at = this.#history.length;
    this.#draft = '';
    if (/^(clear|cls)$/i.test(line)) {
      this.clear();
      return;
    }
    const entry: ConsoleEntry = {
      id: this.#next++,
      line,
      ...(this.node !== undefined && { node: this.node }),
    };
    this.entries = [...this.entries, entry].slice(-keptEntries);
    this.busy = true;
    try {
      const reply = await this.#source.command(line, this.node);
      this.#settle({ ...entry, reply });
    } catch (error) {
      this.#settle({ ...entry, error: this.#source.toError(error) });
    }
    this.busy = false;
  }

  clear(): void {
    this.entries = this.busy ? this.entries.slice(-1) : [];
  }

  /** One line further back (-1) or forward (1) in the history; what was being typed is kept at its end. */
  recall(by: -1 | 1): void {
    const to = this.#at + by;
    if (to < 0 || to > this.#history.length) return;
    if (this.#at === this.#history.length) this.#draft = this.text;
    this.#at = to;
    this.text = this.#history[to] ?? this.#draft;
  }

  #settle(entry: ConsoleEntry): void {
    this.entries = this.entries.map((each) => (each.id === entry.id ? entry : each));
  }
}
