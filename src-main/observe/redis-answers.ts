import { AppError } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import { slotsOf } from '@shared/redis-cluster/slots';
import type { RedisPool } from '../clients/redis';
import { signature, type ClusterInfo, type NodeLine } from '../clients/redis-replies';
import type { Candidate } from './redis-candidates';
import type { Known } from './redis-groups';

/** What one node said of itself and of the others; all of it asked at the same time. */
export interface Answer {
  readonly candidate: Candidate;
  readonly id?: string;
  readonly lines?: readonly NodeLine[];
  readonly clusterNodes?: string;
  readonly clusterInfo?: ClusterInfo;
  readonly info?: Readonly<Record<string, string>>;
  /** Whether it writes its data to disk at all; absent where it may not be asked. */
  readonly persists?: boolean;
  /** Why it did not answer. */
  readonly failure?: AppError;
}

/** A node that says nothing for this long counts as unreachable. */
export const patienceMs = 1000;

export async function askNode(pool: RedisPool, candidate: Candidate, node: RedisNode): Promise<Answer> {
  if (candidate.state !== 'running') return { candidate };
  const connection = pool.node(node);
  const limits = { timeoutMs: patienceMs };
  try {
    const [nodes, clusterInfo, info, save] = await Promise.all([
      connection.clusterNodes(limits),
      connection.clusterInfo(limits),
      connection.info(undefined, limits),
      // A user of few rights may be denied CONFIG: the rest is worth having.
      connection.configGet('save', limits).catch(() => undefined),
    ]);
    return {
      candidate,
      id: nodes.lines.find((line) => line.myself)?.id,
      lines: nodes.lines,
      clusterNodes: nodes.raw,
      clusterInfo,
      info,
      ...(save === undefined ? {} : { persists: save !== '' || info['aof_enabled'] === '1' }),
    };
  } catch (error) {
    // Also a password that can't be had, or a container that went away meanwhile: one node's trouble, not all clusters'.
    if (error instanceof AppError) return { candidate, failure: error };
    throw error;
  }
}

/** The view that most of the nodes share, and how many views there are. */
export function commonView(answers: readonly Answer[]): { lines: readonly NodeLine[]; views: number } {
  const groups = new Map<string, { count: number; lines: readonly NodeLine[] }>();
  for (const { lines } of answers) {
    if (lines === undefined) continue;
    const settled = lines.filter((line) => !line.flags.includes('handshake'));
    const key = signature(settled, { roles: true });
    groups.set(key, { count: (groups.get(key)?.count ?? 0) + 1, lines: settled });
  }
  const best = [...groups.values()].sort((a, b) => b.count - a.count)[0];
  return { lines: best?.lines ?? [], views: groups.size };
}

/** All nodes: those in containers, and those that are only known to the others. */
export function clusterNodes(answers: readonly (Answer & Known)[], view: readonly NodeLine[]): ClusterNode[] {
  const lineOf = new Map(view.map((line) => [line.id, line]));
  const offsets = new Map(
    answers.map((answer) => [answer.id, Number(answer.info?.['master_repl_offset'] ?? NaN)]),
  );
  const inContainers = answers.map((answer) => {
    const own = answer.lines?.find((line) => line.myself);
    // Only where nobody answers: what the others say now is newer than what a node wrote down.
    const memory = view.length > 0 ? undefined : answer.remembered?.find((line) => line.myself);
    return fromAnswer(answer, own ?? lineOf.get(answer.id ?? '') ?? memory, offsets);
  });
  const ids = new Set(answers.map((answer) => answer.id));
  const elsewhere = view.filter((line) => !ids.has(line.id)).map(fromLine);
  return [...inContainers, ...elsewhere];
}

function fromAnswer(
  answer: Answer,
  line: NodeLine | undefined,
  masterOffsets: ReadonlyMap<string | undefined, number>,
): ClusterNode {
  const { candidate, info = {}, clusterInfo } = answer;
  const { node } = candidate;
  const number = (name: string): number | undefined =>
    info[name] === undefined ? undefined : Number(info[name]);
  const lag = (masterOffsets.get(line?.masterId) ?? NaN) - (number('slave_repl_offset') ?? NaN);
  const answered = answer.info !== undefined;
  return {
    name: candidate.name,
    id: answer.id ?? '',
    role: line?.role ?? 'unknown',
    masterId: line?.masterId,
    slots: line?.slots ?? [],
    openSlots: line?.openSlots ?? [],
    address: `${line?.host || node.announce.address}:${line?.port ?? node.announce.port}`,
    busPort: line?.busPort ?? node.announce.busPort,
    hostPort: candidate.hostPort,
    linkUp: answered && (info['role'] !== 'slave' || info['master_link_status'] === 'up'),
    ...(info['role'] === 'slave' && !Number.isNaN(lag) ? { lagBytes: Math.max(0, lag) } : {}),
    // -1 while the link is down.
    ...(Number(info['master_last_io_seconds_ago'] ?? -1) >= 0
      ? { lagSeconds: Number(info['master_last_io_seconds_ago']) }
      : {}),
    health: healthOf(answer, line),
    flags: line?.flags ?? [],
    configEpoch: line?.configEpoch ?? 0,
    version: info['valkey_version'] ?? info['redis_version'],
    ...(candidate.remote === true
      ? {}
      : {
          container: {
            id: candidate.id,
            name: candidate.name,
            state: candidate.state,
            image: candidate.image,
          },
        }),
    memoryBytes: number('used_memory'),
    maxMemoryBytes: number('maxmemory'),
    ...(answered ? { keys: Number(/keys=(\d+)/.exec(info['db0'] ?? '')?.[1] ?? 0) } : {}),
    opsPerSecond: number('instantaneous_ops_per_sec'),
    clusterInfo: clusterInfo?.raw,
    clusterNodes: answer.clusterNodes,
  };
}

function healthOf(answer: Answer, line: NodeLine | undefined): ClusterNode['health'] {
  if (answer.candidate.state !== 'running') return 'stopped';
  if (answer.failure?.info.code === 'redis.loading') return 'loading';
  if (answer.failure !== undefined) return fromFlags(line, 'unreachable');
  return 'ok';
}

function fromFlags(line: NodeLine | undefined, otherwise: ClusterNode['health']): ClusterNode['health'] {
  if (line?.flags.includes('fail') === true) return 'failed';
  if (line?.flags.includes('fail?') === true) return 'failing';
  return otherwise;
}

/** A node that has no container on this engine: what the others say of it. */
function fromLine(line: NodeLine): ClusterNode {
  const health = fromFlags(line, line.linked ? 'ok' : 'unreachable');
  return {
    name: line.hostname ?? `${line.host}:${line.port}`,
    id: line.id,
    role: line.role,
    masterId: line.masterId,
    slots: line.slots,
    openSlots: [],
    address: `${line.host}:${line.port}`,
    busPort: line.busPort,
    linkUp: health === 'ok',
    health,
    flags: line.flags,
    configEpoch: line.configEpoch,
  };
}

/** Whether a node serves its slots now. */
const serves = (node: ClusterNode): boolean =>
  node.role === 'master' &&
  (node.health === 'ok' || node.health === 'unreachable' || node.health === 'failing');

/** How many of the 16384 slots have a master that serves them. Two may claim one, for a while after a failover. */
export function slotsCovered(nodes: readonly ClusterNode[]): number {
  const covered = new Set<number>();
  for (const { slots } of nodes.filter(serves)) for (const slot of slotsOf(slots)) covered.add(slot);
  return covered.size;
}

/** ok needs everything; fail is a cluster that does not serve all slots; between them lies degraded. */
export function stateOf(
  answers: readonly Answer[],
  covered: number,
  healthy: boolean,
): ClusterStatus['state'] {
  const answered = answers.filter((answer) => answer.clusterInfo !== undefined);
  if (answered.length === 0) return 'unreachable';
  const ok = answered.filter((answer) => answer.clusterInfo?.ok === true).length;
  if (covered < 16_384 || ok * 2 <= answered.length) return 'fail';
  return healthy && ok === answers.length ? 'ok' : 'degraded';
}
