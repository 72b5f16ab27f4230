import { mkdir, readFile, realpath, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, normalize, parse, relative, sep } from 'node:path';
import { AppError, errorText, type ErrorInfo } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../clients/docker';
import type { OpContext, OpHandler } from '../runner/types';
import { goOn, type DockerOpHandlers } from './docker-deps';

/** Folders are this computer's, and the engine's containers use them. */
type FolderDocker = Pick<Docker, 'local'> & { readonly containers: Pick<Docker['containers'], 'list'> };
type FolderOps = Pick<DockerOpHandlers, 'folder.create' | 'folder.remove'>;

/** Folders on this computer, which has to be the engine's as well. */
export function folderOps(docker: FolderDocker): FolderOps {
  return {
    'folder.create': createFolder(docker),
    'folder.remove': {
      async run({ path }, context) {
        const doing = msg('ops.host.doing.remove', { path });
        refuseRemote(docker.local, doing);
        if (await isDangerous(path)) {
          const what = msg('ops.host.dangerous', { path });
          throw new AppError({ code: 'folder.dangerous', doing, what, hint: msg('ops.host.dangerous.hint') });
        }
        goOn(context);
        await removeFolder(docker, path);
      },
    },
  };
}

/** In a folder that a run made stands the run's id, as it does in the labels of containers and volumes. */
const markFile = '.flotilla-run';

/** `first`: the topmost folder that had to be made; absent when all were there. */
function createFolder(docker: FolderDocker): OpHandler<OpArgs<'folder.create'>, { first?: string }> {
  return {
    async run({ path, shared = false }, context) {
      const doing = msg('ops.host.doing.create', { path });
      refuseRemote(docker.local, doing);
      goOn(context);
      try {
        const first = await mkdir(path, { recursive: true });
        // After a crash the run finds its own.
        if (first === undefined) return !shared && (await isMarked(path, context)) ? { first: path } : {};
        if (!shared) await writeFile(join(path, markFile), `${context.runId}\n`);
        return { first };
      } catch (error) {
        throw folderError(error, path, doing, msg('ops.host.denied.create.hint', { path }));
      }
    },
    async undo({ path, shared = false }, output, context) {
      if (!shared && (await isMarked(path, context))) await removeFolder(docker, path);
      // Without an output it cannot be told whether the folder is ours: it stays.
      if (output?.first === undefined) return;
      // It and its parents, as far as they were made for it, unless somebody has put something in.
      for (let empty = path; isInside(empty, output.first); empty = dirname(empty)) {
        try {
          await rmdir(empty);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return;
        }
      }
    },
    async holds({ path }) {
      return stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      );
    },
  };
}

/** Whether this run made a folder. */
async function isMarked(path: string, { runId }: OpContext): Promise<boolean> {
  try {
    return (await readFile(join(path, markFile), 'utf8')).trim() === runId;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    const doing = msg('ops.host.doing.remove', { path });
    throw folderError(error, path, doing, msg('ops.host.denied.remove.hint', { path }));
  }
}

/**
 * A folder and all in it, unless a container has it, or something in it, mounted: then it is somebody's data
 * again. A mount above it says nothing: monitors mount the whole disk.
 */
async function removeFolder({ containers }: FolderDocker, path: string): Promise<void> {
  const doing = msg('ops.host.doing.remove', { path });
  const user = (await containers.list()).find(({ Mounts }) =>
    Mounts.some(({ Type, Source }) => Type === 'bind' && isInside(Source, path)),
  );
  if (user !== undefined) {
    const name = (user.Names[0] ?? user.Id).replace('/', '');
    const what = msg('ops.host.inUse', { path, name });
    throw new AppError({ code: 'folder.in-use', doing, what, hint: msg('ops.host.inUse.hint', { name }) });
  }
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) => {
    throw folderError(error, path, doing, msg('ops.host.denied.remove.hint', { path }));
  });
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

const system = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
];
const shared = [
  '/var/lib',
  '/var/lib/docker',
  '/var/log',
  '/var/cache',
  '/var/run',
  '/root',
  '/home',
  '/Users',
];

/**
 * Whether a folder is, holds, or lies in something that is not a node's data: a top-level folder, a home, the
 * system's own. Links are followed first.
 */
export async function isDangerous(path: string, home = homedir()): Promise<boolean> {
  if (!isAbsolute(path) || normalize(path).replace(/[\\/]$/, '') !== path.replace(/[\\/]$/, '')) return true;
  const real = await realpath(path).catch(() => path);
  return [path, real].some((each) => {
    const parts = each
      .slice(parse(each).root.length)
      .split(sep)
      .filter((part) => part !== '');
    const drive = /^[A-Za-z]:\\(Windows|Program Files|Program Files \(x86\)|ProgramData)(\\|$)/i.test(each);
    // A folder right below /home or /Users is somebody's home.
    const otherHome = parts.length === 2 && /^(home|Users)$/i.test(parts[0] ?? '');
    const above = [home, process.cwd(), ...shared].some((kept) => isInside(kept, each));
    return parts.length < 2 || drive || otherHome || above || system.some((kept) => isInside(each, kept));
  });
}

function refuseRemote(local: boolean, doing: Message): void {
  if (local) return;
  const what = msg('ops.host.remote');
  throw new AppError({ code: 'folder.remote', doing, what, hint: msg('ops.host.remote.hint') });
}

function folderError(error: unknown, path: string, doing: Message, denied: Message): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Pick<ErrorInfo, 'code' | 'what' | 'hint'> =
    code === 'EEXIST' || code === 'ENOTDIR'
      ? {
          code: 'folder.not-a-folder',
          what: msg('ops.host.notFolder', { path }),
          hint: msg('ops.host.notFolder.hint'),
        }
      : code === 'ENOSPC' || code === 'EDQUOT'
        ? { code: 'disk.full', what: msg('ops.host.full'), hint: msg('ops.host.full.hint') }
        : { code: 'folder.denied', what: msg('ops.host.denied', { path }), hint: denied };
  return new AppError({ ...words, doing, details: [raw(errorText(error))] }, { cause: error });
}
