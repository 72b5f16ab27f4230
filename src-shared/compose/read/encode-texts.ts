import type { Node } from '../node';
import { isNull, stringOf } from './build';
import type { Context } from './context';
import {
  byBytes,
  list,
  numberOf,
  objectOf,
  printed,
  sortedEntries,
  textOf,
  wrong,
  type Encode,
  type Json,
} from './encode';
import { goText, isFloat } from './scalars';
import { shellWords } from './shell-words';
import { bytesOf, durationText, nanosecondsOf } from './units';

/* Values with a way of their own to be written: sizes, durations, commands, KEY=value lists. */

const sizeText = (node: Node, context: Context, key: string): string | undefined => {
  // docker compose knows sizes as whole numbers and as texts, and takes a float for nothing.
  if (node.kind === 'scalar' && typeof node.value === 'number')
    return isFloat(node) ? '0' : String(Math.trunc(node.value));
  const text = stringOf(node);
  const bytes = text === undefined ? undefined : bytesOf(text);
  return bytes === undefined ? wrong(node, context, key, 'size') : String(bytes);
};

/** Bytes as decimal text; 0 is left out. */
export const size: Encode = (node, context, key) => {
  if (isNull(node)) return undefined;
  const text = sizeText(node, context, key);
  return text === '0' ? undefined : text;
};
/** Bytes that are there even as 0. */
export const anySize: Encode = (node, context, key) => (isNull(node) ? '0' : sizeText(node, context, key));

export const duration: Encode = (node, context, key) => {
  if (isNull(node)) return undefined;
  const value = node.kind === 'scalar' ? nanosecondsOf(goText(node)) : undefined;
  return value === undefined ? wrong(node, context, key, 'duration') : durationText(value);
};
/** A duration; 0 is left out. */
export const someDuration: Encode = (node, context, key) => {
  const text = duration(node, context, key);
  return text === '0s' ? undefined : text;
};

/** A command line as words; null where there is none. */
export const command: Encode = (node, context, key) => {
  if (isNull(node)) return null;
  const line = stringOf(node);
  if (line !== undefined) return shellWords(line) ?? wrong(node, context, key, 'command');
  if (node.kind !== 'seq') return wrong(node, context, key, 'list');
  return node.items.map((item) => textOf(item, context, key) ?? '');
};

export const test: Encode = (node, context, key) => {
  const line = stringOf(node);
  return line === undefined
    ? list((item, c, k) => textOf(item, c, k) ?? '')(node, context, key)
    : ['CMD-SHELL', line];
};

/** Pairs out of a map or of `KEY=value` texts; without a value: null. */
export function pairsOf(node: Node, context: Context, key: string): [string, string | null][] | undefined {
  if (node.kind === 'map') {
    return sortedEntries(node).map(([name, value]) => {
      if (value.kind !== 'scalar') wrong(value, context, `${key}.${name}`, 'text');
      return [name, value.kind === 'scalar' && value.value !== null ? goText(value) : null];
    });
  }
  if (node.kind !== 'seq') return wrong(node, context, key, 'map');
  const found = new Map<string, string | null>();
  for (const item of node.items) {
    if (item.kind !== 'scalar') {
      wrong(item, context, key, 'text');
      continue;
    }
    const text = goText(item);
    const cut = text.indexOf('=');
    const name = cut === -1 ? text : text.slice(0, cut);
    if (/\s$/.test(name))
      context.error('compose.trailing-space', item.at, 'cread.trailing-space', { name: name.trimEnd() });
    found.set(name, cut === -1 ? null : text.slice(cut + 1));
  }
  return [...found].sort(([a], [b]) => byBytes(a, b));
}

const pairsAs =
  (nothing: Json): Encode =>
  (node, context, key) => {
    if (isNull(node)) return undefined;
    const all = pairsOf(node, context, key);
    if (all === undefined || all.length === 0) return undefined;
    return objectOf(all.map(([name, value]) => [name, value ?? nothing]));
  };

/** Environment and build arguments: null stays null. */
export const variables = pairsAs(null);
/** Labels and options: null is empty text. */
export const labels = pairsAs('');

const plainText = (node: Node, context: Context, key: string): string => {
  const text = printed(node, context, key);
  return typeof text === 'string' ? text : '';
};

export const extraHosts: Encode = (node, context, key) => {
  if (isNull(node)) return undefined;
  const found: [string, string][] = [];
  const put = (at: Node, host: string, address: string): void => {
    if (host === '' || /[:=]/.test(host)) wrong(at, context, key, 'host');
    found.push([host, address.length > 2 ? address.replace(/^\[(.*)\]$/, '$1') : address]);
  };
  if (node.kind === 'map') {
    for (const [host, value] of sortedEntries(node)) {
      const addresses = value.kind === 'seq' ? value.items : [value];
      for (const each of addresses) put(each, host, isNull(each) ? '' : plainText(each, context, key));
    }
  } else if (node.kind === 'seq') {
    for (const item of node.items) {
      const text = plainText(item, context, key);
      const cut = text.includes('=') ? text.indexOf('=') : text.indexOf(':');
      if (cut === -1) wrong(item, context, key, 'host');
      else for (const each of text.slice(cut + 1).split(',')) put(item, text.slice(0, cut), each);
    }
  } else return wrong(node, context, key, 'list');
  const lines = found.map(([host, address]) => `${host}=${address}`).sort(byBytes);
  return lines.length === 0 ? undefined : lines;
};

/** How many devices: `all` is -1. */
export const count: Encode = (node, context, key) => {
  if (isNull(node)) return undefined;
  return stringOf(node)?.toLowerCase() === 'all' ? -1 : numberOf(node, context, key) || undefined;
};

/** A file's mode. Octal as text, a number as it is. */
export const mode: Encode = (node, context, key) => {
  const text = stringOf(node);
  if (text !== undefined && /^[0-7]+$/.test(text)) return parseInt(text, 8);
  return isNull(node) ? undefined : numberOf(node, context, key);
};
