/**
 * Sets up what the app, its tests or its checks need. It may be run at any time: what is there is left alone.
 *
 *   node scripts/setup.mjs [--for start|test|check|package] [--yes] [--retry]
 *
 * `--yes` answers the question before system packages are installed; `--retry` tries again what could not be
 * reached before.
 */
import { pathToFileURL } from 'node:url';
import { ensureBareSystem } from './lib/bare-system.mjs';
import { ensureComposeCli } from './lib/compose-cli.mjs';
import { ensureDependencies } from './lib/deps.mjs';
import { checkLibraries, ensureDesktop } from './lib/desktop.mjs';
import { ensureElectron } from './lib/electron.mjs';
import { defaultAddress, ensureEngine } from './lib/engine.mjs';
import { ensureImages } from './lib/images.mjs';
import { main, printError, SetupError, warn } from './lib/log.mjs';
import { forgetUnreachable } from './lib/paths.mjs';

/**
 * @param {{purpose?: 'start' | 'test' | 'check' | 'package', yes?: boolean, retry?: boolean}} [options]
 *   for `start` a missing engine is no failure (the app explains it); for `test` it is
 */
export async function setUp({ purpose = 'test', yes = false, retry = false } = {}) {
  if (retry) forgetUnreachable();
  checkNode();
  await ensureDependencies();
  if (purpose === 'check') return;
  if (purpose === 'package') return ensureElectron();
  await ensureDesktop({ yes, virtual: purpose === 'test' });
  await ensureElectron();
  await checkLibraries();
  if (purpose === 'start') {
    await ensureEngine({ yes }).catch((error) => {
      printError(error);
      warn('Flotilla starts without an engine, and says the same there.');
    });
    return;
  }
  const engine = await ensureEngine({ yes });
  // Tests, scripts and the docker command then all use the engine that was found.
  if (engine.address !== defaultAddress) process.env.DOCKER_HOST = engine.address;
  await ensureImages(engine, { yes });
  await ensureComposeCli();
  await ensureBareSystem({ yes });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError({
    doing: 'checking Node.js',
    message: `this is Node ${process.versions.node}; Flotilla is built with 20.19 or newer.`,
    hint: 'Install a current Node.js release, then run this again.',
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const args = process.argv.slice(2);
    const value = args.find((arg) => arg.startsWith('--for='))?.slice(6) ?? args[args.indexOf('--for') + 1];
    const purpose = args.some((arg) => arg.startsWith('--for')) ? value : 'test';
    if (!['start', 'test', 'check', 'package'].includes(purpose)) {
      throw new SetupError({
        doing: 'reading the options',
        message: `--for ${purpose} is not known.`,
        hint: 'node scripts/setup.mjs [--for start|test|check|package] [--yes] [--retry]',
      });
    }
    await setUp({ purpose, yes: args.includes('--yes'), retry: args.includes('--retry') });
  });
}
