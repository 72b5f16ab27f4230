import { spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { chromium, test, type Browser, type Page } from '@playwright/test';
import { makePackage } from '../../scripts/package.mjs';
import { buildAndOpen } from '../e2e/clusters';
import { callFromPage, expect, leftOf, plot, section, type Plot } from '../e2e/support';
import { ports, sweep } from '../support/world';
import { bareSystem, noBareSystem, type BareSystem } from '../support/world/bare-system';

/* The package as a user gets it: installed with apt on a bare Debian 12, started there, used, and removed again. */

test.describe.configure({ mode: 'serial', retries: 0 });

const reason = noBareSystem();
test.skip(reason !== undefined, reason);

let system: BareSystem;
let mine: Plot;
let app: ChildProcess | undefined;
let browser: Browser | undefined;
let page: Page;
const program = '/usr/lib/flotilla/flotilla';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const [file = ''] = await makePackage({ quick: true });
  system = bareSystem();
  copyFileSync(file, join(system.tree, 'root/flotilla.deb'));
  mine = await plot('package');
});

test.afterAll(async () => {
  await browser?.close();
  app?.kill('SIGKILL');
  await sweep(mine.name);
  system.remove();
});

/** What a command of the installed `flotilla` says, as the ordinary user and without a display. */
const flotilla = (...words: string[]) => system.run(['/usr/bin/flotilla', ...words], { as: 'tester' });

test('installs from the one file, with what it depends on', () => {
  // It unpacks a hundred packages: a busy computer may take minutes for them.
  test.setTimeout(480_000);
  const apt = ['apt-get', '-qq', '-y', '--no-install-recommends', 'install', '/root/flotilla.deb'];
  const done = system.run(apt, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  expect(done.code, done.stderr).toBe(0);
  const { stdout } = system.run(['dpkg-query', '-W', '-f=${db:Status-Status} ${Architecture}', 'flotilla']);
  expect(stdout).toBe('installed amd64');
  // What dpkg wrote is what the package says: nothing was changed by a script of its own.
  expect(system.run(['dpkg', '--verify', 'flotilla'])).toMatchObject({ code: 0, stdout: '' });
  const libraries = system.run(['ldd', program]).stdout;
  expect(libraries).toContain('libnss3');
  expect(libraries).not.toContain('not found');
});

test('tells the desktop of itself', () => {
  const read = (path: string): string => readFileSync(join(system.tree, path), 'utf8');
  const entry = read('usr/share/applications/flotilla.desktop');
  expect(entry).toMatch(/Name\[zh_CN\]=.*集群/);
  // Links into the app are handed to it.
  expect(entry).toMatch(/^Exec=.* %U$/m);
  expect(entry).toMatch(/^MimeType=.*;x-scheme-handler\/flotilla;/m);
  expect(read('usr/share/mime/globs2')).toContain('application/vnd.flotilla.spec+yaml:*.flotilla.yaml');
  for (const path of [
    'icons/hicolor/256x256/apps/flotilla.png',
    'man/man1/flotilla.1.gz',
    'man/zh_CN/man1/flotilla.1.gz',
  ]) {
    expect(existsSync(join(system.tree, 'usr/share', path)), path).toBe(true);
  }
  expect(read('usr/share/doc/flotilla/copyright')).toContain('dockerode');
});

test('its command works without a display, for users and for root', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(flotilla('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect(system.run(['/usr/bin/flotilla', 'list', '--json'])).toMatchObject({ code: 0, stdout: '[]\n' });
  expect(flotilla('list', '--json')).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  expect(flotilla('help', '--lang', 'zh-CN').stdout).toContain('容器集群');
  // Words that Chromium would take for switches of its own.
  expect(flotilla('redis', 'keys', 'nope', '--type=string', '--lang', 'en')).toMatchObject({
    code: 1,
    stdout: '',
  });
  expect(flotilla('lsit')).toMatchObject({ code: 2, stdout: '' });
  expect(system.run(['sh', '-c', 'flotilla help | head -1'])).toMatchObject({ code: 0, stderr: '' });
  // Without words it wants a display, and says so.
  const bare = flotilla();
  expect(bare.code).toBe(1);
  expect(bare.stderr).toContain('flotilla help');
});

test('is no Node for others, and lets nobody debug it', async () => {
  const asNode = system.run([program, '-e', 'console.log("ran as node")'], {
    as: 'tester',
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  expect(asNode.stdout).not.toContain('ran as node');
  const [port] = [await ports(1)];
  const options = system.run(['/usr/bin/flotilla', '--version'], {
    as: 'tester',
    env: { NODE_OPTIONS: `--inspect=127.0.0.1:${String(port)} --require /nope.js` },
  });
  expect(options.code).toBe(0);
  expect(options.stderr).not.toMatch(/nope|Debugger/);
});

test('opens its window in a sandbox and builds a cluster', async () => {
  test.setTimeout(180_000);
  const [port, inspect] = [await ports(1), await ports(1)];
  app = system.start([
    ...[program, `--remote-debugging-port=${String(port)}`, '--disable-gpu', '--log-level=3'],
    `--inspect=${String(inspect)}`,
  ]);
  let said = '';
  for (const stream of [app.stdout, app.stderr])
    stream?.on('data', (text: Buffer) => (said += text.toString()));
  await expect(async () => {
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`);
    const found = browser.contexts().flatMap((context) => context.pages())[0];
    if (found === undefined) throw new Error(`no window yet\n${said}`);
    page = found;
  }).toPass({ timeout: 30_000 });

  expect(page.url()).toBe('app://flotilla/');
  // Nobody has been here before: the first steps come first.
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Flotilla' })).toBeVisible();
  await page.getByRole('button', { name: 'Skip' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  expect(await callFromPage(page, 'app.info')).toMatchObject({ ok: true });
  // The inspect fuse is off: nobody listens there.
  await expect(once(createConnection(inspect, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
  expect(sandboxed(), 'pages run under seccomp').toBe(true);

  await buildAndOpen(page, mine);
  expect(flotilla('status', 'redis-cluster', mine.name, '--json')).toMatchObject({ code: 0 });
});

test('measures and draws there: SQLite and its thread, charts and theirs', async () => {
  const sources = async (): Promise<string> => JSON.stringify(await callFromPage(page, 'metrics.sources'));
  await expect.poll(sources, { timeout: 30_000 }).toMatch(/"kind":"docker"[^}]*"state":"fine"/);
  await section(page, 'Monitor').click();
  await expect(page.locator('main canvas').first()).toBeVisible();
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(0);
  // The history is on the disk: the command, another process, reads it.
  await expect
    .poll(() => flotilla('metrics', 'query', '--metric', 'cpu', '--json').stdout, { timeout: 60_000 })
    .toContain(mine.name);
});

/** Whether every page's process has a system call filter. */
function sandboxed(): boolean {
  const pages = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      // Chromium's own processes write their words anew, with spaces between them.
      const words = read(`/proc/${pid}/cmdline`);
      return words.startsWith(program) && words.includes('--type=renderer');
    });
  return pages.length > 0 && pages.every((pid) => /^Seccomp:\t2$/m.test(read(`/proc/${pid}/status`)));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // It has ended.
  }
}

test('speaks Chinese at once, and is one program: a second start hands over to the first', async () => {
  await callFromPage(page, 'settings.set', { locale: 'zh-CN', theme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(section(page, '概览')).toBeVisible();
  const second = system.start(['/usr/bin/flotilla']);
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(browser?.contexts().flatMap((context) => context.pages())).toHaveLength(1);
});

test('its command sees what the window built, and removes it', async () => {
  expect(flotilla('list', '--json').stdout).toContain(mine.name);
  const removed = flotilla('remove', 'redis-cluster', mine.name, '--yes', '--volumes');
  expect(removed.code, removed.stderr).toBe(0);
  expect(await leftOf(mine.name)).toEqual([]);
});

test('is removed without a trace but what the user keeps', async () => {
  await browser?.close();
  app?.kill('SIGTERM');
  if (app?.exitCode === null) expect(await once(app, 'exit')).toEqual([0, null]);
  const done = system.run(['apt-get', '-qq', '-y', 'purge', 'flotilla'], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  expect(done.code, done.stderr).toBe(0);
  const { stdout } = spawnSync('find', [system.tree, '-xdev', '-iname', '*flotilla*', '-printf', '%P\n'], {
    encoding: 'utf8',
  });
  const left = stdout.split('\n').filter((path) => path !== '' && path !== 'root/flotilla.deb');
  const kept = ['home/tester/.local/share/flotilla', 'root/.local/share/flotilla'];
  expect(left.filter((path) => !kept.some((folder) => path.startsWith(folder)))).toEqual([]);
  expect(left).toContain(kept[0]);
  // Nor in what the desktop keeps of menus, types and icons.
  const named = spawnSync(
    'grep',
    ['-rlI', 'flotilla', join(system.tree, 'usr/share'), join(system.tree, 'etc')],
    {
      encoding: 'utf8',
    },
  );
  expect(named.stdout).toBe('');
});
