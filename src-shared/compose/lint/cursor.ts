import type { Path } from '../node';

/** Where the cursor stands in a file, read from the text alone: it may be half written. */
export interface Cursor {
  /** Of the map or list that the cursor is in. */
  readonly parent: Path;
  /** The key whose value the cursor is in; undefined: it is at a key, or at a list's item. */
  readonly key?: string;
  /** The cursor stands where a key may be written. */
  readonly atKey: boolean;
  /** The cursor stands in an item of a list (block or flow). */
  readonly item: boolean;
  /** Offsets of the word around the cursor. */
  readonly from: number;
  readonly to: number;
  readonly word: string;
  /** The column of the line's key or text. */
  readonly indent: number;
  /** A colon stands behind the word already. */
  readonly hasColon: boolean;
  /** Between braces or brackets. */
  readonly flow: boolean;
  /** The text from the line's start up to the cursor stands in a comment. */
  readonly comment: boolean;
}

interface Line {
  /** The column of the key or the text. */
  readonly column: number;
  /** Columns of the dashes before it: the line begins items. */
  readonly dashes: readonly number[];
  readonly key?: string;
  /** What stands behind the colon. */
  readonly rest: string;
}

const keyText = String.raw`("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"\[\]{},&*!|>%@-][^#:]*?|[-?:][^\s#:][^#:]*?)`;
const keyLine = new RegExp(`^${keyText}\\s*:(?=\\s|$)\\s*(.*)$`);

function unquote(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** A line's parts; undefined for blank lines and comments. */
function readLine(text: string): Line | undefined {
  let column = 0;
  const dashes: number[] = [];
  for (;;) {
    while (text[column] === ' ') column++;
    const after = text[column + 1];
    if (text[column] !== '-' || (after !== undefined && after !== ' ')) break;
    dashes.push(column++);
  }
  const body = text.slice(column).trimEnd();
  if ((body === '' && dashes.length === 0) || body.startsWith('#')) return undefined;
  const found = keyLine.exec(body);
  if (found === null) return { column, dashes, rest: body };
  return { column, dashes, key: unquote(found[1] ?? ''), rest: found[2] ?? '' };
}

/**
 * The path of the block around a column of a line, from the dashes before it and the lines above. Which item of a
 * list it is stands open: always the first. undefined: inside a block of text.
 */
function blockPath(
  text: string,
  lineStart: number,
  column: number,
  dashes: readonly number[],
): Path | undefined {
  const path: (string | number)[] = [];
  // Keys and dashes left of these columns hold what was found last; a list may stand in the column of its key.
  let keys = column;
  let items = column;
  const takeDashes = (all: readonly number[]): void => {
    for (const dash of [...all].reverse()) {
      if (dash >= items) continue;
      path.unshift(0);
      items = dash;
      keys = dash + 1;
    }
  };
  takeDashes(dashes);
  for (let end = lineStart - 1; end >= 0 && (keys > 0 || items > 0);) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    const line = readLine(text.slice(start, end));
    end = start - 1;
    if (line === undefined) continue;
    if (line.key !== undefined && line.column < keys) {
      if (/^[|>]/.test(line.rest)) return undefined;
      const open = line.rest.replace(/^([&!]\S+\s*)+/, '').replace(/^#.*/, '') === '';
      if (open) {
        path.unshift(line.key);
        keys = line.column;
        items = line.column;
      }
    }
    takeDashes(line.dashes);
  }
  return path;
}

/** Where an offset of a text is; undefined: in a block of text (`|`, `>`). */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const line = text.slice(lineStart, next === -1 ? text.length : next).replace(/\r$/, '');
  const column = Math.min(offset - lineStart, line.length);
  const before = line.slice(0, column);
  const unquoted = before.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (each) => ' '.repeat(each.length));
  const comment = /(^|\s)#/.test(unquoted);
  const head = /^ *(?:-(?: +|$))*/.exec(line)?.[0] ?? '';
  const left = /[\w.$@/+-]*$/.exec(before)?.[0].length ?? 0;
  const right = /^[\w.@/+-]*/.exec(line.slice(column))?.[0].length ?? 0;
  // A dash that begins an item is no part of its word.
  const from = lineStart + Math.min(column, Math.max(column - left, head.length));
  const to = lineStart + column + right;
  const dashes = readLine(line)?.dashes ?? [];
  const blank = line.trim() === '';
  const parent = blockPath(text, lineStart, blank ? column : head.length, dashes);
  if (parent === undefined) return undefined;
  const hasColon = /^["']?\s*:(\s|$)/.test(text.slice(to, to + 20));
  const indent = blank ? column : head.length;
  const base = { from, to, word: text.slice(from, to), indent, comment, hasColon };

  const bare = line.slice(head.length).trimEnd();
  const found = keyLine.exec(bare);
  if (found === null) {
    const flow = flowAt(bare, column - head.length);
    if (flow !== undefined) return { ...base, ...flow, parent: [...parent, ...flow.path], flow: true };
    const item = dashes.length > 0;
    return { ...base, parent, atKey: !/^["'&*!|>]/.test(bare), item, flow: false };
  }
  const key = unquote(found[1] ?? '');
  if (column <= head.length + (found[1]?.length ?? 0))
    return { ...base, parent, atKey: true, item: dashes.length > 0, flow: false };
  const value = found[2] ?? '';
  const flow = flowAt(value, column - (head.length + bare.length - value.length));
  if (flow !== undefined) return { ...base, ...flow, parent: [...parent, key, ...flow.path], flow: true };
  return { ...base, parent, key, atKey: false, item: false, flow: false };
}

/** Inside braces or brackets of one line: the path from the value on; undefined: not inside any. */
function flowAt(
  value: string,
  column: number,
): { path: Path; key?: string; atKey: boolean; item: boolean } | undefined {
  const stack: { map: boolean; key?: string; index: number; start: number }[] = [];
  let quote = '';
  for (let at = 0; at < Math.min(column, value.length); at++) {
    const c = value[at] ?? '';
    const top = stack.at(-1);
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '{' || c === '[') {
      if (top === undefined && value.slice(0, at).trim() !== '') return undefined;
      stack.push({ map: c === '{', index: 0, start: at + 1 });
    } else if (c === '}' || c === ']') stack.pop();
    else if (top !== undefined && c === ',') {
      top.index++;
      top.start = at + 1;
      delete top.key;
    } else if (top?.map === true && c === ':' && top.key === undefined && /[\s]|^$/.test(value[at + 1] ?? ''))
      top.key = unquote(value.slice(top.start, at).trim());
  }
  const top = stack.at(-1);
  if (top === undefined) return undefined;
  const path: (string | number)[] = [];
  stack.forEach((each, index) => {
    if (index === stack.length - 1) return;
    path.push(each.map ? (each.key ?? '') : each.index);
  });
  if (!top.map) return { path: [...path, top.index], atKey: false, item: true };
  return top.key === undefined
    ? { path, atKey: true, item: false }
    : { path, key: top.key, atKey: false, item: false };
}
