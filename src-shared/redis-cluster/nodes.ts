import { formatAddress, parseAddress, parseSubnet } from '../ipv4';
import type { OpArgs, RedisNode, SlotRange } from '../ops';
import { placeNodes } from './placement';
import { splitSlots } from './slots';
import type { RedisClusterSpec } from './spec';

/** The bus port of a node is its port and this; every server version takes that as its default. */
export const busOffset = 10_000;

/** One node of a cluster that is to be built. */
export interface PlannedNode {
  /** From 1. */
  readonly number: number;
  /** The container's name as well. */
  readonly name: string;
  readonly role: 'master' | 'replica';
  /** A replica's master, by name. */
  readonly master?: string;
  /** A master's slots. */
  readonly ranges: readonly SlotRange[];
  /** Its address on the Docker network; absent in host mode. */
  readonly address?: string;
  readonly port: number;
  readonly busPort: number;
  readonly published: OpArgs<'container.create'>['ports'];
  /** What is mounted at /data. */
  readonly data: { readonly type: 'volume' | 'bind'; readonly source: string };
  /** How ops reach it. */
  readonly redis: RedisNode;
}

export interface LayOutOptions {
  /** Whether the engine runs on this computer, so that 127.0.0.1 leads to its published ports. Default true. */
  readonly local?: boolean;
}

/** How many nodes a spec asks for. */
export function nodeCount(spec: RedisClusterSpec): number {
  return spec.masters * (1 + spec.replicasPerMaster);
}

/** The name of the cluster's Docker network; undefined in host mode. */
export function networkName(spec: RedisClusterSpec): string | undefined {
  return spec.network.mode === 'bridge' ? (spec.network.name ?? `${spec.name}-net`) : undefined;
}

/** The first node's address: as given, else the subnet's base + 11, or + 2 where the subnet is small. */
export function firstAddress(spec: RedisClusterSpec): string | undefined {
  if (spec.network.mode !== 'bridge') return undefined;
  if (spec.network.firstAddress !== undefined) return spec.network.firstAddress;
  const subnet = parseSubnet(spec.network.subnet);
  if (subnet === undefined) return undefined;
  const room = subnet.base + 11 + nodeCount(spec) <= subnet.last;
  return formatAddress(subnet.base + (room ? 11 : 2));
}

/** The names of all nodes, in order. */
export function nodeNames(spec: RedisClusterSpec): string[] {
  return Array.from({ length: nodeCount(spec) }, (_, i) =>
    spec.nodeNames.replaceAll('{name}', spec.name).replaceAll('{n}', String(i + 1)),
  );
}

/** A folder inside a folder, with the separator that the outer one is written with. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.replace(/[\\/]+$/, '') + separator + name;
}

/** What has to be looked up on this computer for a spec: ports that must be free, folders that must be empty. */
export function hostQuestions(spec: RedisClusterSpec): { ports: number[]; folders: string[] } {
  const client = Array.from({ length: nodeCount(spec) }, (_, i) => spec.ports.first + i);
  const wanted = needsBusPorts(spec) ? [...client, ...client.map((port) => port + busOffset)] : client;
  const { persistence } = spec;
  return {
    ports: wanted.filter((port) => port <= 65_535),
    folders:
      persistence.storage === 'folder' ? nodeNames(spec).map((name) => joinPath(persistence.path, name)) : [],
  };
}

/** Whether the bus ports are taken on the computer itself: host mode, or published for other computers. */
export function needsBusPorts(spec: RedisClusterSpec): boolean {
  return spec.network.mode === 'host' || spec.clients === 'lan';
}

/**
 * A spec's nodes: names, roles, slots, addresses, ports. It never fails: what can't be (addresses
 * outside the subnet, a missing announce address) is the preflight's to say.
 */
export function layOut(spec: RedisClusterSpec, options: LayOutOptions = {}): PlannedNode[] {
  const names = nodeNames(spec);
  // All nodes stand on one machine: no host is better than another.
  const placement = placeNodes(
    names.map(() => ''),
    spec.replicasPerMaster,
  );
  const split = splitSlots(spec.masters);
  const ranges = new Map(placement.masters.map((node, i) => [node, split[i]]));
  const masterOf = new Map(placement.replicas.map(({ node, master }) => [node, master]));
  const base = parseAddress(firstAddress(spec) ?? '');

  return names.map((name, i) => {
    const address = base === undefined ? undefined : formatAddress(base + i);
    const range = ranges.get(i);
    const master = masterOf.get(i);
    const port = spec.ports.first + i;
    return {
      number: i + 1,
      name,
      role: range === undefined ? 'replica' : 'master',
      ...(master !== undefined && { master: names[master] ?? '' }),
      ranges: range === undefined ? [] : [range],
      ...(address !== undefined && { address }),
      port,
      busPort: port + busOffset,
      published: published(spec, port),
      data:
        spec.persistence.storage === 'volume'
          ? { type: 'volume', source: `${name}-data` }
          : { type: 'bind', source: joinPath(spec.persistence.path, name) },
      redis: redisNode(spec, name, address ?? '', port, options.local ?? true),
    };
  });
}

/** The port inside equals the port outside: a node tells clients its own port, so any other leads nowhere. */
function published(spec: RedisClusterSpec, port: number): PlannedNode['published'] {
  if (spec.network.mode === 'host') return [];
  if (spec.clients !== 'lan') return [{ hostIp: '127.0.0.1', hostPort: port, containerPort: port }];
  return [port, port + busOffset].map((each) => ({
    hostIp: '0.0.0.0',
    hostPort: each,
    containerPort: each,
  }));
}

function redisNode(
  spec: RedisClusterSpec,
  name: string,
  address: string,
  port: number,
  local: boolean,
): RedisNode {
  const announced =
    spec.network.mode === 'host'
      ? spec.network.address
      : spec.clients === 'lan'
        ? (spec.announce ?? address)
        : address;
  return {
    name,
    container: name,
    host: spec.network.mode === 'bridge' && local ? '127.0.0.1' : announced,
    port,
    announce: { address: announced, port, busPort: port + busOffset },
    innerPort: port,
    ...(spec.password !== undefined && { auth: { password: spec.password } }),
  };
}
