import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// scripts/optional-tests.mjs sets it: tests of what not every machine has.
const optional = process.env.CLIPSTEAD_OPTIONAL_TESTS;

const ALONE = 'src-*/**/*.alone.test.ts';
const common = { environment: 'node', testTimeout: 20_000 } as const;

export default defineConfig({
  test: optional
    ? { ...common, include: [`src-*/**/*.${optional}.ts`] }
    : {
        // Vitest would leave one of two cores idle, and most tests wait more than they work.
        maxWorkers: Math.max(2, availableParallelism() - 1),
        projects: [
          {
            test: {
              ...common,
              name: 'unit',
              include: ['{src-*,bench}/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
              exclude: [ALONE],
            },
          },
          // After the others, one file at a time: copies that come 10 ms apart want the machine for themselves.
          {
            test: {
              ...common,
              name: 'alone',
              include: [ALONE],
              fileParallelism: false,
              sequence: { groupOrder: 1 },
            },
          },
        ],
      },
});
