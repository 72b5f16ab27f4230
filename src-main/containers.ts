import type { ContainerRequest } from '@shared/requests';
import type { Engines } from './observe/engines';
import { connectedEngine } from './observe/redis-cluster-engine';
import type { Look } from './planning';

/** Looks at the container that a request is about, and plans. Throws AppError where the engine is silent. */
export async function lookAtContainer(
  engines: Pick<Engines, 'start' | 'state' | 'docker'>,
  request: ContainerRequest,
): Promise<Look> {
  await engines.start();
  const [{ observeUpdate }, { planUpdate }] = await Promise.all([
    import('./observe/container-update'),
    import('@shared/containers/plan-update'),
  ]);
  const docker = engines.docker();
  const engine = connectedEngine(engines.state());
  if (request.kind === 'containers.run') {
    const [{ observeRun }, { planRun }] = await Promise.all([
      import('./observe/container-run'),
      import('@shared/containers/plan-run'),
    ]);
    return {
      plan: planRun(request.spec, await observeRun(docker, engine, request.spec)),
      engine: engine.id,
      images: [],
    };
  }
  const observed = await observeUpdate(docker, request.container);
  return { plan: planUpdate(request, observed), engine: engine.id, images: [] };
}
