import type { MapNode, Node } from '../node';
import { entryOf, mapValues, stringOf, withEntry } from './build';

const textsOf = (node: Node | undefined): string[] =>
  node?.kind === 'seq' ? node.items.flatMap((item) => stringOf(item) ?? []) : [];

/** The names of all profiles that services mention, sorted. */
export function mentionedProfiles(tree: MapNode): string[] {
  const services = entryOf(tree, 'services');
  if (services?.kind !== 'map') return [];
  const names = [...services.entries.values()].flatMap(({ value }) => textsOf(entryOf(value, 'profiles')));
  return [...new Set(names)].filter((name) => name !== '').sort();
}

/** The services that the profiles in force switch on; `*` is all. One without profiles is always on. */
export function withProfiles(tree: MapNode, active: readonly string[]): MapNode {
  const services = entryOf(tree, 'services');
  if (services?.kind !== 'map' || active.includes('*')) return tree;
  const kept = mapValues(services, (service) => {
    const own = textsOf(entryOf(service, 'profiles'));
    return own.length === 0 || own.some((name) => active.includes(name)) ? service : undefined;
  });
  return kept === services ? tree : withEntry(tree, 'services', kept);
}
