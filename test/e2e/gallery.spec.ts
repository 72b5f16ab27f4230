import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sweep } from '../support/world';
import { buildAndOpen } from './clusters';
import { bringUp, go, places, standing } from './places';
import { dress, plot, resize, shot, test } from './support';

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
    const file = await bringUp(page, stack);
    const all = places(await standing(app, page, { cluster, stack, file }));
    const every = all.filter(({ name }) => name.includes(only));
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
            await page.mouse.move(0, 0);
            await page.waitForTimeout(350);
            await shot(page, `${place.name}-${look}`, 'gallery');
            pictures.push({ page: place.name, look });
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
