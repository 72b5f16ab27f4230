/** A range as it is typed, kept so: `now-6h` moves on with the clock. */
export interface TypedRange {
  readonly from: string;
  readonly to: string;
}

export type Zone = 'local' | 'utc';

interface TimeContext {
  /** Epoch ms. */
  readonly now: number;
  /** Which end of a rounded span is meant: `now/d` is today's begin as `from` and its end as `to`. */
  readonly edge: 'from' | 'to';
  readonly zone: Zone;
}

type Unit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'y';
const fixed: Partial<Record<Unit, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Epoch ms of a time as Grafana has it: `now`, `now-6h`, `now-1d/d`, `now/w` (units s m h d w M y; weeks begin on
 * Monday), an ISO date with or without a time and zone, or epoch ms. undefined: it is none.
 */
export function parseTime(text: string, context: TimeContext): number | undefined {
  const typed = text.trim();
  if (typed.startsWith('now')) return relative(typed.slice(3), context);
  if (/^\d{11,16}$/.test(typed)) return inRange(Number(typed));
  return absolute(typed, context);
}

/** Both ends, epoch ms. undefined: one is no time, or the range is empty. */
export function parseRange(
  range: TypedRange,
  { now, zone }: Pick<TimeContext, 'now' | 'zone'>,
): { from: number; to: number } | undefined {
  const from = parseTime(range.from, { now, zone, edge: 'from' });
  const to = parseTime(range.to, { now, zone, edge: 'to' });
  return from === undefined || to === undefined || from >= to ? undefined : { from, to };
}

const inRange = (ms: number): number | undefined => (ms >= 0 && ms <= 8.64e15 ? ms : undefined);

function relative(rest: string, { now, edge, zone }: TimeContext): number | undefined {
  let left = rest.replaceAll(/\s/g, '');
  let at = new Date(now);
  while (left !== '') {
    const step = /^([+-])(\d{0,6})([smhdwMy])/.exec(left);
    const round = /^\/([smhdwMy])/.exec(left);
    if (step !== null) {
      const count = Number(step[2] === '' ? 1 : step[2]) * (step[1] === '-' ? -1 : 1);
      at = moved(at, count, step[3] as Unit, zone);
      left = left.slice(step[0].length);
    } else if (round !== null) {
      at = rounded(at, round[1] as Unit, edge, zone);
      left = left.slice(round[0].length);
    } else return undefined;
  }
  return Number.isNaN(at.getTime()) ? undefined : inRange(at.getTime());
}

/** The parts of a date in a zone. */
function partsOf(at: Date, zone: Zone): [number, number, number, number, number, number, number] {
  return zone === 'utc'
    ? [
        ...([at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()] as const),
        ...([at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), at.getUTCMilliseconds()] as const),
      ]
    : [
        ...([at.getFullYear(), at.getMonth(), at.getDate()] as const),
        ...([at.getHours(), at.getMinutes(), at.getSeconds(), at.getMilliseconds()] as const),
      ];
}

function dateOf(
  parts: readonly [number, number, number, number?, number?, number?, number?],
  zone: Zone,
): Date {
  const [year, month, day, h = 0, m = 0, s = 0, ms = 0] = parts;
  // Date.UTC and the constructor take the years 0 to 99 for 1900 to 1999: nobody asks for either.
  return zone === 'utc'
    ? new Date(Date.UTC(year, month, day, h, m, s, ms))
    : new Date(year, month, day, h, m, s, ms);
}

/** A day is a day of the calendar, with 23 or 25 hours where the clock is put on or back. */
function moved(at: Date, count: number, unit: Unit, zone: Zone): Date {
  const length = fixed[unit];
  if (length !== undefined) return new Date(at.getTime() + count * length);
  const [year, month, day, h, m, s, ms] = partsOf(at, zone);
  if (unit === 'd' || unit === 'w') {
    return dateOf([year, month, day + count * (unit === 'w' ? 7 : 1), h, m, s, ms], zone);
  }
  const target = unit === 'y' ? month + 12 * count : month + count;
  // A month before the 31st is the last day of a shorter month, not the first of the next.
  const lastDay = dateOf([year, target + 1, 0], zone);
  const [, , last] = partsOf(lastDay, zone);
  return dateOf([year, target, Math.min(day, last), h, m, s, ms], zone);
}

/** The begin of the span that a time is in, or its last millisecond. */
function rounded(at: Date, unit: Unit, edge: 'from' | 'to', zone: Zone): Date {
  const [year, month, day] = partsOf(at, zone);
  const length = fixed[unit];
  if (length !== undefined) {
    // Not by the parts of its date: an hour of the night when clocks are put back comes twice.
    const ahead = zone === 'utc' ? 0 : -at.getTimezoneOffset() * 60_000;
    const begin = at.getTime() - ((at.getTime() + ahead) % length);
    return new Date(edge === 'from' ? begin : begin + length - 1);
  }
  // The next one's begin by the calendar: one whose midnight is skipped begins later, and ends as any other.
  const next = edge === 'to' ? 1 : 0;
  let begin: Date;
  if (unit === 'd') begin = dateOf([year, month, day + next], zone);
  else if (unit === 'w') {
    const weekday = (zone === 'utc' ? at.getUTCDay() : at.getDay()) || 7;
    begin = dateOf([year, month, day - weekday + 1 + 7 * next], zone);
  } else if (unit === 'M') begin = dateOf([year, month + next, 1], zone);
  else begin = dateOf([year + next, 0, 1], zone);
  return new Date(begin.getTime() - next);
}

function absolute(text: string, { edge, zone }: TimeContext): number | undefined {
  const found =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text,
    );
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, h = 0, m = 0, s = 0] = found
    .slice(1, 7)
    .map((part) => Number(part || 0));
  const ms = Number((found[7] ?? '0').padEnd(3, '0').slice(0, 3));
  const sound = month >= 1 && month <= 12 && day >= 1 && h < 24 && m < 60 && s < 60;
  if (!sound || partsOf(dateOf([year, month, 0], 'utc'), 'utc')[2] < day) return undefined;
  if (found[4] === undefined) {
    const next = edge === 'to' ? 1 : 0;
    return inRange(dateOf([year, month - 1, day + next], zone).getTime() - next);
  }
  const offset = found[8];
  if (offset === undefined) return inRange(dateOf([year, month - 1, day, h, m, s, ms], zone).getTime());
  const utc = dateOf([year, month - 1, day, h, m, s, ms], 'utc').getTime();
  if (offset === 'Z') return inRange(utc);
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  return inRange(utc - (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000);
}
