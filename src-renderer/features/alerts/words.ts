import { ruleName, valueText } from '@shared/metrics/alert-text';
import type { AlertRule, AlertStateName } from '@shared/metrics/alerts';
import type { MetricFilter } from '@shared/metrics/model';
import { duration } from '../../lib/format';
import { t, tr } from '../../lib/i18n.svelte';
import type { Tone } from '../../ui/tone';

export const stateTone: Readonly<Record<AlertStateName, Tone>> = {
  ok: 'ok',
  pending: 'warn',
  firing: 'bad',
  'no-data': 'warn',
};

export const nameOf = (rule: AlertRule): string => t(ruleName(rule));

/** A name within a sentence: small, where it is no abbreviation. */
const within = (name: string): string =>
  /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;

/** A rule's condition in words: `Memory above 90 % of memory limit, for 2m`. */
export function describe({ when, for: hold }: AlertRule): string {
  const what = conditionOf(when);
  const held = hold === 0 ? what : tr('alerts.when.for', { when: what, duration: duration(hold) });
  const who = when.type === 'engine' ? '' : whoOf(when.filter);
  return who === '' ? held : tr('alerts.when.who', { when: held, who });
}

function conditionOf(when: AlertRule['when']): string {
  if (when.type === 'engine') return tr('alerts.when.engine');
  if (when.type === 'events')
    return tr(`alerts.when.${when.event}`, { n: when.count, window: duration(when.window) });
  const metric = tr(`alerts.metric.${when.metric}`);
  const value = valueText(when, when.threshold);
  return when.percentOf === undefined
    ? tr(`alerts.when.metric.${when.is}`, { metric, value })
    : tr(`alerts.when.percent.${when.is}`, {
        metric,
        value,
        of: within(tr(`alerts.metric.${when.percentOf}`)),
      });
}

function whoOf({ name, project }: MetricFilter): string {
  const text = (match: MetricFilter['name']): string =>
    match === undefined ? '' : Array.isArray(match) ? match.join(', ') : `/${match.regex}/`;
  return [text(project), text(name)].filter((each) => each !== '').join(' · ');
}
