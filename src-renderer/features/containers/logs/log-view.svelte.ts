import { LogBuffer, type LogLine } from '@shared/containers/log/buffer';
import { LogSearch, type LogQuestion } from '@shared/containers/log/search';
import type { ErrorInfo } from '@shared/errors';
import type { LogSource, StreamData } from '@shared/streams';
import type { OpenStream, StreamHooks } from '../../../lib/stream';

/** Which part of a log is asked for. Times in milliseconds since the epoch. */
export interface LogRange {
  readonly tail?: number;
  readonly since?: number;
  readonly until?: number;
}

export type OpenLogs = (range: LogRange, hooks: StreamHooks<'logs'>) => OpenStream;

/** Lines that a search looks at before the window gets its turn again. */
const slice = 4000;
/** Milliseconds that a search may take of each turn. */
const budget = 10;

/**
 * A log as it is looked at: its lines, what is searched for, what is hidden. `version` moves whenever there is
 * something new to draw, at most once a frame.
 */
export class LogView {
  readonly buffer: LogBuffer;
  sources = $state.raw<readonly LogSource[]>([]);
  version = $state(0);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** Nothing has come yet. */
  waiting = $state(true);
  /** There will be no more. */
  ended = $state(false);

  text = $state('');
  regex = $state(false);
  matchCase = $state(false);
  /** Only lines that match. */
  only = $state(false);
  level = $state<'all' | 'warn' | 'error'>('all');
  /** Containers that are not shown, by their place among the sources. */
  hidden = $state.raw<readonly number[]>([]);
  badRegex = $state<string | undefined>(undefined);
  /** Lines before this number are hidden. */
  cleared = $state(0);
  /** Marks: the number of the line that each stands before, and when it was set. */
  marks = $state.raw<readonly { readonly at: number; readonly when: number }[]>([]);
  searching = $state(false);

  readonly #open: OpenLogs;
  readonly #frame: (draw: () => void) => void;
  #stream: OpenStream | undefined;
  #find: LogSearch | undefined;
  #filter: LogSearch | undefined;
  #drawing = false;
  #working = false;

  /** @param frame runs something before the next frame */
  constructor(
    open: OpenLogs,
    frame: (draw: () => void) => void = (draw) => void requestAnimationFrame(draw),
    buffer = new LogBuffer(),
  ) {
    this.#open = open;
    this.#frame = frame;
    this.buffer = buffer;
  }

  /** (Re)reads the log. What was there goes. */
  read(range: LogRange): void {
    this.#stream?.close();
    this.buffer.clear();
    this.sources = [];
    this.error = undefined;
    this.waiting = true;
    this.ended = false;
    this.cleared = 0;
    this.marks = [];
    this.ask();
    this.#stream = this.#open(range, {
      ondata: (data) => this.take(data),
      onend: ({ error }) => {
        this.error = error;
        this.ended = true;
        this.waiting = false;
        this.#draw();
      },
    });
  }

  close(): void {
    this.#stream?.close();
  }

  take({ sources, runs }: StreamData['logs']): void {
    if (sources !== undefined) this.sources = [...this.sources, ...sources];
    if (runs.length > 0) {
      this.waiting = false;
      this.buffer.append(runs);
      this.#work();
    }
    this.#draw();
  }

  /** What is searched for has changed: begins anew. */
  ask(): void {
    const shown = this.sources.map((_, at) => at).filter((at) => !this.hidden.includes(at));
    const common = {
      ...(this.level !== 'all' && { level: this.level }),
      ...(this.hidden.length > 0 && { sources: shown }),
    };
    const question: LogQuestion = {
      text: this.text,
      regex: this.regex,
      matchCase: this.matchCase,
      ...common,
    };
    const from = Math.max(this.cleared, this.buffer.first);
    this.badRegex = undefined;
    this.#find = this.#filter = undefined;
    try {
      if (this.text !== '') this.#find = new LogSearch(this.buffer, question, from);
      if (this.#find !== undefined && this.only) this.#filter = this.#find;
      else if (Object.keys(common).length > 0) {
        this.#filter = new LogSearch(this.buffer, { ...question, text: '' }, from);
      }
    } catch (error) {
      this.badRegex =
        error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
    }
    this.#work();
    this.#draw();
  }

  /** The rows that can be scrolled through. */
  get rows(): number {
    if (this.#filter !== undefined) return this.#filter.found.length;
    return this.buffer.end - Math.max(this.cleared, this.buffer.first);
  }

  /** The line in a row. */
  line(row: number): LogLine | undefined {
    const at =
      this.#filter === undefined ? Math.max(this.cleared, this.buffer.first) + row : this.#filter.found[row];
    return at === undefined ? undefined : this.buffer.line(at);
  }

  /** The row that a line stands in, or the next one. */
  rowOf(at: number): number {
    if (this.#filter !== undefined) return lowerBound(this.#filter.found, at);
    return at - Math.max(this.cleared, this.buffer.first);
  }

  /** The number of the first line of this moment (epoch ms) or after it. */
  lineFrom(when: number): number | undefined {
    let [low, high] = [this.buffer.first, this.buffer.end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      // A line without a time stands with what is before it.
      const time = Date.parse(this.buffer.line(middle)?.time ?? '');
      if (Number.isNaN(time) || time < when) low = middle + 1;
      else high = middle;
    }
    return low < this.buffer.end ? low : undefined;
  }

  /** Numbers of the lines that match what is searched for. */
  get matches(): readonly number[] {
    return this.#find?.found ?? [];
  }

  /** Which match stands at a line or behind it; the first again after the last. */
  matchFrom(at: number): number {
    const index = lowerBound(this.matches, at);
    return index >= this.matches.length ? 0 : index;
  }

  clear(): void {
    this.cleared = this.buffer.end;
    this.ask();
  }

  unclear(): void {
    this.cleared = 0;
    this.ask();
  }

  /** A mark before the next line. */
  mark(now: number): void {
    this.marks = [
      ...this.marks.filter(({ at }) => at !== this.buffer.end),
      { at: this.buffer.end, when: now },
    ];
    this.#draw();
  }

  unmark(): void {
    this.marks = [];
    this.#draw();
  }

  show(source: number, shown: boolean): void {
    const others = this.hidden.filter((at) => at !== source);
    this.hidden = shown ? others : [...others, source];
    this.ask();
  }

  /** What is shown, as a text. */
  *export(stamps: boolean): Generator<string> {
    const several = this.sources.length > 1;
    for (let row = 0; row < this.rows; row++) {
      const line = this.line(row);
      if (line === undefined) continue;
      const name = several ? `${this.sources[line.source]?.name ?? ''} | ` : '';
      yield `${name}${stamps && line.time !== '' ? `${line.time} ` : ''}${line.text}\n`;
    }
  }

  #draw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    this.#frame(() => {
      this.#drawing = false;
      this.version += 1;
    });
  }

  /** Searches a little, and goes on in the next turn. */
  #work(): void {
    if (this.#working) return;
    const step = (): void => {
      this.#working = false;
      const end = performance.now() + budget;
      // One search may be both.
      const all = [this.#find, this.#filter === this.#find ? undefined : this.#filter].filter(
        (search) => search !== undefined,
      );
      for (const search of all) {
        search.trim();
        while (!search.done && performance.now() < end) search.work(slice);
      }
      this.searching = all.some((search) => !search.done);
      if (this.searching) {
        this.#working = true;
        setTimeout(step, 0);
      }
      if (all.length > 0) this.#draw();
    };
    step();
  }
}

/** The index of the first number that is not smaller. */
function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
