import { afterEach, expect, it, vi } from 'vitest';
import { windowSource } from '../../../src-renderer/features/monitor/board-source';

afterEach(() => void vi.unstubAllGlobals());

it('calls the group of those without such a name what it is', async () => {
  const series = ['', 'web'].map((name) => ({ key: name, name }));
  const value = [{ series }, { series }];
  vi.stubGlobal('window', {
    flotilla: { call: { 'metrics.query': () => Promise.resolve({ ok: true, value }) } },
  });
  const query = { metric: 'cpu', filter: {}, from: 0, to: 1, buckets: 1 } as const;
  const results = await windowSource.query([{ ...query, groupBy: 'service' }, query]);
  const names = results.map((result) => result.series.map(({ name }) => name));
  expect(names).toEqual([
    ['Service: none', 'web'],
    ['', 'web'],
  ]);
});
