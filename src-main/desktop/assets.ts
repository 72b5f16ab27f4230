import { extname, join, sep } from 'node:path';

/** Where the window's own pages live: `app://flotilla/`. */
export const scheme = 'app';
export const host = 'flotilla';
export const homeUrl = `${scheme}://${host}/`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
};

/** The media type of a file by its extension. */
export function mediaType(path: string): string {
  return types[extname(path).toLowerCase()] ?? 'application/octet-stream';
}

/**
 * The file under `root` that an `app://flotilla/…` address stands for, or null for any other
 * address and for every path that would leave `root` (also an encoded one) or is not plainly a file's.
 */
export function assetPath(root: string, address: string): string | null {
  let path: string;
  try {
    const url = new URL(address);
    if (url.protocol !== `${scheme}:` || url.host !== host) return null;
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  // Nothing but plain names between slashes: no dots alone, no drive letters, backslashes or NULs.
  const names = path.split('/').filter((name) => name !== '');
  if (names.some((name) => /^\.+$/.test(name) || /[\\:\0%]/.test(name))) return null;
  const base = root.endsWith(sep) ? root : root + sep;
  const file = names.length === 0 ? join(base, 'index.html') : join(base, ...names);
  return file.startsWith(base) ? file : null;
}

/** Only an address of ours (or of the development server) may call the main process. */
export function isOwnAddress(address: string, devUrl?: string): boolean {
  try {
    const url = new URL(address);
    if (url.protocol === `${scheme}:` && url.host === host) return true;
    return devUrl !== undefined && url.origin !== 'null' && url.origin === new URL(devUrl).origin;
  } catch {
    return false;
  }
}

/** Hosts whose https pages a link in the window may open in the user's browser. */
export const linkHosts: ReadonlySet<string> = new Set([
  'docs.docker.com',
  'www.docker.com',
  'podman.io',
  'redis.io',
  'valkey.io',
]);

/** Whether a link may be handed to the system's browser: https, a host of the list, no user or odd port. */
export function mayOpenOutside(address: string): boolean {
  try {
    const url = new URL(address);
    return (
      url.protocol === 'https:' &&
      linkHosts.has(url.hostname) &&
      url.port === '' &&
      url.username === '' &&
      url.password === ''
    );
  } catch {
    return false;
  }
}
