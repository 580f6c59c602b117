// Counts from the runners' own report formats. Never a report that no runner writes.
import { describe, expect, test } from 'vitest';
import { isGood, playwrightCounts, stageCounts, sum, summaryLine, vitestCounts } from './results.mjs';

const vitestReport = (files, numbers) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: files,
  ...numbers,
});

describe('vitestCounts', () => {
  test('counts passed, failed and skipped tests', () => {
    const files = [{ status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }];
    const numbers = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    expect(vitestCounts(vitestReport(files, numbers), 1)).toEqual({ passed: 7, failed: 1, skipped: 3 });
  });

  test('counts a file that could not be loaded', () => {
    const files = [{ status: 'failed', assertionResults: [] }];
    expect(vitestCounts(vitestReport(files, { numPassedTests: 7 }), 1).failed).toBe(1);
  });

  test('does not take a failed file without failed tests for a good one, nor an unhandled error', () => {
    const files = [{ status: 'failed', assertionResults: [{ status: 'passed' }] }];
    expect(vitestCounts(vitestReport(files, { numPassedTests: 1 }), 1).failed).toBe(1);
    const green = [{ status: 'passed', assertionResults: [{ status: 'passed' }] }];
    expect(vitestCounts(vitestReport(green, { numPassedTests: 1 }), 1).failed).toBe(1);
    expect(vitestCounts(vitestReport(green, { numPassedTests: 1 }), 0).failed).toBe(0);
  });

  test('a run without a report has failed, whatever its exit code', () => {
    expect(vitestCounts(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('playwrightCounts', () => {
  const report = (stats, errors = []) => ({
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
    errors,
  });

  test('counts passed, failed and skipped tests', () => {
    const counts = playwrightCounts(report({ expected: 5, unexpected: 2, skipped: 1 }), 1);
    expect(counts).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });

  test('a test that passed only the second time has failed', () => {
    expect(playwrightCounts(report({ expected: 5, flaky: 1 }), 0)).toEqual({
      passed: 5,
      failed: 1,
      skipped: 0,
    });
  });

  test('counts errors outside tests, and never a failed run as good', () => {
    expect(playwrightCounts(report({}, [{ message: 'no config' }]), 1).failed).toBe(1);
    expect(playwrightCounts(report({ expected: 3 }), 1).failed).toBe(1);
    expect(playwrightCounts(null, 0).failed).toBe(1);
  });
});

test('a stage counts as a failure where it failed, and never as a passed test', () => {
  expect(stageCounts(0)).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(stageCounts(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

describe('the sum', () => {
  test('adds all stages up', () => {
    const all = [
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 10, failed: 3, skipped: 0 },
    ];
    expect(sum(all)).toEqual({ passed: 11, failed: 3, skipped: 2 });
  });

  test('is the last line, and names skipped tests only where there are some', () => {
    expect(summaryLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(summaryLine({ passed: 12, failed: 1, skipped: 4 })).toBe('12 passed, 1 failed, 4 skipped');
  });

  test('is good only where something passed and nothing failed', () => {
    expect(isGood({ passed: 1, failed: 0, skipped: 3 })).toBe(true);
    expect(isGood({ passed: 1, failed: 1, skipped: 0 })).toBe(false);
    expect(isGood({ passed: 0, failed: 0, skipped: 3 })).toBe(false);
  });
});
