/**
 * `npm run package`: an installable package for this platform in dist/.
 *
 *   node scripts/package.mjs [--target NAME] [--quick]   Linux: deb (the usual one), AppImage, dir; macOS: dmg; Windows: nsis
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuild } from './lib/build.mjs';
import { makeDeb } from './lib/deb.mjs';
import { electronPath } from './lib/electron.mjs';
import { main, ok, SetupError, since, warn } from './lib/log.mjs';
import { at, readIf } from './lib/paths.mjs';
import { stageApp } from './lib/stage.mjs';
import { setUp } from './setup.mjs';

const usual = { linux: 'deb', darwin: 'dmg', win32: 'nsis' };
const possible = { linux: ['deb', 'AppImage', 'dir'], darwin: ['dmg', 'dir'], win32: ['nsis', 'dir'] };
const dist = at('dist');
const work = join(dist, '.work');

/** The folder and the version of the runtime that is at hand: no second one is downloaded. */
function runtime() {
  const folder = dirname(electronPath());
  // On macOS the executable lies within Electron.app.
  const electronDist = folder.replace(/[\\/]Electron\.app[\\/].*$/, '');
  const version = readIf(join(electronDist, 'version'))?.trim().replace(/^v/, '');
  if (version) return { electronDist, electronVersion: version };
  throw new SetupError({
    doing: 'looking for the Electron runtime',
    message: `${electronDist} holds no file "version", so it is no Electron dist.`,
    hint: 'Let FLOTILLA_ELECTRON name the executable of a whole Electron folder.',
  });
}

/** Packs the app with electron-builder. */
async function pack(target, given) {
  const { build, Platform, Arch } = (await import('electron-builder')).default;
  const { configuration } = await import(pathToFileURL(at('packaging', 'electron-builder.mjs')).href);
  const stage = join(work, 'app');
  stageApp(stage, process.platform);
  const { electronDist, electronVersion } = given;
  // A dmg is made for both architectures: electron-builder fetches the runtime of the other one.
  const dist = target === 'dmg' ? {} : { electronDist };
  const config = configuration({ stage, output: join(work, 'packed'), electronVersion, ...dist });
  const archs = target === 'dmg' ? [Arch.x64, Arch.arm64] : [Arch[process.arch]];
  process.env.ELECTRON_BUILDER_DISABLE_UPDATE_CHECK = '1';
  return build({
    targets: Platform.current().createTarget(target === 'deb' ? 'dir' : target, ...archs),
    config,
    publish: 'never',
  });
}

/**
 * Makes a package.
 * @param {{target?: string, quick?: boolean}} [options] `quick`: a .deb that is packed less tightly, in seconds
 * @returns {Promise<string[]>} the files
 */
export async function makePackage({ target = usual[process.platform], quick = false } = {}) {
  if (!possible[process.platform]?.includes(target)) {
    throw new SetupError({
      doing: 'reading the options',
      message: `${target} cannot be made on ${process.platform}.`,
      hint: `Give one of: ${possible[process.platform]?.join(', ') ?? 'none; build on Linux, macOS or Windows'}.`,
    });
  }
  const start = Date.now();
  const given = runtime();
  const { devDependencies } = JSON.parse(readIf(at('package.json')));
  if (given.electronVersion !== devDependencies.electron) {
    warn(
      `The runtime is Electron ${given.electronVersion}, not ${devDependencies.electron}: good for trying out, but it gets no security fixes any more. Do not release it.`,
    );
  }
  await ensureBuild();
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const made = await pack(target, given);
  let files = made.filter((file) => !/\.(blockmap|ya?ml)$/.test(file));
  if (target === 'deb') {
    const { version, description, author } = JSON.parse(readIf(at('package.json')));
    const unpacked = join(work, 'packed', 'linux-unpacked');
    const about = { arch: process.arch, version, description, author };
    files = [await makeDeb({ unpacked, work, output: dist, quick, ...about })];
  }
  for (const file of files) ok(`${file} (${since(start)})`);
  return files;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const at = process.argv.indexOf('--target');
    await setUp({ purpose: 'package', yes: process.argv.includes('--yes') });
    const quick = process.argv.includes('--quick');
    await makePackage({ quick, ...(at < 0 ? {} : { target: process.argv[at + 1] }) });
  });
}
