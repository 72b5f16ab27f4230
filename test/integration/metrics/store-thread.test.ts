import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '@shared/errors';
import type { MetricQuery, Sample } from '@shared/metrics/model';
import { openStore } from '../../../src-main/metrics/store/open';
import { remoteStore } from '../../../src-main/metrics/store/remote';

const thread = join(import.meta.dirname, '../../../out/main/metrics-store.js');
const now = Date.now();
const ask: MetricQuery = { metric: 'cpu', from: now - 60_000, to: now + 60_000, buckets: 1 };
const sampleOf = (name: string, cpu: number | null): Sample => ({
  subject: { kind: 'container', key: name, name, host: 'here', labels: { role: `"${name}"` } },
  at: now,
  period: 1000,
  values: { cpu, memory: 5 },
});

describe('the history in a thread of its own', () => {
  let dataDir: string;
  let told: AppError[];
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'flt-history-'));
    told = [];
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is built', () => expect(existsSync(thread)).toBe(true));

  it('takes samples, answers, and has them again in the next process', async () => {
    const store = await openStore({ dataDir, thread, told: (error) => told.push(error) });
    store.append([sampleOf('a', 10), sampleOf('b', null)]);
    store.append([sampleOf('a', 20)]);
    const result = await store.query(ask);
    expect(result.series.map(({ name, values }) => [name, values])).toEqual([['a', [15]]]);
    expect((await store.subjects(now - 1, now + 1, {})).map(({ labels }) => labels)).toEqual([
      { role: '"a"' },
      { role: '"b"' },
    ]);
    expect(await store.size()).toBeGreaterThan(10_000);
    await store.close();
    const command = await openStore({ dataDir, readOnly: true });
    expect((await command.query(ask)).series[0]?.values).toEqual([15]);
    await command.close();
    expect(told).toEqual([]);
  });

  it('says what is wrong with a question as the store itself does', async () => {
    const store = await openStore({ dataDir, thread });
    await expect(store.query({ ...ask, filter: { name: { regex: '(' } } })).rejects.toMatchObject({
      info: { code: 'metrics.bad-regex' },
    });
    await store.close();
  });

  it('replaces a thread that an endless expression holds, and goes on with what was on disk', async () => {
    const store = remoteStore({
      ...{ dir: join(dataDir, 'metrics'), thread, patience: 1500 },
      told: (error) => told.push(error),
    });
    const endless = sampleOf(`${'a'.repeat(60)}!`, 1);
    store.append([endless]);
    await store.flush();
    await expect(store.query({ ...ask, filter: { name: { regex: '^(a+)+$' } } })).rejects.toMatchObject({
      info: { code: expect.stringMatching(/^(history.stopped|metrics.bad-regex)$/) as string },
    });
    expect((await store.query(ask)).series).toHaveLength(1);
    await store.close();
  });
});
