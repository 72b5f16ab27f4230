import type { MapNode, Node } from '../node';
import {
  entryOf,
  isNull,
  made,
  mapItems,
  mapOf,
  mapValues,
  Rules,
  scalarOf,
  seqOf,
  stringOf,
  withEntry,
} from './build';
import type { Context } from './context';
import { parseMount } from './mounts';
import { cleanPath } from './paths';
import { parsePort } from './ports';
import { goText, isFloat } from './scalars';

type Transform = (node: Node, context: Context, rules: Rules<Transform>) => Node;

/** Every short form in its long one. What has the wrong type stays, for the schema to tell of. */
export function canonical(node: Node, context: Context, rules = transforms): Node {
  if (rules.none) return node;
  return (rules.rule ?? inside)(node, context, rules);
}

const inside: Transform = (node, context, rules) => {
  if (node.kind === 'map')
    return mapValues(node, (value, key) => canonical(value, context, rules.below(key)));
  if (node.kind === 'seq') return mapItems(node, (item) => canonical(item, context, rules.below('[]')));
  return node;
};

const onlyMaps: Transform = (node, context, rules) =>
  node.kind === 'map' ? inside(node, context, rules) : node;

/** A text as the one entry of a map. */
const textAs =
  (key: string): Transform =>
  (node, context, rules) =>
    stringOf(node) === undefined ? onlyMaps(node, context, rules) : made(node.at, { [key]: node });

const listOf: Transform = (node) => (stringOf(node) === undefined ? node : seqOf(node.at, [node]));

const asText: Transform = (node) =>
  node.kind === 'scalar' && node.value !== null && typeof node.value !== 'string'
    ? scalarOf(node.at, goText(node))
    : node;

const namesToMap = (node: Node): Node => {
  if (node.kind !== 'seq' || !node.items.every((item) => stringOf(item) !== undefined)) return node;
  return mapOf(
    node.at,
    node.items.map((item) => [String(stringOf(item)), { key: item.at, value: scalarOf(item.at, null) }]),
  );
};

const contexts: Transform = (node, context) => {
  if (node.kind !== 'seq') return node;
  const entries: [string, { key: Node['at']; value: Node }][] = [];
  for (const item of node.items) {
    const [, key, value] = /^([^=]*)=([\s\S]*)$/.exec(stringOf(item) ?? '') ?? [];
    if (key === undefined) context.error('compose.key-value', item.at, 'cread.key-value');
    else entries.push([key, { key: item.at, value: scalarOf(item.at, value ?? '') }]);
  }
  return mapOf(node.at, entries);
};

const dependsOn: Transform = (node) => {
  const fill = (each: Node): Node => {
    if (each.kind !== 'map') return each;
    let map: MapNode = each;
    if (!map.entries.has('condition'))
      map = withEntry(map, 'condition', scalarOf(each.at, 'service_started'));
    if (!map.entries.has('required')) map = withEntry(map, 'required', scalarOf(each.at, true));
    return map;
  };
  if (node.kind === 'map') return mapValues(node, fill);
  const names = namesToMap(node);
  return names.kind === 'map' ? mapValues(names, (value) => fill(mapOf(value.at, []))) : node;
};

const envFiles: Transform = (node) => {
  const one = (item: Node): Node => {
    if (stringOf(item) !== undefined) return made(item.at, { path: item, required: true });
    if (item.kind !== 'map' || item.entries.has('required')) return item;
    return withEntry(item, 'required', scalarOf(item.at, true));
  };
  if (node.kind === 'seq') return mapItems(node, one);
  return stringOf(node) === undefined ? node : seqOf(node.at, [one(node)]);
};

const mount: Transform = (node, context) => {
  const text = stringOf(node);
  if (text === undefined) return node;
  const found = parseMount(text);
  if (found.problem !== undefined) {
    context.error('compose.bad-volume', node.at, `cread.bad-volume.${found.problem}`, { text });
    return node;
  }
  const { at } = node;
  const bind = {
    ...(found.selinux !== undefined && { selinux: found.selinux }),
    ...(found.propagation !== undefined && { propagation: found.propagation }),
    ...(found.type === 'bind' && { create_host_path: true }),
  };
  const hasBind = found.type === 'bind' || Object.keys(bind).length > 0;
  return made(at, {
    type: found.type,
    ...(found.source !== undefined && { source: found.source }),
    target: cleanPath(found.target ?? ''),
    ...(found.readOnly && { read_only: true }),
    ...(hasBind && { bind: made(at, bind) }),
    ...(((found.type === 'volume' && !found.tiny) || found.nocopy) && {
      volume: made(at, found.nocopy ? { nocopy: true } : {}),
    }),
  });
};

const device: Transform = (node, context) => {
  const text = stringOf(node);
  if (text === undefined) return node;
  const [source = '', target = '', permissions = 'rwm', ...more] = text.split(':');
  if (more.length > 0) context.error('compose.bad-device', node.at, 'cread.bad-device', { text });
  return made(node.at, { source, target: target === '' ? source : target, permissions });
};

const ports: Transform = (node, context) => {
  if (node.kind !== 'seq') return node;
  return seqOf(
    node.at,
    node.items.flatMap((item) => {
      if (item.kind !== 'scalar' || item.value === null || typeof item.value === 'boolean') return [item];
      const text = goText(item);
      const found = isFloat(item) ? 'range' : parsePort(text);
      if (typeof found === 'string') {
        context.error('compose.bad-port', item.at, `cread.bad-port.${found}`, { text });
        return [];
      }
      return found.map((port) =>
        made(item.at, {
          mode: 'ingress',
          ...(port.hostIp !== undefined && { host_ip: port.hostIp }),
          target: port.target,
          ...(port.published !== undefined && { published: port.published }),
          protocol: port.protocol,
        }),
      );
    }),
  );
};

const ssh: Transform = (node, context) => {
  if (node.kind !== 'seq') return node;
  const entries: [string, { key: Node['at']; value: Node }][] = [];
  for (const item of node.items) {
    const text = stringOf(item) ?? '';
    const cut = text.indexOf('=');
    if (cut === -1 && text !== 'default') context.error('compose.key-value', item.at, 'cread.key-value');
    else if (cut === -1) entries.push([text, { key: item.at, value: scalarOf(item.at, null) }]);
    else entries.push([text.slice(0, cut), { key: item.at, value: scalarOf(item.at, text.slice(cut + 1)) }]);
  }
  return mapOf(node.at, entries);
};

const gpus: Transform = (node, context, rules) =>
  stringOf(node) === undefined
    ? inside(node, context, rules)
    : seqOf(node.at, [made(node.at, { count: 'all' })]);

/** `external: {name: x}`, an old form. */
const external: Transform = (given, context, rules) => {
  if (isNull(given) || given.kind !== 'map') return given;
  const node = inside(given, context, rules) as MapNode;
  const old = entryOf(node, 'external');
  if (old?.kind !== 'map') return node;
  const name = entryOf(old, 'name');
  const plain = withEntry(node, 'external', scalarOf(old.at, true));
  if (name === undefined) return plain;
  context.warning('compose.external-name', old.at, 'cread.external-name');
  const own = stringOf(entryOf(node, 'name'));
  if (own !== undefined && own !== stringOf(name)) {
    context.error('compose.external-names', name.at, 'cread.external-names');
  }
  return own === undefined ? withEntry(plain, 'name', name) : plain;
};

const stay: Transform = (node) => node;

const transforms: Rules<Transform> = Rules.of<Transform>({
  'services.*': onlyMaps,
  'services.*.build.secrets.*': textAs('source'),
  'services.*.build.provenance': asText,
  'services.*.build.sbom': asText,
  'services.*.build.additional_contexts': contexts,
  'services.*.depends_on': dependsOn,
  'services.*.env_file': envFiles,
  'services.*.label_file': listOf,
  'services.*.extends': textAs('service'),
  'services.*.gpus': gpus,
  'services.*.networks': namesToMap,
  'services.*.models': namesToMap,
  'services.*.volumes.*': mount,
  'services.*.dns': listOf,
  'services.*.devices.*': device,
  'services.*.secrets.*': textAs('source'),
  'services.*.configs.*': textAs('source'),
  'services.*.ports': ports,
  'services.*.build': textAs('context'),
  'services.*.build.ssh': ssh,
  'services.*.ulimits.*': stay,
  'services.*.build.ulimits.*': stay,
  'services.*.develop.watch.*.ignore': listOf,
  'services.*.develop.watch.*.include': listOf,
  'volumes.*': external,
  'networks.*': external,
  'secrets.*': external,
  'configs.*': external,
  'include.*': textAs('path'),
});

/** What an absent attribute means, put in where docker compose puts it in. */
export function withDefaults(node: Node, rules = defaults): Node {
  const { none, rule: fill } = rules;
  if (none || node.kind === 'scalar') return node;
  if (fill !== undefined) return node.kind === 'map' ? fill(node) : node;
  if (node.kind === 'map') return mapValues(node, (value, key) => withDefaults(value, rules.below(key)));
  return mapItems(node, (item) => withDefaults(item, rules.below('[]')));
}

const absent = (node: MapNode, key: string, value: string): MapNode =>
  node.entries.has(key) ? node : withEntry(node, key, scalarOf(node.at, value));
const requests = (node: MapNode): MapNode =>
  node.entries.has('device_ids') ? node : absent(node, 'count', 'all');

const defaults: Rules<(node: MapNode) => MapNode> = Rules.of<(node: MapNode) => MapNode>({
  'services.*.build': (node) => absent(node, 'context', '.'),
  'services.*.secrets.*': (node) =>
    absent(node, 'target', `/run/secrets/${String(stringOf(entryOf(node, 'source')))}`),
  'services.*.ports.*': (node) => absent(absent(node, 'protocol', 'tcp'), 'mode', 'ingress'),
  'services.*.deploy.resources.reservations.devices.*': requests,
  'services.*.gpus.*': requests,
});
