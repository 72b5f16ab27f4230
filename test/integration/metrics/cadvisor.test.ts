import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Metric, MetricSourceState } from '../../../src-shared/metrics/model';
import type { Flotilla } from '../../../src-main/wiring';
import { flotilla } from '../../support/flotilla';
import { images, lacking, noImage, sweep } from '../../support/world';
import { countedByCadvisor, hostShares, printed, startLoad } from './load-support';
import {
  between,
  counted,
  lastMinute,
  lookFor,
  meanBetween,
  meanOf,
  startCadvisor,
  until,
} from './sources-support';

const stem = 'flt-cadvisor';
const { cadvisor: image } = await images();

let services: Flotilla;
beforeAll(async () => {
  await sweep(stem);
  services = await flotilla();
  services.metrics.start();
});
afterEach(() => sweep(stem));
afterAll(() => services.close());

const source = async (kind: MetricSourceState['kind']): Promise<MetricSourceState | undefined> =>
  (await services.metrics.sources()).find((each) => each.kind === kind);

describe('cAdvisor', lacking(noImage('cAdvisor', image)), () => {
  it('is found by itself, tells of all containers, and the engine does again when it is gone', async () => {
    const { burner, hog, reader } = await startLoad(stem);
    const { url, stop } = await startCadvisor(stem, image ?? '');
    const found = await until(
      () => source('cadvisor'),
      (state) => state?.state === 'fine' && state.subjects >= 4,
    );
    expect(found?.where).toBe(`${url}/`);
    expect((await source('docker'))?.subjects).toBe(0);

    // A known load: what the app shows agrees with the engine's counters, with cAdvisor's own, and with `docker stats`.
    const all = [burner, hog, reader];
    const by = {
      engine: counted,
      cadvisor: (id: string) => countedByCadvisor(url, id),
    };
    const count = async () => ({
      engine: await Promise.all(all.map(by.engine)),
      cadvisor: await Promise.all(all.map(by.cadvisor)),
    });
    const before = await count();
    const stats: number[] = [];
    await Promise.all([
      ...all.map((id) => lookFor(services.metrics, id, 20_000)),
      (async () => {
        for (let i = 0; i < 6; i++) stats.push((await printed(burner)).cpu);
      })(),
    ]);
    const after = await count();
    const range = { from: before.engine[0]!.at, to: after.engine[0]!.at };
    const mean = async (metric: Metric, id: string): Promise<number> => {
      const own = await meanBetween(services.metrics, metric, id, range);
      expect(own.known).toBeGreaterThanOrEqual(7);
      return own.mean;
    };
    const shown = {
      cpu: await mean('cpu', burner),
      received: await mean('received', reader),
      sent: await mean('sent', hog),
      memory: await mean('memory', hog),
    };
    for (const who of ['engine', 'cadvisor'] as const) {
      const rates = all.map((_, i) => between(before[who][i]!, after[who][i]!));
      const near = (is: number, truth: number | undefined, what: string): void => {
        expect(is / (truth ?? Number.NaN), `${what} against ${who}`).toBeGreaterThan(0.75);
        expect(is / (truth ?? Number.NaN), `${what} against ${who}`).toBeLessThan(1.3);
      };
      near(shown.cpu, rates[0]?.cpu, 'CPU');
      near(shown.received, rates[2]?.received, 'received');
      near(shown.sent, rates[1]?.sent, 'sent');
      expect(Math.abs(shown.memory - after[who][1]!.memory), `memory against ${who}`).toBeLessThan(
        4 * 2 ** 20,
      );
    }
    // The loads are there at all.
    expect(shown.cpu).toBeGreaterThan(5);
    expect(shown.cpu).toBeLessThan(60);
    expect(shown.memory).toBeGreaterThan(60 * 2 ** 20);
    expect(shown.received).toBeGreaterThan(100_000);
    const seen = stats.reduce((sum, each) => sum + each, 0) / stats.length;
    expect(shown.cpu / seen).toBeGreaterThan(0.7);
    expect(shown.cpu / seen).toBeLessThan(1.4);
    expect(Math.abs(shown.memory - (await printed(hog)).memory)).toBeLessThan(4 * 2 ** 20);
    for (const [metric, value] of [
      ['cpuLimit', 0.5],
      ['memoryLimit', 64 * 2 ** 20],
      ['pids', 1],
      ['throttled', undefined],
      ['diskRead', undefined],
      ['diskWritten', undefined],
      ['receivedErrors', 0],
      ['receivedDropped', 0],
      ['sentErrors', 0],
      ['sentDropped', 0],
      ['uptime', undefined],
      ['restarts', 0],
      ['layer', undefined],
    ] as const)
      await until(
        () => lastMinute(services.metrics, metric, [burner]),
        (result) => {
          const last = meanOf(result, burner, 1);
          return value === undefined ? last !== undefined : last === value;
        },
      );

    // The whole host, for an engine whose /proc is not ours.
    const { cadvisor, kernel } = await hostShares(url, 5000);
    expect(Math.abs(cadvisor.cpu - kernel.cpu), JSON.stringify({ cadvisor, kernel })).toBeLessThan(15);
    expect(Math.abs(cadvisor.memory - kernel.memory), JSON.stringify({ cadvisor, kernel })).toBeLessThan(10);

    await stop();
    await until(
      () => source('docker'),
      (state) => (state?.subjects ?? 0) > 0,
    );
    const since = Date.now();
    await until(
      () => lastMinute(services.metrics, 'cpu', [burner]),
      ({ times, series: [again] }) =>
        again?.values.some((value, i) => value !== null && (times[i] ?? 0) > since) === true,
    );
    // One that was found is no source any more when its container is gone.
    await until(
      () => source('cadvisor'),
      (state) => state === undefined,
    );
  });
});
