import { dress, expect, expectAccessible, test } from './support';

for (const theme of ['light', 'dark'] as const) {
  test(`Every main page passes the machine's checks, ${theme}`, async ({ launch }) => {
    const { page } = await launch();
    await dress(page, theme === 'light' ? 'en' : 'zh-CN', theme);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page, 'overview');
    const rail = page.getByRole('navigation').getByRole('listitem').getByRole('button');
    for (const index of [1, 2, 3]) {
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
