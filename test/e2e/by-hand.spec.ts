import { docker, sweep, testLabels } from '../support/world';
import { dress, expect, expectAccessible, resize, section, shot, test } from './support';

const stem = 'flt-hand-e2e';
const mebibyte = 1024 * 1024;

test.beforeAll(async () => {
  await sweep(stem);
  const made = await docker().createContainer({
    ...{ name: `${stem}-web`, Image: 'redis:7.0', Labels: testLabels(stem) },
    HostConfig: { Memory: 64 * mebibyte },
  });
  await docker().getContainer(made.id).start();
});
test.afterAll(() => sweep(stem));

test('limits and restart policy are changed while the container runs', async ({ launch }) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await section(page, 'Containers').click();
  await page.getByRole('button', { name: `${stem}-web`, exact: true }).click();
  await page.getByRole('button', { name: 'Change limits…' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Memory' })).toHaveValue('64');
  await expect(page.getByText('Change a value to see what will be done.')).toBeVisible();

  // Less than the engine takes is said at its field; nothing can be agreed to.
  await page.getByRole('spinbutton', { name: 'Memory' }).fill('5');
  await expect(page.getByText('At least 6 MiB, a whole number.')).toBeVisible();
  await page.getByRole('spinbutton', { name: 'Memory' }).fill('128');
  await page.getByRole('radio', { name: 'on-failure' }).check({ force: true });
  await page.getByRole('spinbutton', { name: 'Tries at most' }).fill('3');
  await page.getByRole('spinbutton', { name: 'CPUs' }).fill('0.5');
  await expect(page.getByText('--restart on-failure:3')).toBeVisible();
  await shot(page, 'limits');
  await expectAccessible(page, 'the limits');
  await dress(page, 'zh-CN', 'dark');
  await resize(app, 1920, 1080);
  await shot(page, 'limits-zh');
  await dress(page, 'en', 'light');
  await resize(app, 1280, 800);
  await page.getByRole('button', { name: /^Change · / }).click();
  await page.getByRole('button', { name: 'To the container' }).click();
  await expect(page.getByText('128 MiB')).toBeVisible();
  const { HostConfig: host, State: state } = await docker().getContainer(`${stem}-web`).inspect();
  expect(state.Running).toBe(true);
  expect(host).toMatchObject({
    ...{ Memory: 128 * mebibyte, NanoCpus: 5e8 },
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
  });
});
