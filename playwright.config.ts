import { defineConfig } from '@playwright/test';

// scripts/optional-tests.mjs sets it: tests of what not every machine has.
const optional = process.env.CLIPSTEAD_OPTIONAL_TESTS;

const ALONE = '**/*.alone.spec.ts';

// The packaged app on a real X display. Each worker has a display, a window manager and a message bus of its own.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // scripts/lib/e2e.mjs runs one after the other.
  projects: optional
    ? [{ name: optional, testMatch: `**/*.${optional}.ts`, workers: 1 }]
    : [
        {
          name: 'together',
          testMatch: '**/*.spec.ts',
          testIgnore: ALONE,
          outputDir: 'test-results/together',
        },
        // Copies that come 10 ms apart, pastes, and counts of processes want the machine for themselves.
        { name: 'alone', testMatch: ALONE, workers: 1, outputDir: 'test-results/alone' },
      ],
  workers: 2,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // The pictures of the documentation are what the app is compared with; `npm run shots` takes them anew.
  snapshotPathTemplate: 'docs/shots/{arg}{ext}',
  // A picture that is missing is a failure, not a new one.
  updateSnapshots: 'none',
  retries: 0,
  forbidOnly: true,
  reporter: [
    ['list'],
    ['json', { outputFile: optional ? `test-results/${optional}.json` : 'test-results/e2e.json' }],
  ],
});
