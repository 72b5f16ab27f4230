import { mkdir, realpath, rm, rmdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, normalize, parse, relative, sep } from 'node:path';
import { AppError, errorText, type ErrorInfo } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../clients/docker';
import type { OpHandler } from '../runner/types';
import { goOn, type DockerOpHandlers } from './docker-deps';

type FolderOps = Pick<DockerOpHandlers, 'folder.create' | 'folder.remove'>;

/** Folders on this computer, which has to be the engine's as well. */
export function folderOps({ local }: Pick<Docker, 'local'>): FolderOps {
  return {
    'folder.create': createFolder(local),
    'folder.remove': {
      async run({ path }, context) {
        const doing = msg('ops.host.doing.remove', { path });
        refuseRemote(local, doing);
        if (await isDangerous(path)) {
          const what = msg('ops.host.dangerous', { path });
          throw new AppError({ code: 'folder.dangerous', doing, what, hint: msg('ops.host.dangerous.hint') });
        }
        goOn(context);
        await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) => {
          throw folderError(error, path, doing, msg('ops.host.denied.remove.hint', { path }));
        });
      },
    },
  };
}

/** `first`: the topmost folder that had to be made; absent when all were there. */
function createFolder(local: boolean): OpHandler<OpArgs<'folder.create'>, { first?: string }> {
  return {
    async run({ path }, context) {
      const doing = msg('ops.host.doing.create', { path });
      refuseRemote(local, doing);
      goOn(context);
      try {
        const first = await mkdir(path, { recursive: true });
        return first === undefined ? {} : { first };
      } catch (error) {
        throw folderError(error, path, doing, msg('ops.host.denied.create.hint', { path }));
      }
    },
    async undo({ path }, output) {
      // Without an output it cannot be told whether the folder is ours: it stays.
      const first = output?.first;
      if (first === undefined) return;
      const doing = msg('ops.host.doing.remove', { path });
      await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) => {
        throw folderError(error, path, doing, msg('ops.host.denied.remove.hint', { path }));
      });
      // Its parents, as far as they were made for it, unless somebody has put something in.
      for (let parent = dirname(path); isInside(parent, first); parent = dirname(parent)) {
        try {
          await rmdir(parent);
        } catch {
          return;
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
