import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { docker, sweep, temporaryFolder, testLabels } from '../support/world';
import { answerDialogs, dress, expect, expectAccessible, resize, section, shot, test } from './support';

const stem = 'flt-inside-e2e';
const web = `${stem}-web`;
const db = `${stem}-db`;

async function run(name: string, script: string, more: object = {}): Promise<void> {
  const container = await docker().createContainer({
    name,
    Image: 'redis:7.0',
    Entrypoint: ['sh', '-c', script],
    Labels: {
      ...testLabels(stem),
      'com.docker.compose.project': stem,
      'com.docker.compose.service': name.slice(stem.length + 1),
    },
    ...more,
  });
  await container.start();
}

test.beforeAll(async () => {
  await sweep(stem);
  await docker().createNetwork({
    Name: `${stem}-net`,
    Labels: testLabels(stem),
    IPAM: { Driver: 'default', Config: [{ Subnet: '10.214.61.0/24' }] },
  });
  const on = (alias: string): object => ({
    HostConfig: { NetworkMode: `${stem}-net` },
    NetworkingConfig: { EndpointsConfig: { [`${stem}-net`]: { Aliases: [alias] } } },
  });
  await run(db, 'exec redis-server --port 6379 --bind 0.0.0.0 --protected-mode no', {
    ...on('db'),
    Env: ['DB_PASSWORD=hidden-until-asked', 'MODE=plain'],
    Healthcheck: { Test: ['CMD', 'redis-cli', 'ping'], Interval: 1e9, Timeout: 1e9, Retries: 2 },
    Volumes: { '/data': {} },
  });
  await run(
    web,
    'seq -f "line %06.0f of many, INFO all is well" 1 120000; echo "ERROR the needle"; printf "\\033[32mgreen\\033[0m end\\n"; while sleep 0.5; do echo tick; done',
    on('web'),
  );
});
test.afterAll(() => sweep(stem));

async function openContainer(page: Page, name: string): Promise<void> {
  await section(page, 'Containers').click();
  await page.getByRole('button', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

test('a container is looked into: logs searched, a terminal used, files fetched, a name tried', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await openContainer(page, web);
  await shot(page, 'inside-overview');
  await expectAccessible(page, 'a container');

  // Logs: the newest in view, found by an expression, only what matches, paused by scrolling.
  await tab(page, 'Logs');
  const log = page.getByRole('log', { name: 'Log' });
  await expect(log.getByText('tick').first()).toBeVisible();
  await page.getByLabel('Time', { exact: true }).selectOption({ label: 'All that there is' });
  await expect(page.getByText(/^120,0\d\d lines$|^120,\d{3} lines$/)).toBeVisible();
  await shot(page, 'inside-logs');
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill('line 0(6543|6544)\\d ');
  await expect(page.getByText('– of 20')).toBeVisible();
  await page.keyboard.press('F3');
  await expect(page.getByText('1 of 20')).toBeVisible();
  await expect(log.getByText('line 065430')).toBeVisible();
  await expect(page.getByRole('button', { name: /Go to the newest/ })).toBeVisible();
  await shot(page, 'inside-logs-search');
  await page.getByRole('button', { name: 'Only matching lines' }).click();
  await expect(page.getByText('20 lines', { exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill('');
  await page.getByLabel('Level').selectOption({ label: 'Errors' });
  await expect(page.getByText('1 line', { exact: true })).toBeVisible();
  await expect(log.getByText('ERROR the needle')).toBeVisible();
  const saved = join(temporaryFolder('inside'), 'saved.log');
  await answerDialogs(app, saved);
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save as a file' }).click();
  await expect(page.getByText(`Saved as ${saved}`)).toBeVisible();
  expect(readFileSync(saved, 'utf8')).toMatch(/^\S+Z ERROR the needle\n$/);

  // A terminal: the shell is found by itself.
  await tab(page, 'Terminal');
  const terminal = page.locator('.xterm-screen');
  await expect(terminal).toContainText(/[#$]/);
  await page
    .locator('.xterm-helper-textarea')
    .pressSequentially('echo $((6*7)) > /tmp/made; cat /tmp/made\n');
  await expect(terminal).toContainText('42');
  await shot(page, 'inside-terminal');
  await page.locator('.xterm-helper-textarea').pressSequentially('exit 3\n');
  await expect(page.getByText('Ended with exit code 3')).toBeVisible();
  // Another one ends with the page that shows it.
  const processes = async (): Promise<string> =>
    JSON.stringify((await docker().getContainer(web).top()) as unknown);
  expect(await processes()).not.toContain('bash');
  await page.getByRole('button', { name: 'Open again' }).first().click();
  await expect(terminal).toContainText(/[#$]/);
  await expect.poll(processes).toContain('bash');
  await tab(page, 'Files');
  await expect.poll(processes).not.toContain('bash');

  // Files: what the terminal made is there, is shown and fetched.
  await tab(page, 'Files');
  await page.getByRole('textbox', { name: 'Folder' }).fill('/tmp');
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await page.getByRole('button', { name: 'made', exact: true }).click();
  await expect(page.getByRole('dialog').getByText('42')).toBeVisible();
  await page.keyboard.press('Escape');
  const got = join(temporaryFolder('inside'), 'made');
  await answerDialogs(app, got);
  await page.getByRole('button', { name: 'Download made' }).click();
  await expect(page.getByText(`Saved as ${got}`)).toBeVisible();
  expect(readFileSync(got, 'utf8')).toBe('42\n');
  const brought = join(temporaryFolder('inside'), 'brought.txt');
  writeFileSync(brought, 'hello');
  await answerDialogs(app, brought);
  await page.getByRole('button', { name: 'Upload a file' }).click();
  await expect(page.getByRole('button', { name: 'brought.txt', exact: true })).toBeVisible();
  await shot(page, 'inside-files');

  // Networks: the other one is in the picture, and reached.
  await tab(page, 'Networks');
  await expect(page.getByRole('cell', { name: `${db} db` })).toBeVisible();
  await page.getByLabel('Name or address').fill('db');
  await page.getByLabel('Port', { exact: true }).fill('6379');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(page.getByText(/^db is 10\.214\.61\./)).toBeVisible();
  await expect(page.getByText('Port 6379 takes connections')).toBeVisible();
  await shot(page, 'inside-networks');
});

test('the logs of a stack come together, in the order of their times', async ({ launch }) => {
  const { app, page } = await launch();
  await resize(app, 1920, 1080);
  await section(page, 'Stacks').click();
  await page.getByRole('button', { name: stem, exact: true }).click();
  await page.getByRole('button', { name: 'Logs', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Logs of ${stem}` })).toBeVisible();
  const log = page.getByRole('log', { name: 'Log' });
  await expect(log.getByText('web', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'All 2' }).click();
  await page.getByRole('checkbox', { name: web }).uncheck();
  await page.keyboard.press('Escape');
  await expect(log.getByText('Ready to accept connections')).toBeVisible();
  await expect(log.getByText('tick')).toHaveCount(0);
  await dress(page, 'zh-CN', 'dark');
  await shot(page, 'inside-stack-logs-zh-dark');
  await expectAccessible(page, 'the logs of a stack');
  await dress(page, 'en', 'light');
});

test('a container says how it is: health, usage, variables; it is stopped and removed', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await openContainer(page, db);
  await expect(page.getByText('hidden-until-asked')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the value of DB_PASSWORD' }).click();
  await expect(page.getByText('hidden-until-asked')).toBeVisible();
  await tab(page, 'Health');
  await expect(page.getByText('passed').first()).toBeVisible();
  await shot(page, 'inside-health');
  await tab(page, 'Usage');
  await expect(page.getByRole('table', { name: 'Processes' })).toContainText('redis-server');
  await expect(page.getByText(/^\d+(\.\d)? %$/)).toBeVisible();
  await shot(page, 'inside-usage');
  await tab(page, 'Inspect');
  await expect(page.getByText('"DB_PASSWORD=••••••••"')).toBeVisible();
  await dress(page, 'zh-CN', 'dark');
  await shot(page, 'inside-inspect-zh-dark');
  await dress(page, 'en', 'light');

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText(/^Exited \(\d+\)$/)).toBeVisible();
  await page.getByRole('button', { name: `More actions: ${db}` }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const dialog = page.getByRole('dialog', { name: `Remove ${db}?` });
  await dialog.getByRole('textbox').fill(db);
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Containers' })).toBeVisible();
  await expect(page.getByRole('button', { name: web, exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: db, exact: true })).toHaveCount(0);
  await shot(page, 'inside-list');
});
