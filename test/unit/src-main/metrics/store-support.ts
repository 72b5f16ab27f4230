import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { AppError } from '@shared/errors';
import type { MetricQuery, MetricResult, Sample, Subject } from '@shared/metrics/model';
import { openStore, type StoreOptions } from '../../../../src-main/metrics/store/open';
import type { MetricStore } from '../../../../src-main/metrics/types';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Noon of a day, UTC. */
export const noon = Date.UTC(2026, 10, 20, 12);

const dirs: string[] = [];
const stores: MetricStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'flt-history-'));
  dirs.push(dir);
  return dir;
}

/** A clock that a test moves; `steady` goes along unless the wall clock is set. */
export class Clock {
  wall = noon;
  steady = 0;
  pass(ms: number): void {
    this.wall += ms;
    this.steady += ms;
  }
}

export interface World {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly told: AppError[];
  readonly open: (options?: Partial<StoreOptions>) => Promise<MetricStore>;
}

export function world(): World {
  const dataDir = tempDir();
  const clock = new Clock();
  const told: AppError[] = [];
  return {
    dataDir,
    clock,
    told,
    open: async (options = {}) => {
      const store = await openStore({
        dataDir,
        now: () => clock.wall,
        steady: () => clock.steady,
        told: (error) => told.push(error),
        ...options,
      });
      stores.push(store);
      return store;
    },
  };
}

export const subject = (name: string, more: Partial<Subject> = {}): Subject => ({
  kind: 'container',
  key: `id-${name}`,
  name,
  host: 'here',
  ...more,
});

export const sample = (of: Subject, at: number, values: Sample['values'], period = 10_000): Sample => ({
  subject: of,
  at,
  period,
  values,
});

/** One series' values by the begin of their bucket, without those of which nothing is known. */
export function pointsOf(result: MetricResult, name?: string): Map<number, number> {
  const series = name === undefined ? result.series[0] : result.series.find((one) => one.name === name);
  return new Map(
    result.times.flatMap((at, i) => {
      const value = series?.values[i];
      return typeof value === 'number' ? [[at, value] as const] : [];
    }),
  );
}

export const cpu = (
  from: number,
  to: number,
  buckets: number,
  more: Partial<MetricQuery> = {},
): MetricQuery => ({
  metric: 'cpu',
  from,
  to,
  buckets,
  ...more,
});
