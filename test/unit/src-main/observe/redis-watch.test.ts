import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { ClusterLook } from '@shared/redis-cluster/timeline-diff';
import { redisClusterHandlers } from '../../../../src-main/ipc/redis-cluster';
import type { Services } from '../../../../src-main/ipc/ports';
import { createWatcher } from '../../../../src-main/observe/redis-watch';

const lookOf = (failed: boolean, nodes = true): ClusterLook => ({
  nodes: nodes
    ? [{ id: 'a', name: 'r-1', role: 'master', slots: [[0, 16_383]], judged: failed ? 'failed' : 'ok' }]
    : [],
  ok: !failed,
  epoch: 1,
});
const status = { name: 'r' } as ClusterStatus;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('watching', () => {
  it('tells each look and what happened since, until the last one has seen enough', async () => {
    const looks = [lookOf(false), lookOf(true), lookOf(true), lookOf(true)];
    const look = vi.fn(() => Promise.resolve({ status, look: looks.shift()! }));
    const tell = vi.fn();
    const watcher = createWatcher({ look, tell, now: () => Date.now() });
    const [first, second] = [watcher.watch('r'), watcher.watch('r')];
    await vi.advanceTimersByTimeAsync(1500);
    expect(
      tell.mock.calls.map(([, , events]) => (events as { kind: string }[]).map(({ kind }) => kind)),
    ).toEqual([[], ['failed', 'state-fail']]);
    first();
    first();
    await vi.advanceTimersByTimeAsync(1000);
    expect(look).toHaveBeenCalledTimes(3);
    second();
    await vi.advanceTimersByTimeAsync(5000);
    expect(look).toHaveBeenCalledTimes(3);
    expect(watcher.events('r').map(({ kind }) => kind)).toEqual(['failed', 'state-fail']);
  });

  it('goes on after a look that failed, and does not take silence for everybody’s departure', async () => {
    const answers = [lookOf(false), undefined, lookOf(false, false), lookOf(true)];
    const look = (): Promise<{ status: ClusterStatus; look: ClusterLook }> => {
      const next = answers.shift();
      return next === undefined ? Promise.reject(new Error('away')) : Promise.resolve({ status, look: next });
    };
    const watcher = createWatcher({ look, tell: () => undefined, now: () => Date.now() });
    watcher.watch('r');
    await vi.advanceTimersByTimeAsync(3500);
    watcher.close();
    expect(watcher.events('r').map(({ kind }) => kind)).toEqual(['failed', 'state-fail']);
  });
});

describe('a page that watches', () => {
  it('lets go of everything when it is reloaded', () => {
    const stops: string[] = [];
    const watch = vi.fn((name: string) => () => void stops.push(name));
    let gone: (page: number) => void = () => undefined;
    const handlers = redisClusterHandlers({ clusters: { watch } } as unknown as Services, {
      onPageGone: (listener) => (gone = listener),
    });
    const ask = (name: string, on: boolean, page = 1): unknown =>
      handlers['redisCluster.watch']!({ name, on }, page);
    ask('a', true);
    ask('a', true);
    ask('b', true);
    ask('a', false);
    // One that never began has nothing to end.
    ask('c', false);
    expect(stops).toEqual(['a']);
    // Another window watches on by itself.
    ask('d', true, 2);
    gone(1);
    expect(stops).toEqual(['a', 'a', 'b']);
    gone(1);
    expect(stops).toHaveLength(3);
    expect(watch).toHaveBeenCalledTimes(4);
    gone(2);
    expect(stops.at(-1)).toBe('d');
  });
});
