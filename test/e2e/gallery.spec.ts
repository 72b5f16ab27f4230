import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { eventChannel } from '@shared/channels';
import { root, sweep, temporaryFolder, testLabels } from '../support/world';
import { buildAndOpen } from './clusters';
import { callFromPage, dress, expect, plot, resize, shot, test } from './support';

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

/** A page of the window: its path, and which of its tabs (by number) is asked for. */
interface Place {
  readonly name: string;
  readonly path: string;
  readonly tab?: number;
}

/** What stands while the pictures are taken: the compose file of a small stack. */
const composeFile = (label: string): string => `name: ${stack}
services:
  web:
    image: redis:7.0
    networks: [front, back]
    depends_on: { cache: { condition: service_healthy } }
    labels: { dev.flotilla.test: ${label} }
  cache:
    image: redis:7.0
    networks: [back]
    volumes: [data:/data]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s }
    labels: { dev.flotilla.test: ${label} }
  failed:
    image: redis:7.0
    entrypoint: [sh, -c, "echo could not open /etc/app.conf; exit 3"]
    networks: [back]
    labels: { dev.flotilla.test: ${label} }
networks:
  front: { labels: { dev.flotilla.test: ${label} } }
  back: { labels: { dev.flotilla.test: ${label} } }
volumes:
  data: { labels: { dev.flotilla.test: ${label} } }
`;

/** Brings the stack up as the app does; gives its compose file. */
async function bringUp(page: Page): Promise<string> {
  const file = join(temporaryFolder('shop'), 'compose.yml');
  writeFileSync(file, composeFile(testLabels(stack)['dev.flotilla.test'] ?? ''));
  const request = {
    ...{ kind: 'compose.up', services: [], by: 'own' },
    project: { files: [file], profiles: [] },
  };
  const { value } = (await callFromPage(page, 'plan.preview', request)) as { value: { digest: string } };
  const started = (await callFromPage(page, 'run.start', { request, digest: value.digest })) as {
    value: { runId: string };
  };
  const status = async () =>
    ((await callFromPage(page, 'run.get', started.value.runId)) as { value: { status: string } }).value
      .status;
  await expect.poll(status, { timeout: 120_000 }).not.toMatch(/queued|running/);
  return file;
}

const on = (name: string, path: string, tabs: number): Place[] =>
  Array.from({ length: tabs }, (_, tab) => ({ name: `${name}-${String(tab + 1)}`, path, tab }));

/** All pages that there are. `file`: the stack's compose file; `run`: a run's id. */
function places(file: string, run: string, tabs: { cluster: number; container: number }): Place[] {
  const project = encodeURIComponent(JSON.stringify({ files: [file], profiles: [] }));
  const up = encodeURIComponent(JSON.stringify({ project: { files: [file], profiles: [] } }));
  const all: Place[] = [
    { name: 'overview', path: 'overview' },
    { name: 'redis', path: 'redis' },
    { name: 'redis-new', path: 'redis/new' },
    ...on('redis-cluster', `redis/cluster/${cluster}`, tabs.cluster),
    ...['scale-out', 'scale-in', 'reshard', 'rebalance', 'failover', 'drill', 'backup', 'import'].map(
      (each) => ({
        name: `redis-${each}`,
        path: `redis/cluster/${cluster}/${each}`,
      }),
    ),
    { name: 'containers', path: 'containers' },
    ...on('container', `containers/${cluster}-1`, tabs.container),
    { name: 'container-failed', path: `containers/${stack}-failed-1` },
    { name: 'stacks', path: 'stacks' },
    { name: 'stacks-new', path: 'stacks/new' },
    { name: 'stack', path: `stacks/stack/${stack}` },
    { name: 'stack-down', path: `stacks/stack/${stack}/down` },
    { name: 'stack-up', path: `stacks/up/${up}` },
    { name: 'stack-edit', path: `stacks/edit/${project}` },
    { name: 'stack-logs', path: `stacks/logs/${stack}` },
    ...['images', 'networks', 'volumes', 'prune'].map((each) => ({
      name: `resources-${each}`,
      path: `resources/${each}`,
    })),
    { name: 'monitor', path: 'monitor' },
    ...['host', 'container', 'redis', 'stack'].map((each) => ({
      name: `monitor-${each}`,
      path: `monitor/${each}`,
    })),
    { name: 'alerts', path: 'alerts' },
    { name: 'runs', path: 'runs' },
    { name: 'run', path: `runs/${run}` },
    { name: 'engines', path: 'engines' },
    { name: 'settings', path: 'settings' },
    { name: 'diagnose', path: 'settings/diagnose' },
  ];
  return all.filter(({ name }) => name.includes(only));
}

/** Goes to a path as the tray and notifications do, and waits until the page has settled. */
async function go(app: ElectronApplication, page: Page, { path, tab }: Place): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [channel, to]) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send(channel, { type: 'go', path: to });
    },
    [eventChannel, path] as const,
  );
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  if (tab !== undefined) await page.getByRole('tab').nth(tab).click();
  // What is not there in a while is shown as it is: a page that never settles is worth a look.
  await expect(page.locator('main [aria-busy=true]'))
    .toHaveCount(0, { timeout: 5000 })
    .catch(() => undefined);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(350);
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
    const file = await bringUp(page);
    const { value: runs } = (await callFromPage(page, 'run.list')) as { value: { id: string }[] };
    await go(app, page, { name: '', path: `redis/cluster/${cluster}` });
    await expect(page.getByRole('tab').first()).toBeVisible();
    const ofCluster = await page.getByRole('tab').count();
    await go(app, page, { name: '', path: `containers/${cluster}-1` });
    await expect(page.getByRole('tab').first()).toBeVisible();
    const tabs = { cluster: ofCluster, container: await page.getByRole('tab').count() };
    const every = places(file, runs.at(-1)?.id ?? '', tabs);
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
