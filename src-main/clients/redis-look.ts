import type { ClusterLook, NodeLook } from '@shared/redis-cluster/timeline-diff';
import type { ClusterInfo, NodeLine } from './redis-replies';
import { parseInfo } from './redis-replies';

/** What one node answered at one moment. */
export interface NodeAnswer {
  readonly name: string;
  readonly lines: readonly NodeLine[];
  readonly clusterInfo?: ClusterInfo;
  /** INFO's fields, the replication section at least. */
  readonly info?: Readonly<Record<string, string>>;
}

/**
 * A cluster at one moment, out of what its nodes answered. Of itself a node knows best; of one that is silent
 * the word with the greatest config epoch counts.
 *
 * @param names node id -> name, for those that do not answer
 */
export function lookOf(answers: readonly NodeAnswer[], names: ReadonlyMap<string, string>): ClusterLook {
  const own = new Map<string, { line: NodeLine; answer: NodeAnswer }>();
  const told = new Map<string, NodeLine>();
  const worst = new Map<string, NodeLook['judged']>();
  for (const answer of answers) {
    for (const line of answer.lines) {
      if (line.flags.includes('handshake')) continue;
      if (line.myself) {
        own.set(line.id, { line, answer });
        continue;
      }
      const known = told.get(line.id);
      if (known === undefined || line.configEpoch > known.configEpoch) told.set(line.id, line);
      if (line.flags.includes('fail')) worst.set(line.id, 'failed');
      else if (line.flags.includes('fail?') && worst.get(line.id) !== 'failed')
        worst.set(line.id, 'suspected');
    }
  }
  const ids = new Set([...own.keys(), ...told.keys()]);
  const nodes = [...ids].map((id): NodeLook => {
    const mine = own.get(id);
    const line = mine?.line ?? told.get(id);
    const link = mine?.answer.info?.['master_link_status'];
    return {
      id,
      name: mine?.answer.name ?? names.get(id) ?? `${line?.host ?? ''}:${line?.port ?? 0}`,
      role: line?.role ?? 'unknown',
      ...(line?.masterId === undefined ? {} : { masterId: line.masterId }),
      slots: line?.slots ?? [],
      judged: worst.get(id) ?? 'ok',
      ...(link === undefined ? {} : { linkUp: link === 'up' }),
    };
  });
  const states = answers.flatMap(({ clusterInfo }) => (clusterInfo === undefined ? [] : [clusterInfo]));
  const epochs = states.map(({ raw }) => Number(parseInfo(raw)['cluster_current_epoch'] ?? 0));
  return {
    nodes,
    ...(states.length === 0 ? {} : { ok: states.every(({ ok }) => ok) }),
    epoch: Math.max(0, ...epochs),
  };
}
