import { sweep } from '../support/world';
import { answerQuestions, expect, expectAccessible, leftOf, quitAtOnce, resize, shot, test } from './support';

const sample = 'flotilla-sample';

test('The first start looks around, builds a sample, and removes all of it', async ({ launch }) => {
  test.setTimeout(300_000);
  await sweep(sample);
  try {
    const { page, app, home } = await launch({ firstRun: true });
    await resize(app, 1280, 800);
    await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Flotilla' })).toBeVisible();
    await expect(page.getByText(/About \d+ Redis nodes/)).toBeVisible();
    await expect(page.getByText(/the registry answers|No registry answers/)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/Already here: .*redis:7\.0/)).toBeVisible();
    await expectAccessible(page, 'first run');
    await shot(page, 'first-1-en');
    await page.getByRole('radio', { name: '简体中文' }).check();
    await expect(page.getByRole('heading', { level: 1, name: '欢迎使用 Flotilla' })).toBeVisible();
    await page.getByRole('radio', { name: '深色' }).check();
    await expectAccessible(page, 'first run, dark');
    await shot(page, 'first-2-zh-dark');
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('button', { name: 'Build the sample' }).click();
    await expect(page.getByRole('region', { name: new RegExp(sample) })).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 120_000 });
    await expect(page.getByRole('heading', { level: 1, name: sample })).toBeVisible();
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Overview/ })
      .click();
    await expect(page.getByText('The sample cluster is here')).toBeVisible();
    await shot(page, 'first-3-sample');
    await page.getByRole('button', { name: 'Remove the sample' }).click();
    await expect.poll(() => leftOf(sample), { timeout: 60_000 }).toEqual([]);
    // The engine is empty a moment before the run is over, and who closes the app meanwhile is asked.
    await expect(page.getByText(/(\d+) of \1 steps/)).toBeVisible();

    // Not asked again by itself, but from the settings.
    await quitAtOnce(app);
    const again = await launch({ home });
    await expect(again.page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    await again.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Settings/ })
      .click();
    await again.page.getByRole('button', { name: 'Show the first steps' }).click();
    await expect(again.page.getByRole('heading', { level: 1, name: 'Welcome to Flotilla' })).toBeVisible();
    await again.page.getByRole('button', { name: 'Skip' }).click();
    await expect(again.page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  } finally {
    await sweep(sample);
  }
});

test('The sample goes with the app that built it, when that is wanted', async ({ launch }) => {
  test.setTimeout(300_000);
  await sweep(sample);
  try {
    const { page, app } = await launch({ firstRun: true });
    await page.getByRole('button', { name: 'Build the sample' }).click({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Open the cluster' })).toBeVisible({ timeout: 120_000 });
    await answerQuestions(app, 1);
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    void app.evaluate(({ app: own }) => own.quit()).catch(() => undefined);
    await ended;
    expect(await leftOf(sample)).toEqual([]);
  } finally {
    await sweep(sample);
  }
});
