/** A Playwright reporter that writes what scripts/test.mjs counts: {passed, failed, skipped: [{name, reason}], unsteady: [name], errors: [{name, message}], files: [{name, seconds}]}. */
import { writeFileSync } from 'node:fs';
import { told } from './told.mjs';

export default class CountReporter {
  #suite;
  #errors = [];

  onBegin(_config, suite) {
    this.#suite = suite;
  }

  /** An error outside any test: a spec that does not load. */
  onError(error) {
    this.#errors.push({ name: 'outside any test', message: told(error) });
  }

  onEnd() {
    const counts = {
      passed: 0,
      failed: this.#errors.length,
      skipped: [],
      unsteady: [],
      errors: this.#errors,
      files: this.#files(),
    };
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      const name = test.titlePath().slice(2).join(' > ');
      const errors = outcome === 'expected' ? [] : test.results.flatMap((each) => each.errors);
      counts.errors.push(...errors.map((each) => ({ name, message: told(each) })));
      if (outcome === 'flaky') counts.unsteady.push(name);
      if (outcome === 'expected' || outcome === 'flaky') counts.passed += 1;
      else if (outcome === 'unexpected') counts.failed += 1;
      else counts.skipped.push({ name, reason: reasonOf(test) });
    }
    if (process.env.FLOTILLA_COUNTS) writeFileSync(process.env.FLOTILLA_COUNTS, JSON.stringify(counts));
  }

  /** How long each spec took, its second tries too. */
  #files() {
    const seconds = new Map();
    for (const test of this.#suite?.allTests() ?? []) {
      const name = test.titlePath()[2] ?? '';
      const took = test.results.reduce((sum, { duration }) => sum + duration, 0) / 1000;
      seconds.set(name, (seconds.get(name) ?? 0) + took);
    }
    return [...seconds].map(([name, each]) => ({ name, seconds: each }));
  }

  printsToStdio() {
    return false;
  }
}

function reasonOf(test) {
  const said = test.annotations.find((each) => ['skip', 'fixme'].includes(each.type))?.description;
  return said ?? (test.results.length === 0 ? 'not run: an earlier test failed' : 'no reason given');
}
