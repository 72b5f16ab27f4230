import { describe, expect, it } from 'vitest';
import { parseRange, parseTime } from '../../../src-shared/metrics/range';

/** A Thursday. */
const now = Date.UTC(2026, 2, 26, 13, 45, 30, 500);
const at = (text: string, edge: 'from' | 'to' = 'from'): string | undefined => {
  const ms = parseTime(text, { now, edge, zone: 'utc' });
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('a typed time', () => {
  it('is relative', () => {
    expect(at('now')).toBe('2026-03-26T13:45:30.500Z');
    expect(at('now-6h')).toBe('2026-03-26T07:45:30.500Z');
    expect(at(' now - 1d ')).toBe('2026-03-25T13:45:30.500Z');
    expect(at('now+1w')).toBe('2026-04-02T13:45:30.500Z');
    expect(at('now-1M')).toBe('2026-02-26T13:45:30.500Z');
    expect(at('now-d')).toBe('2026-03-25T13:45:30.500Z');
  });

  it('is rounded to the begin or the end of what it names', () => {
    expect(at('now/d')).toBe('2026-03-26T00:00:00.000Z');
    expect(at('now/d', 'to')).toBe('2026-03-26T23:59:59.999Z');
    expect(at('now-1d/d')).toBe('2026-03-25T00:00:00.000Z');
    expect(at('now/w')).toBe('2026-03-23T00:00:00.000Z');
    expect(at('now/M', 'to')).toBe('2026-03-31T23:59:59.999Z');
    expect(at('now/y')).toBe('2026-01-01T00:00:00.000Z');
    expect(at('now/h')).toBe('2026-03-26T13:00:00.000Z');
    expect(at('now/m')).toBe('2026-03-26T13:45:00.000Z');
    expect(at('now/d+6h')).toBe('2026-03-26T06:00:00.000Z');
  });

  it('a month before the 31st is the last day of a shorter month', () => {
    const march31 = Date.UTC(2026, 2, 31, 12);
    expect(
      new Date(parseTime('now-1M', { now: march31, edge: 'from', zone: 'utc' }) ?? 0).toISOString(),
    ).toBe('2026-02-28T12:00:00.000Z');
  });

  it('is absolute', () => {
    expect(at('2026-03-01')).toBe('2026-03-01T00:00:00.000Z');
    expect(at('2026-03-01', 'to')).toBe('2026-03-01T23:59:59.999Z');
    expect(at('2026-03-01 06:30')).toBe('2026-03-01T06:30:00.000Z');
    expect(at('2026-03-01T06:30:15.25Z')).toBe('2026-03-01T06:30:15.250Z');
    expect(at('2026-03-01T06:30:15+08:00')).toBe('2026-02-28T22:30:15.000Z');
    expect(at(String(now))).toBe('2026-03-26T13:45:30.500Z');
  });

  it('is none', () => {
    for (const text of [
      '',
      'nowish',
      'now-',
      'now-5',
      'now-5x',
      'now/',
      '2026-02-30',
      '2026-13-01',
      '12',
      'now-999999y',
    ])
      expect(at(text), text).toBeUndefined();
  });
});

describe('a typed range', () => {
  it('has two ends, the first before the last', () => {
    expect(parseRange({ from: 'now-1h', to: 'now' }, { now, zone: 'utc' })).toEqual({
      from: now - 3_600_000,
      to: now,
    });
    expect(parseRange({ from: 'now', to: 'now-1h' }, { now, zone: 'utc' })).toBeUndefined();
    expect(parseRange({ from: 'now/d', to: 'now/d' }, { now, zone: 'local' })).toBeDefined();
  });
});
