import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { docker, sweep, temporaryFolder, testLabels } from '../support/world';
import { answerDialogs, expect, expectAccessible, resize, section, shot, test } from './support';

const stem = 'flt-mark-e2e';
const name = `${stem}-worker`;

test.beforeAll(async () => {
  await sweep(stem);
  const made = await docker().createContainer({
    name,
    Image: 'redis:7.0',
    Entrypoint: [
      'sh',
      '-c',
      'trap "echo fatal: told to stop; exit 3" TERM; while :; do echo tick; sleep 0.3; done',
    ],
    Labels: testLabels(stem),
  });
  await made.start();
});
test.afterAll(() => sweep(stem));

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const plot = (page: Page, title: string) =>
  panel(page, title).getByRole('group', { name: title, exact: true });
const flag = (page: Page, title: string, text: RegExp) =>
  panel(page, title).getByRole('button', { name: text });

test('what happened is marked on every chart: the logs of its moment, notes of one’s own by pointer and by key', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await section(page, 'Monitor').click();
  await expect(panel(page, 'CPU').getByRole('button', { name, exact: true })).toBeVisible();
  await docker().getContainer(name).kill({ signal: 'SIGTERM' });

  const died = /flt-mark-e2e-worker exited with code 3/;
  await expect(flag(page, 'CPU', died)).toBeVisible({ timeout: 30_000 });
  await expect(flag(page, 'Memory', died)).toBeVisible();
  await flag(page, 'CPU', died).click();
  const row = page.getByRole('listitem').filter({ hasText: died });
  await expectAccessible(page, 'what a mark tells');
  await shot(page, 'monitor-mark');
  await row.getByRole('button', { name: 'Logs of that moment' }).click();
  await expect(page.getByRole('tab', { name: 'Logs', selected: true })).toBeVisible();
  const log = page.getByRole('log');
  await expect(log.getByText('fatal: told to stop')).toBeVisible();
  await expect(log.getByText(/^Mark, /)).toBeVisible();
  await expect(page.getByLabel('From')).not.toHaveValue('');
  await shot(page, 'monitor-mark-logs');
  await page.keyboard.press('Alt+ArrowLeft');

  // A note by Ctrl+click; it stands on all charts, is deleted, and comes back.
  const box = await plot(page, 'CPU').boundingBox();
  if (box === null) throw new Error('no plot');
  await expect(flag(page, 'CPU', died)).toBeVisible();
  await page.keyboard.down('Control');
  await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 3);
  await page.keyboard.up('Control');
  const dialog = page.getByRole('dialog', { name: 'Note' });
  await dialog.getByRole('textbox', { name: 'What happened' }).fill('Deployed 2.1');
  await dialog.getByRole('textbox', { name: 'To' }).fill('sometime');
  await expect(dialog.getByText('This is no time after the begin.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'To' }).fill('');
  await expectAccessible(page, 'a note');
  await shot(page, 'monitor-note');
  await dialog.getByRole('button', { name: 'Add the note' }).click();
  const note = /Deployed 2\.1/;
  await expect(flag(page, 'CPU', note)).toBeVisible();
  await expect(flag(page, 'Memory', note)).toBeVisible();
  await flag(page, 'Memory', note).click();
  await page.getByRole('listitem').filter({ hasText: note }).getByRole('button', { name: 'Delete' }).click();
  await expect(flag(page, 'CPU', note)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(flag(page, 'CPU', note)).toBeVisible();

  // By key: the crosshair, a note there, the chart alone, and back.
  await plot(page, 'CPU').focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.locator('.crosshair').first()).toBeVisible();
  await page.keyboard.press('n');
  await expect(dialog.getByRole('textbox', { name: 'From' })).toHaveValue(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await plot(page, 'CPU').focus();
  await page.keyboard.press('f');
  await expect(panel(page, 'Memory')).toHaveCount(0);
  await plot(page, 'CPU').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(panel(page, 'Memory')).toBeVisible();
});

test('ranges are typed as in Grafana, in local time or UTC; a file that is no dashboard is refused and nothing lost', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await section(page, 'Monitor').click();
  const range = page.getByRole('button', { name: /^Time range:/ });
  await range.click();
  const picker = page.getByRole('dialog', { name: 'Time range' });
  const [from, to] = ['From', 'To'].map((label) => picker.getByRole('textbox', { name: label, exact: true }));
  const apply = picker.getByRole('button', { name: 'Show this range' });
  await from?.fill('now-6x');
  await expect(picker.getByText('This is no range.')).toBeVisible();
  await expect(apply).toBeDisabled();
  await from?.fill('now-6h');
  await to?.fill('now-1h');
  await shot(page, 'monitor-range');
  await expectAccessible(page, 'the range');
  await from?.press('Enter');
  await expect(range).toHaveText('now-6h – now-1h');
  // It stands still in the past: later, and now again.
  await page.getByRole('button', { name: 'Zoom out (double click on a chart)' }).click();
  await expect(range).toHaveText(/\d\d:\d\d:\d\d/);
  await range.click();
  await picker.getByRole('radio', { name: 'UTC' }).click();
  await from?.fill('now/d');
  await to?.fill('now');
  await to?.press('Enter');
  await expect(range).toHaveText('Today so far');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('combobox', { name: 'Refresh rate' })).toHaveValue('off');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('combobox', { name: 'Refresh rate' })).toHaveValue('auto');

  const folder = temporaryFolder('dashboards');
  const choose = page.getByRole('button', { name: /^Choose a dashboard:/ });
  const take = async (file: string, text: string): Promise<void> => {
    const path = join(folder, file);
    writeFileSync(path, text);
    await answerDialogs(app, path);
    await choose.click();
    await page.getByRole('menuitem', { name: 'Import…' }).click();
  };
  await take('broken.json', '{"title": "half a da');
  await expect(page.getByText(/It must be a dashboard of Flotilla or of Grafana/)).toBeVisible();
  await expect(choose).toHaveText('All containers');
  await choose.click();
  await expect(page.getByRole('menuitem', { name: 'half a da' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  const influx = {
    query:
      'SELECT mean("value") FROM "memory_working_set" WHERE $timeFilter GROUP BY time($__interval), "container_name" fill(none)',
    rawQuery: true,
  };
  await take(
    'grafana.json',
    JSON.stringify({
      title: 'From Grafana',
      panels: [
        { type: 'timeseries', title: 'Mem', targets: [influx], gridPos: { x: 0, y: 0, w: 12, h: 8 } },
        { type: 'heatmap', title: 'Heat', targets: [influx] },
      ],
    }),
  );
  await expect(page.getByText('Heat: no panel of the kind heatmap')).toBeVisible();
  await shot(page, 'monitor-import-notes');
});
