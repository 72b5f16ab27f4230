import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

  it('is held up by no expression: JavaScript’s own would never be done with this one', async () => {
    const store = remoteStore({
      ...{ dir: join(dataDir, 'metrics'), thread, patience: 10_000 },
      told: (error) => told.push(error),
    });
    store.append([sampleOf(`${'a'.repeat(60)}!`, 1), sampleOf('aaa', 1)]);
    await store.flush();
    const { series } = await store.query({ ...ask, filter: { name: { regex: '^(a+)+$' } } });
    expect(series.map(({ name }) => name)).toEqual(['aaa']);
    await store.close();
    expect(told).toEqual([]);
  });

  it.each([
    ['hangs', 'for (;;);'],
    ['dies', 'process.exit(3);'],
  ])('that %s is replaced: what is on disk is there again, and what comes is kept', async (_, fate) => {
    // The real thread, which meets its fate where a query names it.
    const cursed = join(dataDir, 'cursed.mjs');
    writeFileSync(
      cursed,
      `import { parentPort } from 'node:worker_threads';
       const on = parentPort.on.bind(parentPort);
       parentPort.on = (name, listener) =>
         on(name, (message) => {
           if (message.query?.filter?.name?.[0] === 'fate') { ${fate} }
           listener(message);
         });
       await import(${JSON.stringify(pathToFileURL(thread).href)});`,
    );
    const dir = join(dataDir, 'metrics');
    const store = remoteStore({
      ...{ dir, thread: cursed, patience: 5000 },
      told: (error) => told.push(error),
    });
    store.append([sampleOf('a', 10)]);
    await store.flush();
    const beside = store.size();
    const lost = store.query({ ...ask, filter: { name: ['fate'] } });
    const waits = store.subjects(now - 1, now + 1, {});
    await expect(beside).resolves.toBeGreaterThan(0);
    for (const each of [lost, waits])
      await expect(each).rejects.toMatchObject({ info: { code: 'history.stopped' } });
    // The one that is gone held the right to write: the next one has it.
    store.append([sampleOf('b', 20)]);
    await store.flush();
    const { series } = await store.query(ask);
    expect(series.map(({ name, values }) => [name, values])).toEqual([
      ['a', [10]],
      ['b', [20]],
    ]);
    await store.close();
    const command = await openStore({ dataDir, readOnly: true });
    expect((await command.query(ask)).series.map(({ name }) => name)).toEqual(['a', 'b']);
    await command.close();
  });
});
