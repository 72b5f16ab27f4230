import type { ElectronApplication } from '@playwright/test';
import { docker, sweep, testLabels } from '../support/world';
import { buildButton, expect, fillWizard, leftOf, plot, section, test } from './support';

const stem = 'flt-ending-e2e';

/** Ends the app as the system does; resolves when it is gone. */
async function terminate(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

test('SIGTERM ends the app also while it asks whether to quit during a build', async ({ launch }) => {
  const mine = await plot('ending');
  try {
    const { app, page, home } = await launch();
    await fillWizard(page, mine);
    await buildButton(page).click();
    await expect.poll(async () => (await leftOf(mine.name)).length, { timeout: 30_000 }).toBeGreaterThan(4);
    // The question itself, with nobody there to answer.
    await app.evaluate(({ app: electron, dialog }) => {
      const ask = dialog.showMessageBox.bind(dialog) as (...args: unknown[]) => Promise<never>;
      dialog.showMessageBox = (...args: unknown[]) => {
        (globalThis as { asked?: boolean }).asked = true;
        return ask(...args);
      };
      setImmediate(() => electron.quit());
    });
    await expect
      .poll(() => app.evaluate(() => (globalThis as { asked?: boolean }).asked ?? false))
      .toBe(true);
    await terminate(app);

    // What it was at is found again.
    const again = await launch({ home });
    await section(again.page, 'Runs').click();
    await expect(again.page.getByRole('row', { name: new RegExp(mine.name) })).toContainText(
      /Interrupted|Done/,
    );
  } finally {
    await sweep(mine.name);
  }
});

test('No shell stays in a container when the app ends with its terminal open', async ({ launch }) => {
  const name = `${stem}-web`;
  await sweep(stem);
  try {
    const container = await docker().createContainer({
      ...{ name, Image: 'redis:7.0', Labels: testLabels(stem) },
      Entrypoint: ['sh', '-c', 'while sleep 0.5; do :; done'],
    });
    await container.start();
    const { app, page } = await launch();
    await section(page, 'Containers').click();
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('tab', { name: 'Terminal' }).click();
    await expect(page.locator('.xterm-screen')).toContainText(/[#$]/);
    const processes = async (): Promise<string> => JSON.stringify((await container.top()) as unknown);
    await expect.poll(processes).toContain('bash');
    await terminate(app);
    await expect.poll(processes, { timeout: 5000 }).not.toContain('bash');
  } finally {
    await sweep(stem);
  }
});
