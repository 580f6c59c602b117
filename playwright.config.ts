import { defineConfig } from '@playwright/test';

// scripts/optional-tests.mjs sets it: tests of what not every machine has.
const optional = process.env.CLIPSTEAD_OPTIONAL_TESTS;

// The packaged app on a real X display. Each worker has a display, a window manager and a message bus of its own.
export default defineConfig({
  testDir: 'e2e',
  testMatch: optional ? `**/*.${optional}.ts` : '**/*.spec.ts',
  outputDir: 'test-results',
  // One: copies that come 10 ms apart, and pastes, want the machine for themselves.
  workers: 1,
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
