import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, pack, type Header } from 'tar-stream';
import type { FileEntry, FilePreview, FolderListing } from '@shared/containers/model';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { Docker } from '../clients/docker';

/** Entries of a folder that are listed. */
const mostEntries = 5000;
/** Bytes of an archive that are read through to list a folder of a container that cannot list it itself. */
const mostArchive = 64_000_000;
/** Bytes of a file that are shown. */
const mostShown = 256_000;

/**
 * What find, stat and readlink of GNU or BusyBox print of a folder: a record each, ended by two slashes, which no
 * name can hold; behind an empty record the links with where they lead.
 */
const listScript = `cd "$1" || exit 3
find . -maxdepth 1 -mindepth 1 -exec stat -c '%f %s %Y %u:%g %n//' {} + 2>/dev/null
printf '//\\n'
find . -maxdepth 1 -mindepth 1 -type l -exec sh -c 'for f; do printf "%s//%s//\\n" "$f" "$(readlink "$f")"; done' sh {} + 2>/dev/null
exit 0`;

/** A folder's entries, folders first. Throws AppError `file.missing`, … */
export async function listFolder(docker: Docker, id: string, path: string): Promise<FolderListing> {
  const folder = posix.normalize(path);
  const asked = await listedInside(docker, id, folder);
  const found = asked ?? (await listedByArchive(docker, id, folder));
  const rank = (entry: FileEntry): string => `${entry.kind === 'folder' ? '0' : '1'}${entry.name}`;
  const entries = found.entries.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, mostEntries);
  return { path: folder, entries, truncated: found.truncated || found.entries.length > mostEntries };
}

interface Found {
  readonly entries: FileEntry[];
  readonly truncated: boolean;
}

/** By the container's own programs; undefined where it does not run or has none. */
async function listedInside(docker: Docker, id: string, folder: string): Promise<Found | undefined> {
  try {
    const { exitCode, stdout } = await docker.containers.exec(id, ['sh', '-c', listScript, 'sh', folder]);
    const [entries = '', links = ''] = stdout.split(/(?<=^|\n)\/\/\n/);
    // Nothing at all is what an image without find or stat gives: the other way tells.
    if (exitCode !== 0 || entries === '') return undefined;
    return { entries: parseEntries(entries, links), truncated: false };
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Pure, for tests: what `listScript` prints. */
export function parseEntries(entries: string, links: string): FileEntry[] {
  const parts = links.split('//\n').flatMap((record) => {
    const at = record.indexOf('//');
    return at < 0 ? [] : [[record.slice(2, at), record.slice(at + 2)] as const];
  });
  const targets = new Map(parts);
  return entries.split('//\n').flatMap((record): FileEntry[] => {
    const match = /^([0-9a-f]+) (\d+) (-?\d+) (\d+:\d+) \.\/([^]+)$/.exec(record);
    if (match === null) return [];
    const [, hex = '0', size = '0', time = '0', owner = '', name = ''] = match;
    const mode = Number.parseInt(hex, 16);
    const target = targets.get(name);
    return [
      {
        name,
        kind: kindOf(mode & 0o170000),
        size: Number(size),
        mode: mode & 0o7777,
        modifiedAt: Number(time) * 1000,
        owner,
        ...(target !== undefined && { target }),
      },
    ];
  });
}

function kindOf(type: number): FileEntry['kind'] {
  if (type === 0o040000) return 'folder';
  if (type === 0o100000) return 'file';
  return type === 0o120000 ? 'link' : 'other';
}

/** By reading the folder's archive as far as is bearable: works for a container that does not run. */
async function listedByArchive(docker: Docker, id: string, folder: string): Promise<Found> {
  const archive = await docker.inside.archive(id, folder === '/' ? '/' : `${folder.replace(/\/$/, '')}/.`);
  const entries = new Map<string, FileEntry>();
  let read = 0;
  const tar = archive.pipe(extract());
  archive.on('error', (error) => tar.destroy(error));
  try {
    for await (const entry of tar) {
      const { header } = entry;
      const parts = header.name.split('/').filter((part) => part !== '' && part !== '.');
      const name = parts[0];
      if (name !== undefined && parts.length === 1) entries.set(name, entryOf(name, header));
      read += 512 + header.size;
      entry.resume();
      if (read > mostArchive || entries.size > mostEntries)
        return { entries: [...entries.values()], truncated: true };
    }
    return { entries: [...entries.values()], truncated: false };
  } finally {
    archive.destroy();
    tar.destroy();
  }
}

function entryOf(name: string, header: Header): FileEntry {
  const kinds: Partial<Record<string, FileEntry['kind']>> = {
    ...{ directory: 'folder', file: 'file', symlink: 'link', link: 'file' },
  };
  return {
    name,
    kind: kinds[header.type] ?? 'other',
    size: header.size,
    mode: header.mode & 0o7777,
    modifiedAt: header.mtime.getTime(),
    owner: `${String(header.uid)}:${String(header.gid)}`,
    ...(header.type === 'symlink' && { target: header.linkname }),
  };
}

/** The beginning of a file; a link is followed. Throws AppError `file.missing`, `file.not-file`. */
export async function previewFile(docker: Docker, id: string, path: string, hops = 0): Promise<FilePreview> {
  const archive = await docker.inside.archive(id, path);
  const tar = archive.pipe(extract());
  archive.on('error', (error) => tar.destroy(error));
  try {
    for await (const entry of tar) {
      const { type, size, linkname } = entry.header;
      if (type === 'symlink' && hops < 10) {
        return await previewFile(docker, id, posix.resolve(dirname(path), linkname), hops + 1);
      }
      if (type !== 'file') break;
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of entry) {
        chunks.push(chunk as Buffer);
        length += (chunk as Buffer).length;
        if (length >= mostShown) break;
      }
      const bytes = Buffer.concat(chunks).subarray(0, mostShown);
      const truncated = size > bytes.length;
      const text = textOf(bytes, truncated);
      return { path, size, truncated, ...(text !== undefined && { text }) };
    }
    throw new AppError({
      code: 'file.not-file',
      doing: msg('engine.doing.readFile', { path, name: id.slice(0, 12) }),
      what: msg('inside.files.notFile', { path }),
      hint: msg('inside.files.notFile.hint'),
    });
  } finally {
    archive.destroy();
    tar.destroy();
  }
}

/** Undefined: no text (a NUL byte, or not UTF-8). */
function textOf(bytes: Buffer, cut: boolean): string | undefined {
  if (bytes.subarray(0, 8000).includes(0)) return undefined;
  try {
    // The last character may have been cut through.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}

/**
 * Copies out of a container: a file as itself, a folder as a .tar. Written beside the target first, so that a
 * copy that breaks off leaves no half of a file.
 */
export async function download(
  docker: Docker,
  id: string,
  { path, folder }: { path: string; folder: boolean },
  target: string,
): Promise<void> {
  const part = `${target}.part`;
  const archive = await docker.inside.archive(id, path);
  try {
    if (folder) {
      await pipeline(archive, createWriteStream(part));
    } else {
      const tar = archive.pipe(extract());
      archive.on('error', (error) => tar.destroy(error));
      let found = false;
      for await (const entry of tar) {
        if (!found && entry.header.type === 'file') {
          found = true;
          await pipeline(entry, createWriteStream(part));
        } else entry.resume();
      }
      if (!found) throw notWritten(path, target, new Error('not a file'));
    }
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error instanceof AppError ? error : notWritten(path, target, error);
  } finally {
    archive.destroy();
  }
}

function notWritten(path: string, target: string, error: unknown): AppError {
  return new AppError({
    code: 'file.not-written',
    doing: msg('inside.doing.download', { path }),
    what: msg('inside.files.notWritten', { path: target }),
    hint: msg('inside.files.notWritten.hint'),
    details: [raw(errorText(error))],
  });
}

/** Copies a file of this computer into a folder of a container, owned by root; gives its name. */
export async function upload(docker: Docker, id: string, source: string, folder: string): Promise<string> {
  const name = basename(source);
  const { size, mode, mtime } = await stat(source);
  const tar = pack();
  const entry = tar.entry({ name, size, mode: mode & 0o777, mtime });
  const sent = docker.inside.unpack(id, folder, tar);
  const packed = pipeline(createReadStream(source), entry)
    .then(() => tar.finalize())
    .catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(errorText(error))));
  await Promise.all([sent, packed]);
  return name;
}
