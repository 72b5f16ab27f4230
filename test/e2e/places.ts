import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { eventChannel } from '@shared/channels';
import { temporaryFolder, testLabels } from '../support/world';
import { callFromPage, expect } from './support';

/** A page of the window: its path, and which of its tabs (by number) is asked for. */
export interface Place {
  readonly name: string;
  readonly path: string;
  readonly tab?: number;
}

/** The compose file of a small stack. */
const composeFile = (stack: string, label: string): string => `name: ${stack}
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

/** Brings a small stack up as the app does; gives its compose file. */
export async function bringUp(page: Page, stack: string): Promise<string> {
  const file = join(temporaryFolder('shop'), 'compose.yml');
  writeFileSync(file, composeFile(stack, testLabels(stack)['dev.flotilla.test'] ?? ''));
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

/** What stands, for the pages about it. `file`: the stack's compose file; `run`: a run's id; `tabs`: how many a page has. */
export interface Standing {
  readonly cluster: string;
  readonly stack: string;
  readonly file: string;
  readonly run: string;
  readonly tabs: { readonly cluster: number; readonly container: number };
}

/** All pages that there are. */
export function places({ cluster, stack, file, run, tabs }: Standing): Place[] {
  const project = encodeURIComponent(JSON.stringify({ files: [file], profiles: [] }));
  const up = encodeURIComponent(JSON.stringify({ project: { files: [file], profiles: [] } }));
  return [
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
    { name: 'redis-by-hand', path: `redis/cluster/${cluster}/by-hand` },
    { name: 'containers', path: 'containers' },
    { name: 'container-run', path: 'run-container' },
    { name: 'container-limits', path: `containers/${cluster}-1/limits` },
    ...on('container', `containers/${cluster}-1`, tabs.container),
    { name: 'container-by-hand', path: `containers/${stack}-cache-1/by-hand` },
    { name: 'container-failed', path: `containers/${stack}-failed-1` },
    { name: 'stacks', path: 'stacks' },
    { name: 'stacks-new', path: 'stacks/new' },
    { name: 'stack', path: `stacks/stack/${stack}` },
    { name: 'stack-down', path: `stacks/stack/${stack}/down` },
    { name: 'stack-up', path: `stacks/up/${up}` },
    { name: 'stack-edit', path: `stacks/edit/${project}` },
    { name: 'stack-by-hand', path: `stacks/stack/${stack}/by-hand` },
    { name: 'stack-logs', path: `stacks/logs/${stack}` },
    ...['images', 'networks', 'volumes', 'prune'].map((each) => ({
      name: `resources-${each}`,
      path: `resources/${each}`,
    })),
    { name: 'monitor', path: 'monitor/overview' },
    ...['host', 'container', 'redis', 'stack'].map((each) => ({
      name: `monitor-${each}`,
      path: `monitor/${each}`,
    })),
    { name: 'alerts', path: 'alerts' },
    { name: 'runs', path: 'runs' },
    { name: 'run', path: `runs/${run}` },
    { name: 'run-again', path: `runs/${run}/again` },
    { name: 'engines', path: 'settings/engines' },
    { name: 'engines-new', path: 'settings/engines/new' },
    { name: 'settings', path: 'settings' },
    { name: 'diagnose', path: 'settings/diagnose' },
  ];
}

/** Goes to a path as the tray and notifications do, and waits until the page has settled. */
export async function go(app: ElectronApplication, page: Page, { path, tab }: Place): Promise<void> {
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
}

/** Counts the tabs of the pages that have some, once cluster and stack stand. */
export async function standing(
  app: ElectronApplication,
  page: Page,
  { cluster, stack, file }: Pick<Standing, 'cluster' | 'stack' | 'file'>,
): Promise<Standing> {
  const { value: runs } = (await callFromPage(page, 'run.list')) as { value: { id: string }[] };
  const count = async (path: string): Promise<number> => {
    await go(app, page, { name: '', path });
    await expect(page.getByRole('tab').first()).toBeVisible();
    return page.getByRole('tab').count();
  };
  const tabs = {
    cluster: await count(`redis/cluster/${cluster}`),
    container: await count(`containers/${cluster}-1`),
  };
  return { cluster, stack, file, tabs, run: runs.at(-1)?.id ?? '' };
}
