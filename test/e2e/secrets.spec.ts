import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { unzip } from '../support/unzip';
import { docker, sweep, temporaryFolder, testLabels } from '../support/world';
import {
  answerDialogs,
  answerQuestions,
  callFromPage,
  dress,
  expect,
  expectAccessible,
  plot,
  resize,
  section,
  shot,
  test,
} from './support';

/* Marked secrets are given to the app wherever it takes one, everything is done with them, and then all is searched. */

/** Named by how it is given, so that one which is found says where it came from. */
const mark = (stem: string): string => `MARKED-${stem}-${randomBytes(9).toString('hex')}`;
const marks = {
  stored: mark('stored'),
  env: mark('env'),
  file: mark('file'),
  dotenv: mark('dotenv'),
  webhook: mark('webhook'),
  login: mark('login'),
  source: mark('source'),
};

/** What a call gives, or the whole answer as the message of a failed test. */
async function ask<T>(page: Page, channel: string, input?: unknown): Promise<T> {
  const answer = (await callFromPage(page, channel, input)) as { ok: boolean; value: T };
  expect(answer, channel).toMatchObject({ ok: true });
  return answer.value;
}

/** Plans and runs a request to its end. */
async function carryOut(page: Page, request: unknown): Promise<void> {
  const { digest } = await ask<{ digest: string }>(page, 'plan.preview', request);
  const { runId } = await ask<{ runId: string }>(page, 'run.start', { request, digest });
  await expect
    .poll(async () => (await ask<{ status: string }>(page, 'run.get', runId)).status, { timeout: 120_000 })
    .toBe('succeeded');
}

/** Every file below a folder that holds one of the marks: `path: mark`. */
function findIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || statSync(path).size > 50 * 2 ** 20) return [];
    const names = [...held(readFileSync(path)), ...held(Buffer.from(entry.name))];
    return names.map((name) => `${path}: ${name}`);
  });
}

/** Which marks a piece of data holds, as they are, as UTF-16 (Chromium's stores) or as base64. */
function held(data: Buffer): string[] {
  return Object.values(marks).filter((each) =>
    [
      Buffer.from(each),
      Buffer.from(each, 'utf16le'),
      Buffer.from(Buffer.from(each).toString('base64').slice(0, 30)),
    ].some((form) => data.includes(form)),
  );
}

/** The command lines of all processes that hold a mark. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`);
        return held(words).length > 0 ? [words.toString().replaceAll('\0', ' ')] : [];
      } catch {
        return []; // It has ended.
      }
    });
}

test('No secret is left in a file, log, journal, process list, crash report or bundle', async ({
  launch,
}) => {
  test.setTimeout(300_000);
  const mine = await plot('marked');
  const stack = `${mine.name}-stack`;
  const folder = temporaryFolder('marked');
  const tmp = temporaryFolder('tmp');
  const label = testLabels(stack)['dev.flotilla.test'] ?? '';
  writeFileSync(join(folder, 'password.txt'), `${marks.file}\n`);
  writeFileSync(join(folder, '.env'), `DB_PASSWORD=${marks.dotenv}\n`);
  writeFileSync(
    join(folder, 'compose.yml'),
    `name: ${stack}
services:
  db:
    image: redis:7.0
    network_mode: none
    environment: { DB_PASSWORD: "\${DB_PASSWORD:?}" }
    labels: { dev.flotilla.test: ${label} }
`,
  );
  const heard: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ url: request.url ?? '', headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const hook = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/alerts`;

  const { app, page, home, log } = await launch({ env: { MARKED_PASSWORD: marks.env, TMPDIR: tmp } });
  const seen = new Set<string>();
  const watch = setInterval(() => commandLines().forEach((each) => seen.add(each)), 100);
  try {
    await test.step('a cluster by a stored password, grown, checked and spoken to', async () => {
      const password = await ask<{ stored: string }>(page, 'secret.store', { value: marks.stored });
      const spec = {
        ...{ kind: 'redis-cluster', name: mine.name, image: 'redis:7.0', replicasPerMaster: 0 },
        ports: { first: mine.port },
        network: { mode: 'bridge', subnet: mine.subnet },
        password,
      };
      await carryOut(page, { kind: 'redis-cluster.create', spec });
      await ask(page, 'redisCluster.status', mine.name);
      await ask(page, 'redisCluster.command', { name: mine.name, line: `SET login ${marks.login}` });
      await ask(page, 'redisCluster.check', { name: mine.name, deep: true });
      // What it was given is not in what the engine tells of it either.
      const inspected = await docker().getContainer(`${mine.name}-1`).inspect();
      expect(held(Buffer.from(JSON.stringify(inspected)))).toEqual([]);
      await ask(page, 'plan.script', { kind: 'redis-cluster.create', spec });
    });

    await test.step('plans by an environment variable and by a file; wrong passwords', async () => {
      for (const password of [{ env: 'MARKED_PASSWORD' }, { file: join(folder, 'password.txt') }]) {
        const network = { mode: 'bridge', subnet: mine.subnet };
        const spec = { kind: 'redis-cluster', name: `${mine.name}-x`, image: 'redis:7.0', network, password };
        await callFromPage(page, 'plan.preview', { kind: 'redis-cluster.create', spec });
        await callFromPage(page, 'plan.script', { kind: 'redis-cluster.create', spec });
        const remote = { name: `${mine.name}-far`, host: '127.0.0.1', port: mine.port, password };
        const refused = await callFromPage(page, 'redisCluster.adoptRemote', remote);
        expect(refused).toMatchObject({ ok: false });
        expect(held(Buffer.from(JSON.stringify(refused)))).toEqual([]);
      }
    });

    await test.step("a stack with a password in its .env, and an alert's webhook", async () => {
      await carryOut(page, {
        kind: 'compose.up',
        project: { files: [join(folder, 'compose.yml')], profiles: [] },
        services: [],
        by: 'own',
      });
      const token = await ask<{ stored: string }>(page, 'secret.store', { value: marks.webhook });
      const rule = {
        ...{ id: 'marked', name: 'marked', enabled: true, severity: 'warning', for: 0, noData: 'ok' },
        when: { type: 'engine' },
        desktop: false,
        webhook: { url: hook, token },
      };
      await ask(page, 'alerts.save', rule);
      await ask(page, 'alerts.test', { rule, send: true });
      expect(heard.at(-1)?.headers.authorization).toBe(`Bearer ${marks.webhook}`);
      expect(heard.at(-1)?.body).not.toContain(marks.webhook);
    });

    await test.step('sources of metrics that ask for a login, and fail', async () => {
      const password = await ask<{ stored: string }>(page, 'secret.store', { value: marks.source });
      // With this user the header's base64 holds that of the mark, which is searched for.
      const login = { url: new URL(hook).origin, user: 'ab', password };
      const sources = { cadvisor: login, influx: { ...login, database: 'cadv' }, influxWrite: true };
      await ask(page, 'settings.set', { metrics: sources });
      const header = `Basic ${btoa(`ab:${marks.source}`)}`;
      const asked = (path: string) =>
        heard.some(({ url, headers }) => url.includes(path) && headers.authorization === header);
      await expect.poll(() => asked('/api/v2.1/stats') && asked('/query')).toBe(true);
      const told = () => ask<{ kind: string; state: string }[]>(page, 'metrics.sources');
      await expect
        .poll(async () => (await told()).filter(({ state }) => state === 'gone').map(({ kind }) => kind))
        .toEqual(['cadvisor', 'influx']);
      expect(held(Buffer.from(JSON.stringify(await told())))).toEqual([]);
    });

    await test.step('a bundle, and then a page that dies', async () => {
      const target = join(home, 'facts.zip');
      await answerDialogs(app, target);
      await ask(page, 'diagnose.save');
      const files = unzip(readFileSync(target));
      expect(files.length).toBeGreaterThan(8);
      expect(files.some(({ name }) => name.startsWith('runs/'))).toBe(true);
      for (const { name, data } of files) expect(held(data), name).toEqual([]);

      await answerQuestions(app, 0);
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      );
      await expect(() =>
        expect(readFileSync(join(home, 'logs/flotilla.log'), 'utf8')).toContain('page gone'),
      ).toPass();
    });

    await test.step('nothing is left anywhere', async () => {
      const profile = await app.evaluate(({ app: electron }) => ({
        data: electron.getPath('userData'),
        crashes: electron.getPath('crashDumps'),
      }));
      await answerQuestions(app, 2);
      await app.close();
      clearInterval(watch);
      expect(readdirSync(home)).toEqual(expect.arrayContaining(['logs', 'runs', 'facts.zip']));
      mkdirSync(profile.crashes, { recursive: true });
      const found = [home, profile.data, profile.crashes, tmp].flatMap(findIn);
      expect([...new Set(found)]).toEqual([]);
      expect([...seen]).toEqual([]);
      expect(held(Buffer.from(log()))).toEqual([]);
    });

    // The search finds what is there: else all of the above would say nothing.
    expect(findIn(folder)).toHaveLength(2);
    expect(execFileSync('docker', ['inspect', `${stack}-db-1`], { encoding: 'utf8' })).toContain(
      marks.dotenv,
    );
  } finally {
    clearInterval(watch);
    receiver.close();
    await sweep(stack);
    await sweep(mine.name);
    rmSync(folder, { recursive: true, force: true });
  }
});

test('Without a keyring a password lasts for the session; written down only when that is asked for, and taken back', async ({
  launch,
}) => {
  const { app, page, home } = await launch();
  const typed = mark('typed');
  const file = join(home, 'secrets.json');
  const kept = (): string[] => {
    try {
      return Object.values(
        (JSON.parse(readFileSync(file, 'utf8')) as { secrets: object }).secrets,
      ) as string[];
    } catch {
      return [];
    }
  };
  const plain = `plain:${Buffer.from(typed).toString('base64')}`;
  await resize(app, 1280, 800);
  await page.getByRole('button', { name: 'Build a Redis cluster' }).first().click();
  await page.getByRole('radio', { name: 'Type', exact: true }).check();
  const note = page.getByRole('note').filter({ hasText: 'This system has no keyring' });
  await expect(note).toBeHidden();
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(typed);
  await page.getByRole('textbox', { name: 'Password', exact: true }).blur();
  await expect(note).toContainText('kept until Flotilla closes');
  await expectAccessible(page, 'a password without a keyring');
  await note.scrollIntoViewIfNeeded();
  await shot(page, 'secrets-1-note');
  expect(kept()).toEqual([]);

  await note.getByRole('checkbox').check();
  await expect(note).toContainText('as you chose');
  await expect.poll(kept).toEqual([plain]);

  // The settings say so, and take it back.
  await section(page, 'Settings').click();
  const keep = page.getByRole('switch', { name: /^Keep passwords all the same/ });
  await expect(keep).toBeChecked();
  await expect(page.getByText('Kept without encryption')).toBeVisible();
  await keep.scrollIntoViewIfNeeded();
  await shot(page, 'secrets-2-settings');
  await keep.uncheck();
  await expect.poll(kept).toEqual([]);
  await expect(page.getByText('Kept until Flotilla closes')).toBeVisible();
  await dress(page, 'zh-CN', 'dark');
  await shot(page, 'secrets-3-settings-zh');
});
