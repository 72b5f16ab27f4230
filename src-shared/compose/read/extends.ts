import type { MapNode, Node } from '../node';
import { entryOf, isNull, mapOf, mapValues, stringOf, withEntry, withoutEntry } from './build';
import { nowhere } from './context';
import { loadFile, type Resets, type Scope } from './load';
import { merge, without } from './merge';
import { folderOf, inFolder } from './paths';
import { absolutePaths } from './resolve';

/** A service in a file, as a link of a chain of `extends`. */
interface Link {
  readonly file: string;
  readonly service: string;
}

/** Puts what a service extends under it; chains and other files as well. */
export function applyExtends(tree: MapNode, resets: Resets, file: string, scope: Scope): MapNode {
  const services = entryOf(tree, 'services');
  if (services?.kind !== 'map') return tree;
  const reading: Services = { map: services, file, resets, folder: scope.folder };
  const extended = mapValues(services, (_, name) => extendedService(name, reading, [], scope));
  return withEntry(tree, 'services', extended);
}

interface Services {
  readonly map: MapNode;
  readonly file: string;
  readonly resets: Resets;
  /** Where relative files of `extends` begin. */
  readonly folder: string;
}

function extendedService(name: string, services: Services, chain: readonly Link[], scope: Scope): Node {
  const { context } = scope;
  const service = services.map.entries.get(name)?.value;
  if (service?.kind !== 'map') return service ?? mapOf(services.map.at, []);
  const link = entryOf(service, 'extends');
  if (link === undefined || isNull(link)) return service;
  const own = withoutEntry(service, 'extends');
  const reference = stringOf(link) ?? stringOf(entryOf(link, 'service'));
  if (reference === undefined) {
    context.error('compose.extends-service', link.at, 'cread.extends-service');
    return own;
  }
  const known = chain.find((each) => each.file === services.file && each.service === name);
  if (known !== undefined) {
    const names = [...chain.slice(chain.indexOf(known)).map((each) => each.service), name].join(' → ');
    context.error('compose.extends-cycle', link.at, 'cread.extends-cycle', { chain: names });
    return own;
  }
  const fileNode = entryOf(link, 'file');
  const path = stringOf(fileNode);
  const from =
    path === undefined ? services : servicesOf(inFolder(services.folder, path), fileNode ?? link, scope);
  if (from === undefined) return own;
  if (!from.map.entries.has(reference)) {
    const key = path === undefined ? 'cread.extends-unknown' : 'cread.extends-unknown.file';
    const params = { name: reference, file: from.file };
    const at = entryOf(link, 'service')?.at ?? link.at;
    if (key === 'cread.extends-unknown')
      context.error('compose.extends-unknown', at, key, { name: reference });
    else context.error('compose.extends-unknown', at, key, params);
    return own;
  }
  const base = extendedService(reference, from, [...chain, { file: services.file, service: name }], scope);
  if (base.kind !== 'map') return own;
  const kept = services.resets.filter(([top, service_]) => top === 'services' && service_ === name);
  const under = without(
    base,
    kept.map((path_) => path_.slice(2)),
  );
  return merge(under, own, ['services', 'x'], context);
}

/** The services of another file, canonical, their paths beginning at that file's folder. */
function servicesOf(file: string, at: Node, scope: Scope): Services | undefined {
  const { context } = scope;
  if (context.deps.kindOf(file) !== 'file') {
    context.error('compose.file-missing', at.at, 'cread.file-missing', { file });
    return undefined;
  }
  const folder = folderOf(file);
  const { tree, resets } = loadFile(file, mapOf(nowhere(file), []), { ...scope, folder }, at.at, true);
  const services = entryOf(tree, 'services');
  if (services?.kind !== 'map') {
    context.error('compose.extends-no-services', at.at, 'cread.extends-no-services', { file });
    return undefined;
  }
  const map = entryOf(absolutePaths(tree, folder, context), 'services');
  return map?.kind === 'map' ? { map, file, resets, folder } : undefined;
}
