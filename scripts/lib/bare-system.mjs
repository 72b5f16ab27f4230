/**
 * A bare Debian 12, and beside it the packages that Flotilla's .deb depends on: what the test of the package installs it
 * in. It is a tarball in the cache, so that the test needs no network.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensurePackages } from './apt.mjs';
import { depends } from './deb.mjs';
import { doing, ok, since, warn } from './log.mjs';
import { cachePath, hashOf } from './paths.mjs';
import { must, run } from './run.mjs';
import { canInstall } from './system.mjs';

const suite = 'bookworm';
/** The name of each dependency in Debian 12, without its version. */
const packages = depends.map((each) =>
  each
    .split('|')[0]
    .replace(/\(.*\)/, '')
    .trim(),
);

/** The tarball, whether it is there or not. */
export const bareSystemTar = () => cachePath('bare', `debian-${suite}-${hashOf(suite, ...packages)}.tar.gz`);

/**
 * Makes sure that the tarball is there, where this computer can make it. It is no failure where not: the test that
 * wants it says that it was skipped.
 * @param {{yes?: boolean}} options
 */
export async function ensureBareSystem({ yes }) {
  const tar = bareSystemTar();
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  if (existsSync(tar)) {
    ok('A bare Debian 12, for the test of the package');
    return;
  }
  if (!canInstall) {
    warn(
      'A bare Debian 12 can only be made on Debian or Ubuntu as root: the test of the package is skipped.',
    );
    return;
  }
  const start = Date.now();
  doing('making a bare Debian 12 for the test of the package (once)');
  try {
    const [what, why] = ['A bare Debian 12', 'the test of the package'];
    await ensurePackages({ what, why, packages: ['debootstrap', 'debian-archive-keyring'], yes });
    await make(tar);
    ok(`A bare Debian 12, for the test of the package (${since(start)})`);
  } catch (error) {
    warn(`A bare Debian 12 cannot be made, the test of the package is skipped. ${error.message}`);
  }
}

async function make(tar) {
  mkdirSync(dirname(tar), { recursive: true });
  const work = mkdtempSync(`${tar}-`);
  const tree = join(work, 'root');
  const apt = (...args) =>
    must("fetching the package's dependencies", 'chroot', [tree, 'apt-get', '-qq', '-y', ...args], {
      env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      timeout: 600_000,
    });
  try {
    await must('building a bare Debian 12', 'debootstrap', ['--variant=minbase', suite, tree], {
      timeout: 900_000,
      hint: "Check that Debian's package mirror can be reached, then run this again.",
    });
    rmSync(join(tree, 'var', 'cache', 'apt', 'archives'), { recursive: true });
    mkdirSync(join(tree, 'var', 'cache', 'apt', 'archives', 'partial'), { recursive: true });
    copyFileSync('/etc/resolv.conf', join(tree, 'etc', 'resolv.conf'));
    await apt('update');
    await apt('install', '--no-install-recommends', '--download-only', ...packages);
    rmSync(join(tree, 'etc', 'resolv.conf'));
    const part = join(work, 'bare.tar.gz');
    await must('packing the bare Debian 12', 'tar', [
      ...['--numeric-owner', '--exclude=./dev/*', '--exclude=./proc/*', '--exclude=./sys/*'],
      ...['-I', 'gzip -1', '-cf', part, '-C', tree, '.'],
    ]);
    renameSync(part, tar);
  } finally {
    // debootstrap leaves /proc and /sys mounted in the tree when it is interrupted.
    for (const folder of ['proc', 'sys']) await run('umount', ['-l', join(tree, folder)]);
    rmSync(work, { recursive: true, force: true });
  }
}
