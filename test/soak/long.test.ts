import { expect, it } from 'vitest';
import { soak } from './soak';

/*
 * `npm run soak [-- HOURS [SEED]]`: so many simulated hours under stress, and then nights and weeks of sleep. What went
 * wrong is listed; the same seed plays the same again.
 */
const hours = Number(process.env['FLOTILLA_SOAK_HOURS'] ?? 36);
const seed = Number(process.env['FLOTILLA_SOAK_SEED'] ?? 1);
const mib = 2 ** 20;

it(`${hours} hours with seed ${seed}`, { timeout: 3_600_000 }, async () => {
  const report = await soak({ hours, seed, log: console.log });
  const { samples, asked, missing, oldest } = report;
  console.log({ samples, asked, missing, oldest });
  expect(report.wrong).toEqual([]);
  expect(missing / asked).toBeLessThan(0.005);
  const warm = report.heap[Math.min(2, hours - 1)] ?? 0;
  expect(Math.max(...report.heap.slice(2)) - warm).toBeLessThan(24 * mib);
  // A day of the finest tier and what the coarser ones hold by then: from there on it is flat.
  const settled = report.disk[27];
  if (settled !== undefined && hours > 27) expect(report.disk[hours - 1]).toBeLessThan(settled * 1.15);
  expect(Math.max(...report.disk)).toBeLessThan(256 * mib);
  for (const { age, keep } of oldest) expect(age).toBeLessThan(keep + 1_800_000);
});
