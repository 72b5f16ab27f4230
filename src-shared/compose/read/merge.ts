import type { MapEntry, MapNode, Node, SeqNode } from '../node';
import {
  isNull,
  made,
  mapOf,
  Rules,
  scalarOf,
  seqOf,
  stringOf,
  entryOf,
  withEntry,
  sameValue,
} from './build';
import type { Context } from './context';
import { goText } from './scalars';

type Merger = (base: Node, over: Node, path: readonly string[], context: Context) => Node;

/** One file's model over another's: maps deep, lists one behind the other, but for what has its own rule. */
export function merge(base: Node, over: Node, path: readonly string[], context: Context): Node {
  const special = specials.find(path);
  if (special !== undefined) return special(base, over, path, context);
  if (isNull(over)) return base;
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, path, context);
  if (base.kind === 'seq' && over.kind === 'seq') return seqOf(over.at, [...base.items, ...over.items]);
  if (base.kind !== 'scalar') {
    context.error('compose.cannot-override', over.at, 'cread.cannot-override', { key: path.join('.') });
    return base;
  }
  return over;
}

function mergeMaps(base: MapNode, over: MapNode, path: readonly string[], context: Context): MapNode {
  const entries = new Map<string, MapEntry>(base.entries);
  for (const [key, entry] of over.entries) {
    const known = entries.get(key);
    entries.set(
      key,
      // Extensions are replaced whole (2.40 merges them).
      known === undefined || key.startsWith('x-')
        ? entry
        : { key: entry.key, value: merge(known.value, entry.value, [...path, key], context) },
    );
  }
  return { kind: 'map', at: over.at, entries };
}

const replace: Merger = (_base, over) => over;

/** `KEY=value` texts, from a map or a list. */
function asList(node: Node): readonly Node[] {
  if (node.kind === 'seq') return node.items;
  if (node.kind === 'scalar') return typeof node.value === 'string' ? [node] : [];
  const items: { text: string; node: Node }[] = [];
  const put = (at: Node, text: string): void => void items.push({ text, node: scalarOf(at.at, text) });
  for (const [key, { value }] of node.entries) {
    if (isNull(value)) put({ ...value, at: node.entries.get(key)?.key ?? value.at }, key);
    else if (value.kind === 'scalar') put(value, `${key}=${goText(value)}`);
    else if (value.kind === 'seq') {
      for (const each of value.items) if (each.kind === 'scalar') put(each, `${key}=${goText(each)}`);
    }
  }
  return items.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map((each) => each.node);
}

const lists: Merger = (base, over) =>
  seqOf(isNull(over) ? base.at : over.at, [...asList(base), ...asList(over)]);

const hosts: Merger = (base, over) => {
  const before = asList(base);
  const more = asList(over).filter((each) => !before.some((known) => sameValue(known, each)));
  return seqOf(isNull(over) ? base.at : over.at, [...before, ...more]);
};

/** A list of names as a map; what has none of both is no map. */
function asMap(node: Node, fresh: (item: Node) => Node): MapNode {
  if (node.kind === 'map') return node;
  const items = node.kind === 'seq' ? node.items : [];
  return mapOf(
    node.at,
    items.flatMap((item) => {
      const name = stringOf(item);
      return name === undefined ? [] : [[name, { key: item.at, value: fresh(item) }] as const];
    }),
  );
}

const nothing = (item: Node): Node => scalarOf(item.at, null);
const started = (item: Node): Node => made(item.at, { condition: 'service_started', required: true });

const mapsOf =
  (fresh: (item: Node) => Node): Merger =>
  (base, over, path, context) =>
    mergeMaps(asMap(base, fresh), asMap(over, fresh), path, context);

const build: Merger = (base, over, path, context) => {
  const long = (node: Node): MapNode =>
    node.kind === 'map'
      ? node
      : stringOf(node) === undefined
        ? mapOf(node.at, [])
        : made(node.at, { context: node });
  return mergeMaps(long(base), long(over), path, context);
};

const logging: Merger = (base, over, path, context) => {
  if (base.kind !== 'map' || over.kind !== 'map') return isNull(over) ? base : over;
  const [one, other] = [entryOf(base, 'driver'), entryOf(over, 'driver')];
  const same = one === undefined || other === undefined || sameValue(one, other);
  return same ? mergeMaps(base, over, path, context) : over;
};

/**
 * Pools of addresses by their subnet. As docker compose does it: an entry that was put out already goes on being merged,
 * and may become another's double.
 */
const pools: Merger = (base, over, path, context) => {
  if (base.kind !== 'seq' || over.kind !== 'seq') return over;
  interface Pool {
    node: Node;
  }
  const out: Pool[] = [];
  const subnet = ({ node }: Pool): string | undefined => stringOf(entryOf(node, 'subnet'));
  const find = (pool: Pool): number => out.findIndex((each) => subnet(each) === subnet(pool));
  for (const node of base.items) {
    const left: Pool = { node };
    for (const item of over.items) {
      const each: Pool = { node: item };
      if (subnet(each) !== subnet(left) && find(each) === -1) {
        out.push(each);
        continue;
      }
      if (left.node.kind === 'map' && item.kind === 'map')
        left.node = mergeMaps(left.node, item, path, context);
      const at = find(left);
      if (at === -1) out.push(left);
      else out[at] = left;
    }
  }
  return seqOf(
    over.at,
    out.map((each) => each.node),
  );
};

const specials: Rules<Merger> = Rules.of<Merger>({
  'networks.*.ipam.config': pools,
  'networks.*.labels': lists,
  'volumes.*.labels': lists,
  'services.*.annotations': lists,
  'services.*.build': build,
  'services.*.build.args': lists,
  'services.*.build.additional_contexts': lists,
  'services.*.build.extra_hosts': hosts,
  'services.*.build.labels': lists,
  'services.*.command': replace,
  'services.*.depends_on': mapsOf(started),
  'services.*.deploy.labels': lists,
  'services.*.dns': lists,
  'services.*.dns_opt': lists,
  'services.*.dns_search': lists,
  'services.*.entrypoint': replace,
  'services.*.env_file': lists,
  'services.*.label_file': lists,
  'services.*.environment': lists,
  'services.*.extra_hosts': hosts,
  'services.*.healthcheck.test': replace,
  'services.*.labels': lists,
  'services.*.volumes.*.volume.labels': lists,
  'services.*.logging': logging,
  'services.*.models': mapsOf(nothing),
  'services.*.networks': mapsOf(nothing),
  'services.*.sysctls': lists,
  'services.*.tmpfs': lists,
  'services.*.ulimits.*': replace,
});

/** Takes out of `base` what `!reset` and `!override` name. */
export function without(base: Node, paths: readonly (readonly string[])[]): Node {
  let node = base;
  for (const path of paths) node = removed(node, path);
  return node;
}

function removed(node: Node, [key, ...rest]: readonly string[]): Node {
  if (key === undefined || node.kind !== 'map') return node;
  const known = node.entries.get(key);
  if (known === undefined) return node;
  if (rest.length > 0) return withEntry(node, key, removed(known.value, rest));
  const entries = new Map(node.entries);
  entries.delete(key);
  return { ...node, entries };
}

/** Takes the tags off: gives the paths that they name, and the tree without what `!reset` stands before. */
export function takeResets(node: Node): { tree: Node | undefined; paths: string[][] } {
  const paths: string[][] = [];
  const walk = (each: Node, path: string[]): Node | undefined => {
    if (each.tag !== undefined) {
      paths.push(path);
      return each.tag === 'reset' ? undefined : { ...each, tag: undefined };
    }
    if (each.kind === 'scalar') return each;
    let same = true as boolean;
    if (each.kind === 'seq') {
      const items = each.items.flatMap((item, n) => {
        const next = walk(item, [...path, String(n)]);
        same &&= next === item;
        return next === undefined ? [] : [next];
      });
      return same ? each : ({ ...each, items } satisfies SeqNode);
    }
    const entries = new Map<string, MapEntry>();
    for (const [key, entry] of each.entries) {
      const next = walk(entry.value, [...path, key]);
      same &&= next === entry.value;
      if (next !== undefined) entries.set(key, { key: entry.key, value: next });
    }
    return same ? each : { ...each, entries };
  };
  return { tree: walk(node, []), paths };
}
