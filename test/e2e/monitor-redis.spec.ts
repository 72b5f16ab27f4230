import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { ports, sweep, testLabels, docker } from '../support/world';
import { callFromPage, dress, expect, expectAccessible, resize, section, shot, test } from './support';

// A master and its replica that somebody joined by hand, and that the app was told to look after.
const stem = 'flt-mon-redis';
const cluster = `${stem}-shop`;
const node = (n: number): string => `${stem}-node-${String(n)}`;
let first = 0;

const cli = (n: number, ...words: string[]): string =>
  execFileSync('docker', ['exec', node(n), 'redis-cli', '-p', String(first + n - 1), ...words], {
    encoding: 'utf8',
  }).trim();

test.beforeAll(async () => {
  await sweep(stem);
  first = await ports(2);
  for (const n of [1, 2]) {
    const made = await docker().createContainer({
      ...{ name: node(n), Image: 'redis:7.0', Labels: testLabels(stem) },
      Cmd: ['redis-server', '--port', String(first + n - 1), '--cluster-enabled', 'yes', '--save', ''],
      HostConfig: { NetworkMode: 'host' },
    });
    await made.start();
    await expect.poll(() => said(() => cli(n, 'PING'))).toBe('PONG');
  }
  cli(1, 'CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  cli(2, 'CLUSTER', 'MEET', '127.0.0.1', String(first));
  const id = cli(1, 'CLUSTER', 'MYID');
  await expect.poll(() => said(() => cli(2, 'CLUSTER', 'REPLICATE', id)), { timeout: 30_000 }).toBe('OK');
});
test.afterAll(() => sweep(stem));

function said(ask: () => string): string {
  try {
    return ask();
  } catch (error) {
    return String(error);
  }
}

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

/** Titles of the charts in view that are not drawn in the colours and the size of now. */
const stale = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const probe = document.createElement('span');
    probe.style.color = 'var(--border)';
    document.body.append(probe);
    const grid = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
    probe.remove();
    const found: string[] = [];
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('section canvas')) {
      const box = canvas.getBoundingClientRect();
      if (box.bottom < 0 || box.top > innerHeight || box.width === 0) continue;
      const copy = new OffscreenCanvas(Math.max(1, canvas.width), Math.max(1, canvas.height));
      const context = copy.getContext('2d');
      context?.drawImage(canvas, 0, 0);
      const data = context?.getImageData(0, 0, copy.width, copy.height).data ?? [];
      let drawn = false;
      for (let at = 0; at < data.length && !drawn; at += 4)
        drawn =
          (data[at + 3] ?? 0) > 250 && grid.every((part, i) => Math.abs(part - (data[at + i] ?? 0)) < 3);
      if (!drawn || Math.abs(copy.width - box.width * devicePixelRatio) > 2)
        found.push(canvas.closest('section')?.querySelector('h3')?.textContent ?? '?');
    }
    return found;
  });

test('an adopted Redis cluster has charts of its nodes beside its topology, in every language and theme', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await expect
    .poll(async () => JSON.stringify(await callFromPage(page, 'redisCluster.list')), { timeout: 30_000 })
    .toContain(`${stem}-node`);
  const adopted = await callFromPage(page, 'redisCluster.adopt', {
    discovered: `${stem}-node`,
    name: cluster,
  });
  expect(adopted).toMatchObject({ ok: true });
  // Something to see: reads that find their key and some that do not.
  execFileSync('docker', [
    ...['exec', '-d', node(1), 'sh', '-c'],
    `while :; do for k in a a a b; do redis-cli -p ${String(first)} GET $k; redis-cli -p ${String(first)} SET a 1; done; done`,
  ]);

  await section(page, 'Monitor').click();
  await page.getByRole('button', { name: /^Choose a dashboard:/ }).click();
  await page.getByRole('menuitem', { name: 'Redis cluster' }).click();
  for (const title of ['Operations', 'Hit rate'])
    await expect(panel(page, title).getByRole('button', { name: node(1), exact: true })).toBeVisible({
      timeout: 30_000,
    });
  await expect(page.getByRole('combobox', { name: 'Cluster' })).toHaveValue(cluster);
  await panel(page, 'Replica lag').scrollIntoViewIfNeeded();
  await expect(panel(page, 'Replica lag').getByRole('button', { name: node(2), exact: true })).toBeVisible();
  // The containers of a cluster made by hand carry no label of ours; its CPU is here all the same.
  await panel(page, 'CPU').scrollIntoViewIfNeeded();
  await expect(panel(page, 'CPU').getByRole('button', { name: node(1), exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Where the numbers come from/ }).click();
  await expect(page.getByText(cluster, { exact: true }).last()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Cluster' }).scrollIntoViewIfNeeded();

  for (const [width, height, locale, theme] of [
    [1280, 800, 'zh-CN', 'dark'],
    [1280, 800, 'en', 'light'],
    [1920, 1080, 'zh-CN', 'light'],
    [1920, 1080, 'en', 'dark'],
  ] as const) {
    await resize(app, width, height);
    await dress(page, locale, theme);
    await expect.poll(() => stale(page), { timeout: 15_000 }).toEqual([]);
    await shot(page, `monitor-redis-${locale}-${theme}-${String(width)}`);
  }
  await expectAccessible(page, 'the dashboard of a Redis cluster');
});
