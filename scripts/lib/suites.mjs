/** Runs a test suite and counts what it did. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, readIf, root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * @typedef {{name: string, reason: string}} Skip
 * @typedef {{name: string, message: string}} Told what a failed try said
 * @typedef {{name: string, seconds: number}} Took
 * @typedef {{suite: string, passed: number, failed: number, skipped: Skip[], unsteady: string[], errors: Told[], files: Took[], problem?: string}} Counts
 */

const vitest = at('node_modules', 'vitest', 'vitest.mjs');
const playwright = at('node_modules', '@playwright', 'test', 'cli.js');

/** The command line of each suite; the counting reporter is added to it. */
const commands = {
  unit: [vitest, 'run', '--project', 'unit*', '--reporter=default'],
  integration: [vitest, 'run', '--project', 'integration*', '--reporter=verbose'],
  e2e: [playwright, 'test', '--project', 'e2e'],
  package: [playwright, 'test', '--project', 'package'],
};

/** The reporters that count, as each runner takes them. */
const reporters = {
  vitest: ['--reporter', at('scripts', 'lib', 'vitest-reporter.mjs')],
  playwright: ['--reporter', `list,${at('scripts', 'lib', 'playwright-reporter.mjs')}`],
};

/**
 * Runs one suite. A suite that ran no test has failed: it would hide a broken set-up.
 * @param {'unit' | 'integration' | 'e2e' | 'package'} suite
 * @param {{show?: boolean, args?: string[]}} [options] `show`: live output, otherwise collected
 * @returns {Promise<Counts & {output: string}>}
 */
export async function runSuite(suite, { show = true, args = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-counts-'));
  const file = join(folder, 'counts.json');
  try {
    const reporter = commands[suite][0] === playwright ? reporters.playwright : reporters.vitest;
    const command = [...commands[suite], ...reporter, ...args];
    const result = await run(process.execPath, command, { cwd: root, show, env: { FLOTILLA_COUNTS: file } });
    const counts = {
      suite,
      passed: 0,
      failed: 0,
      skipped: [],
      unsteady: [],
      errors: [],
      files: [],
      ...JSON.parse(readIf(file) ?? '{}'),
    };
    let problem;
    if (counts.passed + counts.failed === 0) problem = 'it ran no test';
    else if (result.code !== 0 && counts.failed === 0) problem = `its runner ended with code ${result.code}`;
    if (problem) counts.failed += 1;
    return { ...counts, problem, output: result.output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
