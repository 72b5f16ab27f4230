import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Flotilla } from '../../../src-main/wiring';
import { flotilla } from '../../support/flotilla';
import { images, lacking, noImage, sweep } from '../../support/world';
import { countedBlocks, noBlockCount, startBlockLoad } from './block-support';
import { printed } from './load-support';
import { lastMinute, lookFor, meanBetween, startCadvisor, until } from './sources-support';

const stem = 'flt-blocks';
const why = await noBlockCount(stem);
const { cadvisor: image } = await images();

let services: Flotilla;
beforeAll(async () => {
  services = await flotilla();
  services.metrics.start();
});
afterEach(() => sweep(stem));
afterAll(() => services.close());

/** What is shown of a known load agrees with what the engine counts of it over the same time. */
async function agrees(id: string): Promise<void> {
  await until(
    () => lastMinute(services.metrics, 'diskWritten', [id]),
    ({ series: [own] }) => own?.values.some((value) => value !== null && value > 0) === true,
  );
  const before = await countedBlocks(id);
  await lookFor(services.metrics, id, 15_000);
  const after = await countedBlocks(id);
  const seconds = (after.at - before.at) / 1000;
  for (const [metric, truth] of [
    ['diskRead', (after.read - before.read) / seconds],
    ['diskWritten', (after.written - before.written) / seconds],
  ] as const) {
    const range = { from: before.at, to: after.at };
    const { mean, known } = await meanBetween(services.metrics, metric, id, range);
    expect(known).toBeGreaterThanOrEqual(7);
    // The load is there at all.
    expect(truth).toBeGreaterThan(2 ** 20);
    expect(mean / truth, metric).toBeGreaterThan(0.75);
    expect(mean / truth, metric).toBeLessThan(1.3);
  }
}

describe('block I/O', lacking(why), () => {
  it('of a known load is what the engine counts and `docker stats` prints', async () => {
    const id = await startBlockLoad(stem);
    await agrees(id);
    const { read, written } = await countedBlocks(id);
    const shown = await printed(id);
    // Seconds lie between the two, in which it goes on.
    expect(shown.read / read).toBeGreaterThan(0.98);
    expect(shown.read / read).toBeLessThan(1.4);
    expect(shown.written / written).toBeGreaterThan(0.98);
    expect(shown.written / written).toBeLessThan(1.4);
  });

  it('of a known load is the same by cAdvisor', lacking(noImage('cAdvisor', image)), async () => {
    const id = await startBlockLoad(stem);
    await startCadvisor(stem, image ?? '');
    await until(
      async () => (await services.metrics.sources()).find(({ kind }) => kind === 'cadvisor'),
      (state) => state?.state === 'fine' && state.subjects >= 2,
    );
    await agrees(id);
  });
});
