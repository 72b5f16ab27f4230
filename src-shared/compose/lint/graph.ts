import type { Range } from '../node';
import type { Reading } from '../source';
import {
  dependenciesOf,
  entriesAt,
  fieldOf,
  fieldText,
  isExternal,
  mountsOf,
  namesIn,
  portsOf,
  scaleOf,
  servicesOf,
  textOf,
  type Named,
  type PortUse,
} from './access';
import { isWritten } from './fixes';
import { isEmpty } from './problem';
import type { GraphEdge, GraphNode, GraphPart, PartRef, ProjectGraph } from './types';

const sections = [
  ['networks', 'network'],
  ['volumes', 'volume'],
  ['secrets', 'secret'],
  ['configs', 'config'],
] as const;

/**
 * A project as a picture: its parts, what uses what, and where each is written. Parts that are named and not
 * declared are left out, and edges to them; the default network is there when a service is on it.
 */
export function graphOf(reading: Reading): ProjectGraph {
  const { tree } = reading;
  const services = servicesOf(tree);
  const nodes: GraphNode[] = services.map((each) => serviceNode(reading, each));
  for (const [section, kind] of sections)
    for (const part of entriesAt(tree, [section])) nodes.push(partNode(reading, kind, part));
  const edges: GraphEdge[] = [];
  const add = (from: string, to: PartRef, at: Range, label?: string): void => {
    edges.push({
      kind: to.kind === 'service' ? 'depends' : 'uses',
      from: { kind: 'service', name: from },
      to,
      ...(label !== undefined && label !== '' && { label }),
      ...(!isEmpty(at) && { at }),
    });
  };
  for (const service of services) {
    for (const { name, key, condition } of dependenciesOf(service))
      add(service.name, { kind: 'service', name }, key, conditions[condition ?? '']);
    const joined = namesIn(service, 'networks');
    for (const { name, key, value } of joined)
      add(service.name, { kind: 'network', name }, key, fieldText(value, 'ipv4_address'));
    if (joined.length === 0 && fieldOf(service.value, 'network_mode') === undefined)
      add(service.name, { kind: 'network', name: 'default' }, service.key);
    for (const { type, source, target, sourceAt } of mountsOf(service))
      if (type === 'volume' && source !== undefined)
        add(service.name, { kind: 'volume', name: source }, sourceAt, target);
    for (const { name, key } of namesIn(service, 'secrets')) add(service.name, { kind: 'secret', name }, key);
    for (const { name, key } of namesIn(service, 'configs')) add(service.name, { kind: 'config', name }, key);
  }
  const id = ({ kind, name }: PartRef): string => `${kind}:${name}`;
  const there = new Set(nodes.map(id));
  if (!there.has('network:default') && edges.some(({ to }) => id(to) === 'network:default')) {
    nodes.push({ kind: 'network', name: 'default', ports: [], replicas: 1, external: false, profiles: [] });
    there.add('network:default');
  }
  return { nodes, edges: edges.filter(({ to }) => there.has(id(to))) };
}

const conditions: Readonly<Record<string, string>> = {
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
};

/** Key and value, where both stand in one file, one behind the other. */
function whole({ key, value }: Named): Range {
  const { at } = value;
  return at.file === key.file && at.to.offset > key.to.offset && at.from.offset >= key.from.offset
    ? { file: key.file, from: key.from, to: at.to }
    : key;
}

const placeOf = (reading: Reading, part: Named): Pick<GraphNode, 'at' | 'key'> =>
  isWritten(reading, part.key, part.name) ? { at: whole(part), key: part.key } : {};

function serviceNode(reading: Reading, service: Named): GraphNode {
  const { name, value } = service;
  const build = fieldOf(value, 'build');
  const detail = fieldText(value, 'image') ?? textOf(build) ?? fieldText(build, 'context');
  return {
    kind: 'service',
    name,
    ...placeOf(reading, service),
    ...(detail !== undefined && { detail }),
    ports: portsOf(service).map(portText),
    replicas: scaleOf(service) ?? 1,
    external: false,
    profiles: namesIn(service, 'profiles').map((each) => each.name),
  };
}

function partNode(reading: Reading, kind: GraphPart, part: Named): GraphNode {
  const config = fieldOf(fieldOf(part.value, 'ipam'), 'config');
  const subnet = config?.kind === 'seq' ? fieldText(config.items[0], 'subnet') : undefined;
  const detail = subnet ?? fieldText(part.value, 'driver') ?? fieldText(part.value, 'file');
  return {
    kind,
    name: part.name,
    ...placeOf(reading, part),
    ...(detail !== undefined && { detail }),
    ports: [],
    replicas: 1,
    external: isExternal(part.value),
    profiles: [],
  };
}

function portText({ hostIp, published, target, protocol }: PortUse): string {
  const span = ([from, to]: readonly [number, number]): string =>
    from === to ? String(from) : `${String(from)}-${String(to)}`;
  const inside = span(target) + (protocol === 'udp' ? '/udp' : '');
  if (published === undefined) return inside;
  const host = hostIp === '' || hostIp === '0.0.0.0' ? '' : `${hostIp}:`;
  return `${host}${span(published)} → ${inside}`;
}
