import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly path: string;
  /** From now on not one page more can be written. */
  fill(): void;
  /** There is room again. */
  empty(): void;
  /** Gives it back with all that is on it. */
  destroy(): void;
}

/** Why a disk of one's own cannot be had here, or undefined: the reason for `ctx.skip(…)`. */
export function noSmallDisk(): string | undefined {
  if (process.platform !== 'linux') return 'a disk of its own needs Linux';
  try {
    smallDisk().destroy();
    return undefined;
  } catch {
    return 'a disk of its own needs the right to mount';
  }
}

/**
 * A disk in memory that a test can fill at any moment, and empty again: it shrinks to what it holds, so nothing
 * has to be written for it. It says that it has room for 2 GB, which takes no memory before it is used.
 */
export function smallDisk(): SmallDisk {
  // Short: an engine's socket may lie below it.
  const path = mkdtempSync(join(tmpdir(), 'flt-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2g,mode=0755', 'flt-disk', path], { stdio: 'pipe' });
  } catch (error) {
    rmSync(path, { recursive: true, force: true });
    throw error;
  }
  const resize = (size: string): boolean =>
    spawnSync('mount', ['-o', `remount,size=${size}`, path]).status === 0;
  return {
    path,
    fill() {
      for (let tries = 0; tries < 100; tries++) {
        const { blocks, bfree, bsize } = statfsSync(path);
        // Refused when more has been written since.
        if (resize(String((blocks - bfree) * bsize)) && statfsSync(path).bfree === 0) return;
      }
      throw new Error(`${path} could not be filled`);
    },
    empty() {
      if (!resize('2g')) throw new Error(`${path} could not be emptied`);
    },
    destroy() {
      // Lazily: what an engine has mounted there may take a moment to go.
      spawnSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
