/** A Vitest reporter that writes what scripts/test.mjs counts: {passed, failed, skipped: [{name, reason}], unsteady: [name]}. */
import { writeFileSync } from 'node:fs';

export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [], unsteady: [] };
    for (const module of modules) {
      // A file that does not even load has failed, though it has no test.
      if (!module.ok() && module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (test.diagnostic()?.flaky) counts.unsteady.push(test.fullName);
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else counts.skipped.push({ name: test.fullName, reason: note ?? 'no reason given' });
      }
    }
    if (process.env.FLOTILLA_COUNTS) writeFileSync(process.env.FLOTILLA_COUNTS, JSON.stringify(counts));
  }
}
