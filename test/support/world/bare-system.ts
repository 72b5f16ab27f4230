import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareSystemTar } from '../../../scripts/lib/bare-system.mjs';
import { temporaryFolder } from './paths';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Debian 12 with nothing in it but its base, in a folder of its own. */
export interface BareSystem {
  /** Its root folder, seen from here. */
  readonly tree: string;
  /** Runs a program in it to its end: as root, or as the ordinary user `tester`. */
  run(words: readonly string[], options?: { as?: 'tester'; env?: Record<string, string> }): Finished;
  /** Starts one as `tester`, with this display; ends when it is killed. */
  start(words: readonly string[], env?: Record<string, string>): ChildProcess;
  remove(): void;
}

/** Why a bare system cannot be had here, or undefined: the reason for `test.skip(…)`. */
export function noBareSystem(): string | undefined {
  if (!existsSync(bareSystemTar())) return 'set-up could make no bare Debian 12 here';
  const { status } = spawnSync('unshare', ['--mount', '--propagation', 'private', 'true']);
  return status === 0 ? undefined : 'a bare system needs the right to mount';
}

const engineSocket = (): string =>
  /^unix:\/\/(.+)/.exec(process.env['DOCKER_HOST'] ?? '')?.[1] ?? '/var/run/docker.sock';

/**
 * What a program needs of the system around it; the mounts go when it ends. It gets a root of its own with pivot_root:
 * in a chroot the kernel allows no user namespaces, and so Chromium no sandbox.
 */
const enter = `set -e; t=$1; who=$2; shift 2
mount --bind $t $t
mount --rbind /dev $t/dev; mount -t proc proc $t/proc; mount -t sysfs -o ro sysfs $t/sys
mount -t tmpfs -o mode=1777 tmpfs $t/dev/shm
mkdir -p /tmp/.X11-unix; mount --bind /tmp/.X11-unix $t/tmp/.X11-unix; mount --bind ${engineSocket()} $t/run/docker.sock
cd $t; mkdir .old; pivot_root . .old; cd /
exec sh -c 'umount -l /.old; rmdir /.old; exec setpriv $0 "$@"' "$who" "$@"`;

/** Unpacks the system and adds an ordinary user who may use the engine. */
export function bareSystem(): BareSystem {
  const tree = temporaryFolder('bare');
  execFileSync('tar', ['--numeric-owner', '-xzf', bareSystemTar(), '-C', tree]);
  mkdirSync(join(tree, 'tmp/.X11-unix'), { recursive: true });
  writeFileSync(join(tree, 'run/docker.sock'), '');
  // It lives for a minute: nothing of it has to reach the disk.
  writeFileSync(join(tree, 'etc/dpkg/dpkg.cfg.d/quick'), 'force-unsafe-io\n');
  execFileSync('chroot', [tree, 'useradd', '--create-home', 'tester']);
  const group = String(statSync(engineSocket()).gid);
  const who = { root: '--inh-caps=-all', tester: `--reuid tester --regid tester --groups ${group}` };

  const program = (words: readonly string[], as: keyof typeof who = 'root'): string[] => [
    ...['--mount', '--propagation', 'private', 'sh', '-c', enter, 'sh', tree, who[as]],
    ...words,
  ];
  const surroundings = (as?: 'tester', more: Record<string, string> = {}): Record<string, string> => ({
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: as === undefined ? '/root' : '/home/tester',
    LANG: 'C.UTF-8',
    ...more,
  });
  return {
    tree,
    run(words, { as, env } = {}) {
      const done = spawnSync('unshare', program(words, as), {
        env: surroundings(as, env),
        encoding: 'utf8',
        cwd: '/',
        timeout: 420_000,
      });
      return { code: done.status ?? -1, stdout: done.stdout, stderr: done.stderr };
    },
    start: (words, env) =>
      spawn('unshare', program(words, 'tester'), {
        env: surroundings('tester', { DISPLAY: process.env['DISPLAY'] ?? '', ...env }),
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: '/',
      }),
    remove: () => rmSync(tree, { recursive: true, force: true }),
  };
}
