/** npm dependencies: installed when node_modules is missing or does not match package-lock.json. */
import { existsSync } from 'node:fs';
import { doing, ok, SetupError, since, warn } from './log.mjs';
import { at, hashOf, readIf, root, writeWhole } from './paths.mjs';
import { must, run } from './run.mjs';

const marker = at('node_modules', '.flotilla-lock');

/** Whether what npm has installed is what the lock file says, by npm's own record of it. */
function installedMatches(lock) {
  try {
    const installed = JSON.parse(readIf(at('node_modules', '.package-lock.json')) ?? '').packages;
    return Object.entries(JSON.parse(lock).packages).every(
      ([path, wanted]) =>
        path === '' || wanted.optional || wanted.devOptional || installed[path]?.version === wanted.version,
    );
  } catch {
    return false;
  }
}

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/**
 * `npm ci`. Where it refuses the lock file, `npm install --no-save` goes by it all the same: a lock file that was
 * written behind a registry without other platforms' binaries lacks these optional packages.
 */
async function install() {
  const result = await run('npm', ['ci', ...quiet], { cwd: root, timeout: 900_000 });
  if (result.code === 0) return;
  if (result.output.includes('package-lock.json')) {
    warn(
      'npm ci refuses package-lock.json (optional packages of other platforms are missing in it): npm install',
    );
    await must('installing the npm dependencies', 'npm', ['install', '--no-save', ...quiet], {
      cwd: root,
      timeout: 900_000,
      hint: 'Check that the npm registry can be reached, then run this again.',
    });
    return;
  }
  throw new SetupError({
    doing: 'installing the npm dependencies',
    message: `npm ci ended with code ${result.code}.\n${result.output.trim().split('\n').slice(0, 12).join('\n')}`,
    hint: 'Check that the npm registry can be reached, then run this again.',
  });
}

/** Makes sure that the npm dependencies are there. */
export async function ensureDependencies() {
  const lock = readIf(at('package-lock.json')) ?? '';
  const wanted = hashOf(lock);
  if (readIf(marker)?.trim() === wanted && existsSync(at('node_modules', '.bin'))) {
    ok('npm dependencies');
    return;
  }
  if (!installedMatches(lock)) {
    const start = Date.now();
    doing('npm ci');
    await install();
    ok(`npm dependencies (installed in ${since(start)})`);
  } else {
    ok('npm dependencies');
  }
  writeWhole(marker, `${wanted}\n`);
}
