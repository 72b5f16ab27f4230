import type { UpdateObserved } from '@shared/containers/plan-update';
import { sampleOf } from '@shared/containers/stats';
import { AppError } from '@shared/errors';
import type { Docker } from '../clients/docker';
import { containerDetail } from './containers';

/** A container's limits, what it uses, and what its engine has. */
export async function observeUpdate(docker: Docker, name: string): Promise<UpdateObserved> {
  const { cpus, memoryBytes } = await docker.details();
  const host = { cpus, memoryBytes };
  try {
    const [detail, { HostConfig }] = await Promise.all([
      containerDetail(docker, name),
      docker.inside.inspect(name),
    ]);
    const running = detail.state === 'running' || detail.state === 'paused';
    const { id, limits, restartPolicy, state, project } = detail;
    return {
      host,
      container: {
        ...{ id, name: detail.name, limits, restartPolicy, state },
        autoRemove: HostConfig.AutoRemove,
        memorySwap: HostConfig.MemorySwap,
        cpuQuota: HostConfig.CpuQuota > 0,
        ...(project !== undefined && { project }),
        ...(running && { memoryUsed: sampleOf(await docker.inside.statsOnce(id)).memory }),
      },
    };
  } catch (error) {
    if (error instanceof AppError && error.info.code === 'container.gone') return { host };
    throw error;
  }
}
