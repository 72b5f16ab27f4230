import { msg, type Message } from '@shared/i18n/index';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import { firstAddress, layOut, networkName, type PlannedNode } from '@shared/redis-cluster/nodes';
import { countSlots } from '@shared/redis-cluster/slots';
import { redisClusterSpecSchema, type RedisClusterSpec } from '@shared/redis-cluster/spec';
import { colorOf, type Hop, type NodeState, type Picture, type PictureNode } from './model';
import { compareNames } from '@shared/redis-cluster/names';

/** The picture of a cluster that is still to be built; `stateOf` tells how far each node is. */
export function pictureOfSpec(
  spec: RedisClusterSpec,
  stateOf: (name: string) => NodeState = () => 'planned',
): Picture {
  const nodes = layOut(spec);
  const draw = (node: PlannedNode): PictureNode => ({
    key: node.name,
    name: node.name,
    address: `${node.redis.announce.address}:${node.redis.announce.port}`,
    busPort: node.redis.announce.busPort,
    ...(node.published[0] !== undefined && { hostPort: node.published[0].hostPort }),
    state: stateOf(node.name),
  });
  const masters = nodes.filter((node) => node.role === 'master');
  return {
    mode: spec.network.mode,
    frame: frameOf(
      spec.network.mode,
      networkName(spec),
      spec.network.mode === 'bridge' ? spec.network.subnet : spec.network.address,
    ),
    masters: masters.map((node, index) => ({
      ...draw(node),
      slots: node.ranges,
      slotCount: countSlots(node.ranges),
      color: colorOf(index),
      replicas: nodes.filter((each) => each.master === node.name).map(draw),
    })),
    others: [],
    hops: hopsOfSpec(spec, nodes),
  };
}

function frameOf(mode: Picture['mode'], network: string | undefined, detail: string): Picture['frame'] {
  const title: Message =
    mode === 'bridge'
      ? msg('wizard.picture.bridge', { name: network ?? '' })
      : mode === 'host'
        ? msg('wizard.picture.host')
        : msg('wizard.picture.other');
  return { title, detail };
}

/** The way of a client: to the first node, and on to the second as a redirect (MOVED) sends it. */
function hopsOfSpec(spec: RedisClusterSpec, nodes: readonly PlannedNode[]): readonly Hop[] {
  const [first, second] = nodes;
  if (first === undefined || second === undefined) return [];
  const announced = (node: PlannedNode): string => `${node.redis.announce.address}:${node.port}`;
  const moved: Hop = { label: msg('wizard.picture.hop.moved'), address: announced(second) };
  const node: Hop = { label: msg('raw', { text: first.name }), address: announced(first) };
  const client = msg(
    spec.clients === 'host'
      ? 'wizard.picture.hop.host'
      : spec.clients === 'containers'
        ? 'wizard.picture.hop.container'
        : 'wizard.picture.hop.lan',
  );
  const inside = spec.network.mode === 'host' || spec.clients === 'containers';
  const published: Hop = {
    label: msg('raw', { text: '' }),
    address: `${spec.clients === 'lan' ? (spec.announce ?? '…') : '127.0.0.1'}:${first.port}`,
  };
  const inner: Hop = {
    label: msg('raw', { text: first.name }),
    address: `${first.address ?? firstAddress(spec) ?? ''}:${first.port}`,
  };
  return inside ? [{ label: client }, node, moved] : [{ label: client }, published, inner, moved];
}

/**
 * The picture of a cluster as its nodes report it.
 *
 * @param before the picture on show until now: masters keep their places and colours, a promoted replica takes
 *   over its master's, and new ones come last
 */
export function pictureOfStatus(status: ClusterStatus, before?: Picture): Picture {
  const spec = redisClusterSpecSchema.safeParse(status.spec).data;
  const masters = arrange(
    status.nodes
      .filter((node) => node.role === 'master')
      .sort((a, b) => first(a) - first(b) || compareNames(a.name, b.name)),
    before,
  );
  const ids = new Set(masters.map(({ node }) => node.id));
  const replicasOf = (id: string): PictureNode[] =>
    status.nodes
      .filter((node) => node.role === 'replica' && node.masterId === id && id !== '')
      .sort((a, b) => compareNames(a.name, b.name))
      .map(drawNode);
  return {
    mode: status.mode,
    frame: frameOf(status.mode, status.network?.name, status.network?.subnet ?? hostOf(status)),
    masters: masters.map(({ node, color }) => ({
      ...drawNode(node),
      slots: node.slots,
      slotCount: countSlots(node.slots),
      color,
      replicas: replicasOf(node.id),
    })),
    others: status.nodes
      .filter((node) => node.role !== 'master' && !ids.has(node.masterId ?? '-'))
      .map(drawNode),
    hops: spec === undefined ? [] : hopsOfSpec(spec, reachable(spec, status)),
  };
}

/** The planned nodes that are masters with slots and well, in order: where a client may begin and be sent on to. */
function reachable(spec: RedisClusterSpec, status: ClusterStatus): PlannedNode[] {
  const serving = new Set(
    status.nodes
      .filter((node) => node.health === 'ok' && node.role === 'master' && node.slots.length > 0)
      .map((node) => node.name),
  );
  return layOut(spec).filter((node) => serving.has(node.name));
}

/** Gives each master its place and colour; `masters` stand in the order for those without one. */
function arrange(
  masters: readonly ClusterNode[],
  before: Picture | undefined,
): { readonly node: ClusterNode; readonly color: number }[] {
  if (before === undefined) return masters.map((node, index) => ({ node, color: colorOf(index) }));
  const left = new Set(masters);
  const placed = before.masters.flatMap(({ name, color, replicas }) => {
    const heirs = [name, ...replicas.map((replica) => replica.name)];
    const node = [...left]
      .filter((each) => heirs.includes(each.name))
      .sort((a, b) => b.slots.length - a.slots.length || heirs.indexOf(a.name) - heirs.indexOf(b.name))[0];
    if (node === undefined) return [];
    left.delete(node);
    return [{ node, color }];
  });
  const taken = new Set(placed.map(({ color }) => color));
  const free = Array.from({ length: 8 }, (_, index) => colorOf(index)).filter((color) => !taken.has(color));
  return [
    ...placed,
    ...[...left].map((node, index) => ({ node, color: free[index] ?? colorOf(placed.length + index) })),
  ];
}

const first = (node: ClusterNode): number => node.slots[0]?.[0] ?? Number.MAX_SAFE_INTEGER;

function hostOf(status: ClusterStatus): string {
  return status.mode === 'host' ? (status.nodes[0]?.address.split(':')[0] ?? '') : '';
}

function drawNode(node: ClusterNode): PictureNode {
  return {
    key: node.id === '' ? node.name : node.id,
    name: node.name,
    address: node.address,
    busPort: node.busPort,
    ...(node.hostPort !== undefined && { hostPort: node.hostPort }),
    // A replica whose link is down serves old data at best: it is not healthy.
    state: node.health === 'ok' && !node.linkUp ? 'failing' : node.health,
    ...(node.lagBytes !== undefined && { lagBytes: node.lagBytes }),
  };
}
