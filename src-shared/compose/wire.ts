import type { MapEntry, MapNode, Node, Range } from './node';
import type { Reading } from './source';

/** File by its index, then line, column, offset of both ends. */
type WireRange = readonly [number, number, number, number, number, number, number];
type WireTag = 'reset' | 'override' | undefined;
type WireNode =
  | readonly ['m', WireRange, readonly (readonly [string, WireRange, WireNode])[], WireTag?]
  | readonly ['s', WireRange, readonly WireNode[], WireTag?]
  | readonly [
      'v',
      WireRange,
      string | number | boolean | null,
      string,
      'plain' | 'quoted' | 'block',
      WireTag?,
    ];

/**
 * A Reading as plain JSON, for IPC: its tree holds Maps, and ranges by the thousand that name the same few files.
 * `inflateReading` gives the Reading back.
 */
export type WireReading = Omit<Reading, 'tree'> & {
  readonly tree: { readonly files: readonly string[]; readonly root: WireNode };
};

export function deflateReading(reading: Reading): WireReading {
  const files: string[] = [];
  const index = new Map<string, number>();
  const range = ({ file, from, to }: Range): WireRange => {
    let at = index.get(file);
    if (at === undefined) index.set(file, (at = files.push(file) - 1));
    return [at, from.line, from.column, from.offset, to.line, to.column, to.offset];
  };
  const node = (each: Node): WireNode => {
    const at = range(each.at);
    switch (each.kind) {
      case 'map': {
        const entries = [...each.entries].map(
          ([key, entry]) => [key, range(entry.key), node(entry.value)] as const,
        );
        return ['m', at, entries, ...tagged(each.tag)];
      }
      case 'seq':
        return ['s', at, each.items.map(node), ...tagged(each.tag)];
      case 'scalar':
        return ['v', at, each.value, each.text, each.style, ...tagged(each.tag)];
    }
  };
  const root = node(reading.tree);
  return { ...reading, tree: { files, root } };
}

const tagged = (tag: WireTag): [] | [WireTag] => (tag === undefined ? [] : [tag]);

export function inflateReading(wire: WireReading): Reading {
  const { files, root } = wire.tree;
  const range = ([at, ...n]: WireRange): Range => ({
    file: files[at] ?? '',
    from: { line: n[0], column: n[1], offset: n[2] },
    to: { line: n[3], column: n[4], offset: n[5] },
  });
  const node = (each: WireNode): Node => {
    switch (each[0]) {
      case 'm': {
        const [, at, list, tag] = each;
        const entries = new Map<string, MapEntry>(
          list.map(([key, place, value]) => [key, { key: range(place), value: node(value) }]),
        );
        return { kind: 'map', at: range(at), entries, ...(tag !== undefined && { tag }) };
      }
      case 's': {
        const [, at, items, tag] = each;
        return { kind: 'seq', at: range(at), items: items.map(node), ...(tag !== undefined && { tag }) };
      }
      case 'v': {
        const [, at, value, text, style, tag] = each;
        return { kind: 'scalar', at: range(at), value, text, style, ...(tag !== undefined && { tag }) };
      }
    }
  };
  return { ...wire, tree: node(root) as MapNode };
}
