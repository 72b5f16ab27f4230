import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Metric } from '../../../src-shared/metrics/model';
import { readDiskTraffic } from '../../../src-main/clients/proc';
import type { Flotilla } from '../../../src-main/wiring';
import { flotilla } from '../../support/flotilla';
import { docker, lacking, sweep, temporaryFolder } from '../../support/world';
import { between, counted, lastMinute, lookFor, meanBetween, started, until } from './sources-support';

const stem = 'flt-metrics';
let services: Flotilla;

beforeAll(async () => {
  await sweep(stem);
  services = await flotilla();
  services.metrics.start();
});
afterEach(() => sweep(stem));
afterAll(() => services.close());

it('shows a container within seconds, at a sample a second while it is looked at', async () => {
  const { id } = await started(stem, 'burner', {
    Entrypoint: ['sh', '-c', 'while :; do :; done'],
    HostConfig: { NanoCpus: 500_000_000, Memory: 64 * 2 ** 20 },
  });
  await until(
    () => lastMinute(services.metrics, 'cpu', [id]),
    ({ series: [own] }) => own?.values.some((value) => value !== null) === true,
  );
  // What it gets of its half a core depends on what else the machine does: the engine counts it as well.
  const before = await counted(id);
  await lookFor(services.metrics, id, 12_000);
  const after = await counted(id);
  const own = await meanBetween(services.metrics, 'cpu', id, { from: before.at, to: after.at });
  expect(own.step).toBe(1000);
  expect(own.known).toBeGreaterThanOrEqual(10);
  const truth = between(before, after).cpu;
  expect(truth).toBeGreaterThan(0);
  expect(own.mean / truth).toBeGreaterThan(0.8);
  expect(own.mean / truth).toBeLessThan(1.25);
  const host = await lastMinute(services.metrics, 'hostCpu');
  expect(host.series).toHaveLength(1);
  const { NCPU } = (await docker().info()) as { readonly NCPU: number };
  const cores = await lastMinute(services.metrics, 'hostCores');
  expect(cores.series[0]?.values.findLast((value) => value !== null)).toBe(NCPU);
});

it('tells how long a container is up and how often its policy restarted it', async () => {
  const { id, stop } = await started(stem, 'again', {
    Entrypoint: [
      'sh',
      '-c',
      'test -e /tmp/twice && exec sleep 600; test -e /tmp/once && touch /tmp/twice; touch /tmp/once; exit 3',
    ],
    HostConfig: { RestartPolicy: { Name: 'on-failure' } },
  });
  const last = async (metric: Metric): Promise<number | null | undefined> =>
    (await lastMinute(services.metrics, metric, [id])).series[0]?.values.findLast((value) => value !== null);
  await until(
    () => last('restarts'),
    (times) => times === 2,
  );
  const { State } = await docker().getContainer(id).inspect();
  const since = (Date.now() - Date.parse(State.StartedAt)) / 1000;
  const uptime = await last('uptime');
  expect(uptime).toBeGreaterThan(0);
  expect(uptime).toBeLessThanOrEqual(since + 2);
  await stop();
});

it('tells how many containers are in which state', async () => {
  const held = await started(stem, 'held', { Entrypoint: ['sleep', '600'] });
  await docker().getContainer(held.id).pause();
  await started(stem, 'done', { Entrypoint: ['true'] });
  await started(stem, 'sick', {
    Entrypoint: ['sleep', '600'],
    Healthcheck: { Test: ['CMD', 'false'], Interval: 1e9, Timeout: 1e9, Retries: 1 },
  });
  const listed = async (status: string): Promise<number> =>
    (await docker().listContainers({ all: true, filters: status })).length;
  for (const [metric, filters] of [
    ['hostPaused', '{"status":["paused"]}'],
    ['hostStopped', '{"status":["exited","created","dead"]}'],
    ['hostUnhealthy', '{"health":["unhealthy"]}'],
    ['hostRunning', '{"status":["running"]}'],
  ] as const)
    await until(
      async () => {
        const { series } = await lastMinute(services.metrics, metric);
        const told = series[0]?.values.findLast((value) => value !== null);
        return { told, true: await listed(filters) };
      },
      (answer) => answer.true > 0 && answer.told === answer.true,
    );
});

const disks = process.platform === 'linux' ? await readDiskTraffic() : undefined;
const noDisk = disks === undefined ? 'the kernel tells of no disk of this computer' : undefined;
it('tells what the host writes to its disks', lacking(noDisk), async () => {
  const folder = temporaryFolder(stem);
  const writer = await open(join(folder, 'written'), 'w');
  const written = async (): Promise<number> => (await readDiskTraffic())?.written ?? Number.NaN;
  await lastMinute(services.metrics, 'hostDiskWritten');
  const [from, before] = [Date.now(), await written()];
  for (let second = 0; second < 12; second++) {
    await writer.write(randomBytes(2 ** 21), 0, 2 ** 21, 0);
    await writer.sync();
    await lastMinute(services.metrics, 'hostDiskWritten');
    await sleep(1000);
  }
  const [to, after] = [Date.now(), await written()];
  await writer.close();
  rmSync(folder, { recursive: true });
  const [result] = await services.metrics.query([{ metric: 'hostDiskWritten', from, to, buckets: 60 }]);
  const known = (result?.series[0]?.values ?? []).filter((value) => value !== null);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const truth = ((after - before) / (to - from)) * 1000;
  expect(known.length).toBeGreaterThanOrEqual(10);
  expect(Math.abs(mean - truth)).toBeLessThan(truth / 3 + 2 ** 18);
});
