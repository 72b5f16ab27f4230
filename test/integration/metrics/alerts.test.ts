import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { translate } from '@shared/i18n/index';
import type { MetricStore } from '../../../src-main/metrics/types';
import { openStore } from '../../../src-main/metrics/store/open';
import { startWatch, type Watch } from '../../../src-main/metrics/watch';
import { createEngines, type Engines } from '../../../src-main/observe/engines';
import { docker, sweep, testLabels } from '../../support/world';

const name = 'flt-oom-hog';
const minute = 60_000;

describe('what happens to containers', () => {
  let dataDir: string;
  let engines: Engines;
  let store: MetricStore;
  let watch: Watch;
  const notices: string[] = [];

  beforeAll(async () => {
    await sweep(name);
    dataDir = mkdtempSync(join(tmpdir(), 'flt-alerts-'));
    engines = createEngines({ env: process.env, home: '/nonexistent' });
    await engines.start();
    store = await openStore({ dataDir });
    const failed = (error: unknown): void => console.error(error);
    watch = startWatch({
      ...{ dataDir, engines, store, log: failed, awake: true },
      service: { peek: () => Promise.resolve([]) },
      runs: () => Promise.resolve([]),
      resolveSecret: () => Promise.reject(new Error('there is none')),
      notice: ({ title, body }) => notices.push(`${translate('en', title)} | ${translate('en', body)}`),
      alertsChanged: () => undefined,
    });
  });
  afterAll(async () => {
    await sweep(name);
    watch.close();
    await store.close();
    engines.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is marked, and an alert fires on a container that runs out of memory', async () => {
    const memory = 8 * 1024 ** 2;
    const hog = await docker().createContainer({
      ...{ name, Image: 'redis:7.0', Labels: testLabels(name) },
      // tail keeps a line that never ends.
      Entrypoint: ['sh', '-c', 'sleep 0.5; tail /dev/zero'],
      HostConfig: { Memory: memory, MemorySwap: memory },
    });
    await hog.start();
    await vi.waitFor(
      () => expect(notices).toContain(`Killed for lack of memory | ${name} ran out of memory`),
      { timeout: 60_000, interval: 200 },
    );
    const firing = watch.alerts.list().find(({ rule }) => rule.ready === 'oom');
    expect(firing).toMatchObject({ state: 'firing', instances: [{ name, state: 'firing' }] });

    const marks = await watch.marks.between(Date.now() - minute, Date.now() + minute, { name: [name] });
    expect(new Set(marks.map(({ kind }) => kind))).toEqual(new Set(['start', 'oom', 'die', 'alert']));
    expect(await watch.marks.between(Date.now() - minute, Date.now() + minute, { name: ['other'] })).toEqual(
      [],
    );
    expect((await watch.alerts.history('ready-oom')).map(({ subject }) => subject?.name)).toEqual([name]);
  });

  it('holds notes of one’s own, which can be taken back', async () => {
    const note = await watch.marks.note({ at: 2000, to: 1000, text: 'a "note"\n; DROP TABLE mark; --' });
    expect(note).toMatchObject({ kind: 'note', at: 1000, to: 2000 });
    expect(await watch.marks.between(0, 5000, {})).toEqual([note]);
    await watch.marks.deleteNote(note.id);
    expect(await watch.marks.between(0, 5000, {})).toEqual([]);
  });
});
