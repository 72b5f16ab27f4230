import { translate, type Locale, type Message } from '@shared/i18n/index';
import type { ErrorInfo } from '@shared/errors';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** Where the command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  readonly locale: Locale;
  /** Whether `err` is a terminal, so that a line may be rewritten. */
  readonly live: boolean;
  readonly columns: number;
  say(message: Message): string;
  out(line: string): void;
  err(line: string): void;
  /** Text to `err` without a line end: cursor movements. */
  rewrite(text: string): void;
  paint(text: string, ...styles: readonly Style[]): string;
}

export function createTerminal(
  locale: Locale,
  stdout: NodeJS.WriteStream = process.stdout,
  stderr: NodeJS.WriteStream = process.stderr,
): Terminal {
  const colours = stderr.isTTY && stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return {
    locale,
    live: stderr.isTTY && process.env['TERM'] !== 'dumb',
    get columns() {
      return stderr.columns || 80;
    },
    say: (message) => translate(locale, message),
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    rewrite: (text) => void stderr.write(text),
    paint: (text, ...styles) =>
      colours ? styles.reduce((inner, style) => `\u001B[${codes[style]}m${inner}\u001B[0m`, text) : text,
  };
}

/** An error with its cure, as lines for `err`. */
export function errorLines(t: Terminal, error: ErrorInfo, label: Message): string[] {
  return [
    `${t.paint(t.say(label), 'bold', 'red')}: ${t.say(error.what)}`,
    ...(error.details ?? []).map((detail) => `  ${t.say(detail).replaceAll('\n', '\n  ')}`),
    // What a mistyped word was read for is plain to see.
    ...(error.code === 'cli.args'
      ? []
      : [`  ${t.paint(t.say({ key: 'cli.error.doing', params: { doing: error.doing } }), 'dim')}`]),
    `  → ${t.say(error.hint)}`,
  ];
}

/** How many columns a text takes: East Asian wide characters take two. */
export function width(text: string): number {
  let columns = 0;
  // eslint-disable-next-line no-control-regex -- colours take no room
  for (const character of text.replace(/\u001B\[\d+m/g, '')) {
    columns +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]/.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}

/** Rows in columns, the first row being the heads. */
export function table(t: Terminal, rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, n) => (widths[n] = Math.max(widths[n] ?? 0, width(cell))));
  return rows.map((row, r) => {
    const line = row
      .map((cell, n) => (n === row.length - 1 ? cell : cell + ' '.repeat((widths[n] ?? 0) - width(cell))))
      .join('  ')
      .trimEnd();
    return r === 0 ? t.paint(line, 'bold') : line;
  });
}

/** `1.2 s`, `3 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}
