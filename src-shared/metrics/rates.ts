import type { Metric, Sample } from './model';

/** What a source read at one moment, before it is made into rates. */
export interface Reading {
  /** Epoch ms by the source's clock. */
  readonly at: number;
  /** Our monotonic clock, ms: when it was asked for (absent: it came by itself) and when it was there. */
  readonly asked?: number;
  readonly heard: number;
  /** ms from one reading to the next, as it is meant to be. */
  readonly expected: number;
  /** Another one: the counters began anew (a start time, a new id). */
  readonly epoch?: string;
  /** Counted since the start, so scaled that their difference a second is in the metric's unit. */
  readonly counters: Readonly<Partial<Record<Metric, number>>>;
  readonly shares?: Readonly<Partial<Record<Metric, Share>>>;
  readonly gauges: Readonly<Partial<Record<Metric, number>>>;
}

/** Counted both; the metric is the part's share of the whole in per cent. */
export interface Share {
  readonly part: number;
  readonly whole: number;
  /** null: where nothing was counted there is no share to tell of; absent: it is 0 then. */
  readonly quiet?: null;
}

/** ns of CPU time in a second that make one per cent of a core: what counters of it are divided by. */
export const nsPerPercent = 1e7;

export type Rated = Pick<Sample, 'at' | 'period' | 'values'>;

/** Readings so close upon each other are one: the clocks' grain would show as spikes. */
const closestMs = 200;
/** Longer than so many periods between two readings is a gap. */
const gapPeriods = 2.5;

/**
 * The rates between two readings of one subject. After a gap, a start or a jump of the clock the counters are null:
 * they were to be measured and cannot be. undefined: the reading brings nothing new.
 *
 * The source's own timestamps are divided by: engines sample in turn, late by up to a second.
 */
export function ratesBetween(before: Reading | undefined, now: Reading): Rated | undefined {
  const passed = before === undefined ? 0 : now.at - before.at;
  const goesOn = before !== undefined && before.epoch === now.epoch && !jumped(before, now);
  if (goesOn && passed < closestMs) return undefined;
  // A source that was just made slower or faster is measured by the slower.
  const longest = before === undefined ? 0 : gapPeriods * Math.max(before.expected, now.expected);
  const whole = goesOn && passed <= longest;
  const values: Partial<Record<Metric, number | null>> = { ...now.gauges };
  for (const [metric, count] of Object.entries(now.counters) as [Metric, number][]) {
    const earlier = before?.counters[metric];
    const rate = earlier === undefined ? Number.NaN : ((count - earlier) / passed) * 1000;
    values[metric] = whole && rate >= 0 ? rate : null;
  }
  for (const [metric, count] of Object.entries(now.shares ?? {}) as [Metric, Share][]) {
    const earlier = before?.shares?.[metric];
    values[metric] = whole && earlier !== undefined ? share(earlier, count) : null;
  }
  return { at: now.at, period: whole ? passed : now.expected, values };
}

function share(before: Share, now: Share): number | null {
  const [part, whole] = [now.part - before.part, now.whole - before.whole];
  if (part < 0 || whole < 0) return null;
  // No period passed in which it could have been held back; no read that could have found its key.
  if (whole === 0) return now.quiet === null ? null : 0;
  return Math.min(100, (part / whole) * 100);
}

/**
 * Whether the source's clock was put back by more than a second, or on by more than a period. How far it is from
 * our monotonic clock lies between what it would be had the reading been made when it was asked for, and when it was
 * there; one that came by itself may have waited for us any time.
 */
function jumped(before: Reading, now: Reading): boolean {
  if (now.at <= before.at - 1000) return true;
  const latest = (reading: Reading): number =>
    reading.asked === undefined ? Infinity : reading.at - reading.asked;
  const back = latest(now) < before.at - before.heard - 1000;
  // Only what is sure of both: a reading that came by itself tells no upper bound.
  const on = now.at - now.heard > latest(before) + Math.max(before.expected, now.expected);
  return back || on || streamJumped(before, now);
}

/** Between two that came by themselves: more time on the source's clock than could have passed, and no gap of ours. */
function streamJumped(before: Reading, now: Reading): boolean {
  if (before.asked !== undefined || now.asked !== undefined) return false;
  const drift = now.at - before.at - (now.heard - before.heard);
  return drift > gapPeriods * Math.max(before.expected, now.expected);
}
