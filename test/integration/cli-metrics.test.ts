import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Sample } from '@shared/metrics/model';
import { openStore } from '../../src-main/metrics/store/open';
import { cli, temporaryFolder } from '../support/world';

// The history that the app would have written, read by the command.
const home = temporaryFolder('cli-metrics');
const slot = 10_000;
const end = Math.floor(Date.now() / slot) * slot;
const minutes = 10;
const resultSchema = z.object({
  metric: z.string(),
  unit: z.string(),
  step: z.number(),
  times: z.array(z.number()),
  series: z.array(z.object({ name: z.string(), values: z.array(z.number().nullable()) })),
});

function sampleOf(name: string, at: number, cpu: number): Sample {
  return {
    subject: { kind: 'container', key: name, name, host: 'here' },
    ...{ at, period: slot, values: { cpu, memory: 2 ** 20 } },
  };
}

beforeAll(async () => {
  const store = await openStore({ dataDir: home });
  for (let at = end - minutes * 60_000; at < end; at += slot)
    store.append([sampleOf('web', at + 1, 25), sampleOf('db', at + 1, 150)]);
  await store.close();
});
const ask = (...args: string[]) => cli(['metrics', 'query', ...args], { home });

it('prints what was measured of a container as JSON, in as many buckets as asked for', async () => {
  const { code, stdout } = await ask(
    ...['--metric', 'cpu', '--container', 'web', '--from', 'now-1h', '--buckets', '300', '--json'],
  );
  expect(code).toBe(0);
  const { metric, unit, step, times, series } = resultSchema.parse(JSON.parse(stdout));
  expect([metric, unit]).toEqual(['cpu', 'percent']);
  expect(times.length).toBeLessThanOrEqual(300);
  expect(series.map(({ name }) => name)).toEqual(['web']);
  const known = (series[0]?.values ?? []).filter((value) => value !== null);
  expect(known.length * step).toBeGreaterThanOrEqual((minutes - 1) * 60_000);
  expect(new Set(known)).toEqual(new Set([25]));
});

it('prints a column a container as a table, and says what it cannot answer', async () => {
  const { stdout } = await ask('--from', 'now-30m', '--buckets', '10');
  const [head = '', ...rows] = stdout.trim().split('\n');
  expect(head.trim().split(/\s{2,}/)).toEqual(['Time', 'db', 'web']);
  expect(rows.some((row) => /T\S+Z\s+150\s+25$/.test(row.trim()))).toBe(true);

  const none = await ask('--container', 'nobody');
  expect([none.code, none.stderr.trim()]).toEqual([0, 'Nothing was measured in this range.']);
  for (const [args, words] of [
    [['--metric', 'cpus'], 'There is no metric “cpus”'],
    [['--from', 'yesterday'], '“yesterday” is no time'],
    [['--from', 'now', '--to', 'now-1h'], 'The range ends before it begins'],
    [['--buckets', '0'], '“0” is no number of buckets'],
  ] as const) {
    const { code, stderr } = await ask(...args);
    expect([code, stderr.includes(words)], stderr).toEqual([2, true]);
  }
});

it('tells of each source and how it is', async () => {
  const { code, stdout } = await cli(['metrics', 'sources', '--json'], { home });
  const found = z
    .array(z.object({ kind: z.string(), state: z.string(), where: z.string() }))
    .parse(JSON.parse(stdout));
  const gone = found.some(({ state }) => state === 'gone');
  expect(code).toBe(gone ? 1 : 0);
  expect(found.find(({ kind }) => kind === 'docker')?.state).toMatch(/^(fine|late)$/);
  expect(found.map(({ kind }) => kind)).toContain('host');
});
