import { sweep } from '../support/world';
import { buildButton, dress, expect, fillWizard, plot, resize, runOf, shot, test } from './support';

/** Drives the app through its main job and leaves numbered pictures in tour/. */
test('The tour: from an empty window to a Redis cluster', async ({ launch }) => {
  test.setTimeout(300_000);
  const mine = { ...(await plot('tour')), name: 'flt-demo' };
  await sweep(mine.name);
  const { app, page } = await launch();
  let number = 0;
  const picture = async (name: string): Promise<void> => {
    number += 1;
    // What slides in or fades has come to rest.
    await page.waitForTimeout(350);
    await shot(page, `${String(number).padStart(2, '0')}-${name}`, 'tour');
  };
  const rail = (index: number) =>
    page.getByRole('navigation').getByRole('listitem').getByRole('button').nth(index);
  try {
    await dress(page, 'en', 'light');
    await resize(app, 1280, 800);

    await test.step('an empty window', async () => {
      await expect(page.getByRole('button', { name: /^Engine: .*\d+\.\d+/ })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Build a Redis cluster' }).first()).toBeVisible();
      await picture('overview');
    });

    await test.step('the wizard, from a preset', async () => {
      await page.getByRole('button', { name: 'Build a Redis cluster' }).first().click();
      await page.getByRole('button', { name: '3 + 3, host mode' }).click();
      await expect(page.getByRole('region', { name: 'Plan' })).toContainText('host');
      await picture('wizard-host-mode');
      await page.getByRole('button', { name: '3 + 3, bridge mode' }).click();
      await fillWizard(page, mine);
      await expect(page.getByRole('region', { name: 'Plan' })).toContainText(`docker start ${mine.name}-1`);
      await expect(buildButton(page)).toBeEnabled();
      await picture('wizard-bridge-mode');
      await page.getByRole('button', { name: 'Show script' }).click();
      await expect(page.getByRole('dialog')).toContainText('docker network create');
      await picture('script');
      await page.keyboard.press('Escape');
    });

    await test.step('the build', async () => {
      await buildButton(page).click();
      const run = runOf(page, /flt-demo/);
      await expect(run.getByText(/\b[1-4]\d of \d+ steps/).first()).toBeVisible({ timeout: 30_000 });
      await picture('building');
      await expect(page.getByRole('button', { name: 'Open the cluster' })).toBeVisible({ timeout: 90_000 });
      await picture('built');
    });

    await test.step("the cluster's page", async () => {
      await page.getByRole('button', { name: 'Open the cluster' }).click();
      await expect(page.getByText('OK', { exact: true }).first()).toBeVisible();
      await expect(page.getByLabel(/^Topology of/)).toBeVisible();
      await page.mouse.move(0, 0);
      await picture('cluster');
      for (const tab of ['Check & fix', 'Live', 'Slots', 'Keys', 'Console', 'Connect', 'Raw', 'Spec']) {
        await page.getByRole('tab', { name: tab }).click();
        await picture(`cluster-${tab.toLowerCase().replaceAll(/\W+/g, '-')}`);
      }
    });

    const pages = async (): Promise<void> => {
      const kind = await page.evaluate(() => {
        const { lang, dataset } = document.documentElement;
        return `${lang}-${dataset['theme'] ?? ''}-${String(innerWidth)}`;
      });
      await rail(0).click();
      await expect(page.getByText('flt-demo', { exact: true }).first()).toBeVisible();
      await picture(`overview-${kind}`);
      await rail(1).click();
      await page.getByText('flt-demo', { exact: true }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: 'flt-demo' })).toBeVisible();
      await expect(page.getByRole('tab').first()).toBeVisible();
      await page.mouse.move(0, 0);
      await picture(`cluster-${kind}`);
      await rail(0).click();
      await page
        .getByRole('button', { name: /^(Build a Redis cluster|.*创建.*Redis 集群.*)$/ })
        .first()
        .click();
      await expect(page.getByRole('region', { name: /Plan|计划/ })).toContainText('docker');
      await picture(`wizard-${kind}`);
      await rail(4).click();
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      await picture(`runs-${kind}`);
      await rail(5).click();
      await expect(page.getByRole('combobox').first()).toBeVisible();
      await picture(`settings-${kind}`);
    };
    const looks = [
      ['en', 'dark', 1280, 800],
      ['zh-CN', 'light', 1920, 1080],
      ['zh-CN', 'dark', 1280, 800],
      ['en', 'light', 1920, 1080],
      ['en', 'dark', 1920, 1080],
    ] as const;
    for (const [locale, theme, width, height] of looks) {
      await test.step(`${locale}, ${theme}, ${String(width)}x${String(height)}`, async () => {
        await dress(page, locale, theme);
        await resize(app, width, height);
        await pages();
      });
    }
  } finally {
    await sweep(mine.name);
  }
});
