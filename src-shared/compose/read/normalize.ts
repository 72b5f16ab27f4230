import type { MapEntry, MapNode, Node } from '../node';
import { entryOf, isNull, made, mapItems, mapOf, mapValues, scalarOf, stringOf, withEntry } from './build';
import type { Environment } from './context';
import { cleanPath } from './paths';

/** Environments written as lists: `- NAME` alone takes the variable's value. */
export function resolveLists(tree: MapNode, env: Environment): MapNode {
  return eachService(tree, (service) => changed(service, 'environment', (node) => resolved(node, env, true)));
}

/** What follows by itself, put in: the default network, names, implied dependencies, values of variables. */
export function normalize(tree: MapNode, name: string, env: Environment): MapNode {
  let out = defaultNetworks(tree);
  out = eachService(out, (service) => normalService(service, env));
  for (const kind of ['networks', 'volumes', 'configs', 'secrets']) {
    const all = entryOf(out, kind);
    if (all?.kind !== 'map') continue;
    out = withEntry(
      out,
      kind,
      mapValues(all, (node, key) => named(node, key, name)),
    );
  }
  return withEntry(out, 'name', scalarOf(out.entries.get('name')?.value.at ?? out.at, name));
}

function named(node: Node, key: string, project: string): Node {
  const map = node.kind === 'map' ? node : isNull(node) ? mapOf(node.at, []) : undefined;
  if (map === undefined) return node;
  const own = entryOf(map, 'name');
  if (own !== undefined && !isNull(own)) return map;
  const external = entryOf(map, 'external');
  const outside = external?.kind === 'scalar' && external.value === true;
  return withEntry(map, 'name', scalarOf(map.at, outside ? key : `${project}_${key}`));
}

export function eachService(tree: MapNode, change: (service: MapNode, name: string) => Node): MapNode {
  const services = entryOf(tree, 'services');
  if (services?.kind !== 'map') return tree;
  return withEntry(
    tree,
    'services',
    mapValues(services, (node, name) => (node.kind === 'map' ? change(node, name) : node)),
  );
}

function changed(map: MapNode, key: string, change: (node: Node) => Node): MapNode {
  const node = entryOf(map, key);
  return node === undefined ? map : withEntry(map, key, change(node));
}

/** A variable without a value has the environment's; without that it stays, or goes. */
function resolved(node: Node, env: Environment, keep: boolean): Node {
  if (node.kind === 'map') {
    return mapValues(node, (value, key) => {
      if (!isNull(value)) return value;
      const known = env.get(key)?.value;
      return known === undefined ? (keep ? value : undefined) : scalarOf(value.at, known);
    });
  }
  if (node.kind !== 'seq') return node;
  const items = node.items.flatMap((item) => {
    const text = stringOf(item);
    if (text === undefined || text.includes('=')) return [item];
    const known = env.get(text)?.value;
    return known !== undefined ? [scalarOf(item.at, `${text}=${known}`)] : keep ? [item] : [];
  });
  return { ...node, items };
}

function normalService(given: MapNode, env: Environment): MapNode {
  let service = given;
  if (stringOf(entryOf(service, 'pull_policy')) === 'if_not_present') {
    service = changed(service, 'pull_policy', (node) => scalarOf(node.at, 'missing'));
  }
  service = changed(service, 'build', (node) => (node.kind === 'map' ? normalBuild(node, env) : node));
  service = changed(service, 'environment', (node) => resolved(node, env, true));
  service = changed(service, 'volumes', (node) =>
    node.kind === 'seq' ? mapItems(node, (item) => (item.kind === 'map' ? cleanTarget(item) : item)) : node,
  );
  const implied = impliedBy(service);
  if (implied.length === 0) return service;
  const depends = entryOf(service, 'depends_on');
  const entries = new Map<string, MapEntry>(depends?.kind === 'map' ? depends.entries : []);
  for (const { name, restart, node } of implied) {
    if (entries.has(name)) continue;
    const value = made(node.at, { condition: 'service_started', restart, required: true });
    entries.set(name, { key: node.at, value });
  }
  return withEntry(service, 'depends_on', mapOf(depends?.at ?? service.at, entries));
}

function normalBuild(build: MapNode, env: Environment): MapNode {
  let out = build;
  const lacks = (key: string): boolean => {
    const node = entryOf(out, key);
    return node === undefined || isNull(node);
  };
  if (lacks('context')) out = withEntry(out, 'context', scalarOf(out.at, '.'));
  if (lacks('dockerfile') && lacks('dockerfile_inline')) {
    out = withEntry(out, 'dockerfile', scalarOf(out.at, 'Dockerfile'));
  }
  return changed(out, 'args', (node) => resolved(node, env, false));
}

function cleanTarget(mount: MapNode): MapNode {
  return changed(mount, 'target', (node) => {
    const text = stringOf(node);
    return text === undefined ? node : scalarOf(node.at, cleanPath(text));
  });
}

/** Services that a service needs without saying so in `depends_on`. */
function impliedBy(service: MapNode): { name: string; restart: boolean; node: Node }[] {
  const found: { name: string; restart: boolean; node: Node }[] = [];
  const items = (key: string): Node[] => {
    const node = entryOf(service, key);
    return node?.kind === 'seq' ? [...node.items] : [];
  };
  for (const node of items('links')) {
    const parts = (stringOf(node) ?? '').split(':');
    found.push({ name: (parts.length === 2 ? parts[0] : stringOf(node)) ?? '', restart: true, node });
  }
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const node = entryOf(service, key);
    const text = stringOf(node) ?? '';
    if (node !== undefined && text.startsWith('service:'))
      found.push({ name: text.slice(8), restart: true, node });
  }
  for (const node of items('volumes_from')) {
    const text = stringOf(node) ?? '';
    if (!text.startsWith('container:'))
      found.push({ name: text.split(':', 1)[0] ?? '', restart: false, node });
  }
  return found.filter(({ name }) => name !== '');
}

/** A service without networks is in `default`, which is there when one uses it. */
function defaultNetworks(tree: MapNode): MapNode {
  let uses = false as boolean;
  let out = eachService(tree, (service) => {
    if (service.entries.has('provider') || service.entries.has('network_mode')) return service;
    const networks = entryOf(service, 'networks');
    if (
      networks !== undefined &&
      !isNull(networks) &&
      (networks.kind !== 'map' || networks.entries.size > 0)
    ) {
      if (networks.kind === 'map') uses ||= networks.entries.has('default');
      return service;
    }
    uses = true;
    const at = networks?.at ?? service.at;
    return withEntry(service, 'networks', mapOf(at, [['default', { key: at, value: scalarOf(at, null) }]]));
  });
  const networks = entryOf(out, 'networks');
  const entries = new Map(networks?.kind === 'map' ? networks.entries : []);
  if (uses && !entries.has('default')) {
    entries.set('default', { key: out.at, value: scalarOf(out.at, null) });
    out = withEntry(out, 'networks', mapOf(networks?.at ?? out.at, entries));
  }
  return out;
}
