// One line a step: its name, how it ended, how long it took.
// Never print a step as ok that threw.
import { performance } from 'node:perf_hooks';

/** "0.4 s", "85.3 s", "12 min 5 s" from milliseconds. */
export function seconds(ms) {
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Runs one step and prints its line.
 * @param {string} name
 * @param {() => Promise<string | null>} work returns what it did ("built"), or null where all was there already.
 * @returns {Promise<boolean>} true where it did something
 * @throws what `work` throws, after printing the failed line.
 */
export async function step(name, work) {
  const began = performance.now();
  const spent = () => seconds(performance.now() - began);
  process.stdout.write(`  ${name.padEnd(34)} `);
  try {
    const did = await work();
    process.stdout.write(did === null ? `ok, already there (${spent()})\n` : `${did} (${spent()})\n`);
    return did !== null;
  } catch (error) {
    process.stdout.write(`failed (${spent()})\n`);
    throw error;
  }
}

/** What a person can act on: its message says all, and it is printed without a stack. */
export class SetupError extends Error {}
