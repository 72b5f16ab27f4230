import type { AlertRule } from '@shared/metrics/alerts';
import { metrics, type Metric, type MetricFilter } from '@shared/metrics/model';
import { wholesOf } from '@shared/metrics/share';
import { isExpression } from '@shared/metrics/regex';
import type { SecretRef } from '@shared/secrets';

/** What of its own a metric is told as a share of. */
export const wholeOf = (metric: Metric): Metric | undefined => wholesOf[metric]?.[0];

/** Metrics whose values are typed in MiB. */
export const inMiB = (metric: Metric, percent: boolean): boolean =>
  !percent && /^bytes/.test(metrics[metric].unit);
const mib = 1024 ** 2;

/** What the form's fields hold. */
export interface Draft {
  name: string;
  severity: AlertRule['severity'];
  type: AlertRule['when']['type'];
  metric: Metric;
  percent: boolean;
  reduce: 'avg' | 'max' | 'min' | 'last';
  is: 'above' | 'below';
  threshold: number | undefined;
  /** Seconds. */
  window: number | undefined;
  event: 'oom' | 'die' | 'restart' | 'unhealthy';
  count: number | undefined;
  who: string;
  project: string;
  /** Seconds. */
  hold: number | undefined;
  noData: AlertRule['noData'];
  desktop: boolean;
  url: string;
  /** Typed anew; never what is kept. */
  token: string;
}

export function draftOf(rule: AlertRule | undefined, name = ''): Draft {
  const when = rule?.when;
  const metric = when?.type === 'metric' ? when : undefined;
  const events = when?.type === 'events' ? when : undefined;
  const filter = when === undefined || when.type === 'engine' ? {} : when.filter;
  const percent = metric === undefined ? true : metric.percentOf !== undefined;
  const of = metric?.metric ?? 'memory';
  return {
    name,
    severity: rule?.severity ?? 'warning',
    type: when?.type ?? 'metric',
    metric: of,
    percent,
    reduce: metric?.reduce ?? 'avg',
    is: metric?.is ?? 'above',
    threshold: metric === undefined ? 90 : metric.threshold / (inMiB(of, percent) ? mib : 1),
    window: (metric?.window ?? events?.window ?? 30_000) / 1000,
    event: events?.event ?? 'oom',
    count: events?.count ?? 1,
    who: textOf(filter.name),
    project: textOf(filter.project),
    hold: (rule?.for ?? 60_000) / 1000,
    noData: rule?.noData ?? 'ok',
    desktop: rule?.desktop ?? true,
    url: rule?.webhook?.url ?? '',
    token: '',
  };
}

export type Faults = Partial<
  Record<'name' | 'threshold' | 'window' | 'count' | 'hold' | 'who' | 'url', true>
>;

/** The fields that cannot be used as they are. */
export function faultsOf(draft: Draft): Faults {
  const whole = (value: number | undefined, least: number): boolean =>
    value !== undefined && Number.isInteger(value) && value >= least && value <= 86_400;
  const metric = draft.type === 'metric';
  return {
    ...(draft.name.trim() === '' && { name: true as const }),
    ...(metric &&
      (draft.threshold === undefined || !Number.isFinite(draft.threshold)) && { threshold: true as const }),
    ...(draft.type !== 'engine' && !whole(draft.window, metric ? 5 : 1) && { window: true as const }),
    ...(draft.type === 'events' && !whole(draft.count, 1) && { count: true as const }),
    ...(!whole(draft.hold, 0) && { hold: true as const }),
    ...(!isExpression(draft.who) && { who: true as const }),
    ...(draft.url.trim() !== '' && !isUrl(draft.url.trim()) && { url: true as const }),
  };
}

/** The rule that a draft without faults stands for. */
export function ruleOf(
  draft: Draft,
  old: AlertRule | undefined,
  id: string,
  token: SecretRef | undefined,
  readyName: string,
): AlertRule {
  const filter: MetricFilter = {
    ...(draft.who.trim() !== '' && { name: matchOf(draft.who.trim(), old, 'name') }),
    ...(draft.project.trim() !== '' && { project: [draft.project.trim()] }),
  };
  const whole = wholeOf(draft.metric);
  const percent = draft.percent && whole !== undefined;
  const when: AlertRule['when'] =
    draft.type === 'engine'
      ? { type: 'engine' }
      : draft.type === 'events'
        ? {
            ...{ type: 'events', event: draft.event, filter },
            ...{ count: draft.count ?? 1, window: (draft.window ?? 60) * 1000 },
          }
        : {
            ...{ type: 'metric', metric: draft.metric, filter, reduce: draft.reduce, is: draft.is },
            ...(percent && { percentOf: whole }),
            window: (draft.window ?? 30) * 1000,
            threshold: (draft.threshold ?? 0) * (inMiB(draft.metric, percent) ? mib : 1),
          };
  const url = draft.url.trim();
  const kept = old?.webhook?.url === url ? old.webhook.token : undefined;
  const secret = token ?? kept;
  const name = draft.name.trim();
  return {
    id,
    // A ready rule that keeps its name keeps it in every language.
    name: old?.ready !== undefined && name === readyName ? '' : name,
    ...(old?.ready !== undefined && { ready: old.ready }),
    enabled: old?.enabled ?? true,
    severity: draft.severity,
    when,
    for: (draft.hold ?? 0) * 1000,
    noData: draft.noData,
    desktop: draft.desktop,
    ...(url !== '' && { webhook: { url, ...(secret !== undefined && { token: secret }) } }),
    ...(old?.silencedUntil !== undefined && { silencedUntil: old.silencedUntil }),
  };
}

function textOf(match: MetricFilter['name']): string {
  if (match === undefined) return '';
  return Array.isArray(match) ? match.join(', ') : match.regex;
}

function matchOf(text: string, old: AlertRule | undefined, field: 'name'): MetricFilter['name'] {
  const before = old === undefined || old.when.type === 'engine' ? undefined : old.when.filter[field];
  // Names from a list, or an expression that rules out, stay what they were while nobody types.
  return before !== undefined && textOf(before) === text ? before : { regex: text };
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
