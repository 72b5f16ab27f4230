/** npm dependencies: installed when node_modules is missing or does not match package-lock.json. */
import { existsSync } from 'node:fs';
import { doing, ok, since } from './log.mjs';
import { at, hashOf, readIf, root, writeWhole } from './paths.mjs';
import { must } from './run.mjs';

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
    await must('installing the npm dependencies', 'npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: root,
      timeout: 900_000,
      hint: 'Check that the npm registry can be reached, then run this again.',
    });
    ok(`npm dependencies (installed in ${since(start)})`);
  } else {
    ok('npm dependencies');
  }
  writeWhole(marker, `${wanted}\n`);
}
