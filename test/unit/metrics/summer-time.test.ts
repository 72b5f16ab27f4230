import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseTime } from '@shared/metrics/range';
import { timeTicks } from '../../../src-renderer/charts/time-axis';

/* The nights when clocks are put on or back, by the local time of places that do so. */

const hour = 3_600_000;
const iso = (ms: number | undefined) => new Date(ms ?? Number.NaN).toISOString().slice(0, 16);
const typed = (text: string, now: string, edge: 'from' | 'to') =>
  new Date(parseTime(text, { now: Date.parse(now), edge, zone: 'local' }) ?? Number.NaN).toISOString();
const ticks = (from: string, hours: number, count: number) => {
  const begin = Date.parse(from);
  return timeTicks(begin, begin + hours * hour, count, false).ticks.map(iso);
};

afterEach(() => void vi.unstubAllEnvs());

describe('Berlin', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'Europe/Berlin'));

  it('has a tick each hour in spring, where one is skipped', () => {
    expect(ticks('2026-03-28T23:00Z', 4, 4)).toEqual([
      ...['2026-03-28T23:00', '2026-03-29T00:00', '2026-03-29T01:00', '2026-03-29T02:00', '2026-03-29T03:00'],
    ]);
  });

  it('has a tick each hour in autumn, where one comes twice', () => {
    expect(ticks('2026-10-24T23:00Z', 4, 4)).toEqual([
      ...['2026-10-24T23:00', '2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00', '2026-10-25T03:00'],
    ]);
  });

  it('has its ticks of six hours and of days at whole hours of its clock', () => {
    // Midnight, 6, 12, 18 and midnight of a day of 23 hours.
    expect(ticks('2026-03-28T23:00Z', 23, 4)).toEqual([
      ...['2026-03-28T23:00', '2026-03-29T04:00', '2026-03-29T10:00', '2026-03-29T16:00', '2026-03-29T22:00'],
    ]);
    expect(ticks('2026-10-23T22:00Z', 73, 4)).toEqual([
      ...['2026-10-23T22:00', '2026-10-24T22:00', '2026-10-25T23:00', '2026-10-26T23:00'],
    ]);
  });

  it('tells the two hours of the same name apart', () => {
    const second = '2026-10-25T01:30:00Z';
    expect(typed('now/h', second, 'from')).toBe('2026-10-25T01:00:00.000Z');
    expect(typed('now/h', second, 'to')).toBe('2026-10-25T01:59:59.999Z');
    expect(typed('now/h', '2026-10-25T00:30:00Z', 'from')).toBe('2026-10-25T00:00:00.000Z');
  });

  it('has days of 23 and of 25 hours', () => {
    expect(typed('now/d', '2026-03-29T12:00:00Z', 'from')).toBe('2026-03-28T23:00:00.000Z');
    expect(typed('now/d', '2026-03-29T12:00:00Z', 'to')).toBe('2026-03-29T21:59:59.999Z');
    expect(typed('2026-10-25', '2026-10-25T12:00:00Z', 'to')).toBe('2026-10-25T22:59:59.999Z');
  });
});

describe('São Paulo, whose midnight was skipped', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'America/Sao_Paulo'));

  it('has a day that begins at one and ends at midnight', () => {
    for (const text of ['now/d', '2018-11-04']) {
      expect(typed(text, '2018-11-04T12:00:00Z', 'from')).toBe('2018-11-04T03:00:00.000Z');
      expect(typed(text, '2018-11-04T12:00:00Z', 'to')).toBe('2018-11-05T01:59:59.999Z');
    }
  });
});

describe('Kolkata, half an hour off', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'Asia/Kolkata'));

  it('has its hours, and their ticks, where its clock has them', () => {
    expect(typed('now/h', '2026-03-26T13:45:00Z', 'from')).toBe('2026-03-26T13:30:00.000Z');
    expect(ticks('2026-03-26T13:00Z', 2, 2)).toEqual(['2026-03-26T13:30', '2026-03-26T14:30']);
  });
});
