import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src-*,bench}/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    environment: 'node',
    testTimeout: 20_000,
  },
});
