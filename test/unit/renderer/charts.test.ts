import { describe, expect, it } from 'vitest';
import { isolate, toggle } from '../../../src-renderer/charts/hiding';
import { placeMarks } from '../../../src-renderer/charts/marks';
import { extremesOf, linesOf } from '../../../src-renderer/charts/paint-data';
import type { PaintSpec } from '../../../src-renderer/charts/paint-spec';
import { Palette } from '../../../src-renderer/charts/palette';
import { pointed } from '../../../src-renderer/charts/pointed';
import { stack, statsOf, statText } from '../../../src-renderer/charts/stats';
import { formatValue } from '../../../src-renderer/charts/units';
import { valueAxis } from '../../../src-renderer/charts/value-axis';
import { LogView } from '../../../src-renderer/features/containers/logs/log-view.svelte';

const layout = { left: 0, right: 100, top: 0, bottom: 100, low: 0, high: 10, log: false };

describe('the lines of a legend', () => {
  const keys = ['a', 'b', 'c'];
  it('a click shows one alone, another click all again', () => {
    const alone = isolate(new Set(), keys, 'b');
    expect([...alone]).toEqual(['a', 'c']);
    expect([...isolate(alone, keys, 'b')]).toEqual([]);
    expect([...isolate(alone, keys, 'a')]).toEqual(['b', 'c']);
  });
  it('Ctrl and a click hides one, or shows it', () => {
    expect([...toggle(toggle(new Set(), 'a'), 'b')]).toEqual(['a', 'b']);
    expect([...toggle(new Set(['a']), 'a')]).toEqual([]);
  });
  it('tells min, mean, max and the last known value, gaps left out', () => {
    expect(statsOf([null, 1, null, 5, 3, null], 10_000)).toEqual({
      ...{ last: 3, min: 1, mean: 3, p95: 5, max: 5, sum: 90 },
    });
    const none = { last: null, min: null, mean: null, p95: null, max: null, sum: null };
    expect(statsOf([null, null], 1000)).toEqual(none);
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(statsOf(hundred, 1000).p95).toBe(95);
  });
  it('a total is one of a rate: bytes of bytes a second', () => {
    const stats = statsOf([1024, null, 1024], 10_000);
    expect(statText(stats, 'sum', 'bytes/s', 'en')).toBe('20 KiB');
    expect(statText(stats, 'sum', 'ops/s', 'en')).toBe('20.5k');
    expect(statText(stats, 'sum', 'bytes', 'en')).toBe('–');
    expect(statText(stats, 'p95', 'bytes', 'en')).toBe('1 KiB');
  });
  it('a line keeps its colour whatever stands beside it', () => {
    const palette = new Palette();
    const [first] = palette.looksOf(['web', 'db', 'cache']);
    expect(palette.looksOf(['other', 'db', 'web'])[2]?.color).toBe(first?.color);
  });
});

const spec = (values: readonly number[][], more: Partial<PaintSpec> = {}): PaintSpec => ({
  width: 100,
  height: 100,
  ratio: 1,
  from: 0,
  to: 3000,
  times: Float64Array.from([0, 1000, 2000]),
  step: 1000,
  values: Float64Array.from(values.flat()),
  lines: values.map((_, n) => ({ name: String(n), color: 1, dash: 0, hidden: false, faint: false })),
  unit: 'count',
  stacked: false,
  fill: false,
  log: false,
  thresholds: [],
  thresholdStyle: 'line',
  locale: 'en',
  utc: true,
  inks: { grid: '', axis: '', text: '', surface: '', warn: '', bad: '', series: [], font: '' },
  ...more,
});

describe('what is drawn', () => {
  it('a gap stays a gap, stacked as well: it adds nothing to the lines above it', () => {
    const lines = linesOf(
      spec(
        [
          [1, NaN, 3],
          [10, 20, 30],
        ],
        { stacked: true },
      ),
    );
    expect(lines.map(({ points }) => points.map(({ y }) => y))).toEqual([
      [1, NaN, 3],
      [11, 20, 33],
    ]);
    expect(
      stack(
        [
          { key: 'a', name: 'a', values: [1, null] },
          { key: 'b', name: 'b', values: [1, 2] },
        ],
        2,
      ),
    ).toEqual([
      [1, null],
      [2, 2],
    ]);
  });
  it('a hidden line does not stretch the axis; a limit that is near does', () => {
    const given = spec(
      [
        [1, 2, 3],
        [100, 200, 300],
      ],
      { thresholds: [{ value: 5, level: 'bad' }] },
    );
    const hidden = { ...given, lines: given.lines.map((line, n) => ({ ...line, hidden: n === 1 })) };
    expect(extremesOf(hidden, linesOf(hidden)).high).toBeCloseTo(5.25);
    expect(extremesOf(given, linesOf(given)).high).toBe(300);
  });
  it('a log axis begins at a power below the lowest value, and does not break at zero', () => {
    expect(
      valueAxis({ low: 0, high: 950, lowPositive: 3, unit: 'count', log: true, count: 5 }),
    ).toMatchObject({
      min: 1,
      max: 1000,
    });
    const bytes = valueAxis({
      low: 0,
      high: 5 * 1024 ** 2,
      lowPositive: 900,
      unit: 'bytes',
      log: true,
      count: 5,
    });
    expect(bytes.ticks.every((tick) => Number.isInteger(Math.log2(tick)))).toBe(true);
  });
  it('units scale by themselves: IEC for bytes, thousands for counts, ns to days for time', () => {
    const said = [
      formatValue(1536, 'bytes', 'en'),
      formatValue(1536, 'decbytes', 'en'),
      formatValue(12_500_000, 'bits/s', 'en'),
      formatValue(3.4 * 1024 ** 2, 'bytes/s', 'en'),
      formatValue(12_345, 'count', 'en'),
      formatValue(0.0000005, 'seconds', 'en'),
      formatValue(45.25, 'seconds', 'en'),
      formatValue(59.7, 'seconds', 'en'),
      formatValue(233, 'seconds', 'en'),
      formatValue(233, 'seconds', 'zh-CN'),
      formatValue(5400, 'seconds', 'en'),
      formatValue(-7200, 'seconds', 'en'),
      formatValue(356_400, 'seconds', 'en'),
      formatValue(null, 'percent', 'en'),
    ];
    expect(said).toEqual([
      ...['1.5 KiB', '1.54 kB', '12.5 Mb/s', '3.4 MiB/s', '12.3k'],
      ...['500 ns', '45.3 s', '1m', '3m 53s', '3分钟 53秒', '1h 30m', '-2h', '4d 3h'],
      '–',
    ]);
  });
});

describe('what is pointed at', () => {
  const data = {
    times: [0, 1000],
    step: 1000,
    series: [
      { key: 'a', name: 'a', values: [1, 2] },
      { key: 'b', name: 'b', values: [9, null] },
    ],
  };
  const looks = [
    { color: 1, dash: 0 },
    { color: 2, dash: 0 },
  ];
  const at = (moment: number, y?: number) =>
    pointed({ data, looks, hidden: new Set(), at: moment, layout, stacked: false, y });
  it('tells the highest first, nothing of a line that has a gap there, and which is nearest', () => {
    expect(at(500, 88)?.rows.map(({ key, value }) => [key, value])).toEqual([
      ['b', 9],
      ['a', 1],
    ]);
    expect(at(500, 88)?.near).toBe('a');
    expect(at(500, 12)?.near).toBe('b');
    expect(at(1500)?.rows.map(({ key }) => key)).toEqual(['a']);
  });
});

describe('marks', () => {
  it('too close to be told apart are one flag with the worst one’s tone; a run is a band cut at the range', () => {
    const { flags, bands } = placeMarks(
      [
        { id: '1', at: 10, tone: 'ok', text: '' },
        { id: '2', at: 15, tone: 'bad', text: '' },
        { id: '3', at: 80, tone: 'info', text: '' },
        { id: '4', at: -50, to: 30, tone: 'info', text: '' },
        { id: '5', at: 500, tone: 'bad', text: '' },
      ],
      { from: 0, to: 100 },
      layout,
    );
    expect(flags.map(({ marks, tone }) => [marks.map(({ id }) => id).join(), tone])).toEqual([
      ['4,1', 'info'],
      ['2', 'bad'],
      ['3', 'info'],
    ]);
    expect(bands.map(({ left, width }) => [left, width])).toEqual([[0, 30]]);
  });
});

describe('a log around a moment', () => {
  it('finds the first line of the moment or after it', () => {
    const view = new LogView(
      () => ({ close: () => undefined }) as never,
      () => undefined,
    );
    const line = (second: number): string =>
      `2026-01-02T03:04:0${String(second)}.000000000Z line ${String(second)}\n`;
    view.buffer.append([{ source: 0, stderr: false, text: [1, 2, 4, 5].map(line).join('') }] as never);
    expect(view.lineFrom(Date.UTC(2026, 0, 2, 3, 4, 3))).toBe(2);
    expect(view.lineFrom(Date.UTC(2026, 0, 2, 3, 4, 4))).toBe(2);
    expect(view.lineFrom(0)).toBe(0);
    expect(view.lineFrom(Date.UTC(2027, 0, 1))).toBeUndefined();
  });
});
