import { describe, expect, it } from 'vitest';
import type { CheckReport } from '@shared/redis-cluster/tools';
import type { PlanRequestInput } from '@shared/requests';
import { ClusterCheck } from '../../../src-renderer/state/check.svelte';
import { fixAll } from '../../../src-renderer/state/fixes';

const failure = { code: 'x', doing: { key: 'a' }, what: { key: 'b' }, hint: { key: 'c' } };
const fix = (...findings: string[]): PlanRequestInput => ({
  kind: 'redis-cluster.fix',
  name: 'demo',
  findings,
});
const report = (deep: boolean, fixes: readonly PlanRequestInput[] = []): CheckReport => ({
  name: 'demo',
  at: 0,
  deep,
  passed: [],
  findings: fixes.map((each) => ({
    level: 'error',
    code: 'slots.open',
    what: { key: 'x' },
    hint: { key: 'x' },
    cause: { key: 'x' },
    risk: { key: 'x' },
    nodes: [],
    fix: each,
  })),
});

describe('a check', () => {
  it('that is asked for while one is under way is made once more afterwards, as it is wanted then', async () => {
    const asked: boolean[] = [];
    const waiting: (() => void)[] = [];
    const check = new ClusterCheck({
      check: (deep) => {
        asked.push(deep);
        return new Promise((resolve) => waiting.push(() => resolve(report(deep))));
      },
      toError: () => failure,
    });
    const done = check.run();
    check.deep = true;
    void check.run();
    void check.run();
    expect(asked).toEqual([false]);
    waiting[0]!();
    await Promise.resolve();
    await Promise.resolve();
    expect(asked).toEqual([false, true]);
    expect(check.busy).toBe(true);
    waiting[1]!();
    await done;
    expect(check.busy).toBe(false);
    expect(check.report?.deep).toBe(true);
  });

  it('that fails leaves the last report on show, with the error', async () => {
    let fails = false;
    const check = new ClusterCheck({
      check: (deep) => (fails ? Promise.reject(new Error('no')) : Promise.resolve(report(deep))),
      toError: () => failure,
    });
    await check.run();
    fails = true;
    await check.run();
    expect(check.error).toBe(failure);
    expect(check.report).toBeDefined();
    fails = false;
    await check.run();
    expect(check.error).toBeUndefined();
  });

  it('offers each repair once', async () => {
    const check = new ClusterCheck({
      check: (deep) =>
        Promise.resolve(report(deep, [fix('slots.open'), fix('slots.open'), fix('node.lost')])),
      toError: () => failure,
    });
    await check.run();
    expect(check.fixes).toEqual([fix('slots.open'), fix('node.lost')]);
  });
});

describe('the repair of everything', () => {
  const balance: PlanRequestInput = { kind: 'redis-cluster.rebalance', name: 'demo' };

  it('is one request with all codes', () =>
    expect(fixAll([fix('slots.open'), balance, fix('node.lost', 'slots.open')])).toEqual({
      request: fix('slots.open', 'node.lost'),
      n: 2,
    }));
  it('is about all there is where one finding says so', () =>
    expect(fixAll([fix('slots.open'), { kind: 'redis-cluster.fix', name: 'demo' }])?.request).toEqual({
      kind: 'redis-cluster.fix',
      name: 'demo',
    }));
  it('is not offered where there is one repair, or none', () => {
    expect(fixAll([fix('slots.open'), balance])).toBeUndefined();
    expect(fixAll([])).toBeUndefined();
  });
});
