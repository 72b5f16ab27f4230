import { nodeAt, type MapNode, type Node, type Path, type Range } from '../node';
import { scalar } from './problem';

/* A project's tree asked by what it means, in short and long forms alike. */

export interface Named {
  readonly name: string;
  /** The key, where it is one; else the item. */
  readonly key: Range;
  readonly value: Node;
  readonly path: Path;
}

/** The entries of a map at a path. */
export function entriesAt(tree: MapNode, path: Path): readonly Named[] {
  const node = nodeAt(tree, path);
  if (node?.kind !== 'map') return [];
  return [...node.entries].map(([name, { key, value }]) => ({ name, key, value, path: [...path, name] }));
}

export const servicesOf = (tree: MapNode): readonly Named[] =>
  entriesAt(tree, ['services']).filter(({ value }) => value.kind === 'map');

export const fieldOf = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === 'map' ? node.entries.get(key)?.value : undefined;

export function textOf(node: Node | undefined): string | undefined {
  const found = scalar(node);
  return found === undefined || found.value === null ? undefined : String(found.value);
}

export const fieldText = (node: Node | undefined, key: string): string | undefined =>
  textOf(fieldOf(node, key));

/** Names that a list or a map holds (`networks`, `depends_on`, `profiles`): each with its place. */
export function namesIn(service: Named, key: string): readonly Named[] {
  const node = fieldOf(service.value, key);
  const path = [...service.path, key];
  if (node?.kind === 'map')
    return [...node.entries].map(([name, entry]) => ({ name, ...entry, path: [...path, name] }));
  if (node?.kind !== 'seq') return [];
  return node.items.flatMap((item, index) => {
    const name = textOf(item) ?? fieldText(item, 'source');
    return name === undefined ? [] : [{ name, key: item.at, value: item, path: [...path, index] }];
  });
}

export interface PortUse {
  readonly hostIp: string;
  /** First and last host port; absent: the engine picks one. */
  readonly published?: readonly [number, number];
  readonly target: readonly [number, number];
  readonly protocol: 'tcp' | 'udp';
  /** Where the published port stands, or the whole short form. */
  readonly at: Range;
  /** The node that holds the published port: what a fix would change. */
  readonly node: Node;
  readonly path: Path;
}

/** The ports of a service; what cannot be understood is left out. */
export function portsOf(service: Named): readonly PortUse[] {
  const list = fieldOf(service.value, 'ports');
  if (list?.kind !== 'seq') return [];
  return list.items.flatMap((item, index) => {
    const path = [...service.path, 'ports', index];
    const short = item.kind === 'scalar' ? shortPort(String(item.value ?? '')) : undefined;
    if (short !== undefined) return [{ ...short, at: item.at, node: item, path }];
    const target = span(fieldText(item, 'target'));
    if (target === undefined) return [];
    const publishedNode = fieldOf(item, 'published');
    const published = span(textOf(publishedNode));
    const node = publishedNode ?? item;
    const protocol = fieldText(item, 'protocol') === 'udp' ? ('udp' as const) : ('tcp' as const);
    const hostIp = fieldText(item, 'host_ip') ?? '';
    return [{ hostIp, ...(published && { published }), target, protocol, at: node.at, node, path }];
  });
}

function shortPort(text: string): Omit<PortUse, 'at' | 'node' | 'path'> | undefined {
  const found = /^(?:(?:\[([^\]]+)\]|([^:]*)):)?(?:([\d-]*):)?([\d-]+)(?:\/(tcp|udp))?$/.exec(text);
  if (found === null) return undefined;
  // `8080:80`: what stands where an address may stand is a port.
  const [, v6, first = '', second, last, protocol] = found;
  const ported = second === undefined && v6 === undefined && /^[\d-]+$/.test(first);
  const target = span(last);
  if (target === undefined) return undefined;
  const published = span(ported ? first : second);
  return {
    hostIp: v6 ?? (ported ? '' : first),
    ...(published && { published }),
    target,
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
  };
}

function span(text: string | undefined): readonly [number, number] | undefined {
  const found = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? '');
  if (found === null) return undefined;
  const from = Number(found[1]);
  const to = Number(found[2] ?? found[1]);
  return to >= from && to <= 65535 ? [from, to] : undefined;
}

export interface MountUse {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly at: Range;
  /** Where the source stands, or the whole short form. */
  readonly sourceAt: Range;
  readonly path: Path;
  /** A bind whose source is made by the engine where it is missing. */
  readonly created: boolean;
}

/** The mounts of a service. */
export function mountsOf(service: Named): readonly MountUse[] {
  const list = fieldOf(service.value, 'volumes');
  if (list?.kind !== 'seq') return [];
  return list.items.flatMap((item, index) => {
    const path = [...service.path, 'volumes', index];
    if (item.kind === 'scalar') return shortMount(String(item.value ?? ''), item.at, path);
    const target = fieldText(item, 'target');
    if (target === undefined) return [];
    const source = fieldText(item, 'source');
    const type = fieldText(item, 'type') ?? 'volume';
    const created = fieldText(fieldOf(item, 'bind'), 'create_host_path') === 'true';
    const sourceAt = fieldOf(item, 'source')?.at ?? item.at;
    return [{ type, ...(source !== undefined && { source }), target, at: item.at, sourceAt, path, created }];
  });
}

function shortMount(text: string, at: Range, path: Path): MountUse[] {
  const parts = (/^[A-Za-z]:[\\/]/.test(text) ? text.slice(2) : text).split(':');
  const head = (text.length - parts.join(':').length > 0 ? text.slice(0, 2) : '') + (parts[0] ?? '');
  const [, target] = parts;
  if (target === undefined)
    return text === '' ? [] : [{ type: 'volume', target: head, at, sourceAt: at, path, created: false }];
  const type = /^([.~/\\]|[A-Za-z]:)/.test(head) ? 'bind' : 'volume';
  return [{ type, source: head, target, at, sourceAt: at, path, created: type === 'bind' }];
}

/** How many containers a service is to have; undefined: nothing is said. */
export function scaleOf(service: Named): number | undefined {
  const text = fieldText(service.value, 'scale') ?? fieldText(fieldOf(service.value, 'deploy'), 'replicas');
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Whether a network, volume, secret or config is made elsewhere. */
export function isExternal(value: Node): boolean {
  const external = fieldOf(value, 'external');
  return external !== undefined && textOf(external) !== 'false';
}

/** Services that a service cannot be without, with where it says so and what is waited for. */
export function dependenciesOf(
  service: Named,
): readonly (Named & { condition?: string; optional: boolean })[] {
  const found = namesIn(service, 'depends_on').map((each) => ({
    ...each,
    condition: fieldText(each.value, 'condition'),
    optional: fieldText(each.value, 'required') === 'false',
  }));
  const more: (Named & { optional: boolean })[] = [];
  for (const key of ['links', 'volumes_from'])
    for (const each of namesIn(service, key))
      if (!(key === 'volumes_from' && each.name.startsWith('container:')))
        more.push({ ...each, name: each.name.split(':')[0] ?? '', optional: false });
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const value = fieldOf(service.value, key);
    const name = /^service:(.+)$/.exec(textOf(value) ?? '')?.[1];
    if (value !== undefined && name !== undefined)
      more.push({ name, key: value.at, value, path: [...service.path, key], optional: false });
  }
  return [...found, ...more.filter(({ name }) => !found.some((each) => each.name === name))];
}
