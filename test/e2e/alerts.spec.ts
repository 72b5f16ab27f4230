import { docker, sweep, testLabels } from '../support/world';
import { dress, expect, expectAccessible, resize, section, shot, test } from './support';

const stem = 'flt-alr-e2e';

test.beforeAll(() => sweep(stem));
test.afterAll(() => sweep(stem));

test('an alert fires on a container that runs out of memory; one’s own rule is made, tested, silenced, removed', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await section(page, 'Alerts').click();
  const rules = page.getByRole('table', { name: 'Rules' });
  const oom = rules.getByRole('row').filter({ hasText: 'Killed for lack of memory' });
  await expect(oom.getByText('OK', { exact: true })).toBeVisible();

  const memory = 8 * 1024 ** 2;
  const hog = await docker().createContainer({
    ...{ name: `${stem}-hog`, Image: 'redis:7.0', Labels: testLabels(stem) },
    // tail keeps a line that never ends.
    Entrypoint: ['sh', '-c', 'sleep 0.5; tail /dev/zero'],
    HostConfig: { Memory: memory, MemorySwap: memory },
  });
  await hog.start();
  await expect(oom.getByText('Firing').first()).toBeVisible({ timeout: 60_000 });
  // The engine remembers one of a try just before.
  await expect(oom.getByText(`${stem}-hog`).first()).toBeVisible();
  await expectAccessible(page, 'the alerts');
  const looks = [
    ['en', 'light', 1280, 800],
    ['en', 'dark', 1920, 1080],
    ['zh-CN', 'light', 1920, 1080],
    ['zh-CN', 'dark', 1280, 800],
  ] as const;
  for (const [locale, theme, width, height] of looks) {
    await dress(page, locale, theme);
    await resize(app, width, height);
    await shot(page, `alerts-${locale}-${theme}-${String(width)}`);
  }
  await dress(page, 'en', 'light');

  // From who is meant to the charts of it, and back.
  await oom
    .getByRole('button', { name: `${stem}-hog`, exact: true })
    .first()
    .click();
  await expect(page.getByRole('combobox', { name: 'Container' })).toHaveValue(`${stem}-hog`);
  await page.keyboard.press('Alt+ArrowLeft');

  // A rule of one's own; what cannot be used is said at its field.
  await page.getByRole('button', { name: 'New alert' }).click();
  const form = page.getByRole('dialog', { name: 'New alert' });
  await form.getByRole('textbox', { name: 'Containers whose name matches' }).fill('(');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Give it a name.')).toBeVisible();
  await expect(form.getByText('This is no regular expression.')).toBeVisible();
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Busy "web"');
  await form.getByRole('textbox', { name: 'Containers whose name matches' }).fill('^web');
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form.getByText('Nothing to measure at the moment')).toBeVisible();
  await expectAccessible(page, 'the form of an alert');
  await shot(page, 'alerts-form');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const own = rules.getByRole('row').filter({ hasText: 'Busy "web"' });
  await expect(own).toContainText('Memory above 90 % of memory limit, for 1m · /^web/');

  await own.getByRole('button', { name: 'What to do with' }).click();
  await page.getByRole('menuitem', { name: 'Silence for 1 hour' }).click();
  await expect(own.getByText('Silenced until')).toBeVisible();
  await own.getByRole('button', { name: 'What to do with' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(own).toBeHidden();

  await page.getByRole('tab', { name: 'History' }).click();
  const fired = page.getByRole('table', { name: 'History' });
  await expect(
    fired
      .getByRole('row')
      .filter({ hasText: `${stem}-hog ran out of memory` })
      .first(),
  ).toBeVisible();
  await shot(page, 'alerts-history');
});
