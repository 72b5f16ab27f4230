import { sweep } from '../support/world';
import { buildButton, dress, expect, expectAccessible, fillWizard, plot, test } from './support';

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
