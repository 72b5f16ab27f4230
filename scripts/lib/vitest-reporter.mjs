/** A Vitest reporter that writes what scripts/test.mjs counts: {passed, failed, skipped: [{name, reason}], unsteady: [name], errors: [{name, message}], files: [{name, seconds}]}. */
import { writeFileSync } from 'node:fs';
import { told } from './told.mjs';

export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = {
      passed: 0,
      failed: unhandledErrors.length,
      skipped: [],
      unsteady: [],
      errors: [],
      files: [],
    };
    const note = (name, errors) =>
      counts.errors.push(...errors.map((each) => ({ name, message: told(each) })));
    note('outside any test', unhandledErrors);
    for (const module of modules) {
      const { duration, setupDuration, collectDuration } = module.diagnostic();
      counts.files.push({
        name: module.relativeModuleId,
        seconds: (duration + setupDuration + collectDuration) / 1000,
      });
      // A file that does not even load has failed, though it has no test.
      if (!module.ok() && module.errors().length > 0) counts.failed += 1;
      note(module.relativeModuleId, module.errors());
      // Where a suite's beforeAll fails, its tests count as skipped.
      for (const suite of module.children.allSuites()) {
        if (suite.errors().length > 0) counts.failed += 1;
        note(suite.fullName, suite.errors());
      }
      for (const test of module.children.allTests()) {
        const { state, note: reason, errors } = test.result();
        note(test.fullName, errors ?? []);
        if (test.diagnostic()?.flaky) counts.unsteady.push(test.fullName);
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else
          counts.skipped.push({
            name: test.fullName,
            reason: reason ?? test.meta().why ?? 'no reason given',
          });
      }
    }
    if (process.env.FLOTILLA_COUNTS) writeFileSync(process.env.FLOTILLA_COUNTS, JSON.stringify(counts));
  }
}
