import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root, sweep } from '../support/world';
import { buildAndOpen } from './clusters';
import { bringUp, go, places, standing, type Place } from './places';
import { callFromPage, dress, expect, inside, plot, resize, shot, test } from './support';

/* Every page in every look, for eyes. Nothing is judged here but that each page comes. */

const only = process.env['FLOTILLA_GALLERY_ONLY'] ?? '';
const quick = Boolean(process.env['FLOTILLA_GALLERY_QUICK']);
const looks = (['en', 'zh-CN'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).map((theme) => ({ locale, theme })),
);
const sizes = [
  [1280, 800],
  [1920, 1080],
] as const;
const [cluster, stack] = ['flt-demo', 'flt-shop'];

/** A place and what is opened over it. */
interface Sight extends Place {
  readonly open?: (page: Page) => Promise<void>;
  readonly close?: (page: Page) => Promise<void>;
}

/** Pages whose little lines begin with their second measurement. */
const alive = new Set(['redis-cluster-3', 'container-4']);
const drawn = (page: Page): Promise<void> =>
  page
    .locator('main polyline')
    .first()
    .waitFor({ timeout: 6000 })
    .catch(() => undefined);

const press =
  (...keys: string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
  };

/** What opens over the pages. */
const over: readonly Sight[] = [
  { name: 'over-palette', path: 'overview', open: press('ControlOrMeta+k') },
  { name: 'over-keys', path: 'overview', open: press('?') },
  { name: 'over-learn', path: `redis/cluster/${cluster}`, open: press('F1') },
  {
    ...{ name: 'over-node', path: `redis/cluster/${cluster}` },
    open: async (page) => {
      const node = new RegExp(`${cluster}-1\\b`);
      await page.getByRole('tabpanel').getByRole('button', { name: node }).first().click();
      await expect(page.getByRole('dialog')).toContainText(`${cluster}-1`);
    },
  },
  {
    ...{ name: 'over-remove', path: `redis/cluster/${cluster}` },
    open: async (page) => {
      await page.getByRole('button', { name: /^(删除|移除|Remove)…$/ }).click();
      await expect(page.getByRole('textbox')).toBeVisible();
    },
  },
  {
    ...{ name: 'first-run', path: 'overview' },
    open: async (page) => {
      await callFromPage(page, 'settings.set', { firstRun: 'due' });
      await expect(page.getByRole('heading', { level: 1, name: /Flotilla/ })).toBeVisible();
      await page.waitForTimeout(1500);
    },
    close: async (page) => void (await callFromPage(page, 'settings.set', { firstRun: 'done' })),
  },
];

/** Something to look at in the cluster: keys of several types, some with a time to live. */
async function fill(port: number): Promise<void> {
  const commands = [
    ...Array.from({ length: 240 }, (_, i) => `set session:${String(i)} open ex ${String(3600 + i)}`),
    ...Array.from(
      { length: 120 },
      (_, i) => `hset user:${String(i)} name "User ${String(i)}" visits ${String(i)}`,
    ),
    ...Array.from({ length: 40 }, (_, i) => `rpush queue:${String(i)} one two three`),
    'zadd scores 10 ann 7 ben 3 cho',
    'sadd tags red green blue',
  ];
  const script = `printf '%s\\n' "$1" | redis-cli -c -p ${String(port)}`;
  await inside(`${cluster}-1`, 'sh', '-c', script, 'sh', commands.join('\n'));
}

test('The gallery: every page in every look', async ({ launch }) => {
  test.setTimeout(1_800_000);
  const mine = { ...(await plot('gallery')), name: cluster };
  for (const each of [cluster, stack]) await sweep(each);
  const { app, page } = await launch();
  const pictures: { page: string; look: string }[] = [];
  try {
    await dress(page, 'en', 'light');
    await resize(app, 1280, 800);
    await buildAndOpen(page, mine);
    await fill(mine.port);
    const file = await bringUp(page, stack);
    const all: Sight[] = [...places(await standing(app, page, { cluster, stack, file })), ...over];
    const every = all.filter(({ name }) => only.split(',').some((word) => name.includes(word)));
    for (const [width, height] of quick ? sizes.slice(0, 1) : sizes) {
      await resize(app, width, height);
      for (const { locale, theme } of quick
        ? [looks[0], looks[3]].filter((each) => each !== undefined)
        : looks) {
        const look = `${String(width)}-${locale}-${theme}`;
        await dress(page, locale, theme);
        for (const place of every) {
          await test.step(`${place.name}, ${look}`, async () => {
            await go(app, page, place);
            if (alive.has(place.name)) await drawn(page);
            await place.open?.(page);
            await page.mouse.move(0, 0);
            await page.waitForTimeout(350);
            await shot(page, `${place.name}-${look}`, 'gallery');
            pictures.push({ page: place.name, look });
            await (place.close?.(page) ?? page.keyboard.press('Escape'));
          });
        }
      }
    }
    mkdirSync(join(root, 'gallery'), { recursive: true });
    writeFileSync(join(root, 'gallery', 'index.html'), sheet(pictures));
  } finally {
    for (const each of [stack, cluster]) await sweep(each);
  }
});

/** The pictures of each page beside each other. */
function sheet(pictures: readonly { page: string; look: string }[]): string {
  const names = [...new Set(pictures.map(({ page }) => page))];
  const of = (name: string): string =>
    pictures
      .filter(({ page }) => page === name)
      .map(
        ({ look }) =>
          `<a href="${name}-${look}.png"><img loading="lazy" src="${name}-${look}.png" alt="${look}"></a>`,
      )
      .join('\n');
  return `<!doctype html><meta charset="utf-8"><title>Flotilla: every page</title>
<style>body{font:14px system-ui;margin:24px}section{display:flex;flex-wrap:wrap;gap:12px}img{width:420px;border:1px solid #bbb}</style>
${names.map((name) => `<h2>${name}</h2><section>${of(name)}</section>`).join('\n')}
`;
}
