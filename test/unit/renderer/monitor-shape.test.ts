import { describe, expect, it } from 'vitest';
import { panelQuerySchema } from '@shared/metrics/dashboard';
import type { Metric, MetricResult } from '@shared/metrics/model';
import type { Whole } from '@shared/metrics/share';
import { shape } from '../../../src-renderer/features/monitor/shape';

const answer = (metric: Metric, values: Readonly<Record<string, number>>): MetricResult => ({
  ...{ metric, unit: 'bytes', step: 1000, times: [0], tier: 'memory', fresh: 0, complete: 1, leftOut: 0 },
  series: Object.entries(values).map(([name, value]) => ({
    ...{ key: name, name, values: [value] },
    subject: { kind: metric.startsWith('host') ? 'host' : 'container', host: 'here' },
  })),
});
const shares = (metric: Metric, per: Whole, result: object, whole: object) => {
  const query = panelQuerySchema.parse({ metric, per });
  const answered = {
    query,
    result: answer(metric, result as Record<string, number>),
    per: answer(per, whole as Record<string, number>),
  };
  const { data } = shape({ queries: [query] }, [answered], (name) => name);
  return Object.fromEntries(data.series.map(({ name, values }) => [name, values[0]]));
};

describe('a share', () => {
  it('is of a container’s own limit: one without a limit has none, also beside a single one with', () => {
    expect(shares('memory', 'memoryLimit', { web: 32, db: 48 }, { db: 64 })).toEqual({ db: 75 });
  });

  it('is of the host that a container is on', () => {
    expect(shares('memory', 'hostMemoryTotal', { web: 32, db: 48 }, { here: 64 })).toEqual({
      web: 50,
      db: 75,
    });
    expect(shares('cpu', 'hostCores', { web: 200 }, { here: 4 })).toEqual({ web: 50 });
  });
});
