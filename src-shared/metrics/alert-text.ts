import { msg, raw, type Message } from '../i18n/index';
import type { AlertCondition, AlertInstance, AlertRule } from './alerts';
import { metrics } from './model';

/** The rule's own name, or that of the ready rule that it is. */
export function ruleName({ name, ready, id }: Pick<AlertRule, 'name' | 'ready' | 'id'>): Message {
  if (name !== '') return raw(name);
  return ready === undefined ? raw(id) : msg(`alerts.ready.${ready}`);
}

/** What a rule's value is counted in; `times` of events. */
export function unitOf(
  when: AlertCondition,
): (typeof metrics)[keyof typeof metrics]['unit'] | 'times' | 'none' {
  if (when.type === 'engine') return 'none';
  if (when.type === 'events') return 'times';
  return when.percentOf === undefined ? metrics[when.metric].unit : 'percent';
}

/** A rule's value for a message: `93 %`, `1.4 GiB`, `12`. */
export function valueText(when: AlertCondition, value: number): string {
  const unit = unitOf(when);
  if (unit === 'bytes' || unit === 'bytes/s') return `${bytes(value)}${unit === 'bytes/s' ? '/s' : ''}`;
  const text = String(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 0)));
  if (unit === 'times') return `${text} ×`;
  return unit === 'percent' ? `${text} %` : text;
}

/** What is said where an alert fires, or has no data. */
export function firedText(rule: AlertRule, { name, state, value }: AlertInstance): Message {
  const { when } = rule;
  if (state === 'no-data') return msg('alerts.text.noData', { rule: ruleName(rule) });
  if (when.type === 'engine') return msg('alerts.text.engine', { name });
  const params = {
    rule: ruleName(rule),
    name,
    value: value === null ? '–' : when.type === 'events' ? String(value) : valueText(when, value),
  };
  return msg(when.type === 'events' ? `alerts.text.${when.event}` : 'alerts.text.value', params);
}

function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let unit = 0;
  for (; Math.abs(size) >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  return `${String(Number(size.toFixed(unit === 0 || size >= 100 ? 0 : 1)))} ${units[unit] ?? ''}`;
}
