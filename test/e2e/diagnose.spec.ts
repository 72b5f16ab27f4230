import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/world';
import { unzip } from '../support/unzip';
import { answerDialogs, dress, expect, expectAccessible, section, shot, test } from './support';

test('Diagnose: the self-test tells how things are, and one click saves the facts', async ({ launch }) => {
  const { app, page, home, log } = await launch();
  const target = join(temporaryFolder('bundle'), 'facts.zip');
  await answerDialogs(app, target);
  await section(page, 'Settings').click();
  await page.getByRole('button', { name: 'Open self-test' }).click();
  const list = page.getByRole('list', { name: 'Self-test' });

  await test.step('every look ends, and the engine is fine', async () => {
    await expect(list).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });
    await expect(list.getByRole('listitem')).toHaveCount(9);
    const row = (name: string) =>
      list.getByRole('listitem').filter({ hasText: new RegExp(`^\\s*${name.replaceAll(/[()]/g, '.')}`) });
    await expect(row('Engine')).toContainText(/Fine.* answers in \d+ ms/);
    await expect(row('Clock')).toContainText(/agree/);
    await expect(row('Data folder')).toContainText(home);
    // Without a network or a keyring these two tell of that.
    await expect(row('Names (DNS)')).toContainText(/Found|Not found|no registry/);
    await expect(row('Secrets')).toContainText(/keyring/);
    await expectAccessible(page, 'the self-test');
  });

  await test.step('the bundle is a zip of what is said, on this disk only', async () => {
    await page.getByRole('button', { name: 'Save bundle…' }).click();
    await expect(page.getByRole('alert')).toContainText('facts.zip', { timeout: 30_000 });
    const files = new Map(unzip(readFileSync(target)).map(({ name, data }) => [name, data.toString()]));
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['README.txt', 'about.json', 'engine.json', 'self-test.txt', 'runs.json']),
    );
    expect(JSON.parse(files.get('engine.json') ?? '')).toMatchObject({ state: { state: 'connected' } });
    expect(files.get('logs/flotilla.log'), log()).toMatch(/ info started \d+\.\d+\.\d+ \(Electron/);
    expect(files.get('logs/flotilla.log')).toMatch(/ info engine connected/);
  });

  await test.step('a closed dialog saves nothing, and a folder that is not there is said', async () => {
    await answerDialogs(app, null);
    await page.getByRole('button', { name: 'Save bundle…' }).click();
    await expect(page.getByRole('button', { name: 'Save bundle…' })).toBeEnabled();
    const nowhere = join(temporaryFolder('bundle'), 'no', 'facts.zip');
    await answerDialogs(app, nowhere);
    await page.getByRole('button', { name: 'Save bundle…' }).click();
    await expect(page.getByText(/ENOENT/)).toBeVisible({ timeout: 30_000 });
    expect(existsSync(nowhere)).toBe(false);
  });

  await test.step('in Chinese and dark', async () => {
    await dress(page, 'zh-CN', 'dark');
    await expect(page.getByRole('heading', { level: 1, name: '诊断' })).toBeVisible();
    await expectAccessible(page, 'the self-test, in Chinese');
    await shot(page, 'diagnose-zh-dark');
    await dress(page, 'en', 'light');
    await shot(page, 'diagnose-en-light');
  });
});

test('What ends the app is in its log afterwards', async ({ launch }) => {
  const { app, home } = await launch();
  const path = join(home, 'logs', 'flotilla.log');
  await expect(() => expect(readFileSync(path, 'utf8')).toContain('engine connected')).toPass();
  const pid = app.process();
  await app
    .evaluate(() => {
      setTimeout(() => {
        (process as NodeJS.EventEmitter).emit('uncaughtExceptionMonitor', new Error('a planted fault'));
        process.kill(process.pid, 'SIGKILL');
      });
    })
    .catch(() => undefined);
  await expect.poll(() => pid.exitCode ?? pid.signalCode).toBe('SIGKILL');
  expect(readFileSync(path, 'utf8')).toMatch(/ error uncaught: Error: a planted fault\n {4}/);
});
