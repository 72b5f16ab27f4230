import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AppError, errorText } from '@shared/errors';
import { msg, raw, type Locale } from '@shared/i18n/index';
import type { PlanRequest } from '@shared/requests';
import { containerToYaml, parseSpecFile, specToYaml } from '@shared/specfile';

/** No spec is larger; a wrong file (an image, a log) is not read whole. Bytes. */
const largest = 1_000_000;

/**
 * The request that a spec file holds. Throws AppError: `spec.unreadable`, or `spec.invalid` with every
 * fault at its `file:line:column`.
 *
 * @param path absolute, or against the working folder
 */
export async function readSpec(path: string): Promise<PlanRequest> {
  const doing = msg('app.spec.opening', { path });
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > largest) {
      throw new AppError({
        code: 'spec.invalid',
        doing,
        what: msg('app.spec.tooBig'),
        hint: msg('app.spec.tooBig.hint'),
      });
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      {
        code: 'spec.unreadable',
        doing,
        what: msg('app.spec.unreadable', { reason: raw(errorText(error)) }),
        hint: msg('app.spec.unreadable.hint'),
      },
      { cause: error },
    );
  }
  const file = parseSpecFile(text, path);
  if (file.ok) return rooted(file.request, path);
  throw new AppError({
    code: 'spec.invalid',
    doing,
    what: msg('app.spec.invalid', { n: file.problems.length, file: basename(path) }),
    hint: msg('app.spec.invalid.hint'),
    details: file.problems.map(({ line, column, message }) =>
      msg('app.spec.at', { place: `${path}:${String(line)}:${String(column)}`, message }),
    ),
  });
}

/** A secret's file is named against the spec file's folder, wherever it is read from. */
function rooted(request: PlanRequest, path: string): PlanRequest {
  const under = (file: string): string => resolve(path, '..', file);
  if (request.kind === 'containers.run') {
    const env = request.spec.env.map((each) =>
      'secret' in each && 'file' in each.secret
        ? { ...each, secret: { file: under(each.secret.file) } }
        : each,
    );
    return { ...request, spec: { ...request.spec, env } };
  }
  if (request.kind !== 'redis-cluster.create') return request;
  const { password } = request.spec;
  if (password === undefined || !('file' in password)) return request;
  return { ...request, spec: { ...request.spec, password: { file: under(password.file) } } };
}

/** The spec file's text for a request, its comments in `locale`. Throws AppError for a request that no spec file stands for. */
export function printSpec(request: PlanRequest, locale?: Locale): string {
  if (request.kind === 'redis-cluster.create') return specToYaml(request.spec, locale);
  if (request.kind === 'containers.run') return containerToYaml(request.spec, locale);
  throw new AppError({
    code: 'spec.none',
    doing: msg('app.spec.printing'),
    what: msg('app.spec.none'),
    hint: msg('app.spec.none.hint'),
  });
}
