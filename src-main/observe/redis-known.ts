import { label } from '@shared/labels';
import { clusterKind } from '@shared/redis-cluster/existing';
import type { AdoptedStore } from '../store/adopted';
import { enginePlace } from './engine-place';
import type { Engines } from './engines';

/** Whether there is a Redis cluster of ours on the connected engine, or an adopted one. Throws AppError without an engine. */
export async function knowsClusters(
  engines: Pick<Engines, 'docker'>,
  adopted: Pick<AdoptedStore, 'list'>,
): Promise<boolean> {
  const docker = engines.docker();
  if ((await adopted.list(enginePlace(docker.endpoint))).length > 0) return true;
  return (await docker.containers.list()).some(({ Labels }) => Labels[label.kind] === clusterKind);
}
