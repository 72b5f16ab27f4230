/** A place in a file's text; line and column count from 1, offset (UTF-16 units) from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A stretch of one file. `file` is an absolute path; `to` is just behind its last character. */
export interface Range {
  readonly file: string;
  readonly from: Place;
  readonly to: Place;
}

interface At {
  /** Where it stands. After a merge: where the value that won was written. */
  readonly at: Range;
  /** `!reset` or `!override`, until the merge has seen it. */
  readonly tag?: 'reset' | 'override';
}

/** A YAML value that knows where it was written, through interpolation, merge, `extends` and `include`. */
export type Node = MapNode | SeqNode | ScalarNode;

export interface MapNode extends At {
  readonly kind: 'map';
  /** In the order in which they were written. Keys are never interpolated. A Map: `__proto__` is a key like others. */
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  /** Where the key stands. */
  readonly key: Range;
  readonly value: Node;
}

export interface SeqNode extends At {
  readonly kind: 'seq';
  readonly items: readonly Node[];
}

export interface ScalarNode extends At {
  readonly kind: 'scalar';
  /** After interpolation, as YAML 1.2's core schema reads it; a quoted or block scalar is a string. */
  readonly value: string | number | boolean | null;
  /** The source's text after interpolation: `0777`, `yes`, `1e3` before they became something else. */
  readonly text: string;
  readonly style: 'plain' | 'quoted' | 'block';
}

/** A path through a compose model: `['services', 'web', 'ports', 0]`. */
export type Path = readonly (string | number)[];

/** A path as a key of maps and as people read it: `services.web.ports[0]`; a key with dots in it is quoted. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${String(part)}]`;
      const plain = /^[^.[\]"\s]+$/.test(part) ? part : JSON.stringify(part);
      return index === 0 ? plain : `.${plain}`;
    })
    .join('');
}

/** The node at a path; undefined where there is none. */
export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const part of path) {
    if (node?.kind === 'map' && typeof part === 'string') node = node.entries.get(part)?.value;
    else if (node?.kind === 'seq' && typeof part === 'number') node = node.items[part];
    else return undefined;
  }
  return node;
}
