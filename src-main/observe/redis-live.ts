import type { RedisNode } from '@shared/ops';
import { compareNames } from '@shared/redis-cluster/names';
import type { LiveCluster, LiveNode, LostNode } from '@shared/redis-cluster/live';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import type { RedisPool } from '../clients/redis';
import type { NodeLine } from '../clients/redis-replies';
import { commonView } from './redis-answers';
import { announced, newestSpec, type Found, type Member } from './redis-assess';
import { claimsOf } from './redis-claims';
import type { Migrations } from './redis-migration';

export interface LiveDeps {
  readonly pool: RedisPool;
  readonly migrations: Migrations;
}

/** A cluster as its day-two plans need it. `deep`: keys in slots that a node does not own are looked for as well. */
export async function liveOf(
  group: Found,
  status: ClusterStatus,
  { pool, migrations }: LiveDeps,
  { deep = false }: { readonly deep?: boolean } = {},
): Promise<LiveCluster> {
  const { lines, views } = commonView(group.members);
  const lost = lostNodes(group.members);
  const gone = new Set(lost.map(({ id }) => id));
  const there = status.nodes.filter((node) => node.container !== undefined || !gone.has(node.id));
  const byName = new Map(group.members.map((member) => [member.candidate.name, member]));
  const known = knownIds(group.members);
  const answered = answering(group.members);
  const nodes = await Promise.all(
    there.map(async (node): Promise<LiveNode> => {
      const member = byName.get(node.name);
      const line = lines.find(({ id }) => id === node.id);
      const redis = reach(node, member, line, group);
      const apart = answered.length > 1 && member?.lines !== undefined && !known.has(node.id);
      return {
        ...node,
        redis,
        migration: await migrations.of(pool.node(redis), member?.info),
        ...(apart ? { apart } : {}),
      };
    }),
  );
  nodes.sort((a, b) => compareNames(a.name, b.name));
  const spec = group.origin === 'flotilla' ? newestSpec(group) : undefined;
  return {
    name: group.name,
    origin: group.origin,
    mode: status.mode,
    state: status.state,
    ...(spec === undefined ? {} : { spec }),
    nodes,
    views,
    claims: await claimsOf(pool, nodes, new Set(answered), deep),
    lost,
  };
}

/** How a node is reached: its container's way, with the address that it (or the others) announce. */
function reach(
  node: ClusterNode,
  member: Member | undefined,
  line: NodeLine | undefined,
  group: Found,
): RedisNode {
  if (member !== undefined) {
    const own = announced(member);
    // One that does not answer: what the others say of it is better than what its container amounts to.
    if (member.lines !== undefined || line === undefined || line.host === '') return own;
    return { ...own, announce: { address: line.host, port: line.port, busPort: line.busPort } };
  }
  const at = node.address.lastIndexOf(':');
  const [address, port] = [node.address.slice(0, at), Number(node.address.slice(at + 1))];
  const like = group.members[0]?.candidate.node;
  return {
    name: node.name,
    host: address,
    port,
    announce: { address, port, busPort: node.busPort },
    innerPort: port,
    ...(like?.auth === undefined ? {} : { auth: like.auth }),
    ...(like?.tls === undefined ? {} : { tls: like.tls }),
  };
}

/** Names of the nodes that answered. */
function answering(members: readonly Member[]): string[] {
  return members.filter(({ lines }) => lines !== undefined).map(({ candidate }) => candidate.name);
}

const settled = (line: NodeLine): boolean => !line.flags.includes('handshake');

/** Ids that some other node has in its table. */
function knownIds(members: readonly Member[]): Set<string> {
  return new Set(
    members.flatMap(({ lines = [] }) =>
      lines.filter((line) => settled(line) && !line.myself).map(({ id }) => id),
    ),
  );
}

/**
 * Nodes without a container here that are agreed to have failed, have no address, or are known to some only.
 * A node elsewhere that all know and that is well is none of them.
 */
function lostNodes(members: readonly Member[]): LostNode[] {
  const mine = new Set(members.map(({ id }) => id));
  const asked = members.filter(({ lines }) => lines !== undefined && lines.length > 1);
  const found = new Map<string, { lines: NodeLine[]; knownBy: string[] }>();
  for (const { candidate, lines = [] } of asked) {
    for (const line of lines) {
      if (mine.has(line.id) || !settled(line)) continue;
      const entry = found.get(line.id) ?? { lines: [], knownBy: [] };
      entry.lines.push(line);
      entry.knownBy.push(candidate.name);
      found.set(line.id, entry);
    }
  }
  return [...found.entries()].flatMap(([id, { lines, knownBy }]): LostNode[] => {
    const dead = lines.some((line) => line.flags.some((flag) => flag === 'fail' || flag === 'noaddr'));
    const best = lines.find((line) => line.slots.length > 0) ?? lines[0];
    if (best === undefined || (!dead && knownBy.length === asked.length)) return [];
    const { role, slots, host, port } = best;
    return [
      { id, address: host === '' ? '' : `${host}:${port}`, role, slots, knownBy: knownBy.sort(compareNames) },
    ];
  });
}
