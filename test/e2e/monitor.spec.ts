import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { docker, sweep, temporaryFolder, testLabels } from '../support/world';
import { answerDialogs, dress, expect, expectAccessible, resize, section, shot, test } from './support';

const stem = 'flt-mon-e2e';
const labels = { ...testLabels(stem), 'com.docker.compose.project': `${stem}-shop` };

async function container(name: string, command: string, limits: object): Promise<void> {
  const made = await docker().createContainer({
    name: `${stem}-${name}`,
    Image: 'redis:7.0',
    Entrypoint: ['sh', '-c', command],
    Labels: { ...labels, 'com.docker.compose.service': name },
    HostConfig: limits,
  });
  await made.start();
}

test.beforeAll(async () => {
  await sweep(stem);
  await container('burner', 'while :; do :; done', { CpuQuota: 20_000, CpuPeriod: 100_000 });
  await container('web', 'while :; do sleep 0.2; done', { Memory: 64 * 1024 * 1024 });
});
test.afterAll(() => sweep(stem));

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const plot = (page: Page, title: string) =>
  panel(page, title).getByRole('group', { name: title, exact: true });
const menu = async (page: Page, title: string, entry: string): Promise<void> => {
  await panel(page, title)
    .getByRole('button', { name: `Menu of the panel ${title}` })
    .click();
  await page.getByRole('menuitem', { name: entry }).click();
};
const range = (page: Page) => page.getByRole('button', { name: /^Time range:/ });

test('charts of real containers stand within five seconds of the first launch, and are zoomed, pointed at and saved', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  const begun = Date.now();
  await section(page, 'Monitor').click();
  await expect(panel(page, 'CPU').getByRole('button', { name: `${stem}-burner`, exact: true })).toBeVisible({
    timeout: 5000,
  });
  test.info().annotations.push({ type: 'first chart', description: `${String(Date.now() - begun)} ms` });
  await expect(page.getByRole('table', { name: 'Containers' }).getByText(`${stem}-web`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Where the numbers come from: Live' })).toBeVisible();
  await expectAccessible(page, 'the overview');

  // Drag to zoom; back; double click widens.
  await expect(range(page)).toHaveText(/Last 15m/);
  const box = await plot(page, 'CPU').boundingBox();
  if (box === null) throw new Error('no plot');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, y, { steps: 4 });
  await page.mouse.up();
  await expect(range(page)).toHaveText(/\d\d:\d\d:\d\d – \d\d:\d\d:\d\d/);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(range(page)).toHaveText(/Last 15m/);

  // The crosshair stands in every chart; a click holds it.
  await expect(async () => {
    await page.mouse.move(box.x + box.width * 0.8, y);
    await page.mouse.move(box.x + box.width * 0.94, y);
    const [cpu, memory] = await Promise.all(
      ['CPU', 'Memory'].map(async (title) => {
        const line = await panel(page, title).locator('.crosshair').boundingBox({ timeout: 500 });
        const around = await plot(page, title).boundingBox();
        return (line?.x ?? Number.NaN) - (around?.x ?? Number.NaN);
      }),
    );
    // Plots of one width and one range: the same moment is at the same place, but for their axes' figures.
    expect(Math.abs((cpu ?? Number.NaN) - (memory ?? Number.NaN))).toBeLessThan(20);
  }).toPass();
  await page.mouse.click(box.x + box.width * 0.94, y);
  await expect(page.getByText('Held: click the chart to let go')).toBeVisible();
  await shot(page, 'monitor-overview-held');
  await page.mouse.click(box.x + box.width * 0.94, y);

  // A legend's line alone, then all again.
  const burner = panel(page, 'CPU').getByRole('button', { name: `${stem}-burner`, exact: true });
  const web = panel(page, 'CPU').getByRole('button', { name: `${stem}-web`, exact: true });
  await burner.click();
  await expect(web).toHaveAttribute('aria-pressed', 'false');
  await burner.click();
  await expect(web).toHaveAttribute('aria-pressed', 'true');
  await burner.click({ modifiers: ['Control'] });
  await expect(burner).toHaveAttribute('aria-pressed', 'false');
  await burner.click({ modifiers: ['Control'] });

  // Full screen, the numbers as a table, and as a file.
  await menu(page, 'Memory', 'Full screen');
  await expect(panel(page, 'CPU')).toHaveCount(0);
  await expect(panel(page, 'Memory').getByRole('columnheader', { name: 'Mean' })).toBeVisible();
  await panel(page, 'Memory').getByRole('button', { name: '95th %' }).click();
  await expect(panel(page, 'Memory').getByRole('columnheader', { name: '95th % ↓' })).toBeVisible();
  await shot(page, 'monitor-full');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(panel(page, 'CPU')).toBeVisible();
  const folder = temporaryFolder('monitor');
  const csv = join(folder, 'cpu.csv');
  await answerDialogs(app, csv);
  await menu(page, 'CPU', 'Save as CSV…');
  await expect(page.getByText(`Saved: ${csv}`)).toBeVisible();
  const [head, ...rows] = readFileSync(csv, 'utf8').trim().split('\r\n');
  expect(head).toContain(`${stem}-burner`);
  expect(rows.length).toBeGreaterThan(50);
  const column = head?.split(',').indexOf(`${stem}-burner`) ?? -1;
  const used = rows.map((row) => row.split(',')[column] ?? '').filter((cell) => cell !== '');
  expect(Number(used.at(-1))).toBeGreaterThan(5);
  const png = join(folder, 'cpu.png');
  await answerDialogs(app, png);
  await menu(page, 'CPU', 'Save as PNG…');
  await expect(page.getByText(`Saved: ${png}`)).toBeVisible();
  const image = readFileSync(png);
  expect(image.subarray(1, 4).toString()).toBe('PNG');
  // As wide as the chart at least, and not of one colour: that would be some hundred bytes.
  expect(image.readUInt32BE(16)).toBeGreaterThan(400);
  expect(image.length).toBeGreaterThan(5000);
  const json = join(folder, 'cpu.json');
  await answerDialogs(app, json);
  await menu(page, 'CPU', 'Save as JSON…');
  await expect(page.getByText(`Saved: ${json}`)).toBeVisible();
  expect(JSON.stringify(JSON.parse(readFileSync(json, 'utf8')))).toContain(`${stem}-burner`);

  // A logarithmic axis and back; earlier by half a range stands still, and the way back is live again.
  await menu(page, 'CPU', 'Logarithmic');
  await menu(page, 'CPU', 'Linear');
  await page.getByRole('button', { name: 'Earlier' }).click();
  await expect(range(page)).toHaveText(/\d\d:\d\d:\d\d – \d\d:\d\d:\d\d/);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(range(page)).toHaveText(/Last 15m/);
});

test('a dashboard of one’s own is made of a ready one, arranged by keys, kept, exported for Grafana, and taken back after its end; in Chinese too', async ({
  launch,
}) => {
  const { app, page, home } = await launch();
  await resize(app, 1920, 1080);
  await section(page, 'Monitor').click();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Make it your own' }).click();
  const chooser = page.getByRole('button', { name: /^Choose a dashboard:/ });
  await expect(chooser).toHaveText('Copy of All containers');

  // A panel by form; its place by keys.
  await page.getByRole('button', { name: 'Arrange', exact: true }).click();
  await page.getByRole('button', { name: 'Add a panel' }).click();
  const editor = page.getByRole('dialog', { name: 'Panel' });
  await editor.getByRole('textbox', { name: 'Title' }).fill('Mine');
  await editor.getByRole('combobox', { name: 'Metric' }).selectOption({ label: 'Processes' });
  await editor.getByRole('combobox', { name: 'Drawn as' }).selectOption({ label: 'Bars' });
  await expectAccessible(page, 'the panel editor');
  await shot(page, 'monitor-editor');
  await editor.getByRole('button', { name: 'Save the panel' }).click();
  const mine = page.getByRole('group', { name: 'Mine', exact: true });
  await mine.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(mine).toHaveCSS('grid-column', '2 / span 13');

  // What was removed comes back; a section of its own, by keys too; folded, it stays so.
  await mine.focus();
  await page.keyboard.press('Delete');
  await expect(mine).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(mine).toHaveCSS('grid-column', '2 / span 13');
  await page.getByRole('button', { name: 'Add a section' }).click();
  const naming = page.getByRole('dialog', { name: 'Title of the section' });
  await naming.getByRole('textbox').fill('Apart');
  await naming.getByRole('button', { name: 'Done' }).click();
  await mine.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect(mine).toHaveCSS('grid-column', '1 / span 13');
  await expectAccessible(page, 'a dashboard that is arranged, with a section');
  await shot(page, 'monitor-sections');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(panel(page, 'Mine')).toBeVisible();
  await page.getByRole('button', { name: 'Fold the section Apart' }).click();
  await expect(panel(page, 'Mine')).toHaveCount(0);
  await shot(page, 'monitor-section-folded');

  // It is there at the next start.
  await app.close();
  const again = await launch({ home });
  await resize(again.app, 1920, 1080);
  await section(again.page, 'Monitor').click();
  await again.page.getByRole('button', { name: /^Choose a dashboard:/ }).click();
  await again.page.getByRole('menuitem', { name: 'Copy of All containers' }).click();
  await expect(again.page.getByRole('button', { name: /^Choose a dashboard:/ })).toHaveText(
    'Copy of All containers',
  );
  await again.page.getByRole('button', { name: 'Open the section Apart' }).click();
  await expect(panel(again.page, 'Mine')).toHaveCount(1);

  const file = join(temporaryFolder('dashboards'), 'grafana.json');
  await answerDialogs(again.app, file);
  await again.page.getByRole('button', { name: 'More', exact: true }).click();
  await again.page.getByRole('menuitem', { name: 'Export for Grafana…' }).click();
  await expect(again.page.getByText(`Saved: ${file}`)).toBeVisible();
  const grafana = JSON.parse(readFileSync(file, 'utf8')) as { panels: { title: string; type: string }[] };
  expect(grafana.panels.slice(-2).map(({ title, type }) => [title, type])).toEqual([
    ['Apart', 'row'],
    ['Mine', 'bargauge'],
  ]);

  await again.page.getByRole('button', { name: 'More', exact: true }).click();
  await again.page.getByRole('menuitem', { name: 'Delete' }).click();
  await again.page.getByRole('button', { name: 'Undo' }).click();
  await expect(again.page.getByRole('button', { name: /^Choose a dashboard:/ })).toHaveText(
    'Copy of All containers',
  );
  await again.page.getByRole('button', { name: /^Choose a dashboard:/ }).click();
  await again.page.getByRole('menuitem', { name: 'Import…' }).click();
  await expect(again.page.getByText('Imported: Copy of All containers')).toBeVisible();

  await dress(again.page, 'zh-CN', 'dark');
  await expect(again.page.getByRole('button', { name: /^选择仪表板/ })).toBeVisible();
  await expectAccessible(again.page, 'a dashboard of one’s own, dark and Chinese');
  await shot(again.page, 'monitor-own-zh');
});

test('the sources’ sign leads to the stack that keeps a year of history, its files and its plan', async ({
  launch,
}) => {
  const { app, page } = await launch();
  const folder = temporaryFolder('cig');
  await resize(app, 1280, 800);
  await answerDialogs(app, folder);
  await section(page, 'Monitor').click();
  await page.getByRole('button', { name: /^Where the numbers come from/ }).click();
  await expect(page.getByText('Docker engine', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Set up cAdvisor + InfluxDB + Grafana' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'New stack' })).toBeVisible();
  await expect(page.getByText('cAdvisor version')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`${stem}-cig`);
  await page.getByRole('button', { name: 'Choose…' }).click();
  await page.getByRole('button', { name: 'Save and review' }).click();
  const plan = page.getByRole('region', { name: 'Plan' });
  await expect(plan).toBeVisible();
  for (const part of ['cadvisor', 'influxdb', 'grafana']) await expect(plan).toContainText(part);
  await expectAccessible(page, 'the plan of the monitoring stack');
  await shot(page, 'monitor-cig-plan');
  // Passwords were made up; they stand in no plan and not in the compose file.
  const env = readFileSync(join(folder, `${stem}-cig`, '.env'), 'utf8');
  const secrets = [...env.matchAll(/^\w*PASSWORD\w*=(.+)$/gm)].map(([, secret]) => secret ?? '');
  expect(secrets.length).toBeGreaterThan(0);
  const compose = readFileSync(join(folder, `${stem}-cig`, 'compose.yml'), 'utf8');
  const shown = await page.locator('main').innerText();
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10);
    expect(compose).not.toContain(secret);
    expect(shown).not.toContain(secret);
  }
});
