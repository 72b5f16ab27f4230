import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from '../support/world';
import { answerDialogs, dress, expect, expectAccessible, resize, section, shot, test } from './support';

const name = 'flt-wizard';

const mine = { filters: { label: [`com.docker.compose.project=${name}`] } };

/** Takes away what a run of this file, or an earlier one, has made. */
async function sweep(): Promise<void> {
  const engine = docker();
  for (const { Id } of await engine.listContainers({ all: true, ...mine }))
    await engine.getContainer(Id).remove({ force: true, v: true });
  for (const { Id } of await engine.listNetworks(mine)) await engine.getNetwork(Id).remove();
  for (const { Name } of (await engine.listVolumes(mine)).Volumes) await engine.getVolume(Name).remove();
}

/** What a server answers to a few lines. */
function ask(port: number, lines: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(lines));
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString();
      if (answer.split('\r\n').length > lines.split('\r\n').length - 1) socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

test('A stack from the catalogue comes to stand, and its files are such as one would write', async ({
  launch,
}) => {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), 'flt-wizard-'));
  try {
    const { app, page } = await launch();
    await resize(app, 1280, 800);
    await answerDialogs(app, folder);
    await section(page, 'Stacks').click();
    await page.getByRole('button', { name: 'New stack' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'New stack' })).toBeVisible();
    await shot(page, 'new-stack-empty');
    await expectAccessible(page, 'the empty wizard');

    await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill('redis');
    await page.getByRole('button', { name: /^Redis One server/ }).click();
    const redis = page.getByRole('region', { name: 'Redis', exact: true });
    await redis.getByLabel('Port', { exact: true }).fill('70000');
    await expect(redis.getByText('A whole number from 1 to 65535.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save and review' })).toBeDisabled();
    await redis.getByLabel('Port', { exact: true }).fill('25379');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('button', { name: 'Choose…' }).click();
    await expect(page.getByText(`The files go to ${join(folder, name)}`)).toBeVisible();
    await shot(page, 'new-stack-redis');

    await expect(page.getByRole('tabpanel')).toContainText('127.0.0.1:25379:6379');
    await page.getByRole('tab', { name: '.env' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('REDIS_PASSWORD=••••••••');
    await expectAccessible(page, 'the filled wizard');
    await page.getByRole('tab', { name: 'compose.yml' }).click();
    for (const [theme, locale] of [
      ['dark', 'zh-CN'],
      ['light', 'en'],
    ] as const) {
      await dress(page, locale, theme);
      await resize(app, theme === 'dark' ? 1920 : 1280, theme === 'dark' ? 1080 : 800);
      await shot(page, `new-stack-${theme}-${locale}`);
    }

    await page.getByRole('button', { name: 'Save and review' }).click();
    const compose = join(folder, name, 'compose.yml');
    const env = join(folder, name, '.env');
    await expect.poll(() => existsSync(compose)).toBe(true);
    const password = /^REDIS_PASSWORD=(\w{24,})$/m.exec(readFileSync(env, 'utf8'))?.[1] ?? '';
    expect(password).not.toBe('');
    expect(readFileSync(compose, 'utf8')).not.toContain(password);
    expect(statSync(env).mode & 0o077).toBe(0);

    await expect(page.getByRole('region', { name: 'Plan' })).toBeVisible();
    await shot(page, 'new-stack-plan');
    const up = page.getByRole('button', { name: /^Bring up ·/ });
    await expect(up).toBeEnabled({ timeout: 30_000 });
    await up.click();
    const states = async () => (await docker().listContainers(mine)).map(({ Status }) => Status).join();
    await expect.poll(states, { timeout: 60_000 }).toContain('healthy');
    expect(await ask(25379, `AUTH ${password}\r\nPING\r\n`)).toBe('+OK\r\n+PONG\r\n');
    await shot(page, 'new-stack-running');
  } finally {
    await sweep();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('Pasted commands become services; files that are there are not overwritten in silence', async ({
  launch,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'flt-wizard-'));
  try {
    const { app, page } = await launch();
    await answerDialogs(app, folder);
    await section(page, 'Stacks').click();
    await page.getByRole('button', { name: 'New stack' }).first().click();
    await page.getByRole('button', { name: /^docker run/ }).click();
    await page
      .getByRole('textbox', { name: 'Commands' })
      .fill(
        'docker network create bjnet --subnet 172.19.0.0/16\n' +
          'docker run -d --name bjpnredis --net bjnet -p 6379:6379 redis:7.0\n' +
          'docker run --nmae x --name myapp --net bjnet -e DB_PASSWORD=111 -dp 9000:8080 finance:1.0',
      );
    await expect(page.getByRole('region', { name: 'What to know' })).toContainText(
      'Line 3: docker run has no --nmae; did you mean --name?',
    );
    await page
      .getByRole('textbox', { name: 'Commands' })
      .fill(
        'docker network create bjnet --subnet 172.19.0.0/16\n' +
          'docker run -d --name bjpnredis --net bjnet -p 6379:6379 redis:7.0\n' +
          'docker run --name myapp --net bjnet -e DB_PASSWORD=111 -dp 9000:8080 finance:1.0',
      );
    await expect(page.getByText('2 services')).toBeVisible();
    await shot(page, 'new-stack-commands');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('finance');
    await page.getByRole('button', { name: 'Choose…' }).click();
    const compose = join(folder, 'finance', 'compose.yml');
    await page.getByRole('button', { name: 'Save and edit' }).click();
    await expect.poll(() => existsSync(compose)).toBe(true);
    expect(readFileSync(compose, 'utf8')).toContain('DB_PASSWORD: ${DB_PASSWORD:?set it in .env}');
    expect(readFileSync(join(folder, 'finance', '.env'), 'utf8')).toContain('DB_PASSWORD=111');

    // The same name once more, with other contents: it asks, and keeps what was there.
    writeFileSync(compose, '# mine\nservices: {}\n');
    await section(page, 'Stacks').click();
    await page.getByRole('button', { name: 'New stack' }).first().click();
    await page.getByRole('button', { name: /^One service/ }).click();
    await page.getByRole('textbox', { name: /^Image/ }).fill('redis:7.0');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('finance');
    await page.getByRole('button', { name: 'Choose…' }).click();
    await page.getByRole('button', { name: 'Save and edit' }).click();
    const dialog = page.getByRole('dialog', { name: 'Files are there already' });
    await expect(dialog).toContainText('compose.yml');
    expect(readFileSync(compose, 'utf8')).toBe('# mine\nservices: {}\n');
    await dialog.getByRole('button', { name: 'Replace them' }).click();
    await expect.poll(() => readFileSync(compose, 'utf8')).toContain('image: redis:7.0');
    expect(readFileSync(`${compose}.bak`, 'utf8')).toBe('# mine\nservices: {}\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('A folder with a Dockerfile becomes a service that waits for its database, saved beside it', async ({
  launch,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'flt-wizard-'));
  writeFileSync(
    join(folder, 'Dockerfile'),
    'FROM redis:7.0\nCOPY app.jar /\nEXPOSE 8080\nCMD ["redis-server"]\n',
  );
  try {
    const { app, page } = await launch();
    await answerDialogs(app, folder);
    await section(page, 'Stacks').click();
    await page.getByRole('button', { name: 'New stack' }).first().click();
    await page.getByRole('button', { name: /^Folder/ }).click();
    await page.getByLabel('Port 8080 of the container, on this computer').fill('25900');
    await expect(page.getByRole('region', { name: 'What to know' })).toContainText(
      'Line 2: It copies app.jar',
    );
    await page.getByRole('button', { name: /^MySQL/ }).click();
    await page.getByRole('group', { name: 'Starts after' }).getByText('mysql').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('finance');
    await page
      .getByRole('button', { name: /^Containers/ })
      .last()
      .click();
    await shot(page, 'new-stack-folder');
    await expectAccessible(page, 'the wizard with a folder');
    await page.getByRole('button', { name: 'Save and edit' }).click();
    const compose = join(folder, 'compose.yml');
    await expect.poll(() => existsSync(compose)).toBe(true);
    const text = readFileSync(compose, 'utf8');
    expect(text).toContain('build: .\n');
    expect(text).toContain('- "25900:8080"');
    expect(text).toContain('mysql:\n        condition: service_healthy');
    expect(readFileSync(join(folder, '.env'), 'utf8')).toMatch(/^MYSQL_ROOT_PASSWORD=\w{24,}$/m);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
