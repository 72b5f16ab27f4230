import { describe, expect, it } from 'vitest';
import type { UpdateObserved } from '@shared/containers/plan-update';
import { planRequestSchema } from '@shared/requests';
import { limitsForm, limitsRequest, wrongLimits } from '../../../src-renderer/features/containers/limits';
import type { ContainerDetail } from '@shared/containers/model';
import { expectSound } from '../plans';
import { recipe } from '../recipe';
import { gibibyte, limited, seen, update as plan, type Change, type Seen } from './support';

const codes = (change: Change, at?: UpdateObserved) =>
  plan(change, at).findings.map(({ level, code }) => `${level} ${code}`);

describe('docker update', () => {
  it('reads like a recipe', async () => {
    const cases: readonly (readonly [string, Change, UpdateObserved])[] = [
      ['all', { restart: { name: 'always' }, memory: gibibyte, cpus: 2, pids: 200 }, seen()],
      ['limits changed', { memory: gibibyte, cpus: 0.5, pids: 0 }, limited],
      ['limits lifted', { memory: 0, cpus: 0 }, limited],
      ['policy', { restart: { name: 'on-failure', maximumRetryCount: 5 } }, limited],
      ['of a stack', { pids: 10 }, seen({ project: 'shop' })],
      ['above the computer', { memory: 16 * gibibyte, cpus: 8 }, seen()],
      ['below what it uses', { memory: 32 * 1024 * 1024 }, seen()],
      ['refused', { restart: { name: 'always', maximumRetryCount: 2 }, cpus: 1 }, seen({ autoRemove: true, cpuQuota: true })],
      ['gone', { pids: 1 }, { host: seen().host }],
    ]; // prettier-ignore
    for (const [, change, at] of cases) expectSound(plan(change, at));
    const all = cases.map(([name, change, at]) => `== ${name}\n${recipe(plan(change, at))}`).join('\n');
    await expect(all).toMatchFileSnapshot('golden/update.txt');
  });

  it('does nothing where everything is so already', () => {
    const same = { restart: { name: 'on-failure', maximumRetryCount: 3 }, memory: gibibyte / 2, cpus: 1.5, pids: 100 } as const; // prettier-ignore
    expect(plan(same, limited).steps).toEqual([]);
    // An engine of old calls "no" nothing at all; no limit is not lifted again.
    const none = seen({ restartPolicy: { name: '', max: 0 } });
    expect(plan({ restart: { name: 'no' }, memory: 0, cpus: 0, pids: 0 }, none).steps).toEqual([]);
  });

  it('keeps swap as it was: without limit, none at all, or as much as memory', () => {
    const swap = (memorySwap: number) => {
      const at = seen({ limits: { memory: gibibyte, cpus: 0, pids: 0 }, memorySwap });
      const op = plan({ memory: 2 * gibibyte }, at).steps[0]?.op;
      return op?.kind === 'container.update' ? op.args.memory?.swap : undefined;
    };
    expect([swap(-1), swap(gibibyte), swap(2 * gibibyte)]).toEqual([-1, 2 * gibibyte, 4 * gibibyte]);
  });

  it('lets a stopped container have less than it once used', () => {
    const { memoryUsed: _used, ...stopped } = seen({ state: 'exited' }).container as Seen;
    const at = { ...seen(), container: stopped };
    expect(codes({ memory: 32 * 1024 * 1024 }, at)).toEqual(['info limit.first']);
  });

  it('takes no limit that the engine would refuse', () => {
    const parsed = (change: object) =>
      planRequestSchema.safeParse({ kind: 'containers.update', container: 'web', ...change }).success;
    expect(parsed({ memory: 6 * 1024 * 1024 })).toBe(true);
    expect(parsed({ memory: 6 * 1024 * 1024 - 1 })).toBe(false);
    expect(parsed({ cpus: 0.001 })).toBe(false);
    expect(parsed({ pids: -1 })).toBe(false);
    expect(parsed({ restart: { name: 'sometimes' } })).toBe(false);
  });
});

describe('the form', () => {
  const detail = (memory: number): ContainerDetail =>
    ({
      restartPolicy: { name: 'on-failure', max: 3 },
      limits: { memory, cpus: 1.5, pids: 0 },
    }) as ContainerDetail;

  it('asks only for what was changed', () => {
    const was = limitsForm(detail(gibibyte));
    expect(was).toEqual({ policy: 'on-failure', tries: 3, memory: 1024, cpus: 1.5, pids: undefined });
    const ask = (more: Partial<typeof was>) => limitsRequest('web', { ...was, ...more }, was);
    expect(ask({})).toBeUndefined();
    expect(ask({ memory: 512 })).toEqual({ kind: 'containers.update', container: 'web', memory: gibibyte / 2 }); // prettier-ignore
    expect(ask({ memory: undefined, cpus: undefined, pids: 9 })).toMatchObject({ memory: 0, cpus: 0, pids: 9 }); // prettier-ignore
    expect(ask({ policy: 'always' })?.restart).toEqual({ name: 'always' });
    expect(ask({ tries: undefined })?.restart).toEqual({ name: 'on-failure' });
  });

  it('leaves an odd limit as it is, and says which values cannot be', () => {
    const was = limitsForm(detail(100_000_000));
    expect(limitsRequest('web', { ...was, pids: 5 }, was)).not.toHaveProperty('memory');
    expect(wrongLimits(was, was)).toEqual({});
    const all = { ...was, memory: 5, cpus: 0, pids: 0.5, tries: -1 };
    expect(wrongLimits(all, was)).toEqual({ memory: true, cpus: true, pids: true, tries: true });
  });
});
