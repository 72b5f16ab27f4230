/** A Playwright reporter that writes what scripts/test.mjs counts: {passed, failed, skipped: [{name, reason}], unsteady: [name]}. */
import { writeFileSync } from 'node:fs';

export default class CountReporter {
  #suite;
  #errors = 0;

  onBegin(_config, suite) {
    this.#suite = suite;
  }

  /** An error outside any test: a spec that does not load. */
  onError() {
    this.#errors += 1;
  }

  onEnd() {
    const counts = { passed: 0, failed: this.#errors, skipped: [], unsteady: [] };
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome === 'flaky') counts.unsteady.push(test.titlePath().slice(2).join(' > '));
      if (outcome === 'expected' || outcome === 'flaky') counts.passed += 1;
      else if (outcome === 'unexpected') counts.failed += 1;
      else counts.skipped.push({ name: test.titlePath().slice(2).join(' > '), reason: reasonOf(test) });
    }
    if (process.env.FLOTILLA_COUNTS) writeFileSync(process.env.FLOTILLA_COUNTS, JSON.stringify(counts));
  }

  printsToStdio() {
    return false;
  }
}

function reasonOf(test) {
  const said = test.annotations.find((each) => ['skip', 'fixme'].includes(each.type))?.description;
  return said ?? (test.results.length === 0 ? 'not run: an earlier test failed' : 'no reason given');
}
