import { describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import { eventsBetween, type ClusterLook, type NodeLook } from '@shared/redis-cluster/timeline-diff';
import { eventText } from '@shared/redis-cluster/timeline-text';

const node = (n: number, change: Partial<NodeLook> = {}): NodeLook => ({
  id: `id${n}`,
  name: `r-${n}`,
  role: n > 2 ? 'replica' : 'master',
  ...(n > 2 && { masterId: `id${n - 2}`, linkUp: true }),
  slots: n === 1 ? [[0, 8191]] : n === 2 ? [[8192, 16_383]] : [],
  judged: 'ok',
  ...change,
});
const look = (
  changes: Readonly<Record<number, Partial<NodeLook>>> = {},
  more: Partial<ClusterLook> = {},
) => ({
  nodes: [1, 2, 3, 4].map((n) => node(n, changes[n])),
  ok: true,
  epoch: 4,
  ...more,
});
const between = (before: ClusterLook, after: ClusterLook) =>
  eventsBetween(before, after, 9).map(({ kind, node: about, other, n }) =>
    [kind, about, other, n].filter((each) => each !== undefined).join(' '),
  );

describe('what happened between two looks', () => {
  it('is nothing where nothing changed', () => {
    expect(between(look(), look())).toEqual([]);
  });

  it('tells a failover in the order in which it goes on', () => {
    const suspected = look({ 1: { judged: 'suspected' }, 3: { linkUp: false } });
    const failed = look({ 1: { judged: 'failed' }, 3: { linkUp: false } }, { ok: false });
    const promoted = look(
      {
        1: { judged: 'failed', slots: [] },
        3: { role: 'master', masterId: undefined, slots: [[0, 8191]], linkUp: undefined },
      },
      { epoch: 5 },
    );
    const back = look(
      {
        1: { role: 'replica', masterId: 'id3', slots: [], linkUp: true },
        3: { role: 'master', masterId: undefined, slots: [[0, 8191]], linkUp: undefined },
      },
      { epoch: 5 },
    );
    expect(between(look(), suspected)).toEqual(['suspected r-1', 'link-down r-3 r-1']);
    expect(between(suspected, failed)).toEqual(['failed r-1', 'state-fail']);
    // The slots went with the promotion: they were not moved.
    expect(between(failed, promoted)).toEqual(['epoch 5', 'promoted r-3 r-1', 'state-ok']);
    expect(between(promoted, back)).toEqual(['demoted r-1 r-3', 'recovered r-1']);
  });

  it('counts slots that moved, by giver and receiver', () => {
    const moved = look({
      1: { slots: [[100, 8191]] },
      2: {
        slots: [
          [0, 99],
          [8192, 16_383],
        ],
      },
    });
    expect(between(look(), moved)).toEqual(['slots-moved r-1 r-2 100']);
  });

  it('tells who joined and who left', () => {
    const grown = { ...look(), nodes: [...look().nodes, node(5, { masterId: 'id1' })] };
    expect(between(look(), grown)).toEqual(['joined r-5']);
    expect(between(grown, look())).toEqual(['left r-5']);
  });

  it('has words for every kind', () => {
    for (const kind of [
      ...([
        'suspected',
        'failed',
        'promoted',
        'demoted',
        'recovered',
        'joined',
        'left',
        'slots-moved',
      ] as const),
      ...(['link-down', 'link-up', 'state-fail', 'state-ok', 'epoch'] as const),
    ]) {
      const text = eventText({ at: 0, kind, node: 'a', other: 'b', n: 2 });
      expect(translate('en', text)).not.toMatch(/^live\.|[{}]/);
      expect(translate('zh-CN', text)).toMatch(/[一-鿿]/);
    }
  });
});
