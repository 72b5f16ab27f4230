import { leastMemory } from '@shared/containers/run-spec';
import type { ContainerDetail } from '@shared/containers/model';
import type { PlanRequestInput } from '@shared/requests';

export const policies = ['no', 'on-failure', 'unless-stopped', 'always'] as const;
export type Policy = (typeof policies)[number];

/** What the form holds; undefined: no limit. Memory in MiB. */
export interface LimitsForm {
  policy: Policy;
  tries: number | undefined;
  memory: number | undefined;
  cpus: number | undefined;
  pids: number | undefined;
}

const mebibyte = 1024 * 1024;
const set = (value: number): number | undefined => (value > 0 ? value : undefined);

/** The form as the container is. */
export function limitsForm({ restartPolicy, limits }: ContainerDetail): LimitsForm {
  return {
    policy: policies.find((each) => each === restartPolicy.name) ?? 'no',
    tries: set(restartPolicy.max),
    memory: set(Math.round((limits.memory / mebibyte) * 100) / 100),
    cpus: set(limits.cpus),
    pids: set(limits.pids),
  };
}

export type LimitsWrong = Partial<Record<'memory' | 'cpus' | 'pids' | 'tries', true>>;

const whole = (value: number | undefined): boolean =>
  value === undefined || (Number.isInteger(value) && value >= 1);

/** The fields that hold what cannot be taken. */
export function wrongLimits({ memory, cpus, pids, tries }: LimitsForm, was: LimitsForm): LimitsWrong {
  return {
    ...(memory !== undefined &&
      memory !== was.memory &&
      (!Number.isInteger(memory) || memory * mebibyte < leastMemory) && { memory: true }),
    ...(cpus !== undefined && cpus < 0.01 && { cpus: true }),
    ...(!whole(pids) && { pids: true }),
    ...(!whole(tries) && { tries: true }),
  };
}

/** What differs from the container as it is; undefined: nothing does. */
export function limitsRequest(
  container: string,
  form: LimitsForm,
  was: LimitsForm,
): Extract<PlanRequestInput, { kind: 'containers.update' }> | undefined {
  const { policy, memory, cpus, pids } = form;
  const tries = policy === 'on-failure' ? form.tries : undefined;
  const restarts = policy !== was.policy || (policy === 'on-failure' && tries !== was.tries);
  const change = {
    ...(restarts && {
      restart: { name: policy, ...(tries !== undefined && { maximumRetryCount: tries }) },
    }),
    ...(memory !== was.memory && { memory: (memory ?? 0) * mebibyte }),
    ...(cpus !== was.cpus && { cpus: cpus ?? 0 }),
    ...(pids !== was.pids && { pids: pids ?? 0 }),
  };
  return Object.keys(change).length === 0 ? undefined : { kind: 'containers.update', container, ...change };
}
