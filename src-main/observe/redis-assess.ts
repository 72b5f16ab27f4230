import { msg } from '@shared/i18n/index';
import { label } from '@shared/labels';
import type { RedisNode } from '@shared/ops';
import type { Finding } from '@shared/plan';
import { readSpecLabel } from '@shared/redis-cluster/existing';
import type { ClusterNode, ClusterStatus, ClusterSummary } from '@shared/redis-cluster/observed';
import { clusterNodes, commonView, slotsCovered, stateOf, type Answer } from './redis-answers';
import type { RedisClusterSpec } from '@shared/redis-cluster/spec';
import type { AdoptedCluster } from '../store/adopted';
import type { Group, Known } from './redis-groups';
import { findProblems } from './redis-problems';

/** A container's node, its id and what it answered. */
export type Member = Answer & Known;
/** A cluster as it was found. */
export type Found = Group<Member>;

/** What was asked, put together and judged. */
export function assess(
  group: Found,
  unroutable: readonly string[],
  observedAt: number,
  network?: ClusterStatus['network'],
): ClusterStatus {
  const { members } = group;
  const { lines, views } = commonView(members);
  const nodes = clusterNodes(members, lines);
  const covered = slotsCovered(nodes);
  const spec = newestSpec(group);
  const { problems, healthy } = findProblems({
    answers: members,
    nodes,
    slotsCovered: covered,
    views,
    unroutable,
    ...(spec === undefined || group.origin !== 'flotilla'
      ? {}
      : { replicasPerMaster: spec.replicasPerMaster }),
  });
  return {
    name: group.name,
    state: stateOf(members, covered, healthy),
    origin: group.origin,
    mode: modeOf(group),
    slotsCovered: covered,
    nodes,
    problems: [...problems, ...noWay(group, nodes)],
    hasPassword:
      members.some(({ candidate }) => candidate.hasPassword) || group.adopted?.password !== undefined,
    ...(network === undefined ? {} : { network }),
    ...(group.adopted?.remote === undefined ? {} : { remote: remoteOf(group.adopted.remote) }),
    ...(spec === undefined || group.origin !== 'flotilla' ? {} : { spec }),
    observedAt,
  };
}

/**
 * What a cluster of ours was built from. A container's labels never change, so after it has grown the
 * newest container's tells best.
 */
export function newestSpec({ members }: Found): RedisClusterSpec | undefined {
  const newest = members.reduce<Member | undefined>(
    (best, each) =>
      (each.candidate.created ?? '') > (best?.candidate.created ?? '') ? each : (best ?? each),
    undefined,
  );
  return readSpecLabel(newest?.candidate.labels[label.spec]);
}

export function summarize(group: Found, status: ClusterStatus): ClusterSummary {
  const count = (role: ClusterNode['role']): number =>
    status.nodes.filter((node) => node.role === role).length;
  return {
    name: status.name,
    origin: status.origin,
    mode: status.mode,
    state: status.state,
    image: group.members[0]?.candidate.image ?? '',
    masters: count('master'),
    replicas: count('replica'),
    slotsCovered: status.slotsCovered,
    containers: containersOf(group),
    needsPassword: group.members.some(isLocked),
  };
}

/** Nodes of a cluster elsewhere to which no way was found: nothing can be done on them. */
function noWay({ adopted, members }: Found, nodes: readonly ClusterNode[]): Finding[] {
  if (adopted?.remote === undefined || members.every(({ lines }) => lines === undefined)) return [];
  const found = new Set(members.map(({ id }) => id));
  const missing = nodes.filter(({ id, health }) => !found.has(id) && health !== 'failed');
  if (missing.length === 0) return [];
  const what = msg('tools.remote.noWay', {
    n: missing.length,
    nodes: missing.map(({ address }) => address).join(', '),
  });
  return [{ level: 'warning', code: 'redis.no-way', what, hint: msg('tools.remote.noWay.hint') }];
}

/** How a cluster elsewhere is reached: what a person said, and the way that was found to each node. */
function remoteOf({
  nodes,
  ...said
}: NonNullable<AdoptedCluster['remote']>): NonNullable<ClusterStatus['remote']> {
  const ways = nodes.map(({ announce, host, port }) => [
    `${announce.address}:${announce.port}`,
    `${host}:${port}`,
  ]);
  return { ...said, ways: Object.fromEntries(ways) as Record<string, string> };
}

/** The names of the containers that a cluster has on this engine. */
export function containersOf({ members }: Found): string[] {
  return members.flatMap(({ candidate }) => (candidate.remote === true ? [] : [candidate.name]));
}

/** Reasons for which a node does not let us in: a password is missing, wrong, or can't be had here. */
const locked: ReadonlySet<string> = new Set(['redis.auth-required', 'redis.auth-wrong', 'secret.missing']);

export const isLocked = ({ failure }: Member): boolean =>
  failure !== undefined && locked.has(failure.info.code);

function modeOf({ members }: Found): ClusterStatus['mode'] {
  const modes = new Set(members.map(({ candidate }) => candidate.mode));
  const [mode] = modes;
  return modes.size === 1 && mode !== undefined ? mode : 'other';
}

/** A node with the address that it announces itself. */
export function announced({ candidate: { node }, lines }: Member): RedisNode {
  const own = lines?.find((line) => line.myself);
  if (own === undefined || own.host === '') return node;
  return { ...node, announce: { address: own.host, port: own.port, busPort: own.busPort } };
}
