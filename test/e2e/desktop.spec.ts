import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronPath } from '../../scripts/lib/electron.mjs';
import { root, temporaryFolder } from '../support/world';
import { callFromPage, expect, test } from './support';

/** Starts the app outside Playwright and waits until it has ended. */
function runToEnd(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(electronPath(), ['--no-sandbox', '--disable-gpu', root, ...args], {
      env: { ...process.env, ...env },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) => resolve({ code, text }));
  });
}

test('The window opens where it was left', async ({ launch }) => {
  const first = await launch();
  const bounds = { x: 60, y: 40, width: 1100, height: 700 };
  await first.app.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  );
  const file = join(first.home, 'window.json');
  await expect.poll(() => (existsSync(file) ? readFileSync(file, 'utf8') : '')).toContain('"width":1100');
  await first.app.close();

  const second = await launch({ home: first.home });
  const placed = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
  expect(placed).toEqual(bounds);
});

test('A damaged window file does no harm', async ({ launch }) => {
  const home = temporaryFolder('home');
  writeFileSync(join(home, 'window.json'), '{"x": -90000, "y": "no"');
  const { page } = await launch({ home });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('A second start brings the first window forward and hands its spec file over', async ({ launch }) => {
  const home = temporaryFolder('home');
  const profile = join(temporaryFolder('profile'), 'profile');
  const { app, page } = await launch({ home, args: [`--user-data-dir=${profile}`] });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());

  const spec = join(temporaryFolder('spec'), 'handed-over.yaml');
  writeFileSync(
    spec,
    'kind: redis-cluster\nname: handed-over\nmasters: 4\nnetwork: { mode: bridge, subnet: 10.213.70.0/24 }\nports: { first: 20100 }\n',
  );
  const second = await runToEnd([`--user-data-dir=${profile}`, spec], { FLOTILLA_HOME: home });
  expect(second.code, second.text).toBe(0);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
  await expect(page.getByRole('textbox', { name: /^(Cluster )?name/i })).toHaveValue('handed-over');
});

test('A data folder that cannot be written is said plainly, with what to do', async () => {
  const file = join(temporaryFolder('home'), 'file');
  writeFileSync(file, '');
  // The message box waits for a person: the words are on the terminal as well.
  const child = spawn(electronPath(), ['--no-sandbox', '--disable-gpu', root], {
    env: { ...process.env, FLOTILLA_HOME: join(file, 'data') },
  });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  try {
    await expect.poll(() => text, { timeout: 30_000 }).toContain('Flotilla cannot start');
    expect(text).toContain('cannot be written');
    expect(text).toContain('FLOTILLA_HOME');
    expect(text).not.toMatch(/^\s+at /m);
  } finally {
    child.kill('SIGKILL');
  }
});

test('The menu speaks the chosen language and steers the window', async ({ launch }) => {
  const { app, page } = await launch();
  const titles = () =>
    app.evaluate(
      ({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label.replace('&', '')) ?? [],
    );
  await expect.poll(titles).toEqual(['File', 'Edit', 'View', 'Help']);

  await app.evaluate(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items[2]?.submenu?.items;
    view?.find((item) => item.label === 'Runs')?.click();
  });
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();

  await callFromPage(page, 'settings.set', { locale: 'zh-CN' });
  await expect.poll(async () => (await titles())[0]).toContain('文件');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Runs');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('The theme is there from the first frame', async ({ launch }) => {
  const home = temporaryFolder('home');
  writeFileSync(join(home, 'settings.json'), '{"theme":"dark","locale":"en"}');
  const { app, page } = await launch({ home });
  const dark = await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors);
  expect(dark).toBe(true);
  const background = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
  );
  // Playwright shows every page a light system unless told not to.
  await page.emulateMedia({ colorScheme: null });
  // The page's own background is the window's: nothing flashes.
  const painted = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [r, g, b] = /(\d+), (\d+), (\d+)/.exec(painted)?.slice(1).map(Number) ?? [];
  expect(background?.toLowerCase()).toBe(
    `#${[r, g, b].map((each) => (each ?? 0).toString(16).padStart(2, '0')).join('')}`,
  );
});
