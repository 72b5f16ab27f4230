import type { Message } from '../../i18n/index';
import type { Node, Path, Range, ScalarNode } from '../node';
import { isTimestamp, resolvePlain } from '../read/scalars';
import type { Problem, QuickFix, TextEdit } from '../source';

export type Level = Problem['level'];

interface More {
  readonly path?: Path;
  readonly related?: readonly Range[];
  readonly fixes?: readonly QuickFix[];
}

export function problem(
  level: Level,
  code: string,
  at: Range,
  what: Message,
  hint: Message,
  more: More = {},
): Problem {
  return { level, code: `compose.${code}`, what, hint, at, fixes: [], ...more };
}

/** Puts a text in the place of a range. */
export const put = (at: Range, text: string): TextEdit => ({
  file: at.file,
  from: at.from.offset,
  to: at.to.offset,
  text,
});

/** Whether a stretch is empty: a value that is not written, or made by us. */
export const isEmpty = ({ from, to }: Range): boolean => from.offset === to.offset;

/** A text as it is written in YAML, in quotes where it needs them. */
export function yamlText(text: string): string {
  const word = /^[\w./][\w./@:-]*$/.test(text) && !text.endsWith(':');
  const plain = word && typeof resolvePlain(text) === 'string' && !isTimestamp(text);
  return plain && !/^(y|n|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
}

export const sameRange = (a: Range, b: Range): boolean =>
  a.file === b.file && a.from.offset === b.from.offset && a.to.offset === b.to.offset;

export const scalar = (node: Node | undefined): ScalarNode | undefined =>
  node?.kind === 'scalar' ? node : undefined;

/** Files in the order in which they were read, then by offset; an order that does not depend on who found it. */
export function byPlace(files: readonly string[]): (a: Problem, b: Problem) => number {
  const order = new Map(files.map((file, index) => [file, index]));
  const rank = ({ at }: Problem): number => order.get(at.file) ?? files.length;
  return (a, b) =>
    rank(a) - rank(b) ||
    a.at.from.offset - b.at.from.offset ||
    a.at.to.offset - b.at.to.offset ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
