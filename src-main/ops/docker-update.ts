import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../clients/docker';
import type { Inspection } from '../clients/docker-inside-schemas';
import type { OpHandler } from '../runner/types';
import { goOn, ifThere } from './docker-deps';

type Args = OpArgs<'container.update'>;
type Host = Inspection['HostConfig'];

/** What was before, as the engine had it; only what was changed. */
interface Before {
  readonly restart?: Host['RestartPolicy'];
  readonly memory?: { readonly limit: number; readonly swap: number };
  readonly nanoCpus?: number;
  readonly pids?: number;
}

const nano = 1_000_000_000;

/** The engine passes a swap of -1 on to no container that runs: where it was not -1 before, it is twice all memory. */
const noLimit = (memory: number, swap: number) => ({
  Memory: memory,
  MemorySwap: swap === -1 ? -1 : memory * 2,
});

/** Changes what a container may use, in place (`POST /containers/{id}/update`). */
export function updateContainer(docker: Docker): OpHandler<Args, Before> {
  const find = (id: string) => ifThere(docker.inside.inspect(id), 'container.gone');
  return {
    async run({ id, container, restart, memory, cpus, pids }, context) {
      const found = await find(id);
      if (found === undefined)
        throw new AppError({
          code: 'container.gone',
          doing: msg('containers.update.doing', { name: container }),
          what: msg('containers.update.gone'),
          hint: msg('containers.update.gone.hint'),
        });
      const { HostConfig: had } = found;
      const before: Before = {
        ...(restart !== undefined && { restart: had.RestartPolicy }),
        ...(memory !== undefined && { memory: { limit: had.Memory, swap: had.MemorySwap } }),
        ...(cpus !== undefined && { nanoCpus: had.NanoCpus }),
        ...(pids !== undefined && { pids: had.PidsLimit }),
      };
      goOn(context);
      await docker.inside.update(id, {
        ...(restart !== undefined && {
          RestartPolicy: { Name: restart.name, MaximumRetryCount: restart.maximumRetryCount ?? 0 },
        }),
        ...(memory !== undefined && { Memory: memory.limit, MemorySwap: memory.swap }),
        ...(cpus !== undefined && { NanoCpus: Math.round(cpus * nano) }),
        ...(pids !== undefined && { PidsLimit: pids }),
      });
      return before;
    },
    async undo({ id }, before) {
      if (before === undefined || (await find(id)) === undefined) return;
      // The engine reads 0 as "as it is": no limit is as much as there is.
      const all = before.memory?.limit === 0 || before.nanoCpus === 0 ? await docker.details() : undefined;
      await docker.inside.update(id, {
        ...(before.restart !== undefined && {
          RestartPolicy: { ...before.restart, Name: before.restart.Name || 'no' },
        }),
        ...(before.memory !== undefined &&
          (before.memory.limit === 0
            ? noLimit(all?.memoryBytes ?? 0, before.memory.swap)
            : { Memory: before.memory.limit, MemorySwap: before.memory.swap })),
        ...(before.nanoCpus !== undefined && { NanoCpus: before.nanoCpus || (all?.cpus ?? 1) * nano }),
        ...(before.pids !== undefined && { PidsLimit: before.pids }),
      });
    },
  };
}
