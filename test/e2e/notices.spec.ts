import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { clusterName, docker, makeCertificates, temporaryFolder } from '../support/world';
import {
  callFromPage,
  dress,
  expect,
  expectAccessible,
  section,
  shot,
  test,
  trustTestAuthority,
} from './support';

/* What the app says to somebody who looks elsewhere: notifications by kind, and whether there is a newer version. */

test('A run’s end is told by a notification, one for each run; a click leads to the run', async ({
  launch,
}) => {
  const name = clusterName('notice');
  try {
    const { app, page } = await launch();
    // What the system would show is kept instead; nobody looks at the window.
    await app.evaluate(({ BrowserWindow, Notification }) => {
      Notification.isSupported = () => true;
      BrowserWindow.prototype.isFocused = () => false;
      const shown: Electron.Notification[] = [];
      Object.assign(globalThis, { shown });
      Notification.prototype.show = function (this: Electron.Notification) {
        shown.push(this);
      };
    });
    const shown = () =>
      app.evaluate(() =>
        (globalThis as unknown as { shown: Electron.Notification[] }).shown.map(({ title, body }) => [
          title,
          body,
        ]),
      );
    /** Makes a volume: a run of a second. Gives its id. */
    const run = async (n: number): Promise<string> => {
      const request = { kind: 'resources.volume-create', name: `${name}-${String(n)}` };
      const { value } = (await callFromPage(page, 'plan.preview', request)) as { value: { digest: string } };
      const begun = await callFromPage(page, 'run.start', { request, digest: value.digest });
      return (begun as { value: { runId: string } }).value.runId;
    };

    const first = await run(1);
    const second = await run(2);
    await expect.poll(async () => (await shown()).length, { timeout: 20_000 }).toBe(2);
    expect((await shown()).map(([title]) => title).sort()).toEqual(
      [1, 2].map((n) => expect.stringContaining(`${name}-${String(n)}`) as unknown),
    );
    await app.evaluate(() =>
      (globalThis as unknown as { shown: Electron.Notification[] }).shown
        .find(({ title }) => title.includes('-2'))
        ?.emit('click'),
    );
    await expect(page.getByRole('region', { name: new RegExp(`${name}-2`) })).toBeVisible();
    expect(first).not.toBe(second);
  } finally {
    for (const n of [1, 2])
      await docker()
        .getVolume(`${name}-${String(n)}`)
        .remove()
        .catch(() => undefined);
  }
});

test('Settings: notifications per kind, the window, and a feed for updates that is asked and never obeyed', async ({
  launch,
}) => {
  const folder = temporaryFolder('feed');
  makeCertificates(folder);
  let answer = {
    version: '99.0.0',
    url: 'https://flotilla.invalid/new',
    notes: 'A first line\n<b>a second</b>',
  };
  const server = createServer(
    {
      key: readFileSync(join(folder, 'server-key.pem')),
      cert: readFileSync(join(folder, 'server-cert.pem')),
    },
    (_request, response) => response.end(JSON.stringify(answer)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const feed = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/feed.json`;
  try {
    const { app, page } = await launch();
    await trustTestAuthority(app);
    await section(page, 'Settings').click();

    await test.step('each kind of notification by itself', async () => {
      const alerts = page.getByRole('switch', { name: 'Alerts' });
      await expect(alerts).toBeChecked();
      await alerts.uncheck();
      await expect
        .poll(() => callFromPage(page, 'settings.get'))
        .toMatchObject({
          value: { notifications: { run: true, engine: true, alert: false, update: true } },
        });
    });

    await test.step('without a tray the choice is shown as what it is', async () => {
      await expect(page.getByText('This desktop shows no tray icons')).toBeVisible();
      await expect(page.getByRole('radio', { name: 'Stay in the tray' })).toBeDisabled();
    });

    await test.step('a feed over http is refused; over https it is asked', async () => {
      const field = page.getByRole('textbox', { name: 'Feed address' });
      await expect(page.getByRole('button', { name: 'Check now' })).toBeDisabled();
      await field.fill(feed.replace('https', 'http'));
      await expect(page.getByText('This is no https address.')).toBeVisible();
      await field.fill(feed);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('button', { name: 'Check now' }).click();
      await expect(page.getByText('Version 99.0.0 is available')).toBeVisible();
      for (const [locale, theme] of [
        ['zh-CN', 'dark'],
        ['en', 'light'],
      ] as const) {
        await dress(page, locale, theme);
        await expectAccessible(page, `settings, ${locale}, ${theme}`);
        await page.getByText('flotilla.invalid').scrollIntoViewIfNeeded();
        await shot(page, `settings-updates-${locale}-${theme}`);
        await page.getByRole('switch').first().scrollIntoViewIfNeeded();
        await shot(page, `settings-notices-${locale}-${theme}`);
      }
    });

    await test.step('its page opens in the browser, when the user says so', async () => {
      await app.evaluate(({ shell }) => {
        const opened: string[] = [];
        Object.assign(globalThis, { opened });
        shell.openExternal = (url) => {
          opened.push(url);
          return Promise.resolve();
        };
      });
      const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
      expect(await opened()).toEqual([]);
      await page.getByRole('button', { name: 'Open the page' }).click();
      await expect.poll(opened).toEqual(['https://flotilla.invalid/new']);
    });

    await test.step('a hostile answer is refused by name', async () => {
      answer = { ...answer, url: 'javascript:alert(1)' };
      await page.getByRole('button', { name: 'Check now' }).click();
      await expect(page.getByText(/Its answer is no feed: url/)).toBeVisible();
      expect(await callFromPage(page, 'updates.open')).toMatchObject({ error: { code: 'updates.none' } });
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
