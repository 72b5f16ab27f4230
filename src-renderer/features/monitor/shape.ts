import type { DashboardPanel, PanelQuery } from '@shared/metrics/dashboard';
import { kindOf, type Metric, type MetricResult, type MetricSeries } from '@shared/metrics/model';
import { shareOf } from '@shared/metrics/share';
import type { ChartData, ChartSeries, ChartUnit } from '../../charts/model';
import { unitOf } from './filters';

/** What came back for one query of a panel: the numbers, and what they are a share of. */
export interface Answered {
  readonly query: PanelQuery;
  readonly result: MetricResult;
  readonly per?: MetricResult;
}

export interface Shaped {
  readonly data: ChartData;
  readonly unit: ChartUnit;
  /** By what each line is coloured. */
  readonly colors: readonly string[];
  readonly leftOut: number;
  /** The least of its queries, 0 to 1. */
  readonly complete: number;
}

/** Each value in per cent of the other's: of the same subject, or of its host. */
function share(series: MetricSeries, metric: Metric, per: MetricResult): MetricSeries | undefined {
  const ofHost = kindOf(per.metric) === 'host' && kindOf(metric) !== 'host';
  const whole =
    per.series.find(({ key, subject }) =>
      ofHost ? subject.host === series.subject.host : key === series.key,
    ) ?? (ofHost && per.series.length === 1 ? per.series[0] : undefined);
  if (whole === undefined) return undefined;
  // A host is measured less often than what is looked at on it, and does not change meanwhile.
  let last = ofHost ? (whole.values.find((value) => value !== null) ?? null) : null;
  return {
    ...series,
    values: series.values.map((value, i) => {
      const of = whole.values[i] ?? (ofHost ? last : null);
      last = of;
      return value === null || of === null ? null : shareOf(metric, value, of);
    }),
  };
}

/** Values by another result's buckets, where two tiers answered with different ones. */
function onto(
  times: readonly number[],
  step: number,
  result: MetricResult,
  values: readonly (number | null)[],
) {
  if (result.times.length === times.length && result.times[0] === times[0]) return values;
  const first = result.times[0];
  return times.map((at) => {
    if (first === undefined) return null;
    const place = Math.floor((at + step / 2 - first) / result.step);
    return values[place] ?? null;
  });
}

/** The answers to a panel's queries as one chart. `nameOf` tells a metric in the reader's language. */
export function shape(
  panel: Pick<DashboardPanel, 'unit' | 'queries'>,
  answers: readonly Answered[],
  nameOf: (metric: Metric) => string,
): Shaped {
  const finest = answers.reduce<MetricResult | undefined>(
    (best, { result }) => (best === undefined || result.step < best.step ? result : best),
    undefined,
  );
  const times = finest?.times ?? [];
  const step = finest?.step ?? 1000;
  const several = answers.length > 1;
  const subjects = new Set(answers.flatMap(({ result }) => result.series.map(({ key }) => key)));
  const alone = several && subjects.size <= 1;
  const series: ChartSeries[] = [];
  const colors: string[] = [];
  for (const [n, { query, result, per }] of answers.entries()) {
    const part = nameOf(query.metric);
    for (const each of result.series) {
      const shared = query.per === undefined ? each : per && share(each, query.metric, per);
      if (shared === undefined) continue;
      const values = onto(times, step, result, shared.values);
      const factor =
        (query.negative === true ? -1 : 1) *
        (panel.unit === 'bits/s' && unitOf(query.metric) === 'bytes/s' ? 8 : 1);
      series.push({
        key: several ? `${each.key} ${String(n)}` : each.key,
        name: nameFor(query, each, part, several ? (alone ? 'part' : 'both') : 'line'),
        values: factor === 1 ? values : values.map((value) => (value === null ? null : value * factor)),
      });
      // By its name: a Redis node and its container, or a container made anew, have one colour.
      colors.push(alone ? query.metric : each.subject.kind === 'group' ? each.key : each.name);
    }
  }
  const [first] = panel.queries;
  return {
    data: { times, step, series },
    unit: panel.unit ?? (first?.per === undefined ? unitOf(first?.metric ?? 'cpu') : 'percent'),
    colors,
    leftOut: answers.reduce((sum, { result }) => sum + result.leftOut, 0),
    complete: answers.reduce((least, { result }) => Math.min(least, result.complete), 1),
  };
}

function nameFor(
  query: PanelQuery,
  series: MetricSeries,
  part: string,
  told: 'part' | 'both' | 'line',
): string {
  if (query.legend !== undefined && query.legend !== '')
    return query.legend
      .replaceAll('{name}', series.name)
      .replaceAll('{metric}', part)
      .replaceAll('{service}', series.subject.service ?? '')
      .replaceAll('{project}', series.subject.project ?? '');
  if (told === 'part' || query.groupBy === 'all') return part;
  return told === 'both' ? `${series.name} · ${part}` : series.name;
}
