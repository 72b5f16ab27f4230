import { setTimeout as sleep } from 'node:timers/promises';
import { cli, docker, noSessionBus, startTrayHost, sweep, testLabels } from '../support/world';
import { callFromPage, expect, test } from './support';

/* What goes on while no window is to be seen. */

const name = 'flt-hidden-web';
/** Without anybody who looks, every tenth second is kept: so long holds two of them at least. */
const hiddenMs = 31_000;
const noBus = noSessionBus();

/** How many moments of a span hold a measured value. */
const measured = (result: { series: { values: (number | null)[] }[] } | undefined): number =>
  result?.series[0]?.values.filter((value) => value !== null).length ?? 0;

test('History goes on while the window is hidden in the tray, and is on disk afterwards', async ({
  launch,
}) => {
  test.skip(noBus !== undefined, noBus);
  await sweep('flt-hidden');
  const host = await startTrayHost();
  try {
    const made = await docker().createContainer({
      ...{ name, Image: 'redis:7.0', Labels: testLabels('flt-hidden') },
      Entrypoint: ['sh', '-c', 'while :; do sleep 0.2; done'],
    });
    await made.start();
    const { app, page, home } = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: host.address } });
    await callFromPage(page, 'settings.set', { tray: 'hide' });
    await expect.poll(() => host.icons().length, { timeout: 20_000 }).toBe(1);
    const kept = async (from: number, to: number): Promise<number> => {
      const ask = { metric: 'memory', filter: { name: [name] }, from, to, buckets: 300 };
      const { value } = (await callFromPage(page, 'metrics.query', [ask])) as {
        value: Parameters<typeof measured>[0][];
      };
      return measured(value[0]);
    };
    await expect.poll(() => kept(Date.now() - 60_000, Date.now()), { timeout: 30_000 }).toBeGreaterThan(0);

    const visible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(visible).toBe(false);
    const from = Date.now();
    await sleep(hiddenMs);
    expect(await visible()).toBe(false);
    const to = Date.now();

    await host.choose('Open Flotilla');
    await expect.poll(visible).toBe(true);
    expect(await kept(from, to), 'samples of the hidden time, in the window').toBeGreaterThanOrEqual(2);

    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await host.choose('Quit Flotilla');
    await ended;
    const span = ['--from', new Date(from).toISOString(), '--to', new Date(to).toISOString()];
    const asked = ['metrics', 'query', '--metric', 'memory', '--container', name, ...span];
    const { code, stdout, stderr } = await cli([...asked, '--buckets', '300', '--json'], { home });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const onDisk = measured(JSON.parse(stdout) as Parameters<typeof measured>[0]);
    expect(onDisk, 'samples of the hidden time, on disk').toBeGreaterThanOrEqual(2);
  } finally {
    await host.close();
    await sweep('flt-hidden');
  }
});
