import { join } from 'node:path';
import { temporaryFolder } from '../support/world';
import { answerDialogs, dress, expect, fillWizard, plot, shot, test, section } from './support';

test('The language is switched live, everywhere, and stays', async ({ launch }) => {
  const mine = await plot('lang');
  const { app, page, home } = await launch();
  await fillWizard(page, mine);
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText('Create network');

  await section(page, 'Settings').click();
  await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: '简体中文' });
  await expect(page.getByRole('heading', { level: 1, name: '设置' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await shot(page, 'language-1-settings');

  // What was typed is still there; the same plan reads in the other language.
  await section(page, 'Redis').click();
  await page
    .getByRole('button', { name: /Redis 集群/ })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: '名称', exact: true })).toHaveValue(mine.name);
  const plan = page.getByRole('region', { name: '计划' });
  await expect(plan).toContainText(`${mine.name}-net`);
  await expect(plan).not.toContainText('Create network');
  // Docker's and Redis's own words stay as they are.
  await expect(plan).toContainText('docker network create');
  await shot(page, 'language-2-wizard');
  const english = await page.locator('main').evaluate((main) =>
    // Sentences of English words in the texts; commands, names and addresses are left out.
    [...main.querySelectorAll('p, h1, h2, h3, label, button')]
      .filter((each) => each.querySelector('code, pre') === null)
      .map((each) => each.textContent.trim())
      .filter((text) => /[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(text) && !/[\u4e00-\u9fff]/.test(text)),
  );
  expect(english).toEqual([]);

  await app.close();
  const again = await launch({ home });
  await expect(again.page.getByRole('heading', { level: 1, name: '概览' })).toBeVisible();
});

test('A notice that stands already speaks the language that is switched to', async ({ launch }) => {
  const { app, page } = await launch();
  await dress(page, 'en', 'light');
  const missing = join(temporaryFolder('spec'), 'gone.yaml');
  await answerDialogs(app, missing);
  await page.keyboard.press('ControlOrMeta+o');
  const notice = page.locator('.toast');
  await expect(notice).toContainText(/[A-Za-z]{3,} [a-z]{2,}/);
  const before = await notice.innerText();
  await dress(page, 'zh-CN', 'light');
  await expect(notice).toContainText(/\p{Script=Han}/u);
  // What the system itself says stays as it is.
  const words = (await notice.innerText()).replace(/ENOENT.*/, '');
  expect(words).not.toMatch(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/);
  await dress(page, 'en', 'light');
  await expect(notice).toHaveText(before, { useInnerText: true });
});
