import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { composeLabel } from '../../src-shared/compose/stack';
import { docker, sweep, temporaryFolder, testLabels } from '../support/world';
import {
  answerDialogs,
  dress,
  expect,
  expectAccessible,
  leftOf,
  resize,
  section,
  shot,
  test,
} from './support';

const name = 'flt-stx-shop';
const mine = testLabels(name)['dev.flotilla.test'] ?? '';
const label = `labels: { dev.flotilla.test: ${mine} }`;
const port = 23_010;

/** What fails, fails when it is told to: until then it stands. */
const wait = 'until [ -e /tmp/go ]; do sleep 0.1; done';

/** A server, one that wants more memory than it may have, one that fails, and one that keeps restarting. */
const compose = `name: ${name}
services:
  web:
    image: redis:7.0
    ports: ["127.0.0.1:${String(port)}:6379"]
    volumes: [data:/data]
    networks: [front]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s }
    ${label}
  hungry:
    image: redis:7.0
    entrypoint: [sh, -c, "${wait}; echo filling; tail /dev/zero"]
    mem_limit: 8m
    memswap_limit: 8m
    network_mode: none
    ${label}
  broken:
    image: redis:7.0
    entrypoint: [sh, -c, "${wait}; echo could not open /etc/app.conf: No such file or directory; exit 3"]
    networks: [front]
    depends_on: [web]
    ${label}
  loop:
    image: redis:7.0
    entrypoint: [sh, -c, "${wait}; nosuchcommand"]
    restart: always
    networks: [front]
    ${label}
  calm:
    image: redis:7.0
    networks: [front]
    ${label}
networks:
  front:
    ipam: { config: [{ subnet: 10.214.40.0/24 }] }
    ${label}
volumes:
  data:
    ${label}
`;

test.beforeAll(() => sweep(name));
test.afterAll(() => sweep(name));

const row = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text }).first();
const cli = (...words: string[]): string => execFileSync('docker', words, { encoding: 'utf8' }).trim();

/** Agrees to the plan on show, and waits for the end of its run. */
async function carryOut(page: Page, agree: RegExp, done: string): Promise<void> {
  const button = page.getByRole('button', { name: agree });
  await expect(button).toBeEnabled({ timeout: 20_000 });
  await button.click();
  await page.getByRole('button', { name: done }).click({ timeout: 60_000 });
}
const act = async (page: Page, item: RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test('A stack comes up from its file, says why its containers stopped, is stopped, scaled and taken down', async ({
  launch,
}) => {
  const folder = temporaryFolder('stack');
  const file = join(folder, 'compose.yml');
  writeFileSync(file, compose);
  const { page, app } = await launch();
  await resize(app, 1280, 800);
  await answerDialogs(app, file);

  await test.step('the file is opened, its plan looked at and agreed to', async () => {
    await section(page, 'Stacks').click();
    await page.getByRole('button', { name: 'Open compose file…' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: `Bring up ${name}` })).toBeVisible();
    const plan = page.getByRole('region', { name: 'Plan' });
    for (const part of ['web', 'hungry', 'broken', 'front', 'data']) await expect(plan).toContainText(part);
    await shot(page, 'stacks-1-up');
    await expectAccessible(page, 'up');
    await carryOut(page, /^Bring up ·/, 'Open the stack');
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(row(page, 'web')).toContainText('Running');
  });

  await test.step('137 with and without OOM, an error, and a loop are told apart', async () => {
    for (const service of ['hungry', 'broken', 'loop'])
      cli('exec', `${name}-${service}-1`, 'touch', '/tmp/go');
    const drawer = page.getByRole('dialog', { name: /^Why is/ });
    const ask = async (service: string): Promise<void> => {
      await row(page, `${name}-${service}-1`).getByRole('button', { name: 'Why?' }).click();
      await expect(drawer).toContainText(`${name}-${service}-1`);
    };
    await ask('hungry');
    await expect(drawer).toContainText('Out of memory: the kernel killed it (code 137)');
    await expect(drawer).toContainText('its limit of 8 MiB');
    await shot(page, 'stacks-2-oom');
    await expectAccessible(page, 'why');
    await ask('broken');
    await expect(drawer).toContainText('Its program ended with an error (code 3)');
    await expect(drawer).toContainText('could not open /etc/app.conf');
    await expect(drawer).toContainText('names a file that is missing');
    // The engine waits twice as long before each restart: by then it stands still longer than it runs.
    const restarts = (): number => Number(cli('inspect', '-f', '{{.RestartCount}}', `${name}-loop-1`));
    await expect.poll(restarts, { timeout: 90_000 }).toBeGreaterThan(5);
    await ask('loop');
    await expect(drawer).toContainText('was not found (code 127)');
    await expect(drawer).toContainText('starts it again by itself (policy always');
    await shot(page, 'stacks-3-loop');

    cli('kill', `${name}-web-1`);
    await expect(row(page, 'web')).toContainText('Stopped');
    await ask('web');
    await expect(drawer).toContainText('Somebody killed it (code 137)');
    await expect(drawer).toContainText('This is no lack of memory.');
    await shot(page, 'stacks-4-killed');
    await drawer.getByRole('button', { name: 'Close' }).click();
    await expect(drawer).toBeHidden();
  });

  await test.step('one service is started again, and scaled', async () => {
    await row(page, 'web').getByRole('button', { name: 'Actions for web' }).click();
    await page.getByRole('menuitem', { name: 'Start', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: `Start web of ${name}` })).toBeVisible();
    await carryOut(page, /^Start now ·/, 'Back to the stack');
    await expect(row(page, 'web')).toContainText('Running');

    await row(page, 'calm').getByRole('button', { name: 'Actions for calm' }).click();
    await page.getByRole('menuitem', { name: 'Scale…' }).click();
    await page.getByRole('spinbutton', { name: 'Containers' }).fill('2');
    await page.getByRole('button', { name: 'See the plan' }).click();
    await carryOut(page, /^Bring up ·/, 'Open the stack');
    await expect(page.getByText(`${name}-calm-2`)).toBeVisible();
  });

  await test.step('its picture, networks and volumes; in Chinese and dark, on a large window', async () => {
    await page.getByRole('tab', { name: 'Picture' }).click();
    await expect(page.getByRole('group', { name: /picture|front|shop/i }).first()).toBeVisible();
    await shot(page, 'stacks-5-picture');
    await page.getByRole('tab', { name: /Networks and volumes/ }).click();
    await expect(row(page, `${name}_data`)).toContainText('web');
    await dress(page, 'zh-CN', 'dark');
    await page.getByRole('tab', { name: /服务/ }).click();
    await resize(app, 1920, 1080);
    await shot(page, 'stacks-6-zh-dark');
    await expectAccessible(page, 'stack, dark');
    await section(page, '项目').click();
    await expect(row(page, name)).toContainText('不断重启');
    await shot(page, 'stacks-7-list-zh-dark');
    await dress(page, 'en', 'light');
    await resize(app, 1280, 800);
    await shot(page, 'stacks-8-list');
    await expectAccessible(page, 'stacks');
  });

  await test.step('taken down with its data: what goes and what stays is said first', async () => {
    await page.getByRole('button', { name, exact: true }).click();
    await act(page, /^Take down/);
    await expect(page.getByText('6 containers, with what was written into them')).toBeVisible();
    await expect(page.getByText(`Volume ${name}_data, with its data`)).toBeVisible();
    await page.getByRole('switch', { name: 'Also remove the volumes' }).click();
    await expect(page.locator('.goes')).toContainText(`Volume ${name}_data`);
    await shot(page, 'stacks-9-down');
    await expectAccessible(page, 'down');
    await page.getByRole('button', { name: /^Take down ·/ }).click();
    await page.getByRole('textbox', { name: /confirm/ }).fill(name);
    await page.getByRole('button', { name: 'Take down', exact: true }).click();
    await page.getByRole('button', { name: 'To the list of stacks' }).click({ timeout: 60_000 });
    await expect(row(page, name)).toContainText('Down');
    expect(await leftOf(name)).toEqual([]);
  });
});

test('A stack that docker compose made is known; its file is gone, and is named again without touching it', async ({
  launch,
}) => {
  const folder = temporaryFolder('gone');
  const old = join(folder, 'old', 'compose.yml');
  const now = join(folder, 'new', 'compose.yml');
  mkdirSync(join(folder, 'new'));
  writeFileSync(now, `services:\n  cache:\n    image: redis:7.0\n    ${label}\n`);
  const stack = `${name}-cli`;
  // As docker compose 2.26 labels what it makes.
  const container = await docker().createContainer({
    name: `${stack}-cache-1`,
    Image: 'redis:7.0',
    Labels: {
      ...testLabels(name),
      [composeLabel.project]: stack,
      [composeLabel.service]: 'cache',
      [composeLabel.number]: '1',
      [composeLabel.oneOff]: 'False',
      [composeLabel.version]: '2.26.1',
      [composeLabel.configHash]: 'b'.repeat(64),
      [composeLabel.workingDir]: join(folder, 'old'),
      [composeLabel.configFiles]: old,
    },
  });
  await container.start();
  const started = (await container.inspect()).State.StartedAt;
  try {
    const { page, app } = await launch();
    await answerDialogs(app, now);
    await section(page, 'Stacks').click();
    await expect(row(page, stack)).toContainText('File is gone');
    await page.getByRole('button', { name: stack, exact: true }).click();
    await expect(page.getByText('Its compose file is gone')).toBeVisible();
    await expect(page.getByText('In the form of docker compose 2.26.1', { exact: false })).toBeVisible();
    await shot(page, 'stacks-10-gone');
    await page.getByRole('button', { name: 'Choose its file…' }).click();
    const dialog = page.getByRole('dialog', { name: `Take these files for ${stack}?` });
    await expect(dialog).toContainText(now);
    await expect(dialog.getByText(/would change/)).toBeVisible();
    await shot(page, 'stacks-11-adopt');
    await expectAccessible(page, 'adopt');
    await dialog.getByRole('button', { name: 'Take these files' }).click();
    await expect(page.getByText('Its compose file is gone')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Bring up…' })).toBeVisible();
    expect((await container.inspect()).State.StartedAt).toBe(started);
  } finally {
    await container.remove({ force: true, v: true });
    rmSync(folder, { recursive: true, force: true });
  }
});
