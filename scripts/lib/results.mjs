// What the test runners and checks report, as counts.
// Never count a test as passed that did not run to its end, or a failed run as empty.

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** A run that failed must show in the sum, also where it failed outside every test. */
function atLeastOneFailure(counts, exitCode) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {object | null} report Vitest's JSON report; null where it wrote none
 * @param {number} exitCode Vitest's
 * @returns {Counts} a test file that could not be loaded counts as one failure
 */
export function vitestCounts(report, exitCode) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return atLeastOneFailure(counts, exitCode);
}

/**
 * @param {object | null} report Playwright's JSON report; null where it wrote none
 * @param {number} exitCode Playwright's
 * @returns {Counts} a test that failed before it passed counts as failed; errors outside tests count one each
 */
export function playwrightCounts(report, exitCode) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const counts = { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
  return atLeastOneFailure(counts, exitCode);
}

/** A stage that is no test run: nothing passed, and one failure where it failed. @returns {Counts} */
export function stageCounts(exitCode) {
  return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
}

/** @param {readonly Counts[]} all @returns {Counts} */
export function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of all) for (const name of Object.keys(total)) total[name] += counts[name];
  return total;
}

/** The last line of `npm test`. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Good means: something was tested, and nothing failed. */
export function isGood({ passed, failed }) {
  return passed > 0 && failed === 0;
}
