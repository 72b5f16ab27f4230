import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { en } from '@shared/i18n/en/index';
import { sweep, temporaryFolder } from '../support/world';
import { bringUp, go, places, standing } from './places';
import {
  answerDialogs,
  buildButton,
  callFromPage,
  dress,
  expect,
  expectAccessible,
  leftOf,
  plot,
  redisCli,
  resize,
  shot,
  test,
  type Plot,
} from './support';

/** Presses Tab until an element has the focus; fails when it never gets there. */
async function tabTo(page: Page, name: RegExp, role = 'button'): Promise<void> {
  const target = page.getByRole(role as 'button', { name }).first();
  const reached = (): Promise<boolean> => target.evaluate((each) => each === document.activeElement);
  await expect(target).toBeVisible({ timeout: 90_000 });
  for (let i = 0; i < 80; i++) {
    if (await reached()) return;
    await page.keyboard.press('Tab');
  }
  expect(await reached(), `${String(name)} by the keyboard`).toBe(true);
}

/** A cluster from the empty window to its page, without a mouse. */
async function buildByKeyboard(page: Page, mine: Plot): Promise<void> {
  const put = async (field: RegExp, text: string): Promise<void> => {
    await tabTo(page, field, 'textbox');
    await page.keyboard.press('ControlOrMeta+a');
    await (text === '' ? page.keyboard.press('Delete') : page.keyboard.type(text));
  };
  // The first stop is the way past the rail.
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Build a Redis cluster/);
  await page.keyboard.press('Enter');
  await put(/^Name$/, mine.name);
  // Empty: they follow from the subnet and the name.
  await put(/^Subnet/, mine.subnet);
  await put(/^First address/, '');
  await put(/^Network name/, '');
  await put(/^First port/, String(mine.port));
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText(`${mine.name}-net (${mine.subnet})`);
  await expect(buildButton(page)).toBeEnabled();
  // Its button stands behind every step of the plan; its key leads past them.
  await page.keyboard.press('ControlOrMeta+Enter');
  await tabTo(page, /^Open the cluster/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: mine.name })).toBeVisible();
}

/** Texts on the page that are a key of the catalogue, or have a place that nobody filled. */
const unfilled = (page: Page): Promise<string[]> =>
  page.evaluate((keys) => {
    const known = new Set(keys);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const text = node.textContent?.trim() ?? '';
      if (node.parentElement?.closest('pre, code, textarea, .cm-editor, .xterm, .mono') !== null) continue;
      // Braces that mean themselves: a pattern for names, a hash tag.
      const meant = text.includes('{n}') || text.includes('{tag}');
      if (known.has(text) || (!meant && /\{[a-z]\w*\}/i.test(text))) found.push(text);
    }
    return found;
  }, Object.keys(en));

/** Sentences that stayed English where Chinese is spoken. Commands, names and what is marked as English are left out. */
const untranslated = (page: Page): Promise<string[]> =>
  page.locator('body').evaluate((body) =>
    [
      ...body.querySelectorAll(
        'p, h1, h2, h3, label, button, th, legend, a, [role=tab], [role=status], option',
      ),
    ]
      .filter((each) => each.closest('pre, code, .cm-editor, .xterm, .mono, [role=log], [lang=en]') === null)
      .filter((each) => each.querySelector('code, pre, .mono') === null && each.checkVisibility())
      .map((each) => each.textContent.trim())
      .filter((text) => /[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}/.test(text) && !/[\u4e00-\u9fff]/.test(text)),
  );

async function zoom(app: ElectronApplication, factor: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, to) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(to);
  }, factor);
}

/** What is cut off at the right where nothing scrolls to it, and how far the page itself is too wide. */
const lost = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    if (main === null) return ['no main'];
    const over = main.scrollWidth - main.clientWidth;
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [...(over > 1 ? [`main +${String(over)}`] : []), ...(wide > 1 ? [`window +${String(wide)}`] : [])];
  });

test('By the keyboard alone to a cluster; then every page in both languages, at 200 % and without motion', async ({
  launch,
}) => {
  test.setTimeout(600_000);
  const mine = await plot('page');
  const stack = `${mine.name}-shop`;
  const note = (where: string, what: readonly string[]): void =>
    expect.soft([...new Set(what)], where).toEqual([]);
  /** The forms for work on a cluster are judged, with all that they draw, in the accessibility tests. */
  const judged = async (page: Page, name: string, theme: string): Promise<void> => {
    if (/^redis-(?:scale|reshard|rebalance|failover|drill)/.test(name)) return;
    await expectAccessible(page, `${name}, ${theme}`).catch((error: unknown) =>
      note(name, [String(error).slice(0, 600)]),
    );
  };
  try {
    const { app, page } = await launch();
    await resize(app, 1280, 800);
    await test.step('a cluster by the keyboard', async () => {
      await buildByKeyboard(page, mine);
      expect(await redisCli(`${mine.name}-1`, mine.port, 'cluster', 'info')).toContain('cluster_state:ok');
    });
    const file = await bringUp(page, stack);
    const all = places(await standing(app, page, { cluster: mine.name, stack, file }));
    for (const place of all) {
      await test.step(place.name, async () => {
        await dress(page, 'en', 'light');
        await go(app, page, place);
        note(`${place.name} en`, await unfilled(page));
        await judged(page, place.name, 'light');
        await dress(page, 'zh-CN', 'dark');
        note(`${place.name} zh`, [...(await unfilled(page)), ...(await untranslated(page))]);
        await judged(page, place.name, 'dark');
      });
    }
    await test.step('what opens over a page', async () => {
      for (const [locale, theme] of [
        ['en', 'light'],
        ['zh-CN', 'dark'],
      ] as const) {
        await dress(page, locale, theme);
        await go(app, page, { name: '', path: `redis/cluster/${mine.name}` });
        const drawer = page.getByRole('dialog');
        await page
          .getByRole('tabpanel')
          .getByRole('button', { name: new RegExp(`${mine.name}-1\\b`) })
          .first()
          .click();
        await expect(drawer).toContainText(`${mine.name}-1`);
        await expectAccessible(page, `a node, ${theme}`);
        await page.keyboard.press('Escape');
        await page.keyboard.press('F1');
        await expect(drawer.getByRole('img').first()).toBeVisible();
        await expectAccessible(page, `what explains the page, ${theme}`);
        await shot(page, `learn-${theme}`);
        // From there by hand, with this cluster's own addresses.
        await drawer.getByRole('button', { name: /^(Show me by hand|手工怎么做)$/ }).click();
        await expect(page.locator('main')).toContainText(`--cluster create`);
        await expect(page.locator('main')).toContainText(`${String(mine.port)} --cluster-enabled yes`);
        await shot(page, `by-hand-${theme}`);
      }
      await go(app, page, { name: '', path: `redis/cluster/${mine.name}` });
      await page.getByRole('button', { name: /删除…|移除…/ }).click();
      await expect(page.getByRole('textbox')).toBeVisible();
      await expectAccessible(page, 'removal, dark');
    });
    await test.step('a past run is found, written out, and planned again without running', async () => {
      await dress(page, 'en', 'light');
      await go(app, page, { name: '', path: 'runs' });
      const rows = page.getByRole('main').getByRole('row');
      await page.keyboard.press('/');
      await page.keyboard.type('redis-cluster.create');
      await expect(rows).toHaveCount(2);
      await page.getByRole('combobox', { name: 'Kind' }).selectOption({ label: 'Stack' });
      await expect(page.getByText('No run matches this filter')).toBeVisible();
      await page.getByRole('button', { name: 'Clear all filters' }).click();
      await page.getByRole('combobox', { name: 'Subject' }).selectOption(`redis-cluster/${mine.name}`);
      await page.getByRole('button', { name: new RegExp(`^Build.*${mine.name}`) }).click();
      const text = join(temporaryFolder('export'), 'run.md');
      await answerDialogs(app, text);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: /Markdown/ }).click();
      await expect.poll(() => existsSync(text) && readFileSync(text, 'utf8')).toContain('docker create');
      const runs = async () => ((await callFromPage(page, 'run.list')) as { value: unknown[] }).value.length;
      const before = await runs();
      await page.getByRole('button', { name: 'Plan again…' }).click();
      await expect(page.getByRole('heading', { level: 1, name: /^Again: / })).toBeVisible();
      await expect(page.getByRole('region', { name: 'Plan' })).toBeVisible();
      await shot(page, 'run-again');
      expect(await runs()).toBe(before);
    });
    await test.step('a line of a log is found from anywhere, and shown where it stands', async () => {
      const box = page.getByRole('dialog', { name: 'Go to or do' });
      await page.keyboard.press('ControlOrMeta+k');
      await page.keyboard.type('ready to accept');
      await expect(box.getByRole('option').last()).toContainText('Search the logs for');
      // Before the first is the last.
      if ((await box.getByRole('option').count()) > 1) await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await expect(box.getByRole('option').first()).toContainText('Ready to accept connections');
      await expect(box.getByText(/lines in the last/)).toBeVisible();
      await shot(page, 'palette-logs');
      await page.keyboard.press('Enter');
      await expect(box).toBeHidden();
      await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
      await expect(page.getByRole('log')).toContainText('Ready to accept connections');
    });
    await test.step('nothing moves for those who asked for that', async () => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      for (const path of ['overview', 'runs', 'redis/new']) {
        await go(app, page, { name: '', path });
        await page.keyboard.press('F1');
        const moving = await page.evaluate(() =>
          document
            .getAnimations()
            .filter(
              ({ playState, effect }) => playState === 'running' && Number(effect?.getTiming().duration) > 1,
            )
            .map((each) => (each instanceof CSSAnimation ? each.animationName : 'a transition')),
        );
        note(`${path} without motion`, moving);
        await page.keyboard.press('Escape');
      }
      await page.emulateMedia({ reducedMotion: null });
    });
    await test.step('at 200 %', async () => {
      await zoom(app, 2);
      for (const place of all.filter(({ tab = 0 }) => tab === 0)) {
        await go(app, page, place);
        note(`${place.name} 200 %`, await lost(page));
      }
      await zoom(app, 1);
    });
  } finally {
    for (const each of [stack, mine.name]) await sweep(each);
    expect(await leftOf(mine.name)).toEqual([]);
  }
});
