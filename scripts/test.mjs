/**
 * `npm test`: sets up all that the tests need, then runs every suite against the real engine and the real app.
 *
 *   node scripts/test.mjs [--only check|integration|e2e|package] [--yes] [-- arguments for the test runner]
 *
 * The last line tells the sum: "N passed, N failed, N skipped".
 */
import { ensureBuild } from './lib/build.mjs';
import { ensureDisplay } from './lib/display.mjs';
import { heading, main, printError, SetupError } from './lib/log.mjs';
import { runSuite } from './lib/suites.mjs';
import { check } from './check.mjs';
import { setUp } from './setup.mjs';

const argv = process.argv.slice(2);
const split = argv.indexOf('--');
const own = split < 0 ? argv : argv.slice(0, split);
const forRunner = split < 0 ? [] : argv.slice(split + 1);
const suites = ['check', 'integration', 'e2e', 'package'];
const headings = { integration: 'Integration', e2e: 'End to end', package: 'The installed package' };

/** The suites that the command line asks for. */
function chosen() {
  const at = own.indexOf('--only');
  if (at < 0) return suites;
  if (suites.includes(own[at + 1])) return [own[at + 1]];
  throw new SetupError({
    doing: 'reading the options',
    message: `--only ${own[at + 1] ?? ''} is not known.`,
    hint: `Give one of: ${suites.join(', ')}.`,
  });
}

/** One suite, with what it needs right before it. */
async function one(suite) {
  if (suite === 'check') return check();
  heading(headings[suite]);
  try {
    await ensureBuild();
    if (suite !== 'integration') await ensureDisplay({ always: true });
  } catch (error) {
    printError(error);
    return { suite, passed: 0, failed: 1, skipped: [], problem: error.doing ?? error.message };
  }
  return runSuite(suite, { args: forRunner });
}

/** Prints what each suite did, why tests were skipped and which files took longest; then the sum, as the last line. */
function report(all) {
  heading('Summary');
  for (const { suite, passed, failed, skipped, seconds, problem } of all) {
    const note = problem ? `  (${problem})` : '';
    const took = `${(seconds / 60).toFixed(1).padStart(5)} min`;
    console.log(
      `${suite.padEnd(12)}${took}  ${passed} passed, ${failed} failed, ${skipped.length} skipped${note}`,
    );
  }
  const skips = all.flatMap(({ suite, skipped }) => skipped.map((each) => ({ suite, ...each })));
  for (const { suite, name, reason } of skips) console.log(`skipped: ${suite}: ${name}: ${reason}`);
  for (const { suite, unsteady = [] } of all)
    for (const name of unsteady) console.log(`passed only at the second try: ${suite}: ${name}`);
  for (const { suite, errors = [] } of all)
    for (const { name, message } of errors) console.log(`a try failed: ${suite}: ${name}:\n  ${message}`);
  const slow = all
    .flatMap(({ files = [] }) => files)
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 12);
  if (slow.length > 1)
    console.log(`longest: ${slow.map(({ name, seconds }) => `${name} ${seconds.toFixed(0)} s`).join(', ')}`);
  const sum = (pick) => all.reduce((total, each) => total + pick(each), 0);
  const failed = sum((each) => each.failed);
  if (failed > 0 && all.some((each) => each.suite === 'e2e' || each.suite === 'package')) {
    console.log('Traces and screenshots of failed end-to-end tests are in test-results/.');
  }
  console.log(`\n${sum((each) => each.passed)} passed, ${failed} failed, ${skips.length} skipped`);
  return failed > 0 ? 1 : 0;
}

await main(async () => {
  const wanted = chosen();
  const purpose = wanted.every((each) => each === 'check') ? 'check' : 'test';
  await setUp({ purpose, yes: own.includes('--yes') });
  const all = [];
  for (const suite of wanted) {
    const start = performance.now();
    all.push({ ...(await one(suite)), seconds: (performance.now() - start) / 1000 });
  }
  return report(all);
});
