// A vitest reporter that writes what scripts/test.mjs counts: {passed, failed, skipped: [{name, reason}]} as JSON into
// the file named by HEDDLE_TEST_OUTCOME. A suite that does not load, a failing hook and an unhandled error count as failed.

import { writeFileSync } from 'node:fs';

/** The reason of a skipped test: what `skip(reason)` gave, or what its name or its suite's says last in parentheses. */
function reasonOf(test) {
  const { note } = test.result();
  if (note !== undefined) return note;
  for (let at = test; at.type !== 'module'; at = at.parent) {
    const inName = /\(([^()]*)\)\s*$/.exec(at.name);
    if (inName) return inName[1];
  }
  return 'no reason given';
}

// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by path and takes its default export.
export default class OutcomeReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const outcome = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      outcome.failed += module.errors().length;
      for (const suite of module.children.allSuites()) outcome.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') outcome.passed++;
        else if (state === 'failed') outcome.failed++;
        else outcome.skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, reason: reasonOf(test) });
      }
    }
    writeFileSync(process.env.HEDDLE_TEST_OUTCOME, JSON.stringify(outcome));
  }
}
