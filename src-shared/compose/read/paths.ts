/* Paths as docker compose handles them, without touching a disk. POSIX, and Windows' own where a drive stands before. */

const drive = /^[a-zA-Z]:[\\/]/;

export const isWindowsPath = (path: string): boolean => drive.test(path) || path.startsWith('\\\\');
export const isAbsolute = (path: string): boolean => path.startsWith('/') || isWindowsPath(path);

/** A path without `.`, `..` and double slashes, as Go's path.Clean gives it. */
export function cleanPath(path: string): string {
  if (isWindowsPath(path)) return path;
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!rooted) kept.push('..');
  }
  const joined = kept.join('/');
  return rooted ? `/${joined}` : joined === '' ? '.' : joined;
}

/** A path in a folder; an absolute one stays what it is, uncleaned. */
export function inFolder(folder: string, path: string): string {
  if (isAbsolute(path)) return path;
  if (isWindowsPath(folder)) return `${folder.replace(/[\\/]$/, '')}\\${path.replace(/^\.[\\/]/, '')}`;
  return cleanPath(`${folder}/${path}`);
}

export function folderOf(path: string): string {
  const cut = Math.max(path.lastIndexOf('/'), isWindowsPath(path) ? path.lastIndexOf('\\') : -1);
  return cut <= 0 ? '/' : path.slice(0, cut);
}

export const baseName = (path: string): string =>
  path
    .replace(/[\\/]+$/, '')
    .split(/[\\/]/)
    .at(-1) ?? '';

/** `~` at the beginning is the home folder. */
export const expandHome = (path: string, home: string): string =>
  path.startsWith('~') && home !== '' ? cleanPath(`${home}/${path.slice(1)}`) : path;

/** The name of a project as docker compose makes one out of a folder's name. */
export const projectName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
