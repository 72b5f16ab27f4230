import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import {
  dashboardLimits,
  dashboardSchema,
  type Dashboard,
  type DashboardSummary,
  type ImportNote,
} from '@shared/metrics/dashboard';
import { readDashboard } from '@shared/metrics/grafana-import';
import { oneByOne, writeAtomic } from './files';

export interface DashboardStore {
  /** By title. A file that cannot be read is left out: it is told of when it is opened. */
  list(): Promise<readonly DashboardSummary[]>;
  /** Throws AppError `dashboard.unknown` or `dashboard.broken`. */
  get(id: string): Promise<Dashboard>;
  put(dashboard: Dashboard): Promise<void>;
  /** Gives what it was. */
  remove(id: string): Promise<Dashboard>;
  /** Takes a file in under a new id. Throws AppError `dashboard.import`. */
  take(path: string): Promise<{ readonly dashboard: Dashboard; readonly notes: readonly ImportNote[] }>;
}

const broken = (code: string, path: string, reason: string, cause: unknown): AppError =>
  new AppError(
    {
      code,
      doing: msg('monitor.dashboard.reading', { path }),
      what: raw(reason),
      hint: msg('monitor.dashboard.reading.hint'),
    },
    { cause },
  );

const gone = (id: string): AppError =>
  new AppError({
    code: 'dashboard.unknown',
    doing: msg('monitor.dashboard.reading', { path: id }),
    what: msg('monitor.dashboard.gone'),
    hint: msg('monitor.dashboard.gone.hint'),
  });

const absent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The dashboards in `<dataDir>/dashboards/<id>.json`. */
export function createDashboards({ dataDir }: { dataDir: string }): DashboardStore {
  const folder = join(dataDir, 'dashboards');
  const inTurn = oneByOne();
  const pathOf = (id: string): string => join(folder, `${id}.json`);

  async function text(path: string): Promise<string> {
    const { size } = await stat(path);
    if (size > dashboardLimits.bytes)
      throw new RangeError(`${String(size)} bytes > ${String(dashboardLimits.bytes)}`);
    return readFile(path, 'utf8');
  }
  async function get(id: string): Promise<Dashboard> {
    const path = pathOf(id);
    try {
      return { ...dashboardSchema.parse(JSON.parse(await text(path))), id };
    } catch (error) {
      throw absent(error) ? gone(id) : broken('dashboard.broken', path, errorText(error), error);
    }
  }
  async function ids(): Promise<readonly string[]> {
    try {
      const names = await readdir(folder);
      return names
        .filter((name) => /^[a-z0-9][a-z0-9-]{0,60}\.json$/.test(name))
        .map((name) => name.slice(0, -5));
    } catch (error) {
      if (absent(error)) return [];
      throw broken('dashboard.list', folder, errorText(error), error);
    }
  }
  async function put(dashboard: Dashboard): Promise<void> {
    const full = (await ids()).filter((id) => id !== dashboard.id).length >= dashboardLimits.dashboards;
    if (full)
      throw new AppError({
        code: 'dashboard.tooMany',
        doing: msg('monitor.dashboard.saving', { name: dashboard.title }),
        what: msg('monitor.dashboard.tooMany', { n: dashboardLimits.dashboards }),
        hint: msg('monitor.dashboard.tooMany.hint'),
      });
    await writeAtomic(pathOf(dashboard.id), `${JSON.stringify(dashboard, null, 2)}\n`);
  }

  return {
    list: () =>
      inTurn(async () => {
        const read = await Promise.allSettled((await ids()).map(get));
        return read
          .flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
          .map(({ id, title, panels }) => ({ id, title, panels: panels.length }))
          .sort((a, b) => a.title.localeCompare(b.title));
      }),
    get: (id) => inTurn(() => get(id)),
    put: (dashboard) => inTurn(() => put(dashboard)),
    remove: (id) =>
      inTurn(async () => {
        const was = await get(id);
        await rm(pathOf(id));
        return was;
      }),
    take: (path) =>
      inTurn(async () => {
        let read;
        try {
          read = readDashboard(await text(path), `d-${randomUUID().slice(0, 8)}`);
        } catch (error) {
          throw broken('dashboard.import', path, errorText(error).slice(0, 500), error);
        }
        await put(read.dashboard);
        return read;
      }),
  };
}
