import { describe, expect, it } from 'vitest';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import type { ClusterEvent } from '@shared/redis-cluster/timeline';
import { keptSamples, LiveView, type LiveNews } from '../../../src-renderer/state/live-cluster.svelte';
import { motionOf } from '../../../src-renderer/state/motion';

const failure = { code: 'x', doing: { key: 'a' }, what: { key: 'b' }, hint: { key: 'c' } };
const node = (name: string, more: Partial<ClusterNode> = {}): ClusterNode => ({
  name,
  id: `id-${name}`,
  role: 'master',
  slots: [],
  openSlots: [],
  address: `10.0.0.1:1`,
  busPort: 2,
  linkUp: true,
  health: 'ok',
  flags: [],
  configEpoch: 1,
  ...more,
});
const status = (...nodes: ClusterNode[]): ClusterStatus => ({
  name: 'demo',
  state: 'ok',
  origin: 'flotilla',
  mode: 'bridge',
  slotsCovered: 16_384,
  nodes,
  problems: [],
  hasPassword: false,
  observedAt: 0,
});
const event = (at: number, kind: ClusterEvent['kind'] = 'joined'): ClusterEvent => ({ at, kind, node: 'a' });

function source(past: readonly ClusterEvent[] = []) {
  const calls: string[] = [];
  let hear: (news: LiveNews) => void = () => {};
  return {
    calls,
    tell: (news: LiveNews) => hear(news),
    watch: (on: boolean) => {
      calls.push(`watch ${String(on)}`);
      return Promise.resolve(null);
    },
    events: () => Promise.resolve(past),
    listen: (listener: (news: LiveNews) => void) => {
      calls.push('listen');
      hear = listener;
      return () => void calls.push('deaf');
    },
    toError: () => failure,
  };
}

describe('a live view', () => {
  it('listens before it asks, and lets go of both', async () => {
    const from = source();
    const stop = new LiveView(from).start();
    await Promise.resolve();
    stop();
    expect(from.calls).toEqual(['listen', 'watch true', 'deaf', 'watch false']);
  });

  it('has every event once, in order, whichever way it came', async () => {
    const from = source([event(1), event(2)]);
    const view = new LiveView(from);
    view.start();
    from.tell({ status: status(node('a')), events: [event(2), event(3)] });
    await new Promise((resolve) => setTimeout(resolve));
    from.tell({ status: status(node('a')), events: [event(5), event(4)] });
    expect(view.events.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps two minutes of what each node does, and forgets nodes that are gone', () => {
    const from = source();
    const view = new LiveView(from);
    view.start();
    for (let i = 0; i < keptSamples + 5; i++)
      from.tell({ status: status(node('a', { opsPerSecond: i }), node('b')), events: [] });
    expect(view.trends['id-a']).toHaveLength(keptSamples);
    expect(view.trends['id-a']?.at(-1)).toBe(keptSamples + 4);
    expect(view.trends['id-b']?.at(-1)).toBe(0);
    from.tell({ status: status(node('a')), events: [] });
    expect(Object.keys(view.trends)).toEqual(['id-a']);
  });

  it('says so when it cannot watch, until news comes', async () => {
    const from = { ...source(), watch: () => Promise.reject(new Error('no')) };
    const view = new LiveView(from);
    await view.retry();
    expect(view.error).toBe(failure);
    view.take({ status: status(node('a')), events: [] });
    expect(view.error).toBeUndefined();
  });
});

describe('slots in motion', () => {
  it('are told once, whoever has them open', () => {
    const open = (slot: number, direction: 'migrating' | 'importing', peer: string) => ({
      slot,
      direction,
      peer,
    });
    expect(
      motionOf({
        nodes: [
          node('a', { openSlots: [open(7, 'migrating', 'id-b'), open(3, 'migrating', 'id-b')] }),
          node('b', { openSlots: [open(7, 'importing', 'id-a'), open(9, 'importing', 'id-gone')] }),
        ],
      }),
    ).toEqual([
      { from: 'a', to: 'b', slots: [3, 7] },
      { from: undefined, to: 'b', slots: [9] },
    ]);
  });
});
