import { isAlias, isMap, isScalar, isSeq, type Node as YamlNode, type Scalar } from 'yaml';
import type { MapEntry, MapNode, Node, Range, ScalarNode } from '../node';
import type { Context } from './context';
import type { Places } from './places';
import { isTimestamp, resolvePlain } from './scalars';
import { syntaxProblem } from './syntax';
import { documentsOf } from './yaml-documents';
import { tabsIn } from './yaml-tabs';

/** More nodes than this, aliases counted as what they stand for, are no compose file. */
const most = 200_000;
const deepest = 100;

/** What yaml.v3 takes for no text, wherever it stands. */
// eslint-disable-next-line no-control-regex
const controls = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** Stops the walk over a document that is too big or too deep: it was told of. */
class Refused extends Error {}

/**
 * A compose file's documents as Nodes (docker compose merges several in one file, one over the other).
 * Tabs, broken syntax, duplicate keys, keys that are no text, unknown or circular aliases are told of;
 * what could be read is given all the same.
 */
export function readYaml(places: Places, context: Context): Node[] {
  // A picture or a program that was chosen by mistake: what YAML would say of it helps nobody.
  if (places.text.includes('\0')) {
    context.error('compose.no-text', places.range(0, 0), 'cread.no-text');
    context.broken = true;
    return [];
  }
  const control = controls.exec(places.text);
  if (control !== null) {
    const { index } = control;
    context.error('compose.control', places.range(index, index + 1), 'cread.control');
  }
  let documents: ReturnType<typeof documentsOf>;
  try {
    documents = documentsOf(places.text.replace(/^\uFEFF/, ' '), {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      strict: true,
    });
  } catch {
    // The parser calls itself for each level.
    context.error('compose.too-deep', places.range(0, 0), 'cread.too-deep');
    return [];
  }
  const nodes: Node[] = [];
  if (documents.every(({ errors }) => errors.length === 0))
    for (const tab of tabsIn(places.text))
      context.error('compose.tab', places.range(tab, tab + 1), 'cread.tab');
  // What stands so far leaves no doubt of what was meant.
  const before = context.problems.length;
  for (const document of documents) {
    for (const error of document.errors) syntaxProblem(error, places, context);
    // A file without any content is told of by who asked for it.
    if (document.contents === null && documents.length === 1) continue;
    if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.1')
      context.error('compose.yaml-version', places.range(0, 0), 'cread.yaml-version');
    try {
      if (document.contents === null) nodes.push(emptyAt(places.range(...betweenOf(document))));
      else nodes.push(new Reader(places, context).read(document.contents, 0));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  // Guesses at what was meant are nothing to judge by the schema.
  if (context.problems.length > before) context.broken = true;
  return nodes;
}

/** Where a document lies, by offsets. */
const betweenOf = ({ range }: { range?: readonly [number, number, number] }): [number, number] => [
  range?.[0] ?? 0,
  range?.[0] ?? 0,
];

type Pairs = readonly { readonly key: YamlNode | null; readonly value: YamlNode | null }[];

class Reader {
  private readonly anchors = new Map<string, { node: Node; size: number }>();
  private readonly open = new Set<string>();
  private size = 0;

  constructor(
    private readonly places: Places,
    private readonly context: Context,
  ) {}

  read(node: YamlNode, depth: number): Node {
    const at = this.rangeOf(node);
    if (depth > deepest) this.refuse(at, 'too-deep');
    if (++this.size > most) this.refuse(at, 'too-big');
    if (isAlias(node)) return this.alias(node.source, at);
    const { anchor } = node;
    const before = this.size;
    if (anchor !== undefined) this.open.add(anchor);
    const read = this.content(node, at, depth);
    if (anchor !== undefined) {
      this.open.delete(anchor);
      this.anchors.set(anchor, { node: read, size: this.size - before + 1 });
    }
    return read;
  }

  private content(node: YamlNode, at: Range, depth: number): Node {
    const tag = tagOf(node.tag);
    const extra: { tag?: 'reset' | 'override' } = tag === 'reset' || tag === 'override' ? { tag } : {};
    if (isMap(node)) return { ...this.map(node.items as Pairs, at, depth), ...extra };
    if (isSeq(node)) {
      const items = (node.items as YamlNode[]).map((item) => this.read(item, depth + 1));
      return { kind: 'seq', at, items, ...extra };
    }
    if (!isScalar(node)) return emptyAt(at);
    return tag === 'binary' ? this.binary(node, at) : { ...scalar(node, at, tag), ...extra };
  }

  private binary(node: Scalar, at: Range): Node {
    const value = binaryText(textOf(node));
    if (value === undefined) this.context.error('compose.binary', at, 'cread.binary');
    return { kind: 'scalar', at, value: value ?? '', text: value ?? '', style: 'quoted' };
  }

  private map(items: Pairs, at: Range, depth: number): MapNode {
    const entries = new Map<string, MapEntry>();
    const merges: Node[] = [];
    let merge: Range | undefined;
    for (const { key, value } of items) {
      const keyAt = key === null ? at : this.rangeOf(key);
      const word = this.keyOf(key, keyAt);
      if (word === undefined) continue;
      const read = value === null ? emptyAt(keyAt) : this.read(value, depth + 1);
      if (word === '<<' && isScalar(key) && key.type === 'PLAIN') {
        if (merge !== undefined) this.duplicate(word, keyAt, merge);
        else merge = keyAt;
        merges.push(read);
        continue;
      }
      const known = entries.get(word);
      if (known === undefined) entries.set(word, { key: keyAt, value: read });
      else this.duplicate(word, keyAt, known.key);
    }
    for (const source of merges) this.mergeKey(source, entries);
    return { kind: 'map', at, entries };
  }

  /** `<<`: what stands in the map itself wins, then the first of several. */
  private mergeKey(source: Node, entries: Map<string, MapEntry>): void {
    const sources = source.kind === 'seq' ? source.items : [source];
    for (const each of sources) {
      if (each.kind !== 'map') {
        this.context.error('compose.merge-key', source.at, 'cread.merge-key');
        continue;
      }
      for (const [key, entry] of each.entries) {
        if (entries.has(key)) continue;
        entries.set(key, entry);
        this.size++;
      }
    }
  }

  private keyOf(key: YamlNode | null, at: Range): string | undefined {
    if (key !== null && isAlias(key)) {
      const found = this.anchors.get(key.source)?.node;
      if (found?.kind === 'scalar' && typeof found.value === 'string') return found.value;
    } else if (key !== null && isScalar(key)) {
      const text = textOf(key);
      if (key.anchor !== undefined)
        this.anchors.set(key.anchor, { node: scalar(key, at, tagOf(key.tag)), size: 1 });
      const quoted = key.type !== 'PLAIN' || tagOf(key.tag) === 'str';
      if (quoted || text === '<<' || (typeof resolvePlain(text) === 'string' && !isTimestamp(text)))
        return text;
      this.context.error('compose.key-not-text', at, 'cread.key-not-text', { key: text });
      return text === '' ? undefined : text;
    }
    this.context.error('compose.key-not-text', at, 'cread.key-not-text', { key: '?' });
    return undefined;
  }

  private duplicate(key: string, at: Range, first: Range): void {
    this.context.add({
      level: 'error',
      code: 'compose.duplicate-key',
      what: { key: 'cread.duplicate-key', params: { key, line: first.from.line } },
      hint: { key: 'cread.duplicate-key.hint' },
      at,
      related: [first],
      fixes: [],
    });
  }

  private alias(name: string, at: Range): Node {
    const found = this.anchors.get(name);
    if (this.open.has(name)) this.context.error('compose.alias-cycle', at, 'cread.alias-cycle', { name });
    else if (found === undefined)
      this.context.error('compose.alias-unknown', at, 'cread.alias-unknown', { name });
    else {
      this.size += found.size;
      if (this.size > most) this.refuse(at, 'too-big');
      return found.node;
    }
    return emptyAt(at);
  }

  private refuse(at: Range, why: 'too-big' | 'too-deep'): never {
    this.context.error(`compose.${why}`, at, `cread.${why}`);
    throw new Refused();
  }

  private rangeOf(node: { range?: readonly [number, number, number] | null }): Range {
    const [from, to] = node.range ?? [0, 0];
    return this.places.range(from, to);
  }
}

/** By the failsafe schema every scalar is text. */
const textOf = (node: Scalar): string =>
  typeof node.value === 'string' ? node.value : tagOf(node.tag) === 'binary' ? (node.source ?? '') : '';

const emptyAt = (at: Range): ScalarNode => ({ kind: 'scalar', at, value: null, text: '', style: 'plain' });

function scalar(node: Scalar, at: Range, tag: string | undefined): ScalarNode {
  const text = textOf(node);
  const style =
    node.type === 'PLAIN' || node.type === undefined
      ? 'plain'
      : node.type.startsWith('BLOCK')
        ? 'block'
        : 'quoted';
  if (style === 'plain' && tag !== 'str')
    return { kind: 'scalar', at, value: resolvePlain(text), text, style };
  // `!!int "8"` is a number.
  if (tag === 'timestamp' && isTimestamp(text))
    return { kind: 'scalar', at, value: text, text, style: 'plain' };
  if (tag === 'int' || tag === 'float' || tag === 'bool' || tag === 'null') {
    return { kind: 'scalar', at, value: resolvePlain(text), text, style: 'plain' };
  }
  return { kind: 'scalar', at, value: text, text, style: style === 'plain' ? 'quoted' : style };
}

/** What `!!binary` stands for, as text; undefined where it is no base64 (lines may be broken, blanks may not stand). */
function binaryText(text: string): string | undefined {
  const code = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(code)) return undefined;
  return new TextDecoder().decode(Uint8Array.from(atob(code), (char) => char.charCodeAt(0)));
}

/** `!reset`, `!override` and YAML's own tags by their last word. */
function tagOf(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  return tag.startsWith('tag:yaml.org,2002:') ? tag.slice(18) : tag.replace(/^!/, '');
}
