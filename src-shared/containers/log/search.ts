import { stripAnsi } from './ansi';
import type { LogBuffer } from './buffer';
import { levelOf, type LogLevel } from './level';

/** What one looks for in a log. */
export interface LogQuestion {
  /** Empty: every line. */
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  /** Only lines that say that they are this bad, or worse. */
  readonly level?: 'warn' | 'error' | undefined;
  /** Only lines of these containers, by their index. */
  readonly sources?: readonly number[] | undefined;
}

/** Characters of a line that are looked through: a pattern can be slow in the length of what it meets. */
const mostLooked = 10_000;

/**
 * The expression that a question's text stands for, global; undefined for an empty text.
 *
 * @throws SyntaxError where it is no regular expression
 */
export function expressionOf({ text, regex, matchCase }: LogQuestion): RegExp | undefined {
  if (text === '') return undefined;
  const source = regex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(source, matchCase ? 'g' : 'gi');
}

const worse: Readonly<Record<'warn' | 'error', readonly (LogLevel | undefined)[]>> = {
  warn: ['warn', 'error'],
  error: ['error'],
};

/** Finds the lines of a log that answer a question, a little at a time, and goes on as lines come. */
export class LogSearch {
  /** Numbers of the lines found, in order. */
  readonly found: number[] = [];
  readonly #buffer: LogBuffer;
  readonly #expression: RegExp | undefined;
  readonly #level: LogQuestion['level'];
  readonly #sources: ReadonlySet<number> | undefined;
  #next: number;

  /** @param from the number of the first line that is looked at; throws SyntaxError as expressionOf() does */
  constructor(buffer: LogBuffer, question: LogQuestion, from: number) {
    this.#buffer = buffer;
    this.#level = question.level;
    this.#sources = question.sources && new Set(question.sources);
    this.#expression = expressionOf(question);
    this.#next = from;
  }

  /** Whether all that has come was looked at. */
  get done(): boolean {
    return this.#next >= this.#buffer.end;
  }

  /** Looks at no more than so many lines; gives how many there were. */
  work(lines: number): number {
    this.#next = Math.max(this.#next, this.#buffer.first);
    const end = Math.min(this.#buffer.end, this.#next + lines);
    const begun = this.#next;
    const [level, sources] = [this.#level, this.#sources];
    for (; this.#next < end; this.#next++) {
      const line = this.#buffer.line(this.#next);
      if (line === undefined || sources?.has(line.source) === false) continue;
      const text = stripAnsi(line.text);
      if (level !== undefined && !worse[level].includes(levelOf(text))) continue;
      if (this.#expression !== undefined) {
        this.#expression.lastIndex = 0;
        if (!this.#expression.test(text.length > mostLooked ? text.slice(0, mostLooked) : text)) continue;
      }
      this.found.push(this.#next);
    }
    return this.#next - begun;
  }

  /** Forgets lines that the buffer has let go. */
  trim(): void {
    const first = this.#buffer.first;
    let gone = 0;
    while (gone < this.found.length && (this.found[gone] ?? 0) < first) gone += 1;
    if (gone > 0) this.found.splice(0, gone);
  }
}
