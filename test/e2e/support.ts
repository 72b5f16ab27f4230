import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import {
  clusterName,
  docker,
  launchApp,
  ports,
  root,
  snapshotEngine,
  subnet,
  sweep,
  type LaunchedApp,
} from '../support/world';

export { expect } from '@playwright/test';

/** Opens the app for one test and closes it afterwards, with its log beside a failure. */
export const test = base.extend<{
  launch: (options?: Parameters<typeof launchApp>[0]) => Promise<LaunchedApp>;
}>({
  // Playwright reads the first parameter: it must be a pattern, even where nothing is taken from it.
  // eslint-disable-next-line no-empty-pattern
  launch: async ({}, use, info) => {
    const open: (LaunchedApp & { child: ChildProcess })[] = [];
    await use(async (options) => {
      const launched = await launchApp(options);
      open.push({ ...launched, child: launched.app.process() });
      return launched;
    });
    for (const each of open) {
      if (info.status !== info.expectedStatus) {
        await info.attach('app.log', { body: each.log(), contentType: 'text/plain' });
        await each.page.screenshot({ path: info.outputPath('failure.png') }).catch(() => undefined);
      }
      if (each.child.exitCode === null && each.child.signalCode === null) await quitAtOnce(each.app);
    }
  },
});

/** Ends the app without a question, also when a run is going. */
export async function quitAtOnce(app: ElectronApplication): Promise<void> {
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

/** Lets the app believe certificates of the tests' own authority (`makeCertificates`), as if the system did. */
export async function trustTestAuthority(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ session }) =>
    session.defaultSession.setCertificateVerifyProc(({ certificate }, answer) =>
      answer(certificate.issuerName === 'flt ca' ? 0 : -3),
    ),
  );
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

/** A cluster of a test's own: name, ports and subnet that nobody else has. */
export interface Plot {
  readonly name: string;
  readonly port: number;
  readonly subnet: string;
}

/** Reserves a plot, and sweeps what an earlier run of the test may have left. */
export async function plot(stem: string): Promise<Plot> {
  const name = clusterName(stem);
  const [port, { cidr }] = await Promise.all([ports(6), subnet()]);
  await sweep(name);
  return { name, port, subnet: cidr };
}

/** A section's button in the rail; what stands behind its name (a run is going) does not matter. */
export const section = (page: Page, name: string): Locator =>
  page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });

/** From wherever the window is to the wizard's form, filled for a plot in bridge mode. */
export async function fillWizard(page: Page, { name, port, subnet: cidr }: Plot): Promise<void> {
  await section(page, 'Overview').click();
  await page.getByRole('button', { name: 'Build a Redis cluster' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'New Redis cluster' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Subnet' }).fill(cidr);
  // Empty: they follow from the subnet and the name.
  await page.getByRole('textbox', { name: 'First address' }).fill('');
  await page.getByRole('textbox', { name: 'Network name' }).fill('');
  await page.getByRole('textbox', { name: 'First port' }).fill(String(port));
}

/** The button that agrees to the plan; it is enabled when the plan on show may run. */
export const buildButton = (page: Page): Locator => page.getByRole('button', { name: /^Build cluster/ });

/** The region of the run that is going or over, with this title. */
export const runOf = (page: Page, title: RegExp): Locator => page.getByRole('region', { name: title });

/** What a node of a cluster says to a command of redis-cli, run inside its container. */
export const redisCli = (container: string, port: number, ...words: string[]): Promise<string> =>
  inside(container, 'redis-cli', '-p', String(port), ...words);

/** What a command in a container prints. */
export async function inside(container: string, ...command: string[]): Promise<string> {
  const exec = await docker()
    .getContainer(container)
    .exec({ Cmd: command, AttachStdout: true, AttachStderr: true, Tty: true });
  const stream = await exec.start({ Tty: true, hijack: true, stdin: false });
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text.replaceAll('\r\n', '\n').trim();
}

/** The names of what the engine holds for a cluster (containers, networks, volumes). */
export async function leftOf(name: string): Promise<string[]> {
  const { containers, networks, volumes } = await snapshotEngine();
  return [...containers, ...networks, ...volumes].filter((each) => each.includes(name));
}

/** No rule of WCAG 2.1 A and AA that a machine can check is broken on the page as it stands. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // Legacy mode: the other one opens a page of its own, which an Electron window cannot.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  const said = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
  expect(said, where).toEqual([]);
}

/** Sets language and theme, as the settings page does. */
export async function dress(page: Page, locale: 'en' | 'zh-CN', theme: 'light' | 'dark'): Promise<void> {
  await callFromPage(page, 'settings.set', { locale, theme });
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}
