import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { freemem, networkInterfaces } from 'node:os';
import { dirname } from 'node:path';
import type { HostInterface } from '@shared/contract';

/** This computer's IPv4 addresses, the loopback last. */
export function hostInterfaces(): (HostInterface & { readonly cidr: string })[] {
  return Object.entries(networkInterfaces())
    .flatMap(([name, all]) =>
      (all ?? [])
        .filter(({ family }) => family === 'IPv4')
        .map(({ address, cidr, internal }) => ({ name, address, cidr: cidr ?? `${address}/32`, internal })),
    )
    .sort((a, b) => Number(a.internal) - Number(b.internal));
}

/** Bytes of memory that programs can still get: on Linux what the kernel reckons to be available. */
export async function freeMemory(): Promise<number> {
  try {
    const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return freemem();
}

/** Bytes that can be written at a path; its nearest parent that exists counts. undefined: it can't be told. */
export async function freeDisk(path: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing && dirname(path) !== path ? freeDisk(dirname(path)) : undefined;
  }
}

/** What is at a path. `used`: a folder with something in it, or no folder at all. */
export async function folderState(path: string): Promise<'missing' | 'empty' | 'used'> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return 'used';
    return (await readdir(path)).length === 0 ? 'empty' : 'used';
  } catch (error) {
    // What may not be looked into is somebody's.
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'used';
  }
}

/** What is at a path. What may not be looked at counts as a file: it is there. */
export async function pathKind(path: string): Promise<'folder' | 'file' | 'missing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'file';
  }
}
