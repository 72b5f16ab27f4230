import type { MetricQuery, MetricResult } from '@shared/metrics/model';
import { call, toError } from '../../lib/api';
import { tr } from '../../lib/i18n.svelte';
import type { BoardSource } from './board.svelte';

/** The group of those that carry no such name has one of its own: a blank says nothing. */
function named({ groupBy = 'none' }: MetricQuery, result: MetricResult): MetricResult {
  if (groupBy === 'none' || groupBy === 'all') return result;
  const none = tr('monitor.group.none', { what: tr(`monitor.filter.${groupBy}`) });
  return {
    ...result,
    series: result.series.map((series) => (series.name === '' ? { ...series, name: none } : series)),
  };
}

/** The main process, and this window. */
export const windowSource: BoardSource = {
  query: async (queries) => {
    const results = await call('metrics.query', [...queries]);
    return results.map((result, n) => {
      const query = queries[n];
      return query === undefined ? result : named(query, result);
    });
  },
  marks: ({ from, to, filter }) => call('metrics.marks', { from, to, filter }),
  toError,
  now: () => Date.now(),
  visible: () => !document.hidden,
};
