import { writeFile } from 'node:fs/promises';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { grafanaOf } from '@shared/metrics/grafana-export';
import type { DashboardStore } from '../store/dashboards';
import type { Desktop } from './ports';
import type { Handlers } from './registrar';

async function write(path: string, data: string | Buffer): Promise<string> {
  try {
    await writeFile(path, data);
    return path;
  } catch (error) {
    throw new AppError(
      {
        code: 'store.write',
        doing: msg('store.doing.write', { path }),
        what: raw(errorText(error)),
        hint: msg('store.write.hint', { path }),
      },
      { cause: error },
    );
  }
}

export const dashboardHandlers = (
  { dashboards }: { readonly dashboards: DashboardStore },
  desktop: Pick<Desktop, 'pickUpload' | 'pickSave'>,
): Handlers => ({
  'dashboards.list': () => dashboards.list(),
  'dashboards.get': (id) => dashboards.get(id),
  'dashboards.put': async (dashboard) => {
    await dashboards.put(dashboard);
    return null;
  },
  'dashboards.remove': (id) => dashboards.remove(id),
  'dashboards.import': async () => {
    const path = await desktop.pickUpload();
    return path === null ? null : dashboards.take(path);
  },
  'dashboards.export': async ({ dashboard, as }) => {
    const path = await desktop.pickSave(`${dashboard.title.replace(/[\\/:*?"<>|]/g, '-')}.json`);
    if (path === null) return null;
    const value = as === 'grafana' ? grafanaOf(dashboard) : dashboard;
    return write(path, `${JSON.stringify(value, null, 2)}\n`);
  },
  'picture.save': async ({ name, data }) => {
    const path = await desktop.pickSave(`${name}.png`);
    return path === null ? null : write(path, Buffer.from(data, 'base64'));
  },
});
