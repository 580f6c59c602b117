// Rounds of copies 10 ms apart: what is missed while the host takes the cores from the machine is not the source's to answer for.
import { readFileSync } from 'node:fs';

/** A source that misses copies by itself misses some in each. */
const ROUNDS = 3;

/**
 * Hundredths of a second that the host has taken from this machine's cores so far (proc(5), "steal" in /proc/stat): each is the life of
 * a copy. 0 on a machine of its own.
 */
function stolenTicks(): number {
  const [, times = ''] = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  return Number(times.split(' ')[7] ?? 0);
}

/**
 * Repeats a round until nothing is missed but what the host has made impossible.
 * @param round copies, and says how many of its copies were missed
 * @returns for each round what was missed, and beyond what the host took; that of the last is 0 where all went well
 */
export async function missedInRounds(
  round: (n: number) => Promise<number>,
): Promise<readonly { readonly missed: number; readonly beyond: number }[]> {
  const misses: { missed: number; beyond: number }[] = [];
  while (misses.length < ROUNDS && misses.at(-1)?.beyond !== 0) {
    const before = stolenTicks();
    const missed = await round(misses.length + 1);
    misses.push({ missed, beyond: Math.max(0, missed - (stolenTicks() - before)) });
  }
  return misses;
}
