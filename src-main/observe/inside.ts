import { writeFile } from 'node:fs/promises';
import type {
  ContainerAction,
  ContainerDetail,
  ContainerRow,
  FilePreview,
  FolderListing,
  ProcessTable,
  ReachReport,
} from '@shared/containers/model';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { createStatsHub, type StatsHub } from './stats-hub';
import type { StreamSources } from '../streams/service';
import type { LogsDeps } from './container-logs';
import type { Engines } from './engines';

/** Looking into the containers of the connected engine. Calls throw its AppError when there is none. */
export interface InsideObserver {
  list(): Promise<readonly ContainerRow[]>;
  detail(id: string): Promise<ContainerDetail>;
  /** What `docker inspect` prints. */
  inspect(id: string): Promise<string>;
  top(id: string): Promise<ProcessTable>;
  act(id: string, act: ContainerAction): Promise<void>;
  files(id: string, path: string): Promise<FolderListing>;
  file(id: string, path: string): Promise<FilePreview>;
  download(id: string, from: { path: string; folder: boolean }, target: string): Promise<void>;
  upload(id: string, source: string, folder: string): Promise<string>;
  reach(id: string, host: string, port?: number): Promise<ReachReport>;
  /** Writes a text that the window shows. */
  saveText(path: string, text: string): Promise<void>;
  /** What a stream of logs works with. */
  logs(): Promise<LogsDeps>;
  readonly sources: StreamSources;
}

/** Each part is loaded when it is first asked for. */
export function createInside(
  engines: Pick<Engines, 'start' | 'docker' | 'onEvent'>,
  hub: StatsHub = createStatsHub(),
): InsideObserver {
  const docker = async () => {
    await engines.start();
    return engines.docker();
  };
  const logs = async (): Promise<LogsDeps> => ({
    docker: await docker(),
    onEvent: (hear) => engines.onEvent(hear),
  });
  const containers = () => import('./containers');
  const files = () => import('./container-files');

  return {
    logs,
    list: async () => (await containers()).listContainers(await docker()),
    detail: async (id) => (await containers()).containerDetail(await docker(), id),
    inspect: async (id) => JSON.stringify([await (await docker()).inside.inspectRaw(id)], null, 4),
    top: async (id) => (await docker()).inside.top(id),
    act: async (id, act) => (await containers()).actOn(await docker(), id, act),
    files: async (id, path) => (await files()).listFolder(await docker(), id, path),
    file: async (id, path) => (await files()).previewFile(await docker(), id, path),
    download: async (id, from, target) => (await files()).download(await docker(), id, from, target),
    upload: async (id, source, folder) => (await files()).upload(await docker(), id, source, folder),
    reach: async (id, host, port) =>
      (await import('./container-reach')).tryReach(await docker(), id, host, port),
    saveText: async (path, text) => {
      try {
        await writeFile(path, text);
      } catch (error) {
        throw new AppError({
          code: 'file.not-written',
          doing: msg('inside.doing.save'),
          what: msg('inside.files.notWritten', { path }),
          hint: msg('inside.files.notWritten.hint'),
          details: [raw(errorText(error))],
        });
      }
    },
    sources: {
      logs: async (spec, context) =>
        (await import('./container-logs')).streamLogs(await logs(), spec, context),
      terminal: async (spec, context) =>
        (await import('./container-terminal')).streamTerminal(await docker(), spec, context),
      stats: async (spec, context) =>
        (await import('./container-stats')).streamStats(hub, await docker(), spec, context),
    },
  };
}
