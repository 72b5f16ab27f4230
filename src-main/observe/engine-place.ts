import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { Engines } from './engines';

/**
 * An engine by where it is: one name whichever way (DOCKER_HOST, a context, a socket, a link to it) leads
 * there. Locks, runs and adopted clusters go by it, for the app and a shell often come different ways.
 *
 * @param endpoint `unix:///…`, `tcp://…`; credentials are left out
 */
export function enginePlace(endpoint: string): string {
  const plain = endpoint.replace(/^(\w+:\/\/)[^@/]*@/, '$1');
  if (!plain.startsWith('unix://')) return plain;
  return `unix://${realPath(plain.slice('unix://'.length))}`;
}

/** Links followed; of a socket that is away, its folder's. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

/**
 * The id by which the engine of a run is reached now: DOCKER_HOST or a context may lead elsewhere by now, and
 * then another id may lead there. Throws AppError `engine.unknown` when none does.
 *
 * @param id by which it was reached when the run began
 */
export async function engineAt(
  engines: Pick<Engines, 'dockerFor' | 'list'>,
  id: string,
  place: string,
): Promise<string> {
  const leadsThere = (each: string): boolean => {
    try {
      return enginePlace(engines.dockerFor(each).endpoint) === place;
    } catch {
      return false; // No engine goes by that id any more.
    }
  };
  if (leadsThere(id)) return id;
  const all = await engines.list();
  const found = all.find((engine) => leadsThere(engine.id));
  if (found !== undefined) return found.id;
  const names = all.map(({ name }) => name).join(', ');
  throw new AppError({
    code: 'engine.unknown',
    doing: msg('engine.doing.find'),
    what: msg('engine.unknown', { id: place }),
    hint: names === '' ? msg('engine.hint.retry') : msg('engine.hint.chooseEngine', { names }),
  });
}
