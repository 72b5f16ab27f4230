import { describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import type { ClusterNode } from '@shared/redis-cluster/observed';
import type { ClusterEvent } from '@shared/redis-cluster/timeline';
import { eventLook, eventText } from '../../../src-renderer/features/redis/tools/event-text';
import { liveRows } from '../../../src-renderer/features/redis/tools/live-rows';

const node = (name: string, more: Partial<ClusterNode>): ClusterNode => ({
  name,
  id: `id-${name}`,
  role: 'master',
  slots: [],
  openSlots: [],
  address: '',
  busPort: 0,
  linkUp: true,
  health: 'ok',
  flags: [],
  configEpoch: 1,
  ...more,
});

describe('the live table', () => {
  it('has each master with its replicas below it, and lost nodes at the end', () => {
    const rows = liveRows({
      nodes: [
        node('n-10', { role: 'replica', masterId: 'id-n-2' }),
        node('n-9', { role: 'replica', masterId: 'id-n-2' }),
        node('n-1', { slots: [[8000, 16_383]], memoryBytes: 50, maxMemoryBytes: 100 }),
        node('n-2', { slots: [[0, 7999]], memoryBytes: 50, maxMemoryBytes: 0 }),
        node('n-4', { role: 'replica', masterId: 'id-gone' }),
        node('n-3', { id: '', role: 'unknown' }),
      ],
    });
    expect(
      rows.map(({ node: { name }, color, master, slotCount }) => [name, color, master, slotCount]),
    ).toEqual([
      ['n-2', 1, undefined, 8000],
      ['n-9', 1, 'n-2', 0],
      ['n-10', 1, 'n-2', 0],
      ['n-1', 2, undefined, 8384],
      ['n-3', 0, undefined, 0],
      ['n-4', 0, undefined, 0],
    ]);
    expect(rows.map(({ memoryShare }) => memoryShare)).toEqual([
      ...[undefined, undefined, undefined, 0.5, undefined, undefined],
    ]);
  });
});

describe('an event', () => {
  const say = (event: Omit<ClusterEvent, 'at'>, locale: 'en' | 'zh-CN' = 'en'): string =>
    translate(locale, eventText({ at: 0, ...event }));

  it('is told with the nodes that it is about, as far as they are known', () => {
    expect(say({ kind: 'promoted', node: 'b', other: 'a' })).toBe('b was promoted in place of a');
    expect(say({ kind: 'promoted', node: 'b' })).toBe('b was promoted to a master');
    expect(say({ kind: 'slots-moved', node: 'a', other: 'b', n: 1 })).toBe('1 slot of a went to b');
    expect(say({ kind: 'slots-moved', node: 'a', n: 2 })).toBe('2 slots of a went to an unknown node');
    expect(say({ kind: 'link-down', node: 'b' })).toBe('b lost its master');
    expect(say({ kind: 'state-ok' })).toBe('The cluster is ok');
  });

  it('of any kind has words and a mark, in both languages', () => {
    for (const kind of Object.keys(eventLook) as ClusterEvent['kind'][]) {
      for (const locale of ['en', 'zh-CN'] as const) {
        const text = say({ kind, node: 'a', other: 'b', n: 2 }, locale);
        expect(text).not.toMatch(/wtools|live\.|\{/);
        expect(translate(locale, eventText({ at: 0, kind, node: 'a' }))).not.toMatch(/wtools|live\.|\{/);
      }
    }
  });
});
