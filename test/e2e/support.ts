import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, type ElectronApplication, type Page } from '@playwright/test';
import { launchApp, root, type LaunchedApp } from '../support/world';

export { expect } from '@playwright/test';

/** Opens the app for one test and closes it afterwards, with its log beside a failure. */
export const test = base.extend<{
  launch: (options?: Parameters<typeof launchApp>[0]) => Promise<LaunchedApp>;
}>({
  // Playwright reads the first parameter: it must be a pattern, even where nothing is taken from it.
  // eslint-disable-next-line no-empty-pattern
  launch: async ({}, use, info) => {
    const open: LaunchedApp[] = [];
    await use(async (options) => {
      const launched = await launchApp(options);
      open.push(launched);
      return launched;
    });
    for (const each of open) {
      if (info.status !== info.expectedStatus) {
        await info.attach('app.log', { body: each.log(), contentType: 'text/plain' });
        await each.page.screenshot({ path: info.outputPath('failure.png') }).catch(() => undefined);
      }
      await quitAtOnce(each.app);
    }
  },
});

/** Ends the app without a question, also when a run is going. */
export async function quitAtOnce(app: ElectronApplication): Promise<void> {
  const child = app.process();
  if (child.exitCode !== null || child.signalCode !== null) return;
  await answerQuestions(app, 2).catch(() => undefined);
  await app.close().catch(() => undefined);
}

/** Answers every message box of the main process with the button of this index. */
export async function answerQuestions(app: ElectronApplication, button: number): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    dialog.showMessageBox = () => Promise.resolve({ response, checkboxChecked: false });
  }, button);
}

/** Makes the file dialogs answer with a path, or as if they were closed. */
export async function answerDialogs(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === null, filePath: chosen ?? '' });
  }, path);
}

/** Gives the window's page this size, in CSS pixels. */
export async function resize(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.unmaximize();
      window?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
}

/** Calls the main process as the page does; gives the envelope. */
export function callFromPage(page: Page, channel: string, input?: unknown): Promise<unknown> {
  return page.evaluate(
    ([name, value]) => {
      const { flotilla } = globalThis as unknown as {
        flotilla: { call: Record<string, (input: unknown) => Promise<unknown>> };
      };
      return flotilla.call[name]?.(value);
    },
    [channel, input] as const,
  );
}

/** Keeps a picture of the page in test-results/screens, or in `folder` of the checkout. */
export async function shot(page: Page, name: string, folder = 'test-results/screens'): Promise<void> {
  mkdirSync(join(root, folder), { recursive: true });
  await page.screenshot({ path: join(root, folder, `${name}.png`), animations: 'disabled' });
}
