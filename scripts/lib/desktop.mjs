/** System packages that the app's window needs: libraries, fonts, and a virtual display where there is none. */
import { existsSync } from 'node:fs';
import { ensurePackages } from './apt.mjs';
import { hasDisplay } from './display.mjs';
import { electronPath } from './electron.mjs';
import { ok, SetupError } from './log.mjs';
import { run, which } from './run.mjs';
import { isDebianLike, systemName } from './system.mjs';

/** Newer Debian and Ubuntu releases renamed some: any of the alternatives will do. */
const libraries = [
  'libnss3',
  'libgtk-3-0t64|libgtk-3-0',
  'libgbm1',
  'libasound2t64|libasound2',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0t64|libatspi2.0-0',
];
/** The app's Latin face, and notifications: they come along where something is installed anyway. */
const niceties = ['fonts-inter', 'libnotify4'];

/** Whether any font has Chinese characters. */
const hasChinese = async () => (await run('fc-list', [':lang=zh', 'file'])).stdout.trim() !== '';

/**
 * Makes sure that a window can be opened.
 * @param {{yes?: boolean, virtual?: boolean}} options `virtual`: a virtual display is wanted in any case
 */
export async function ensureDesktop({ yes, virtual = false }) {
  if (process.platform !== 'linux') return;
  const display = virtual || !hasDisplay() ? ['xvfb', 'xauth'] : [];
  if (isDebianLike) {
    await ensurePackages({
      what: 'Window',
      why: 'Electron',
      packages: [...libraries, ...display],
      optional: niceties,
      yes,
    });
    // Without one, every Chinese character is a box.
    if (!(await hasChinese()))
      await ensurePackages({
        what: 'Chinese font',
        why: 'Chinese text',
        packages: ['fonts-noto-cjk'],
        soft: true,
        yes,
      });
  } else if (display.length > 0 && !which('Xvfb')) {
    throw new SetupError({
      doing: 'looking for a display',
      message: `there is none, and Xvfb is not installed. Set-up cannot install it on ${systemName}.`,
      hint: "Install Xvfb with the system's package manager, or run this in a desktop session.",
    });
  }
  // An SSH server of the tests' own: without it the tests of engines over SSH say that they are skipped.
  // Not where installing it would start one for the whole computer.
  if (isDebianLike && virtual && !existsSync('/run/systemd/system'))
    await ensurePackages({
      what: 'SSH server',
      why: 'testing engines over SSH',
      packages: ['openssh-server', 'openssh-client', 'openssl'],
      soft: true,
      yes,
    });
  ok('System packages for the window');
}

/** Says exactly which shared libraries the Electron runtime misses. */
export async function checkLibraries() {
  if (process.platform !== 'linux' || isDebianLike) return;
  const { stdout } = await run('ldd', [electronPath()]);
  const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  if (missing.length === 0) return;
  throw new SetupError({
    doing: 'checking the Electron runtime',
    message: `these shared libraries are missing: ${missing.join(', ')}.`,
    hint: "Install the packages that hold them (NSS, GTK 3, libgbm, ALSA) with the system's package manager.",
  });
}
