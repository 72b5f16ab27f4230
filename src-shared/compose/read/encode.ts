import type { Node, ScalarNode } from '../node';
import { entryOf, isNull, put, stringOf } from './build';
import type { Context } from './context';
import { castText, oldTruths } from './cast';
import { goText, isFloat, isTime, jsonTime } from './scalars';

/** A value of the model, as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Makes a value of the model out of a node; undefined: docker compose leaves such a value out. */
export type Encode = (node: Node, context: Context, key: string) => Json | undefined;

/** A problem of the last resort: the schema has told of most before. */
export function wrong<T>(node: Node, context: Context, key: string, wanted: Wanted): T | undefined {
  context.error('compose.type', node.at, `cread.type.${wanted}`, { key });
  return undefined;
}
export type Wanted =
  'text' | 'number' | 'boolean' | 'list' | 'map' | 'size' | 'duration' | 'command' | 'host';

/** A text; a whole number is taken for one. */
export function textOf(node: Node, context: Context, key: string): string | undefined {
  if (isNull(node)) return '';
  if (node.kind === 'scalar' && typeof node.value === 'string') return node.value;
  if (node.kind === 'scalar' && typeof node.value === 'number' && !isFloat(node)) return goText(node);
  return wrong(node, context, key, 'text');
}

export const text: Encode = (node, context, key) => textOf(node, context, key) || undefined;

export function numberOf(node: Node, context: Context, key: string): number | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'number') return Math.trunc(node.value);
  const given = stringOf(node);
  const value = given === undefined ? undefined : castText(given, 'int');
  return typeof value === 'number' ? value : wrong(node, context, key, 'number');
}

/** A whole number; 0 is left out. */
export const whole: Encode = (node, context, key) =>
  isNull(node) ? undefined : numberOf(node, context, key) || undefined;

/** A whole number that is there even as 0. */
export const given: Encode = (node, context, key) =>
  isNull(node) ? undefined : numberOf(node, context, key);

/** A number of single precision, as short as tells it apart. */
export function shortFloat(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return single;
}

export const float: Encode = (node, context, key) => {
  if (isNull(node)) return undefined;
  const text = stringOf(node);
  const value = text === undefined ? (node as ScalarNode).value : castText(text, 'float');
  if (typeof value !== 'number') return wrong(node, context, key, 'number');
  return shortFloat(value) || undefined;
};

export function truthOf(node: Node, context: Context, key: string): boolean | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  const text = stringOf(node);
  const value = text === undefined ? undefined : castText(text, 'bool');
  if (typeof value !== 'boolean') return wrong(node, context, key, 'boolean');
  if (text !== undefined && Object.hasOwn(oldTruths, text.toLowerCase())) {
    context.warning('compose.old-boolean', node.at, 'cread.old-boolean', {
      word: text,
      better: String(value),
    });
  }
  return value;
}

/** A truth value; false is left out. */
export const truth: Encode = (node, context, key) =>
  isNull(node) ? undefined : truthOf(node, context, key) || undefined;

/** A truth value that is there even as false. */
export const maybe: Encode = (node, context, key) => (isNull(node) ? undefined : truthOf(node, context, key));

export const list =
  (item: Encode): Encode =>
  (node, context, key) => {
    if (isNull(node)) return undefined;
    if (node.kind !== 'seq') return wrong(node, context, key, 'list');
    const items = node.items.map((each, n) => item(each, context, `${key}[${n}]`) ?? null);
    return items.length === 0 ? undefined : items;
  };

export const listOfTexts = list((node, context, key) => textOf(node, context, key) ?? '');

/** Texts, or one alone. */
export const oneOrMore: Encode = (node, context, key) => {
  const one = stringOf(node);
  return one === undefined ? listOfTexts(node, context, key) : [one];
};

/** Anything printed as text: what stands in `expose`. */
export const printed: Encode = (node, context, key) =>
  node.kind === 'scalar' ? goText(node) : wrong(node, context, key, 'text');

/** The keys of a map in the order of their bytes, as Go prints them. */
export function sortedEntries(node: Node): (readonly [string, Node])[] {
  if (node.kind !== 'map') return [];
  return [...node.entries].map(([key, { value }]) => [key, value] as const).sort(([a], [b]) => byBytes(a, b));
}

export function byBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let n = 0; n < length; n++) {
    const [left, right] = [a.charCodeAt(n), b.charCodeAt(n)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** UTF-16's order is that of bytes but for the halves of characters beyond U+FFFF, which come after all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** An object whose keys may be any text: none of them reaches a prototype. */
export function objectOf(entries: Iterable<readonly [string, Json]>): { readonly [key: string]: Json } {
  const object: Record<string, Json> = {};
  for (const [key, value] of entries) put(object, key, value);
  return object;
}

export const mapOfValues =
  (value: Encode): Encode =>
  (node, context, key) => {
    if (isNull(node)) return undefined;
    if (node.kind !== 'map') return wrong(node, context, key, 'map');
    const entries = sortedEntries(node).map(
      ([name, each]) => [name, value(each, context, `${key}.${name}`) ?? null] as const,
    );
    return entries.length === 0 ? undefined : objectOf(entries);
  };

/** What a struct's field is called in the file, how it is made, and what it is called in the model. */
export type Field = readonly [name: string, encode: Encode, printed?: string];

/** A map with known keys, in docker compose's order; empty values are left out, an empty map stays. */
export const struct = (...fields: readonly Field[]): Encode => {
  // Fields that give nothing when they are not there, which most are not: found out once.
  const blank: boolean[] = [];
  return (node, context, key) => {
    if (isNull(node)) return undefined;
    if (node.kind !== 'map') return wrong(node, context, key, 'map');
    const entries: [string, Json][] = [];
    const absent = missing(node);
    let n = -1;
    for (const [name, encode, shown] of fields) {
      n++;
      const value = entryOf(node, name);
      if (value === undefined && blank[n] === true) continue;
      const json = encode(value ?? absent, context, `${key}.${name}`);
      if (json !== undefined) entries.push([shown ?? name, json]);
      else if (value === undefined) blank[n] = true;
    }
    return objectOf(entries);
  };
};

/** Stands for a key that is not there. */
const missing = (node: Node): ScalarNode => ({
  kind: 'scalar',
  at: node.at,
  value: null,
  text: '',
  style: 'plain',
});

/** There even when nothing is in it: `"placement": {}`. */
export const always =
  (encode: Encode, empty: Json = {}): Encode =>
  (node, context, key) =>
    encode(node, context, key) ?? empty;

/** A value of an `x-…` key: as it stands. */
export const anything: Encode = (node, context, key) => {
  if (node.kind === 'seq') {
    // An empty list is nothing to docker compose there.
    return node.items.length === 0 ? null : node.items.map((item) => anything(item, context, key) ?? null);
  }
  if (node.kind === 'map') {
    return objectOf(
      sortedEntries(node).map(([name, each]) => [name, anything(each, context, name) ?? null] as const),
    );
  }
  return isTime(node) ? jsonTime(node.text) : node.value;
};
