import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, emptyColumns, encode, mix } from '../../../../src-main/metrics/store/columns';
import { aggregates, type Aggregate, type MetricQuery } from '@shared/metrics/model';
import { cpu, hour, minute, noon, sample, subject, world } from './store-support';

interface Given {
  readonly who: number;
  readonly at: number;
  readonly value: number;
}

/** What a bucket should hold, computed from the samples as they are. */
function naive(
  given: readonly Given[],
  who: number,
  from: number,
  to: number,
  how: Aggregate,
): number | null {
  const inside = given.filter((one) => one.who === who && one.at >= from && one.at < to);
  if (inside.length === 0) return null;
  const values = inside.map(({ value }) => value);
  if (how === 'max') return Math.max(...values);
  if (how === 'min') return Math.min(...values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const givenArbitrary = fc.array(
  fc.record({
    who: fc.integer({ min: 0, max: 2 }),
    // Within three hours, in any order.
    at: fc.integer({ min: noon - 2 * hour, max: noon + hour - 1 }),
    value: fc.double({ min: 0, max: 1e9, noNaN: true }),
  }),
  { minLength: 1, maxLength: 120 },
);

describe('what the tiers hold', () => {
  it('is what is computed from the samples, whatever their order and wherever they lie by now', async () => {
    await fc.assert(
      fc.asyncProperty(
        givenArbitrary,
        fc.array(fc.constantFrom('flush', 'seal', 'reopen', 'nothing'), { minLength: 4, maxLength: 4 }),
        fc.constantFrom(...aggregates.filter((one) => one !== 'last')),
        async (given, acts, aggregate) => {
          const { open, clock } = world();
          clock.wall = noon + hour;
          let store = await open();
          const quarter = Math.ceil(given.length / acts.length);
          for (const [part, act] of acts.entries()) {
            store.append(
              given
                .slice(part * quarter, (part + 1) * quarter)
                .map(({ who, at, value }) => sample(subject(`s${who}`), at, { cpu: value })),
            );
            if (act === 'flush' || act === 'seal') {
              if (act === 'seal') clock.pass(10 * minute);
              await store.flush();
            }
            if (act === 'reopen') {
              await store.close();
              store = await open();
            }
          }
          const [from, to] = [noon - 2 * hour, noon + hour];
          for (const buckets of aggregate === 'min' ? [180, 36] : [180, 36, 3]) {
            const query: MetricQuery = cpu(from, to, buckets, { aggregate });
            const result = await store.query(query);
            expect(result.times).toHaveLength(buckets);
            for (const { name, values } of result.series) {
              const who = Number(name.slice(1));
              for (const [i, value] of values.entries()) {
                const begin = result.times[i] ?? 0;
                const wanted = naive(given, who, begin, begin + result.step, aggregate);
                if (wanted === null) expect(value).toBeNull();
                else
                  expect(Math.abs((value ?? NaN) - wanted)).toBeLessThanOrEqual(
                    1e-5 * Math.abs(wanted) + 1e-30,
                  );
              }
            }
            const whos = new Set(given.map(({ who }) => who));
            expect(result.series).toHaveLength(whos.size);
          }
          await store.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same after a blob and back', () => {
    const slot = fc.record({
      slot: fc.integer({ min: 0, max: 359 }),
      avg: fc.float({ noNaN: true, noDefaultInfinity: true }),
      spread: fc.float({ min: 0, max: 100, noNaN: true }),
      count: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 400 }), (all) => {
        const columns = emptyColumns(360);
        for (const { slot: at, avg, spread, count } of all)
          mix(columns, at, { avg, max: avg + spread, min: avg - spread, count });
        const blob = encode(columns, true);
        if (blob === null) {
          expect(columns.avg.every((value) => Number.isNaN(value))).toBe(true);
          return;
        }
        const piece = decode(blob, 360)!;
        for (let i = 0; i < 360; i++) {
          const inside = i >= piece.start && i < piece.start + piece.length;
          expect(inside ? piece.avg[i - piece.start] : NaN).toBe(columns.avg[i]);
          if ((columns.count[i] ?? 0) === 0) continue;
          expect(piece.max[i - piece.start]).toBe(columns.max[i]);
          expect(piece.min[i - piece.start]).toBe(columns.min[i]);
          expect(piece.count[i - piece.start]).toBe(columns.count[i]);
        }
      }),
    );
  });

  it('a blob of anything is read as nothing or as columns, and breaks nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const piece = decode(bytes, 360);
        if (piece !== undefined) expect(piece.avg).toHaveLength(piece.length);
      }),
    );
  });
});
