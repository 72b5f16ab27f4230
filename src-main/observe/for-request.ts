import { label } from '@shared/labels';
import type { LiveCluster } from '@shared/redis-cluster/live';
import { busOffset, hostQuestions, joinPath, needsBusPorts } from '@shared/redis-cluster/nodes';
import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import type { RedisRequest } from '@shared/requests';
import type { Observer } from './observer';
import type { ClusterObserver } from './redis-cluster';
import type { PlanQuery } from './redis-cluster-engine';

export interface RequestObserverDeps {
  readonly observer: Pick<Observer, 'forPlan' | 'contents'>;
  /** The clusters of the connected engine. Throws its AppError when there is none. */
  readonly clusters: () => Promise<Pick<ClusterObserver, 'members' | 'live'>>;
}

/** Looks at what a request's plan depends on; `fresh`: not at anything kept from an earlier look. */
export function observeFor({ observer, clusters }: RequestObserverDeps) {
  return async (request: RedisRequest, fresh: boolean): Promise<RedisClusterObserved> => {
    switch (request.kind) {
      case 'redis-cluster.create': {
        const { spec } = request;
        const observed = await observer.forPlan(hostQuestions(spec), { fresh });
        const stands = observed.containers.some(
          ({ labels }) => labels[label.cluster] === spec.name && labels[label.kind] === 'redis-cluster',
        );
        return stands ? { ...observed, live: await (await clusters()).live(spec.name) } : observed;
      }
      case 'redis-cluster.remove': {
        const [observed, members] = await Promise.all([
          observer.forPlan({ ports: [], folders: [] }, { fresh }),
          clusters().then((each) => each.members(request.name)),
        ]);
        return { ...observed, members };
      }
      default: {
        const live = await (
          await clusters()
        ).live(request.name, { deep: request.kind === 'redis-cluster.fix' });
        const observed = await observer.forPlan(questions(request, live), { fresh });
        return { ...observed, members: live.nodes.flatMap(({ container }) => container?.name ?? []), live };
      }
    }
  };
}

/** Ports and folders beyond those of the nodes that are there, should some of them be taken. */
const spare = 32;

/** What a plan that adds nodes wants to know about this computer: the ports and folders that come next. */
function questions(request: RedisRequest, { nodes, spec }: LiveCluster): PlanQuery {
  if (request.kind === 'redis-cluster.backup') return { ports: [], folders: [request.folder] };
  if (request.kind !== 'redis-cluster.scale-out') return { ports: [], folders: [] };
  const more = request.masters * (1 + request.replicas) + request.replicasFor.length;
  const first = Math.min(spec?.ports.first ?? 65_535, ...nodes.map(({ redis }) => redis.announce.port));
  const last = Math.max(first, ...nodes.map(({ redis }) => redis.announce.port)) + more + spare;
  const client = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const bus = spec === undefined || needsBusPorts(spec) ? client.map((port) => port + busOffset) : [];
  const folder = spec?.persistence.storage === 'folder' ? spec.persistence.path : undefined;
  const numbers = Array.from({ length: nodes.length + more + spare }, (_, i) => i + 1);
  return {
    ports: [...client, ...bus].filter((port) => port <= 65_535),
    folders:
      folder === undefined || spec === undefined
        ? []
        : numbers.map((n) =>
            joinPath(folder, spec.nodeNames.replaceAll('{name}', spec.name).replaceAll('{n}', String(n))),
          ),
  };
}
