import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { electronPath } from '../../scripts/lib/electron.mjs';
import { noSessionBus, root, startTrayHost, temporaryFolder } from '../support/world';
import { callFromPage, expect, section, test } from './support';

/* What surrounds the pages: several windows, links from elsewhere, the tray. */

/** Answers every question with the button of this index, and keeps what was asked. */
async function hearQuestions(app: ElectronApplication, button: number): Promise<() => Promise<string[]>> {
  await app.evaluate(({ dialog }, response) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    // With a window before the options, or without.
    dialog.showMessageBox = (...given: [unknown, unknown?]) => {
      asked.push(((given[1] ?? given[0]) as { message: string }).message);
      return Promise.resolve({ response, checkboxChecked: false });
    };
  }, button);
  return () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
}

/** Starts the app a second time with these words; it hands them over and ends. */
function startAgain(home: string, profile: string, ...words: string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const given = ['--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`, root, ...words];
    const child = spawn(electronPath(), given, {
      env: { ...process.env, FLOTILLA_HOME: home },
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const newWindow = async (app: ElectronApplication): Promise<Page> => {
  const [opened] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items[0]?.submenu?.items;
      file?.find(({ accelerator }) => accelerator === 'CmdOrCtrl+Shift+N')?.click();
    }),
  ]);
  await expect(heading(opened)).toBeVisible();
  return opened;
};

test('Several windows: each at its own page, all told what concerns all, the app lives as long as one', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await section(page, 'Runs').click();
  const other = await newWindow(app);
  await expect(heading(page)).toHaveText('Runs');
  await section(other, 'Settings').click();
  await expect(heading(other)).toHaveText('Settings');
  await expect(heading(page)).toHaveText('Runs');

  await test.step('beside the first, both seen', async () => {
    const [one, two] = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .sort((a, b) => a.id - b.id)
        .map((window) => window.getBounds()),
    );
    expect([two?.x, two?.y]).not.toEqual([one?.x, one?.y]);
    expect([two?.width, two?.height]).toEqual([one?.width, one?.height]);
  });

  await test.step('a setting changes in both; both may call', async () => {
    await callFromPage(other, 'settings.set', { theme: 'dark' });
    for (const each of [page, other])
      await expect(each.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(await callFromPage(page, 'app.info')).toMatchObject({ ok: true });
  });

  await test.step('the palette opens one more, at the place where it was asked', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('new window');
    const [third] = await Promise.all([app.waitForEvent('window'), page.keyboard.press('Enter')]);
    await expect(heading(third)).toHaveText('Runs');
    await third.close();
  });

  await test.step('closing one leaves the other as it is', async () => {
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .sort((a, b) => a.id - b.id)[0]
        ?.close(),
    );
    await expect.poll(() => app.windows().length).toBe(1);
    expect(await callFromPage(other, 'app.info')).toMatchObject({ ok: true });
    await expect(heading(other)).toHaveText('Settings');
  });

  await test.step('closing the last one ends the app where there is no tray', async () => {
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await app
      .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
      .catch(() => undefined);
    await ended;
  });
});

test('A link leads to its page; one that would begin something asks first; a broken one does nothing', async ({
  launch,
}) => {
  const home = temporaryFolder('home');
  const profile = join(temporaryFolder('profile'), 'profile');
  // The first start follows its own link.
  const { app, page } = await launch({
    home,
    args: [`--user-data-dir=${profile}`, 'flotilla://page/engines'],
  });
  await expect(heading(page)).toHaveText('Engines');

  await test.step('while it runs, the next start hands its link over', async () => {
    expect(await startAgain(home, profile, 'flotilla://page/runs')).toBe(0);
    await expect(heading(page)).toHaveText('Runs');
    expect(app.windows()).toHaveLength(1);
  });

  await test.step('an action is asked about, and not begun without a yes', async () => {
    const no = await hearQuestions(app, 0);
    await startAgain(home, profile, 'flotilla://stack/web/down');
    await expect.poll(no).toEqual(['A link wants to take down the stack “web”.']);
    await expect(heading(page)).toHaveText('Runs');

    const yes = await hearQuestions(app, 1);
    await startAgain(home, profile, 'flotilla://cluster/demo/reshard');
    await expect.poll(yes).toEqual(['A link wants to move slots of the Redis cluster “demo”.']);
    await expect(heading(page)).not.toHaveText('Runs');
    // The page has its own review; nothing ran.
    expect(await callFromPage(page, 'run.list')).toEqual({ ok: true, value: [] });
  });

  await test.step('a broken one is said to be so', async () => {
    await section(page, 'Alerts').click();
    const told = await hearQuestions(app, 0);
    await startAgain(home, profile, 'flotilla://cluster/%zz/erase');
    await expect.poll(told).toEqual(['Flotilla was given a link that it does not understand.']);
    await expect(heading(page)).toHaveText('Alerts');
  });
});

const noBus = noSessionBus();
test('The tray: the last window hides into it, asked once; its menu tells, opens and quits', async ({
  launch,
}) => {
  test.skip(noBus !== undefined, noBus);
  const host = await startTrayHost();
  try {
    const { app, page } = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: host.address } });
    const labels = async () => (await host.menu()).map(({ label }) => label);
    await expect.poll(() => host.icons().length, { timeout: 20_000 }).toBe(1);
    await expect.poll(labels).toContain('No runs going');
    await expect
      .poll(async () => (await labels()).some((label) => /^Docker: .+ · \d/.test(label)))
      .toBe(true);

    const visible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await test.step('closing asks; the answer is kept', async () => {
      const asked = await hearQuestions(app, 0);
      await close();
      await expect.poll(visible).toBe(false);
      expect(await asked()).toEqual(['Keep Flotilla running in the tray?']);
      expect(await callFromPage(page, 'settings.get')).toMatchObject({ value: { tray: 'hide' } });
    });

    await test.step('the menu brings the window back, at the page of what was chosen', async () => {
      await host.choose('Open Flotilla');
      await expect.poll(visible).toBe(true);
      const asked = await hearQuestions(app, 1);
      await close();
      await expect.poll(visible).toBe(false);
      expect(await asked()).toEqual([]);
      await host.choose('Settings…');
      await expect.poll(visible).toBe(true);
      await expect(heading(page)).toHaveText('Settings');
      await expect(page.getByRole('radio', { name: 'Stay in the tray' })).toBeChecked();
    });

    await test.step('a cluster is begun from it', async () => {
      await host.choose('New Redis Cluster…');
      await expect(heading(page)).toHaveText('New Redis cluster');
    });

    await test.step('it speaks the chosen language', async () => {
      await callFromPage(page, 'settings.set', { locale: 'zh-CN' });
      await expect.poll(labels).toContain('退出 Flotilla');
    });

    await test.step('quitting is not hiding', async () => {
      const ended = new Promise((resolve) => app.process().once('exit', resolve));
      await host.choose('退出 Flotilla');
      await ended;
    });
  } finally {
    await host.close();
  }
});
