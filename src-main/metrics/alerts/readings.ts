import type { AlertCondition, AlertReading } from '@shared/metrics/alerts';
import type { EngineState } from '@shared/engine';
import { shareOf } from '@shared/metrics/share';
import type { Metric, MetricFilter, MetricMark, MetricQuery, MetricResult } from '@shared/metrics/model';

/** Where a rule's values come from. */
export interface ReadingSources {
  /** Answers without taking it for somebody who looks. */
  readonly query: (queries: readonly MetricQuery[]) => Promise<readonly MetricResult[]>;
  readonly marks: (from: number, to: number, filter: MetricFilter) => Promise<readonly MetricMark[]>;
  readonly engine: () => EngineState;
}

/** What a condition sees at a moment, a value each subject. */
export function readingsOf(
  when: AlertCondition,
  sources: ReadingSources,
  now: number,
  engineSeen: string | undefined,
): Promise<readonly AlertReading[]> {
  switch (when.type) {
    case 'metric':
      return metricReadings(when, sources, now);
    case 'events':
      return eventReadings(when, sources, now);
    case 'engine':
      return Promise.resolve(engineReading(sources.engine(), engineSeen));
  }
}

async function metricReadings(
  { metric, percentOf, filter, reduce, window }: Extract<AlertCondition, { type: 'metric' }>,
  { query }: ReadingSources,
  now: number,
): Promise<readonly AlertReading[]> {
  const ask = (of: Metric, aggregate: MetricQuery['aggregate']): MetricQuery => ({
    ...{ metric: of, filter, from: now - window, to: now, buckets: 1, aggregate },
  });
  const [values, wholes] = await query([
    ask(metric, reduce),
    ...(percentOf === undefined ? [] : [ask(percentOf, 'last')]),
  ]);
  const whole = new Map(wholes?.series.map(({ key, values: [value] }) => [key, value]));
  return (values?.series ?? []).flatMap(({ key, name, subject, values: [value = null] }) => {
    const kind = subject.kind === 'group' ? {} : { kind: subject.kind };
    if (percentOf === undefined) return [{ key, name, ...kind, value }];
    const all = whole.get(key);
    if (typeof all !== 'number' || all <= 0) return [];
    return [{ key, name, ...kind, value: value === null ? null : shareOf(metric, value, all) }];
  });
}

async function eventReadings(
  { event, filter, window }: Extract<AlertCondition, { type: 'events' }>,
  { marks }: ReadingSources,
  now: number,
): Promise<readonly AlertReading[]> {
  const counts = new Map<string, { key: string; name: string; kind: 'container'; value: number }>();
  // Those that just happened may be a little ahead by the engine's clock.
  for (const { kind, subject, text, at } of await marks(now - window, now + 60_000, filter)) {
    const meant = event === 'unhealthy' ? text.key === 'marks.unhealthy' : kind === event;
    if (!meant || subject === undefined || at < now - window) continue;
    const { key, name } = subject;
    counts.set(key, { key, name, kind: 'container', value: (counts.get(key)?.value ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** One that was never there is not gone. */
function engineReading(state: EngineState, seen: string | undefined): readonly AlertReading[] {
  if (state.state === 'connected') return [{ key: 'engine', name: state.engine.name, value: 0 }];
  if (seen === undefined || state.state === 'searching') return [];
  return [{ key: 'engine', name: seen, value: 1 }];
}
