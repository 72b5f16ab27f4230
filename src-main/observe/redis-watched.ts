import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { ClusterLook } from '@shared/redis-cluster/timeline-diff';
import type { Docker } from '../clients/docker';
import { lookOf } from '../clients/redis-look';
import { assess, type Found } from './redis-assess';
import { networkOf, unroutableNodes } from './redis-reach';

/** What hardly changes while one looks on: whether addresses open, and the network's subnet. */
const keepMs = 30_000;

type Still = readonly [string[], ClusterStatus['network']];

/** Looks at a cluster that is watched: quickly, for it is done again and again. */
export function createWatched(docker: () => Docker, now: () => number) {
  const kept = new Map<string, { readonly at: number; readonly still: Promise<Still> }>();
  const stillOf = (group: Found): Promise<Still> => {
    const key = JSON.stringify([
      group.name,
      ...group.members.map(({ candidate: { id, state } }) => [id, state]),
    ]);
    const known = kept.get(key);
    if (known !== undefined && now() - known.at < keepMs) return known.still;
    const still = Promise.all([unroutableNodes(group), networkOf(group, docker)]);
    kept.clear();
    kept.set(key, { at: now(), still });
    still.catch(() => kept.delete(key));
    return still;
  };
  return async (group: Found): Promise<{ status: ClusterStatus; look: ClusterLook }> => {
    const [unroutable, network] = await stillOf(group);
    const status = assess(group, unroutable, now(), network);
    const names = new Map(status.nodes.map(({ id, name }) => [id, name]));
    const answers = group.members.flatMap(({ candidate, lines, clusterInfo, info }) =>
      lines === undefined ? [] : [{ name: candidate.name, lines, clusterInfo, info }],
    );
    return { status, look: lookOf(answers, names) };
  };
}
