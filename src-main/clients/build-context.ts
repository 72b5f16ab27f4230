import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { dockerignore } from './dockerignore';

/** A build's context, on its way to the engine. */
export interface BuildContext {
  /** A tar archive. Its errors are AppErrors. */
  readonly stream: Readable;
  /** The Dockerfile's path in it: `?dockerfile=`. */
  readonly dockerfile: string;
}

/** The name under which a Dockerfile that lies elsewhere, or in the compose file itself, goes along. */
const carried = '.flotilla.Dockerfile';

/**
 * Packs a folder as the Docker CLI does: without what its `.dockerignore` leaves out (or `NAME.dockerignore` beside
 * the Dockerfile), links as links, owned by root.
 *
 * @param folder absolute
 * @param dockerfile a path, absolute or from the folder; default `Dockerfile`
 * @param inline the Dockerfile's text, for `dockerfile_inline`
 * @throws AppError `build.context`, `build.dockerfile`
 */
export async function buildContext(
  folder: string,
  { dockerfile = 'Dockerfile', inline, image }: { dockerfile?: string; inline?: string; image: string },
): Promise<BuildContext> {
  const refuse = (code: string, path: string): AppError =>
    new AppError({
      code,
      doing: msg('cops.doing.build', { image }),
      what:
        code === 'build.context'
          ? msg('cops.build.noContext', { path })
          : msg('cops.build.noDockerfile', { path }),
      hint: code === 'build.context' ? msg('cops.build.noContext.hint') : msg('cops.build.noDockerfile.hint'),
    });
  const found = await lstat(join(folder, '.')).catch(() => undefined);
  if (found?.isDirectory() !== true) throw refuse('build.context', folder);
  const file = isAbsolute(dockerfile) ? dockerfile : join(folder, dockerfile);
  const inside = relative(folder, file).split(sep).join('/');
  const outside = inside.startsWith('../') || isAbsolute(inside);
  const text = inline ?? (await readFile(file, 'utf8').catch(() => undefined));
  if (text === undefined) throw refuse('build.dockerfile', file);
  const ignore =
    (inline === undefined
      ? await readFile(`${file}.dockerignore`, 'utf8').catch(() => undefined)
      : undefined) ?? (await readFile(join(folder, '.dockerignore'), 'utf8').catch(() => ''));
  const archive = pack();
  const carry = inline !== undefined || outside;
  const sent = carry ? carried : inside;
  const work = async (): Promise<void> => {
    const rules = dockerignore(ignore);
    await addFolder(archive, folder, '', {
      // The engine needs these two, whatever the file says.
      ignores: (path) => path !== sent && path !== '.dockerignore' && rules.ignores(path),
      mayHold: (path) => sent.startsWith(`${path}/`) || rules.mayHold(path),
    });
    if (carry) archive.entry({ name: carried, mode: 0o644 }, text);
    archive.finalize();
  };
  work().catch((error: unknown) =>
    archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return { stream: Readable.from(archive, { objectMode: false }), dockerfile: sent };
}

interface Rules {
  readonly ignores: (path: string) => boolean;
  readonly mayHold: (folder: string) => boolean;
}

async function addFolder(archive: Pack, root: string, folder: string, rules: Rules): Promise<void> {
  const names = (await readdir(join(root, folder))).sort();
  for (const name of names) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const full = join(root, path);
    const found = await lstat(full);
    const out = rules.ignores(path);
    if (found.isDirectory()) {
      if (!out)
        archive.entry({ name: `${path}/`, type: 'directory', mode: found.mode & 0o7777, mtime: found.mtime });
      if (!out || rules.mayHold(path)) await addFolder(archive, root, path, rules);
    } else if (out) continue;
    else if (found.isSymbolicLink())
      archive.entry({ name: path, type: 'symlink', linkname: await readlink(full), mtime: found.mtime });
    else if (found.isFile()) {
      const entry = archive.entry({
        name: path,
        size: found.size,
        mode: found.mode & 0o7777,
        mtime: found.mtime,
      });
      // A file that grows meanwhile would break the archive: only what it was announced to hold goes.
      if (found.size === 0) entry.end(Buffer.alloc(0));
      else await pipeline(createReadStream(full, { end: found.size - 1 }), entry);
    }
  }
}
