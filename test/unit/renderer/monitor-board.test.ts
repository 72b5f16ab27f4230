import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { panelSchema } from '@shared/metrics/dashboard';
import type { MetricQuery, MetricResult } from '@shared/metrics/model';
import { Board } from '../../../src-renderer/features/monitor/board.svelte';
import { beginningAt } from '../../../src-renderer/features/monitor/ranges';
import { defaultView, type View } from '../../../src-renderer/features/monitor/view';

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A board whose history began so many ms ago (undefined: it has none), looked at in this way. */
function boardOf(ageMs: number | undefined, view: View): { board: Board; looks: () => number } {
  let looks = 0;
  const answer = ({ from, to }: MetricQuery): MetricResult => {
    const times = [from, to - (ageMs ?? 0)];
    const values = ageMs === undefined ? [null, null] : [null, 1];
    return {
      ...{ metric: 'cpu', unit: 'percent', step: 10_000, times, tier: 'memory', fresh: null },
      ...{ complete: 1, leftOut: 0, series: [{ key: 'a', name: 'a', tags: {}, values }] },
    } as unknown as MetricResult;
  };
  const board = new Board({
    query: (queries) => {
      looks++;
      return Promise.resolve(queries.map(answer));
    },
    marks: () => Promise.resolve([]),
    toError: (error) => {
      throw error;
    },
    now: () => Date.now(),
    visible: () => true,
  });
  const panel = panelSchema.parse({
    ...{ id: 'cpu', title: 'CPU', type: 'timeseries', queries: [{ metric: 'cpu' }] },
    grid: { x: 0, y: 0, w: 12, h: 8 },
  });
  board.show([panel], view, {});
  board.see('cpu', 600);
  return { board, looks: () => looks };
}

/** The looks of a minute at a board whose history began so many ms ago; undefined: it has none. */
async function looksOfAMinute(ageMs: number | undefined): Promise<number> {
  const { board, looks } = boardOf(ageMs, defaultView('utc'));
  await vi.advanceTimersByTimeAsync(minute);
  board.stop();
  return looks();
}

it('looks each second at a history that has not begun, or only just', async () => {
  expect(await looksOfAMinute(undefined)).toBeGreaterThan(55);
  expect(await looksOfAMinute(5000)).toBeGreaterThan(55);
});

it('looks every three seconds at a quarter of an hour', async () => {
  const looks = await looksOfAMinute(15 * minute);
  expect(looks).toBeGreaterThan(15);
  expect(looks).toBeLessThan(25);
});

it('says since when there are numbers, where the range is much longer, and leads there', async () => {
  const week = defaultView('utc', { from: 'now-7d', to: 'now' });
  const { board } = boardOf(5 * minute, week);
  await vi.advanceTimersByTimeAsync(100);
  const { begins } = board;
  expect(begins).toBe(board.span.to - 5 * minute);
  expect(beginningAt(begins ?? 0, week.range, board.span)).toEqual({ from: 'now-5m', to: 'now' });
  board.stop();

  for (const age of [undefined, 6 * 24 * 60 * minute]) {
    const { board: other } = boardOf(age, week);
    await vi.advanceTimersByTimeAsync(100);
    expect(other.begins).toBeUndefined();
    other.stop();
  }
});
