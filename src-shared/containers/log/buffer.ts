import type { LogRun } from '../../streams';

/** A line of a log, taken apart. */
export interface LogLine {
  /** Its number: they count from 0 since the buffer's beginning, and stay when older lines are let go. */
  readonly at: number;
  /** The engine's timestamp as it came: `2026-01-02T03:04:05.678901234Z`; empty where there is none. */
  readonly time: string;
  /** Index of the container in the stream's sources. */
  readonly source: number;
  readonly stderr: boolean;
  /** Without a line's end. */
  readonly text: string;
}

/** Lines that came together, in one string: a million lines are then some hundred objects. */
interface Page {
  readonly first: number;
  text: string;
  /** Where each line begins in the text. */
  starts: number[] | Uint32Array;
  /** Source * 2, and 1 more for stderr. */
  meta: number[] | Uint16Array;
}

/** A page takes in more until it has so many characters. */
const fullPage = 64_000;

/** Keeps the newest lines of a log, up to a number of lines and of characters; any line is found at once. */
export class LogBuffer {
  readonly #maxLines: number;
  readonly #maxChars: number;
  #pages: Page[] = [];
  #chars = 0;
  #end = 0;

  constructor({ maxLines = 1_200_000, maxChars = 400_000_000 } = {}) {
    this.#maxLines = maxLines;
    this.#maxChars = maxChars;
  }

  /** The number of the oldest line that is kept; how many were let go. */
  get first(): number {
    return this.#pages[0]?.first ?? this.#end;
  }

  /** The number of the next line. */
  get end(): number {
    return this.#end;
  }

  /** Takes in runs of whole lines. */
  append(runs: readonly LogRun[]): void {
    for (const { source, stderr, text } of runs) {
      if (text === '') continue;
      const page = this.#open();
      const base = page.text.length;
      const starts = page.starts as number[];
      const meta = page.meta as number[];
      const kind = source * 2 + (stderr ? 1 : 0);
      for (let from = 0; from < text.length;) {
        starts.push(base + from);
        meta.push(kind);
        this.#end += 1;
        const to = text.indexOf('\n', from);
        if (to < 0) break;
        from = to + 1;
      }
      page.text += text.endsWith('\n') ? text : `${text}\n`;
      this.#chars += text.length;
    }
    this.#trim();
  }

  /** The line with a number; undefined: it was let go, or has not come. */
  line(at: number): LogLine | undefined {
    const page = this.#pageOf(at);
    if (page === undefined) return undefined;
    const index = at - page.first;
    const from = page.starts[index] ?? 0;
    // Behind the last line's own end there is nothing.
    const to = (page.starts[index + 1] ?? page.text.length) - 1;
    const kind = page.meta[index] ?? 0;
    const space = page.text.indexOf(' ', from);
    const stamped = space > 0 && space < to + 1 && space - from >= 20 && page.text[from + 10] === 'T';
    const end = page.text[to - 1] === '\r' ? to - 1 : to;
    return {
      at,
      time: stamped ? page.text.slice(from, space) : '',
      source: kind >> 1,
      stderr: (kind & 1) === 1,
      text: page.text.slice(stamped ? Math.min(space + 1, end) : from, end),
    };
  }

  clear(): void {
    this.#pages = [];
    this.#chars = 0;
    this.#end = 0;
  }

  #open(): Page {
    const last = this.#pages.at(-1);
    if (last !== undefined && last.text.length < fullPage) return last;
    if (last !== undefined) {
      last.starts = Uint32Array.from(last.starts);
      last.meta = Uint16Array.from(last.meta);
    }
    const page: Page = { first: this.#end, text: '', starts: [], meta: [] };
    this.#pages.push(page);
    return page;
  }

  #trim(): void {
    let gone = 0;
    while (gone < this.#pages.length - 1) {
      const page = this.#pages[gone];
      if (page === undefined) break;
      if (this.#end - page.first <= this.#maxLines && this.#chars <= this.#maxChars) break;
      this.#chars -= page.text.length;
      gone += 1;
    }
    if (gone > 0) this.#pages.splice(0, gone);
  }

  #pageOf(at: number): Page | undefined {
    if (at < this.first || at >= this.#end) return undefined;
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pages[middle]?.first ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return this.#pages[low];
  }
}
