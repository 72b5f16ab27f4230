import { join } from 'node:path';
import { channels } from '@shared/channels';
import { root } from '../support/world';
import { expect, test } from './support';

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

    await test.step('nothing from elsewhere is shown or spoken to', async () => {
      const seen = await page.evaluate(async () => {
        const loads = (make: (address: string) => HTMLElement): Promise<boolean> =>
          new Promise((resolve) => {
            let element: HTMLElement;
            try {
              element = make('https://flotilla.invalid/x');
            } catch {
              resolve(false); // Trusted Types refuse the very address.
              return;
            }
            element.addEventListener('load', () => resolve(true));
            element.addEventListener('error', () => resolve(false));
            // A frame that the policy blocks says that it has loaded, or nothing: what was refused is told apart.
            document.addEventListener('securitypolicyviolation', () => resolve(false));
            document.body.append(element);
          });
        const of = (tag: string, attribute: string) => (address: string) => {
          const element = document.createElement(tag);
          element.setAttribute(attribute, address);
          return element;
        };
        const socket = new Promise<string>((resolve) => {
          try {
            const opened = new WebSocket('wss://flotilla.invalid/');
            opened.onopen = () => resolve('open');
            opened.onerror = () => resolve('refused');
          } catch {
            resolve('refused');
          }
        });
        return {
          image: await loads(of('img', 'src')),
          frame: await loads(of('iframe', 'src')),
          object: await loads(of('object', 'data')),
          socket: await socket,
          beacon: await new Promise<string>((resolve) => {
            document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
              if (effectiveDirective === 'connect-src') resolve(effectiveDirective);
            });
            navigator.sendBeacon('https://flotilla.invalid/', 'secret');
          }),
        };
      });
      expect(seen).toEqual({
        image: false,
        frame: false,
        object: false,
        socket: 'refused',
        beacon: 'connect-src',
      });
      await page.evaluate(() =>
        document.querySelectorAll('img, iframe, object').forEach((each) => each.remove()),
      );
    });

    await test.step('a web view is an unknown element, and a form goes nowhere', async () => {
      const before = await app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
      await page.evaluate(() => {
        const view = document.createElement('webview');
        view.setAttribute('src', 'https://flotilla.invalid/');
        view.setAttribute('allowpopups', '');
        view.setAttribute('nodeintegration', '');
        const form = document.createElement('form');
        form.method = 'post';
        form.action = 'https://flotilla.invalid/';
        document.body.append(view, form);
        form.submit();
        view.remove();
        form.remove();
      });
      expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(before);
      expect(page.url()).toBe(home);
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

  test('has a bridge that gives nothing but the channels, and cannot be bent', async ({ launch }) => {
    const { app, page } = await launch();
    const seen = await page.evaluate(async () => {
      type Call = (input?: unknown) => Promise<{ ok: boolean; value?: { version?: string } }>;
      const bridge = (globalThis as unknown as { flotilla: { call: Record<string, Call> } }).flotilla;
      const fails = (work: () => unknown): boolean => {
        try {
          return work() === undefined;
        } catch {
          return true;
        }
      };
      // What a script that got in would do first: take over the parts that the preload was made with.
      const taken: string[] = [];
      // What belongs to another world is no instance of this one's Object: there lies the way to Node.
      const isForeign = (value: unknown): boolean =>
        (typeof value === 'object' || typeof value === 'function') &&
        value !== null &&
        !(value instanceof Object) &&
        Object.getPrototypeOf(value) !== null;
      const take = (owner: object, name: string): void => {
        const before = Reflect.get(owner, name) as (...given: unknown[]) => unknown;
        const { apply } = Reflect;
        Object.defineProperty(owner, name, {
          configurable: true,
          writable: true,
          value(this: unknown, ...given: unknown[]) {
            if (watching && [this, ...given].some(isForeign)) taken.push(name);
            return apply(before, this, given);
          },
        });
      };
      let watching = false;
      take(Function.prototype, 'call');
      take(Function.prototype, 'bind');
      take(Array.prototype, 'map');
      take(JSON, 'stringify');
      Object.defineProperty(Object.prototype, 'version', {
        ...{ configurable: true, writable: true, value: 'forged' },
      });
      watching = true;
      const asked = bridge.call['app.info']?.();
      watching = false;
      const answer = await asked;
      const stolen = [...taken];
      Reflect.deleteProperty(Object.prototype, 'version');
      const names = (value: object): string[] =>
        Reflect.ownKeys(value).map((key) => (typeof key === 'string' ? key : '(symbol)'));
      return {
        parts: names(bridge),
        channels: names(bridge.call).sort(),
        stolen,
        version: answer?.value?.version,
        replaced: fails(() => {
          (globalThis as { flotilla?: unknown }).flotilla = undefined;
          return (globalThis as { flotilla?: unknown }).flotilla === bridge ? undefined : 'gone';
        }),
        // The prototype chain ends in this page's own world, where there is no Node.
        process: await new Promise((resolve) => {
          setTimeout(() => {
            try {
              const maker = bridge.call['app.info']?.constructor as (code: string) => () => unknown;
              resolve(maker('return typeof process')());
            } catch {
              resolve('refused');
            }
          });
        }),
        others: ['__proto__', 'constructor', 'toString', 'flotilla.event', 'ELECTRON_BROWSER_REQUIRE'].filter(
          (name) => Object.hasOwn(bridge.call, name),
        ),
      };
    });
    expect(seen.parts).toEqual(['call', 'onEvent']);
    expect(seen.channels).toEqual([...channels].sort());
    const version = await app.evaluate(({ app: electron }) => electron.getVersion());
    expect(seen).toMatchObject({ stolen: [], version, replaced: true, process: 'refused', others: [] });
  });

  test('runs with every protection on', async ({ launch }) => {
    const { app } = await launch();
    const wanted = {
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    };
    const found = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => {
        const { webContents } = window;
        // Not in the typings: https://github.com/electron/electron/blob/main/docs/api/web-contents.md (internal).
        const asked = (
          webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        return { ...asked, preload: undefined };
      }),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) {
      expect(each).toMatchObject(wanted);
      expect(each).not.toHaveProperty('enableBlinkFeatures', expect.stringMatching(/./));
    }
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
