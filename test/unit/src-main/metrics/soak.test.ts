import { expect, it } from 'vitest';
import { soak } from '../../../soak/soak';

const mib = 2 ** 20;

// The short form of `npm run soak`: some hours under stress, then nights and weeks of sleep.
it(
  'hours of restarts, renames, outages, clocks that are set and long sleeps leave a true history, and memory and disk flat',
  { timeout: 300_000 },
  async () => {
    const report = await soak({ hours: 1, seed: 1 });
    expect(report.wrong).toEqual([]);
    expect(report.asked).toBeGreaterThan(50_000);
    expect(report.missing / report.asked).toBeLessThan(0.005);
    const [first = 0] = report.heap;
    expect(Math.max(...report.heap) - first).toBeLessThan(24 * mib);
    expect(Math.max(...report.disk)).toBeLessThan(64 * mib);
    // What is no longer kept is given back.
    expect(report.disk.at(-1)).toBeLessThan(32 * mib);
    for (const { age, keep } of report.oldest) expect(age).toBeLessThan(keep + 1_800_000);
  },
);
