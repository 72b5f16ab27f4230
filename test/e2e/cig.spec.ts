import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { docker, images, ports } from '../support/world';
import { answerDialogs, dress, expect, expectAccessible, resize, section, shot, test } from './support';

const name = 'flt-cig-e2e';
const collector = 'ghcr.io/google/cadvisor:0.56.2';
const grafana = 'grafana/grafana:11.6.0';
const mine = { filters: { label: [`com.docker.compose.project=${name}`] } };

let tagged = false;
const present = async (image: string): Promise<boolean> =>
  (await docker().listImages()).some(({ RepoTags }) => RepoTags?.includes(image) === true);

async function sweep(): Promise<void> {
  const engine = docker();
  for (const { Id } of await engine.listContainers({ all: true, ...mine }))
    await engine.getContainer(Id).remove({ force: true, v: true });
  for (const { Id } of await engine.listNetworks(mine)) await engine.getNetwork(Id).remove();
  for (const { Name } of (await engine.listVolumes(mine)).Volumes) await engine.getVolume(Name).remove();
}

test.afterAll(async () => {
  await sweep();
  if (tagged) await docker().getImage(collector).remove();
});

const sources = (page: Page) => page.getByRole('button', { name: /^Where the numbers come from/ });
const source = (page: Page, title: string) =>
  page
    .getByRole('dialog', { name: 'Where the numbers come from' })
    .getByRole('listitem')
    .filter({
      has: page.getByText(title, { exact: true }),
    });

test('cAdvisor, InfluxDB and Grafana go from a click to their data', async ({ launch }) => {
  const have = await images();
  const lacks = have.influxdb === undefined || have.cadvisor === undefined;
  test.skip(lacks, 'InfluxDB and cAdvisor can be neither pulled nor built here.');
  await sweep();
  const hasGrafana = await present(grafana);
  if (!hasGrafana)
    test.info().annotations.push({ type: 'without Grafana', description: 'no registry gave its image' });
  if (!(await present(collector))) {
    const [repo = '', tag = ''] = collector.split(':');
    await docker().getImage(have.cadvisor!).tag({ repo, tag });
    tagged = true;
  }
  const folder = mkdtempSync(join(tmpdir(), 'flt-cig-'));
  try {
    const { app, page } = await launch();
    await resize(app, 1280, 800);
    await answerDialogs(app, folder);
    await section(page, 'Monitor').click();
    await sources(page).click();
    await page.getByRole('button', { name: 'Set up cAdvisor + InfluxDB + Grafana' }).click();

    const form = page.getByRole('region', { name: 'cAdvisor + InfluxDB + Grafana', exact: true });
    const port = await ports(3);
    for (const [i, of] of ['Grafana', 'InfluxDB', 'cAdvisor'].entries())
      await form.getByLabel(`Port of ${of}`, { exact: true }).fill(String(port + i));
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('button', { name: 'Choose…' }).click();
    await shot(page, 'cig-wizard');
    await page.getByRole('button', { name: 'Save and review' }).click();
    await expect.poll(() => existsSync(join(folder, name, '.env'))).toBe(true);

    await expect(page.getByRole('region', { name: 'Plan' })).toBeVisible();
    if (!hasGrafana)
      for (const service of ['influxdb', 'cadvisor'])
        await page.getByRole('checkbox', { name: service, exact: true }).check();
    const up = page.getByRole('button', { name: /^Bring up ·/ });
    await expect(up).toBeEnabled({ timeout: 30_000 });
    await shot(page, 'cig-plan');
    await up.click();
    const running = async () => (await docker().listContainers(mine)).map(({ State }) => State).join();
    await expect.poll(running, { timeout: 90_000 }).toMatch(/running,running/);

    await test.step('both are found, and tell', async () => {
      await section(page, 'Monitor').click();
      await sources(page).click();
      for (const title of ['cAdvisor', 'InfluxDB']) {
        await expect(source(page, title)).toContainText('Live', { timeout: 60_000 });
        await expect(source(page, title)).toContainText('newest number', { timeout: 60_000 });
      }
      await expectAccessible(page, 'the sources');
      await shot(page, 'cig-sources');
      await page.keyboard.press('Escape');
      const cpu = page.getByRole('region', { name: 'CPU', exact: true });
      await expect(cpu.getByRole('button', { name: `${name}-influxdb-1`, exact: true })).toBeVisible();
      await shot(page, 'cig-charts');
    });

    await test.step('the settings show where they are; an address of one’s own takes their place', async () => {
      await section(page, 'Settings').click();
      const influx = page.getByRole('form', { name: 'InfluxDB' });
      await influx.scrollIntoViewIfNeeded();
      await expect(influx).toContainText(`http://127.0.0.1:${String(port + 1)}/ cadv`);
      await expect(influx.getByText('Fine', { exact: true })).toBeVisible();
      await influx.getByRole('radio', { name: 'At an address' }).check();
      const address = influx.getByRole('textbox', { name: 'Address', exact: true });
      await address.fill(`http://admin:secret@127.0.0.1:${String(port + 1)}`);
      await influx.getByRole('button', { name: 'Save' }).click();
      await expect(influx).toContainText('without a user');
      await address.fill(`http://127.0.0.1:${String(port + 1)}`);
      await influx.getByRole('textbox', { name: /^User/ }).fill('admin');
      await influx.getByLabel(/^Password/).fill('wrong');
      await influx.getByRole('button', { name: 'Save' }).click();
      await expect(influx).toContainText('refuses this user or password. Check the user', {
        timeout: 30_000,
      });
      await expectAccessible(page, 'metric sources');
      const password = /^INFLUXDB_ADMIN_PASSWORD=(.*)$/m.exec(
        readFileSync(join(folder, name, '.env'), 'utf8'),
      );
      for (const [theme, locale, width, height] of [
        ['dark', 'zh-CN', 1920, 1080],
        ['light', 'zh-CN', 1280, 800],
        ['dark', 'en', 1280, 800],
        ['light', 'en', 1920, 1080],
      ] as const) {
        await dress(page, locale, theme);
        await resize(app, width, height);
        await page.getByRole('form', { name: 'InfluxDB' }).scrollIntoViewIfNeeded();
        await shot(page, `metric-sources-${theme}-${locale}`);
      }
      await influx.getByLabel(/^Password/).fill(password?.[1] ?? '');
      await influx.getByRole('button', { name: 'Save' }).click();
      await expect(influx.getByText('Fine', { exact: true })).toBeVisible({ timeout: 30_000 });
      await influx.getByRole('radio', { name: 'Found by itself' }).check();
      await influx.getByRole('button', { name: 'Save' }).click();
      await expect(influx.getByText('Fine', { exact: true })).toBeVisible({ timeout: 30_000 });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
