import type { RunEvent, RunStatus } from '@shared/plan';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSample, type SampleOptions } from '../../../../src-main/desktop/sample';

const box = vi.hoisted(() => ({ asked: 0, answer: 0 }));
vi.mock('electron', () => ({
  dialog: {
    showMessageBox: () => {
      box.asked += 1;
      return Promise.resolve({ response: box.answer });
    },
  },
}));
beforeEach(() => void Object.assign(box, { asked: 0, answer: 0 }));

function world(removal: RunStatus | 'refused' = 'succeeded') {
  const hear = new Set<(event: RunEvent) => void>();
  const runs: Record<string, { kind: string; target: string; status: RunStatus }> = {};
  const went: string[] = [];
  const end = async (
    id: string,
    kind: string,
    status: RunStatus,
    name = 'flotilla-sample',
  ): Promise<void> => {
    runs[id] = { kind, target: `redis-cluster/${name}`, status };
    for (const each of [...hear]) each({ type: 'run', runId: id, status } as RunEvent);
    await Promise.resolve();
    await Promise.resolve();
  };
  const options = {
    runner: {
      on: (listener: (event: RunEvent) => void) => {
        hear.add(listener);
        return () => void hear.delete(listener);
      },
      get: (id: string) => Promise.resolve({ plan: runs[id], status: runs[id]?.status }),
      settled: (id: string) => vi.waitUntil(() => runs[id], { interval: 1 }),
    },
    planning: {
      prepare: () =>
        removal === 'refused' ? Promise.reject(new Error('no engine')) : Promise.resolve({ digest: 'd' }),
      start: () => {
        setTimeout(() => void end('gone', 'redis-cluster.remove', removal as RunStatus), 5);
        return Promise.resolve({ runId: 'gone' });
      },
    },
    ...{ locale: () => 'en', window: () => null, show: (path: string) => void went.push(path) },
    log: () => undefined,
  } as unknown as SampleOptions;
  return { sample: createSample(options), end, went };
}

describe('the sample, as the app ends', () => {
  it('is not asked about where it was not built since the start, or is gone again', async () => {
    const { sample, end } = world();
    expect(await sample.mayLeave()).toBe(true);
    await end('1', 'redis-cluster.create', 'succeeded', 'mine');
    await end('2', 'redis-cluster.create', 'failed');
    expect(await sample.mayLeave()).toBe(true);
    await end('3', 'redis-cluster.create', 'succeeded');
    await end('4', 'redis-cluster.remove', 'succeeded');
    await end('5', 'redis-cluster.create', 'succeeded');
    await end('5', 'redis-cluster.create', 'undone');
    expect(await sample.mayLeave()).toBe(true);
    expect(box.asked).toBe(0);
  });

  it('stays, or keeps the app open, as the answer says', async () => {
    const { sample, end, went } = world();
    await end('1', 'redis-cluster.create', 'succeeded');
    expect(await sample.mayLeave()).toBe(false);
    box.answer = 2;
    expect(await sample.mayLeave()).toBe(true);
    expect(went).toEqual([]);
  });

  it('is removed in sight, and the app ends when it is gone', async () => {
    box.answer = 1;
    const { sample, end, went } = world();
    await end('1', 'redis-cluster.create', 'succeeded');
    expect(await sample.mayLeave()).toBe(true);
    expect(went).toEqual(['runs/gone']);
  });

  it('that cannot be removed keeps the app open where the reason stands', async () => {
    box.answer = 1;
    const failed = world('failed');
    await failed.end('1', 'redis-cluster.create', 'succeeded');
    expect(await failed.sample.mayLeave()).toBe(false);
    const refused = world('refused');
    await refused.end('1', 'redis-cluster.create', 'succeeded');
    expect(await refused.sample.mayLeave()).toBe(false);
    expect(refused.went).toEqual(['overview']);
  });
});
