/** Where things lie: the checkout, and a cache outside it that outlives it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A path under the cache folder; nothing is made. @param {...string} parts */
export function cachePath(...parts) {
  const home = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(home, 'flotilla', ...parts);
}

/** A path in the checkout. @param {...string} parts */
export const at = (...parts) => join(root, ...parts);

/** A short content hash. @param {...(string | Buffer)} parts */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Reads a text file, or undefined where there is none. @param {string} path */
export function readIf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes a file whole or not at all. @param {string} path @param {string} text */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, text);
  renameSync(part, path);
}

/** How long a "cannot be reached" stays believed before it is tried again. */
const believed = 12 * 3600_000;

/**
 * Remembers that something could not be reached, so that the next set-up does not wait for it again.
 * @param {string} name
 */
export const rememberUnreachable = (name) =>
  writeWhole(cachePath('unreachable', name), new Date().toISOString() + '\n');

/** Whether `name` was found unreachable a short while ago. @param {string} name */
export function knownUnreachable(name) {
  const when = Date.parse((readIf(cachePath('unreachable', name)) ?? '').trim());
  return Number.isFinite(when) && Date.now() - when < believed;
}

/** Forgets all that was found unreachable (`--retry`). */
export const forgetUnreachable = () => rmSync(cachePath('unreachable'), { recursive: true, force: true });
