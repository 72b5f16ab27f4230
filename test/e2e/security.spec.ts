import { join } from 'node:path';
import fc from 'fast-check';
import { channels } from '@shared/channels';
import { root } from '../support/world';
import { answerDialogs, callFromPage, expect, test } from './support';

test.describe('A page that went astray', () => {
  test('cannot leave the app, open windows or load from elsewhere', async ({ launch }) => {
    const { app, page } = await launch();
    const home = page.url();
    expect(home).toMatch(/^app:\/\/flotilla\//);

    await test.step('navigation is refused', async () => {
      await page.evaluate(() => {
        location.href = 'https://flotilla.invalid/';
      });
      await page.evaluate(() => {
        const link = document.createElement('a');
        link.href = 'file:///etc/passwd';
        document.body.append(link);
        link.click();
        link.remove();
      });
      await page.waitForTimeout(300);
      expect(page.url()).toBe(home);
    });

    await test.step('a new window is refused; documentation goes to the browser', async () => {
      await app.evaluate(({ shell }) => {
        const opened: string[] = [];
        Object.assign(globalThis, { opened });
        shell.openExternal = (url) => {
          opened.push(url);
          return Promise.resolve();
        };
      });
      const answers = await page.evaluate(() =>
        ['https://flotilla.invalid/', 'file:///etc/passwd', 'https://docs.docker.com/engine/install/'].map(
          (url) => window.open(url) === null,
        ),
      );
      expect(answers).toEqual([true, true, true]);
      expect(app.windows()).toHaveLength(1);
      const opened = await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
      expect(opened).toEqual(['https://docs.docker.com/engine/install/']);
    });

    await test.step('the content policy holds', async () => {
      const seen = await page.evaluate(async () => {
        const blocked = (work: Promise<unknown>): Promise<boolean> =>
          work.then(
            () => false,
            () => true,
          );
        const script = document.createElement('script');
        let inline = 'kept out';
        try {
          script.textContent = 'globalThis.inlineRan = true';
          document.head.append(script);
        } catch {
          inline = 'refused';
        }
        if ('inlineRan' in globalThis) inline = 'ran';
        // Later, from the page's own turn: what the debugger evaluates by itself is exempt.
        const evaluated = await new Promise<string>((resolve) => {
          setTimeout(() => {
            try {
              // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
              new Function('return 1')();
              resolve('ran');
            } catch {
              resolve('refused');
            }
          });
        });
        return {
          inline,
          evaluated,
          fetch: await blocked(fetch('https://flotilla.invalid/')),
          notification: await Notification.requestPermission(),
          node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
        };
      });
      expect(seen.inline).not.toBe('ran');
      expect(seen).toMatchObject({ evaluated: 'refused', fetch: true, notification: 'denied', node: [] });
    });

    await test.step('files beside the page cannot be read', async () => {
      const statuses = await page.evaluate(() =>
        Promise.all(
          [
            '/..%2f..%2fpackage.json',
            '/%2e%2e%2f%2e%2e%2fpackage.json',
            '/assets/..%5c..%5cpackage.json',
            '/nope.js',
          ].map(async (path) => (await fetch(path)).status),
        ),
      );
      expect(statuses).toEqual([404, 404, 404, 404]);
    });
  });

  test('is not answered when it is not ours', async ({ launch }) => {
    const { app } = await launch();
    const ask = async (url: string): Promise<unknown> =>
      app.evaluate(
        async ({ BrowserWindow }, { address, preload }) => {
          const forged = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
          try {
            await forged.loadURL(address);
            return (await forged.webContents.executeJavaScript(
              "flotilla.call['secret.store']({ value: 'x' })",
            )) as unknown;
          } finally {
            forged.destroy();
          }
        },
        { address: url, preload: join(root, 'out/preload/index.cjs') },
      );
    for (const url of ['data:text/html,forged', 'app://flotilla/']) {
      expect(await ask(url), url).toMatchObject({ ok: false, error: { code: 'ipc.sender' } });
    }
  });
});

test('Malformed calls on every channel are refused by name, and the app lives on', async ({ launch }) => {
  const { app, page } = await launch();
  await answerDialogs(app, null);
  const rounds = 120;
  const inputs: unknown[] = fc.sample<unknown>(
    fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({
        kind: fc.constantFrom('redis-cluster.create', 'redis-cluster.remove'),
        spec: fc.jsonValue(),
      }),
      fc.record({ request: fc.jsonValue(), digest: fc.string(), as: fc.string() }),
      fc.record({ name: fc.jsonValue(), discovered: fc.jsonValue(), password: fc.jsonValue() }),
    ),
    { numRuns: rounds, seed: 20_261_123 },
  );
  const codes = await page.evaluate(
    async ({ names, values }) => {
      const { flotilla } = globalThis as unknown as {
        flotilla: {
          call: Record<
            string,
            (input: unknown) => Promise<{ ok: boolean; error?: { code: string; what: unknown } }>
          >;
        };
      };
      const odd = [
        NaN,
        10n ** 40n,
        new Date(0),
        new Map([[1, 2]]),
        new Uint8Array(9),
        [[[[[]]]]],
        'x'.repeat(2e6),
      ];
      const seen: Record<string, Record<string, number>> = {};
      for (const name of names) {
        const counts: Record<string, number> = (seen[name] = {});
        // Null for a choice of engine, and nothing at all, are well-formed there.
        for (const value of [...values, ...odd].filter((each) => each !== null)) {
          const answer = await flotilla.call[name]?.(value);
          const code = answer?.ok === true ? 'ok' : (answer?.error?.code ?? 'silent');
          counts[code] = (counts[code] ?? 0) + 1;
          if (code === 'ipc.invalid' && !JSON.stringify(answer).includes(name)) counts['nameless'] = 1;
        }
      }
      return seen;
    },
    { names: channels.filter((name) => name !== 'engine.select'), values: inputs },
  );
  for (const [channel, counts] of Object.entries(codes)) {
    expect(counts, channel).not.toHaveProperty('silent');
    expect(counts, channel).not.toHaveProperty('nameless');
    expect(counts['ipc.invalid'] ?? 0, channel).toBeGreaterThan(0);
  }
  expect(await callFromPage(page, 'app.info')).toMatchObject({ ok: true });
  // A settings file that took part of the noise would show here.
  expect(await callFromPage(page, 'settings.get')).toMatchObject({ ok: true, value: { theme: 'system' } });
});
