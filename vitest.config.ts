import { defineConfig } from 'vitest/config';

// scripts/optional-tests.mjs sets it: tests of what not every machine has.
const optional = process.env.CLIPSTEAD_OPTIONAL_TESTS;

export default defineConfig({
  test: {
    include: optional
      ? [`src-*/**/*.${optional}.ts`]
      : ['{src-*,bench}/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    environment: 'node',
    testTimeout: 20_000,
  },
});
