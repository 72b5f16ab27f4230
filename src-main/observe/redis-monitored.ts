import type { RedisNode } from '@shared/ops';
import type { RedisInfo } from '@shared/metrics/redis-reading';
import type { RedisPool } from '../clients/redis';
import { commonView, patienceMs } from './redis-answers';
import { announced, type Found, type Member } from './redis-assess';

/** A node of a cluster of ours or of an adopted one, to be measured again and again. */
export interface MonitoredNode {
  readonly cluster: string;
  /** The container's name, else address:port. */
  readonly name: string;
  readonly image: string;
  /** Where it stands, of a node elsewhere; absent: on the engine. */
  readonly elsewhere?: string;
  /** Whether there is somebody to ask: of one that is paused only its master tells. */
  readonly running: boolean;
  /** `address:port`, as the nodes name it. */
  readonly address: string;
  /** INFO's fields. Throws AppError within a second. */
  info(signal?: AbortSignal): Promise<RedisInfo>;
}

/** A connection of their own, so that what takes long on another one holds no measuring up, nor is ended by it. */
const lane = 'metrics';

/** The pool as whoever measures sees it. */
export const inMetricsLane = (pool: RedisPool): RedisPool => ({
  node: (node) => pool.node(node, lane),
  close: () => pool.close(),
});

/** The nodes of all clusters that are known: what was merely found is nobody's business to measure. */
export function monitoredNodes(groups: readonly Found[], pool: RedisPool): MonitoredNode[] {
  const measured = inMetricsLane(pool);
  return groups
    .filter(({ origin }) => origin !== 'discovered')
    .flatMap(({ name: cluster, members }) => {
      const { lines } = commonView(members);
      return members.map((member): MonitoredNode => {
        const { candidate } = member;
        const node = reach(member, lines);
        return {
          cluster,
          name: candidate.name,
          image: candidate.image,
          ...(candidate.remote === true && { elsewhere: node.host }),
          running: candidate.state === 'running',
          address: `${node.announce.address}:${node.announce.port}`,
          info: (signal) =>
            measured.node(node).info(undefined, { timeoutMs: patienceMs, ...(signal && { signal }) }),
        };
      });
    });
}

/** Of one that does not answer, what the others say of it is better than what its container amounts to. */
function reach(member: Member, lines: ReturnType<typeof commonView>['lines']): RedisNode {
  const own = announced(member);
  const line = member.lines === undefined ? lines.find(({ id }) => id === member.id) : undefined;
  if (line === undefined || line.host === '') return own;
  return { ...own, announce: { address: line.host, port: line.port, busPort: line.busPort } };
}
