import { defineConfig } from '@playwright/test';

// The packaged app on a real X display. Each worker has a display, a window manager and a message bus of its own.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // One: copies that come 10 ms apart, and pastes, want the machine for themselves.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
});
