import type { MapNode, Node } from '../node';
import { entryOf, mapValues, stringOf, withEntry, withoutEntry } from './build';

const textsOf = (node: Node | undefined): string[] =>
  node?.kind === 'seq' ? node.items.flatMap((item) => stringOf(item) ?? []) : [];

/** The names of all profiles that services mention, sorted. */
export function mentionedProfiles(tree: MapNode): string[] {
  const services = entryOf(tree, 'services');
  if (services?.kind !== 'map') return [];
  const names = [...services.entries.values()].flatMap(({ value }) => textsOf(entryOf(value, 'profiles')));
  return [...new Set(names)].sort();
}

/** The services that the profiles in force switch on; `*` is all. One without profiles is always on. */
export function withProfiles(tree: MapNode, active: readonly string[]): MapNode {
  const services = entryOf(tree, 'services');
  if (services?.kind !== 'map' || active.includes('*')) return tree;
  const kept = mapValues(services, (service) => {
    const own = textsOf(entryOf(service, 'profiles'));
    return own.length === 0 || own.some((name) => active.includes(name)) ? service : undefined;
  });
  if (kept === services) return tree;
  return withEntry(
    tree,
    'services',
    mapValues(kept, (service) => withoutOptional(service, kept, services)),
  );
}

/** A dependency that need not be there goes with its service. */
function withoutOptional(service: Node, kept: MapNode, all: MapNode): Node {
  const depends = entryOf(service, 'depends_on');
  if (service.kind !== 'map' || depends?.kind !== 'map') return service;
  const left = mapValues(depends, (each, name) => {
    const required = entryOf(each, 'required');
    const optional = required?.kind === 'scalar' && required.value === false;
    return optional && !kept.entries.has(name) && all.entries.has(name) ? undefined : each;
  });
  if (left.kind === 'map' && left.entries.size === 0) return withoutEntry(service, 'depends_on');
  return left === depends ? service : withEntry(service, 'depends_on', left);
}
