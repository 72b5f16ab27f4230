/**
 * `npm run check`: format, lint, types, unit tests, and the dependencies' licences and known vulnerabilities. Needs no Docker; takes about two minutes on two cores.
 */
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { heading, main } from './lib/log.mjs';
import { tool } from './lib/run.mjs';
import { checkVulnerabilities } from './lib/audit.mjs';
import { checkTypes } from './lib/component-types.mjs';
import { checkLicences } from './lib/licences.mjs';
import { runSuite } from './lib/suites.mjs';
import { setUp } from './setup.mjs';

/** The longest first, so that the cores are done at about the same time. */
const tasks = [
  ['unit tests', () => runSuite('unit', { show: false })],
  ['types', () => checkTypes()],
  ['format', () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.'])],
  ['lint, components', () => tool('eslint/bin/eslint.js', ['--max-warnings', '0', '.'])],
  ['lint, TypeScript', () => tool('oxlint/bin/oxlint', ['--deny-warnings'])],
  ['licences', () => checkLicences()],
  ['vulnerabilities', () => checkVulnerabilities()],
];

/**
 * Runs all checks, prints what failed, then a table.
 * @returns {Promise<import('./lib/suites.mjs').Counts>} the unit tests' counts; each other check that failed
 *   counts as one failure
 */
export async function check() {
  heading('Check');
  const results = [];
  const queue = [...tasks];
  let counts = { suite: 'unit', passed: 0, failed: 0, skipped: [] };
  const worker = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      const [name, body] = task;
      const start = Date.now();
      const result = await body();
      const isTest = 'passed' in result;
      if (isTest) counts = result;
      const failed = isTest ? result.failed > 0 : result.code !== 0;
      results.push({
        name,
        failed,
        seconds: (Date.now() - start) / 1000,
        note: isTest ? noteOf(result) : (result.note ?? ''),
      });
      if (failed) console.log(`\n── ${name} ──\n${result.output.trim()}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(4, availableParallelism())) }, worker));

  for (const [name] of tasks) {
    const { failed, seconds, note } = results.find((each) => each.name === name);
    console.log(`${failed ? '✗' : '✓'} ${name.padEnd(17)}${seconds.toFixed(1).padStart(6)} s  ${note}`);
  }
  const others = results.filter((each) => each.failed && each.name !== 'unit tests');
  return {
    ...counts,
    failed: counts.failed + others.length,
    problem: counts.problem ?? (others.map((each) => `${each.name} failed`).join(', ') || undefined),
  };
}

const noteOf = ({ passed, failed, skipped, problem }) =>
  `${passed} passed, ${failed} failed, ${skipped.length} skipped${problem ? ` (${problem})` : ''}`;

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await setUp({ purpose: 'check' });
    return (await check()).failed > 0 ? 1 : 0;
  });
}
