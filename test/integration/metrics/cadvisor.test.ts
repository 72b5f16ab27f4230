import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MetricSourceState } from '../../../src-shared/metrics/model';
import type { Flotilla } from '../../../src-main/wiring';
import { flotilla } from '../../support/flotilla';
import { images, sweep } from '../../support/world';
import {
  between,
  counted,
  lastMinute,
  lookFor,
  meanBetween,
  meanOf,
  startCadvisor,
  started,
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

describe.skipIf(image === undefined)(
  'cAdvisor (skipped where it can be neither pulled nor built with Go)',
  () => {
    it('is found by itself, tells of all containers, and the engine does again when it is gone', async () => {
      const burner = await started(stem, 'burner', {
        Entrypoint: ['sh', '-c', 'while :; do :; done'],
        HostConfig: { NanoCpus: 500_000_000, Memory: 64 * 2 ** 20 },
      });
      const { url, stop } = await startCadvisor(stem, image ?? '');
      const found = await until(
        () => source('cadvisor'),
        (state) => state?.state === 'fine' && state.subjects >= 2,
      );
      expect(found?.where).toBe(`${url}/`);
      expect((await source('docker'))?.subjects).toBe(0);

      const before = await counted(burner.id);
      await lookFor(services.metrics, burner.id, 15_000);
      const after = await counted(burner.id);
      const own = await meanBetween(services.metrics, 'cpu', burner.id, { from: before.at, to: after.at });
      const truth = between(before, after).cpu;
      expect(own.known).toBeGreaterThanOrEqual(7);
      expect(own.mean / truth).toBeGreaterThan(0.75);
      expect(own.mean / truth).toBeLessThan(1.3);
      for (const [metric, value] of [
        ['cpuLimit', 0.5],
        ['memoryLimit', 64 * 2 ** 20],
        ['pids', 1],
      ] as const)
        await until(
          () => lastMinute(services.metrics, metric, [burner.id]),
          (result) => meanOf(result, burner.id, 1) === value,
        );

      await stop();
      await until(
        () => source('docker'),
        (state) => (state?.subjects ?? 0) > 0,
      );
      const since = Date.now();
      await until(
        () => lastMinute(services.metrics, 'cpu', [burner.id]),
        ({ times, series: [again] }) =>
          again?.values.some((value, i) => value !== null && (times[i] ?? 0) > since) === true,
      );
      // One that was found is no source any more when its container is gone.
      await until(
        () => source('cadvisor'),
        (state) => state === undefined,
      );
    });
  },
);
