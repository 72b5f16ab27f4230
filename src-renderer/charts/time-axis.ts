import type { Locale } from '@shared/i18n/types';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14].map((n) => n * day),
  ...[30, 91, 182, 365].map((n) => n * day),
];

export interface TimeTicks {
  readonly ticks: readonly number[];
  /** ms between them, nominal. */
  readonly step: number;
}

/** How far local time is ahead of UTC at a moment, ms. */
const ahead = (at: number, utc: boolean): number => (utc ? 0 : -new Date(at).getTimezoneOffset() * minute);

/**
 * The moment of a time of the wall clock, ms both. Of one that comes twice, when clocks are put back, the first; of one
 * that is skipped the moment as far behind the gap.
 */
function momentOf(wall: number, utc: boolean): number {
  const fits = (at: number): boolean => at + ahead(at, utc) === wall;
  const [before, after] = [wall - ahead(wall - day, utc), wall - ahead(wall + day, utc)];
  if (fits(before) && fits(after)) return Math.min(before, after);
  return fits(after) ? after : before;
}

/** At most `count` round moments of the range: full minutes, hours, local or UTC midnights, firsts of months. */
export function timeTicks(from: number, to: number, count: number, utc: boolean): TimeTicks {
  const raw = (to - from) / Math.max(1, count);
  const step = steps.find((each) => each >= raw) ?? 365 * day;
  const ticks: number[] = [];
  if (step >= 30 * day) {
    const months = Math.round(step / (30.4 * day));
    const begin = new Date(from + ahead(from, utc));
    for (let n = 0; n < 100; n++) {
      const wall = Date.UTC(
        begin.getUTCFullYear(),
        Math.ceil(begin.getUTCMonth() / months) * months + n * months,
      );
      const at = momentOf(wall, utc);
      if (at > to) break;
      if (at >= from) ticks.push(at);
    }
    return { ticks, step };
  }
  if (step <= hour) {
    // An hour that comes twice has its ticks twice.
    const whole = (at: number): number => at - ((at + ahead(at, utc)) % step);
    for (let at = whole(from); at <= to && ticks.length < 200; at = whole(at + step))
      if (at >= from) ticks.push(at);
    return { ticks, step };
  }
  // Whole steps of the wall clock: a change to summer time within the range moves them by an hour.
  const first = Math.floor((from + ahead(from, utc)) / step) * step;
  for (let wall = first; ticks.length < 200; wall += step) {
    const at = momentOf(wall, utc);
    if (at > to) break;
    if (at >= from) ticks.push(at);
  }
  return { ticks, step };
}

const made = new Map<string, Intl.DateTimeFormat>();
function format(
  at: number,
  kind: string,
  options: Intl.DateTimeFormatOptions,
  locale: Locale,
  utc: boolean,
): string {
  const key = `${kind} ${locale} ${utc ? 'utc' : ''}`;
  let found = made.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locale, {
      ...options,
      hourCycle: 'h23',
      ...(utc && { timeZone: 'UTC' }),
    });
    made.set(key, found);
  }
  return found.format(at);
}

const two = '2-digit' as const;

/** A tick's text: the time of day, and the date where a day begins. */
export function tickText(at: number, step: number, locale: Locale, utc: boolean): string {
  if (step >= 30 * day) return format(at, 'month', { year: 'numeric', month: 'short' }, locale, utc);
  const midnight = (at + ahead(at, utc)) % day === 0;
  if (step >= day || midnight) return format(at, 'date', { month: 'numeric', day: 'numeric' }, locale, utc);
  if (step >= minute) return format(at, 'minute', { hour: two, minute: two }, locale, utc);
  return format(at, 'second', { hour: two, minute: two, second: two }, locale, utc);
}

/** A moment in full, to the second where buckets are that fine. */
export function momentText(at: number, step: number, locale: Locale, utc: boolean): string {
  const seconds = step < minute;
  return format(
    at,
    seconds ? 'full' : 'full-minute',
    {
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      ...(seconds && { second: two }),
    },
    locale,
    utc,
  );
}
