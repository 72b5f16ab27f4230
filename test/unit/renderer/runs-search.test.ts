import { raw } from '@shared/i18n/index';
import type { RunSummary } from '@shared/plan';
import { describe, expect, it } from 'vitest';
import { anyRun, findRuns, type RunSearch } from '../../../src-renderer/features/runs/search';

const hour = 3_600_000;
const now = 1000 * hour;
const run = (id: string, kind: string, target: string, ago: number): RunSummary => ({
  ...{ id, kind, target, title: raw(`Title of ${id}`), engine: 'e', status: 'succeeded' },
  ...{ startedAt: now - ago, stepCount: 1, doneCount: 1 },
  ...{ canCancel: false, canResume: false, canUndo: false },
});
const all = [
  run('a', 'redis-cluster.create', 'redis-cluster/demo', hour / 2),
  run('b', 'redis-cluster.reshard', 'redis-cluster/demo', 5 * hour),
  run('c', 'compose.up', 'compose/shop', 100 * hour),
  run('d', 'compose.down', 'compose/demo', 800 * hour),
];
const ids = (search: Partial<RunSearch>): string =>
  findRuns(all, { ...anyRun, ...search }, now, ({ id }) => `Title of ${id}`)
    .map(({ id }) => id)
    .join('');

describe('findRuns', () => {
  it('lets everything through until something is asked for', () => expect(ids({})).toBe('abcd'));

  it('narrows by kind, subject and time', () => {
    expect(ids({ kind: 'compose' })).toBe('cd');
    expect(ids({ subject: 'redis-cluster/demo' })).toBe('ab');
    expect((['hour', 'day', 'week', 'month', 'any'] as const).map((span) => ids({ span }))).toEqual([
      ...['a', 'ab', 'abc', 'abc', 'abcd'],
    ]);
  });

  it('wants every typed word somewhere: in title, target or kind, whatever its case', () => {
    expect(ids({ text: 'DEMO' })).toBe('abd');
    expect(ids({ text: 'demo reshard' })).toBe('b');
    expect(ids({ text: '  of   d ' })).toBe('abd');
    expect(ids({ text: 'nothing' })).toBe('');
  });
});
