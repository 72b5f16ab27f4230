import { planUpdate, type UpdateObserved } from '@shared/containers/plan-update';
import type { Plan } from '@shared/plan';
import { planRequestSchema, type PlanRequestInput, type RequestOf } from '@shared/requests';

export const gibibyte = 1024 ** 3;
export type Seen = NonNullable<UpdateObserved['container']>;

/** A container that runs without limits. */
export const seen = (more: Partial<Seen> = {}): UpdateObserved => ({
  host: { cpus: 4, memoryBytes: 8 * gibibyte },
  container: {
    ...{ id: 'id-web', name: 'web', state: 'running', restartPolicy: { name: 'no', max: 0 } },
    limits: { memory: 0, cpus: 0, pids: 0 },
    ...{ autoRemove: false, cpuQuota: false, memorySwap: 0, memoryUsed: 100 * 1024 * 1024 },
    ...more,
  },
});
export const limited = seen({
  limits: { memory: gibibyte / 2, cpus: 1.5, pids: 100 },
  memorySwap: gibibyte,
  restartPolicy: { name: 'on-failure', max: 3 },
});
export type Change = Omit<Extract<PlanRequestInput, { kind: 'containers.update' }>, 'kind' | 'container'>;

/** The plan of a change of `web`. */
export const update = (change: Change, at = seen()): Plan =>
  planUpdate(
    planRequestSchema.parse({
      kind: 'containers.update',
      container: 'web',
      ...change,
    }) as RequestOf<'containers.update'>,
    at,
  );

/** A plan of every kind that there is. */
export const everyContainerPlan = (): Plan[] => [
  update({ restart: { name: 'always' }, memory: gibibyte, cpus: 2, pids: 200 }),
];
