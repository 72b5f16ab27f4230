import type { MapEntry, MapNode, Node, Path, Range, ScalarNode, SeqNode } from '../node';

/* Makes Nodes and asks about them: what reading, merging and making canonical share. */

/** A path as the tables of rules name it: keys, and `[]` for every item of a list. */
export type RulePath = readonly string[];

export function mapOf(at: Range, entries: Iterable<readonly [string, MapEntry]>): MapNode {
  return { kind: 'map', at, entries: new Map(entries) };
}

export const seqOf = (at: Range, items: readonly Node[]): SeqNode => ({ kind: 'seq', at, items });

/** A value that stands for itself, as a quoted one does. */
export function scalarOf(at: Range, value: ScalarNode['value']): ScalarNode {
  return {
    kind: 'scalar',
    at,
    value,
    text: value === null ? '' : String(value),
    style: typeof value === 'string' ? 'quoted' : 'plain',
  };
}

/** A map whose keys stand where its values do: made from a short form. */
export function made(at: Range, values: Readonly<Record<string, Node | string | number | boolean>>): MapNode {
  return mapOf(
    at,
    Object.entries(values).map(([key, value]) => [
      key,
      { key: at, value: typeof value === 'object' ? value : scalarOf(at, value) },
    ]),
  );
}

export const isNull = (node: Node | undefined): boolean => node?.kind === 'scalar' && node.value === null;

/** The text of a string; undefined for everything else. */
export const stringOf = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;

export const entryOf = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === 'map' ? node.entries.get(key)?.value : undefined;

/** A map with one entry put in or in place of what was there; the key's place stays. */
export function withEntry(map: MapNode, key: string, value: Node): MapNode {
  const known = map.entries.get(key);
  if (known?.value === value) return map;
  const entries = new Map(map.entries);
  entries.set(key, { key: known?.key ?? value.at, value });
  return { ...map, entries };
}

export function withoutEntry(map: MapNode, key: string): MapNode {
  if (!map.entries.has(key)) return map;
  const entries = new Map(map.entries);
  entries.delete(key);
  return { ...map, entries };
}

/** A map with every value changed; an entry whose value becomes undefined is left out. The same map if nothing changed. */
export function mapValues(map: MapNode, change: (value: Node, key: string) => Node | undefined): MapNode {
  // Most maps stay: a new one is begun at the first change.
  let entries: Map<string, MapEntry> | undefined;
  let before = 0;
  for (const [key, entry] of map.entries) {
    const value = change(entry.value, key);
    if (entries === undefined) {
      if (value === entry.value) {
        before++;
        continue;
      }
      entries = firstOf(map.entries, before);
    }
    if (value === entry.value) entries.set(key, entry);
    else if (value !== undefined) entries.set(key, { key: entry.key, value });
  }
  return entries === undefined ? map : { ...map, entries };
}

function firstOf(entries: ReadonlyMap<string, MapEntry>, count: number): Map<string, MapEntry> {
  const first = new Map<string, MapEntry>();
  for (const [key, entry] of entries) {
    if (first.size === count) break;
    first.set(key, entry);
  }
  return first;
}

export function mapItems(seq: SeqNode, change: (item: Node, index: number) => Node): SeqNode {
  let items: Node[] | undefined;
  for (const [index, item] of seq.items.entries()) {
    const changed = change(item, index);
    if (items === undefined && changed !== item) items = seq.items.slice(0, index);
    items?.push(changed);
  }
  return items === undefined ? seq : { ...seq, items };
}

/** Puts a key into an object made here. Any text may be one: `__proto__` would reach its prototype. */
export function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Whether two values are equal, wherever they stand. */
export function sameValue(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value;
  if (a.kind === 'seq') {
    return (
      b.kind === 'seq' &&
      a.items.length === b.items.length &&
      a.items.every((item, n) => sameValue(item, b.items[n] as Node))
    );
  }
  if (b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
  for (const [key, { value }] of a.entries) {
    const other = b.entries.get(key);
    if (other === undefined || !sameValue(value, other.value)) return false;
  }
  return true;
}

interface Rule<T> {
  /** The path from here. */
  readonly rest: RulePath;
  /** A digit for each part behind: 0 where it was named, 1 for `*`. */
  readonly rank: string;
  readonly rule: T;
}

/**
 * Rules by path: `services.*.build.args`; a list's items are `[]`, which `*` matches as well, and a part that is named
 * goes before one that is not. A walk down a tree takes `below` along: where `none` are left, it need not go on.
 */
export class Rules<T> {
  /** The rule for this very place. */
  readonly rule: T | undefined;
  /** Whether there is none here and none below. */
  readonly none: boolean;
  private readonly named: ReadonlySet<string | undefined>;
  private readonly next = new Map<string, Rules<T>>();

  private constructor(private readonly all: readonly Rule<T>[]) {
    this.none = all.length === 0;
    const here = all.filter(({ rest }) => rest.length === 0);
    this.rule = here.sort((a, b) => (a.rank < b.rank ? -1 : 1))[0]?.rule;
    this.named = new Set(all.map(({ rest: [part] }) => part).filter((part) => part !== '*'));
  }

  static of<T>(table: Readonly<Record<string, T>>): Rules<T> {
    return new Rules(
      Object.entries(table).map(([path, rule]) => ({ rest: path.split('.'), rank: '', rule })),
    );
  }

  /** The rules of what stands behind a key, or `[]`. */
  below(part: string): Rules<T> {
    if (this.none) return this;
    const key = this.named.has(part) ? part : '*';
    let found = this.next.get(key);
    if (found === undefined) {
      found = new Rules(
        this.all.flatMap(({ rest: [first, ...rest], rank, rule }) =>
          first === '*'
            ? [{ rest, rank: `${rank}1`, rule }]
            : first === key
              ? [{ rest, rank: `${rank}0`, rule }]
              : [],
        ),
      );
      this.next.set(key, found);
    }
    return found;
  }

  find(path: RulePath): T | undefined {
    return path.reduce((at: Rules<T>, part) => at.below(part), this).rule;
  }
}

/** A model's path as the rules name it. */
export const rulePath = (path: Path): RulePath =>
  path.map((part) => (typeof part === 'number' ? '[]' : part));
