import { sweep } from '../support/world';
import { buildButton, dress, expect, expectAccessible, fillWizard, plot, test } from './support';

for (const theme of ['light', 'dark'] as const) {
  test(`Every main page passes the machine's checks, ${theme}`, async ({ launch }) => {
    const { page } = await launch();
    await dress(page, theme === 'light' ? 'en' : 'zh-CN', theme);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page, 'overview');
    const rail = page.getByRole('navigation').getByRole('listitem').getByRole('button');
    for (let index = 1; index < (await rail.count()); index++) {
      await rail.nth(index).click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle');
      await expectAccessible(page, (await page.getByRole('heading', { level: 1 }).textContent()) ?? '');
    }
    await rail.nth(0).click();
    await page
      .getByRole('button', { name: theme === 'light' ? 'Build a Redis cluster' : /Redis 集群/ })
      .first()
      .click();
    await expect(page.getByRole('region', { name: theme === 'light' ? 'Plan' : '计划' })).toBeVisible();
    await expectAccessible(page, 'wizard');
  });
}

test("A cluster's page passes the machine's checks: every tab, a node's drawer, its removal", async ({
  launch,
}) => {
  const mine = await plot('axe');
  try {
    const { page } = await launch();
    await fillWizard(page, mine);
    await buildButton(page).click();
    await expect(page.getByRole('button', { name: 'Open the cluster' })).toBeVisible({ timeout: 90_000 });
    await expectAccessible(page, 'the run that is over');
    await page.getByRole('button', { name: 'Open the cluster' }).click();
    await expect(page.getByRole('heading', { level: 1, name: mine.name })).toBeVisible();
    for (const [theme, locale] of [
      ['light', 'en'],
      ['dark', 'zh-CN'],
    ] as const) {
      await dress(page, locale, theme);
      for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
        const tab = page.getByRole('tab').nth(index);
        await tab.click();
        await expect(tab).toHaveAttribute('aria-selected', 'true');
        await expect(page.locator('main [aria-busy=true]')).toHaveCount(0);
        await expectAccessible(page, `${(await tab.textContent()) ?? ''}, ${theme}`);
      }
      await page.getByRole('tab').first().click();
      await page
        .getByRole('tabpanel')
        .getByRole('button', { name: new RegExp(`${mine.name}-1\\b`) })
        .first()
        .click();
      await expect(page.getByRole('dialog')).toContainText(`${mine.name}-1`);
      await expectAccessible(page, `drawer, ${theme}`);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    await page.getByRole('button', { name: /删除…|移除…/ }).click();
    await expect(page.getByRole('textbox')).toBeVisible();
    await expectAccessible(page, 'removal, dark');
  } finally {
    await sweep(mine.name);
  }
});

test("Work on a running cluster passes the machine's checks: every form, map and picture, a drill's timeline", async ({
  launch,
}) => {
  test.setTimeout(400_000);
  const mine = await plot('axe2');
  // The first entries of the menu; backup and import have tests of their own.
  const operations = 6;
  try {
    const { page } = await launch();
    await fillWizard(page, mine);
    await page.getByText('Advanced', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Node timeout' }).fill('2000');
    await expect(buildButton(page)).toBeEnabled();
    await buildButton(page).click();
    await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 90_000 });
    for (const [theme, locale] of [
      ['light', 'en'],
      ['dark', 'zh-CN'],
    ] as const) {
      await dress(page, locale, theme);
      const actions = page.getByRole('button', { name: /^(Actions|操作)$/ });
      await actions.click();
      await expectAccessible(page, `menu, ${theme}`);
      await page.keyboard.press('Escape');
      for (let index = 0; index < operations; index++) {
        await actions.click();
        await page.getByRole('menuitem').nth(index).click();
        const choice = page.locator('form').getByRole('radio', {
          name: new RegExp(`${mine.name}-\\d`),
        });
        if ((await choice.count()) > 0) await choice.first().check();
        const views = page.getByRole('radiogroup', { name: /^(What to show|显示内容)$/ }).getByRole('radio');
        await expect(views).toHaveCount(4);
        // In the dark only colours differ: the first picture and the map show them all.
        for (const view of theme === 'light' ? [0, 1, 2, 3] : [0, 2]) {
          await views.nth(view).check();
          await expectAccessible(page, `operation ${index}, view ${view}, ${theme}`);
        }
        await page.getByRole('button', { name: mine.name, exact: true }).click();
      }
    }
    await page.getByRole('button', { name: '操作', exact: true }).click();
    await page.getByRole('menuitem', { name: /故障演练/ }).click();
    await page.getByRole('radio', { name: new RegExp(`${mine.name}-2`) }).check();
    await page.getByRole('button', { name: /^开始演练 ·/ }).click();
    await expect(page.getByRole('button', { name: '打开集群' })).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole('region', { name: '时间线' })).toBeVisible();
    await expectAccessible(page, 'drill, dark');
    await dress(page, 'en', 'light');
    await expectAccessible(page, 'drill, light');
  } finally {
    await sweep(mine.name);
  }
});

test('The keyboard alone leads to an agreed plan', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const focused = () => page.evaluate(() => document.activeElement?.textContent.trim() ?? '');

  // The first stop is the way past the rail.
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to content');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 12 && !(await focused()).startsWith('Build a Redis cluster'); i++)
    await page.keyboard.press('Tab');
  expect(await focused()).toContain('Build a Redis cluster');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'New Redis cluster' })).toBeVisible();

  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  const reached = () => name.evaluate((field) => field === document.activeElement);
  for (let i = 0; i < 30 && !(await reached()); i++) await page.keyboard.press('Tab');
  expect(await reached()).toBe(true);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('by-keyboard');
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText('by-keyboard-1');
});
