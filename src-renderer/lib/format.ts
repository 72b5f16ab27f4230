import { locale } from './i18n.svelte';

// Intl's formatters cost far more to make than to use.
const made = new Map<string, unknown>();
function once<T>(kind: string, make: (tag: string) => T): T {
  const key = `${locale()} ${kind}`;
  const found = made.get(key);
  if (found !== undefined) return found as T;
  const fresh = make(locale());
  made.set(key, fresh);
  return fresh;
}

/** `16384` -> `16,384`. */
export function number(value: number, digits = 0): string {
  return once(
    `n${String(digits)}`,
    (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: digits }),
  ).format(value);
}

/** 0…1 -> `42%`. */
export function percent(fraction: number): string {
  return once(
    '%',
    (tag) => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 }),
  ).format(fraction);
}

/** Bytes, 1024-based: `7.6 GiB`. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = Math.abs(value);
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return `${value < 0 ? '-' : ''}${number(size, digits)} ${units[unit] ?? ''}`;
}

/** Chinese sets figures and characters apart, which Intl does not: `5 分钟`. */
const spaced = (text: string): string => text.replaceAll(/(\d)(?=\p{Script=Han})/gu, '$1 ');

function unit(value: number, name: 'second' | 'minute' | 'hour' | 'day', digits = 0): string {
  const format = once(
    `${name}${String(digits)}`,
    (tag) =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit: name,
        unitDisplay: 'narrow',
        maximumFractionDigits: digits,
      }),
  );
  return spaced(format.format(value));
}

/** A span of milliseconds: `0.8s`, `42s`, `3m 5s`, `2h 10m`, `4d 3h`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return unit(seconds, 'second', 1);
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  const pair = (big: string, small: string, rest: number): string => (rest === 0 ? big : `${big} ${small}`);
  if (whole < 3600) {
    return pair(unit(Math.floor(whole / 60), 'minute'), unit(whole % 60, 'second'), whole % 60);
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 1440) {
    return pair(unit(Math.floor(minutes / 60), 'hour'), unit(minutes % 60, 'minute'), minutes % 60);
  }
  const hours = Math.floor(minutes / 60);
  return pair(unit(Math.floor(hours / 24), 'day'), unit(hours % 24, 'hour'), hours % 24);
}

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
] as const;

/** A moment as seen from `now` (both in milliseconds since the epoch): `now`, `5 minutes ago`, `yesterday`. */
export function relative(at: number, now: number): string {
  let span = (at - now) / 1000;
  // Below ten seconds, and for clocks that differ a little: "now" rather than a jumping number.
  if (Math.abs(span) < 10) span = 0;
  const format = once('relative', (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }));
  for (const [name, size] of steps) {
    if (Math.abs(Math.round(span)) < size) return spaced(format.format(Math.round(span), name));
    span /= size;
  }
  return spaced(format.format(Math.round(span), 'year'));
}

/** The time of day of a moment, to the second: `14:03:27`. */
export function time(at: number): string {
  return once(
    'time',
    (tag) =>
      new Intl.DateTimeFormat(tag, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
  ).format(at);
}

/** A moment in full, in the local time zone. */
export function dateTime(at: number): string {
  return once(
    'dateTime',
    (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' }),
  ).format(at);
}
