import { dress, expect, expectAccessible, shot, test } from './support';

test('The palette goes anywhere and does things, by the keyboard alone', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const box = page.getByRole('dialog', { name: 'Go to or do' });
  const input = box.getByRole('combobox');
  const first = box.getByRole('option').first();

  await page.keyboard.press('ControlOrMeta+k');
  await expect(input).toBeFocused();
  await expectAccessible(page, 'palette');
  await shot(page, 'palette-1');
  await page.keyboard.type('resou');
  await expect(first).toContainText('Resources');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table')).toContainText('redis:7.0');
  // `/` finds the page's own search.
  await page.keyboard.press('/');
  await expect(page.getByRole('main').getByRole('searchbox')).toBeFocused();

  // What is on the engine is found as well.
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('redis:7.0');
  await expect(box.getByRole('option', { name: /^redis:7\.0.*Image/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();

  // So is every part of the settings, and shown: the keyboard goes on from there.
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('metric sources');
  await expect(first).toContainText('Setting');
  await shot(page, 'palette-3-settings');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  const sources = page.locator('[data-part=sources]');
  await expect(sources).toBeFocused();
  await expect(sources.getByRole('heading', { name: 'Metric sources' })).toBeInViewport();
  // From within the settings as well.
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('last window');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-part=window]')).toBeFocused();

  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  // What was done lately comes first.
  await page.keyboard.press('ControlOrMeta+k');
  await expect(first).toContainText('Dark theme');
  await expect(first).toContainText('Recent');
  await page.keyboard.press('Escape');

  // In Chinese by characters, by syllables, by their first letters, and in English.
  await dress(page, 'zh-CN', 'dark');
  for (const typed of ['容器', 'rongqi', 'rq', 'containers']) {
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type(typed);
    await expect(page.getByRole('dialog').getByRole('option').first(), typed).toContainText('容器');
    await page.keyboard.press('Escape');
    // Nobody opens it again before it has closed.
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await page.keyboard.press('ControlOrMeta+k');
  await shot(page, 'palette-2-zh');
  await page.keyboard.type('qqqqzzz');
  await expect(page.getByText('没有匹配项，请减少字符再试。')).toBeVisible();
  // What is nowhere else may stand in a log.
  await expect(page.getByRole('dialog').getByRole('option')).toHaveText(/在日志中搜索“qqqqzzz”/);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/中找到 0 行/)).toBeVisible();
});
