// Many clips deleted or brought back at a user's word, in steps between which this thread goes on.
// Never hold it for longer than a step, and never begin with a clip that is not there.

import { setImmediate as breathe } from 'node:timers/promises';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import type { ClipStore } from './types';

/** What one transaction takes, and the longest that a call may hold this thread. Clips differ: 0.1 ms, and 2 where 64 KB are moved. */
const STEP_CLIPS = 3;
const STEP_MS = 5;

/**
 * Deletes all of `ids`, or none where one of them does not exist. A step that fails ends it: what went before is in the trash, and
 * what has gone meanwhile by itself is passed over.
 * @param free waited for before each step; see History.free()
 * @throws ClipsteadError 'no-such-clip'; 'storage-failed'
 */
export async function deleteMany(
  store: Pick<ClipStore, 'delete' | 'has'>,
  ids: readonly number[],
  free: () => Promise<void> | null,
): Promise<void> {
  const unique = [...new Set(ids)];
  const rest = resting();
  for (const id of unique) {
    if (!store.has(id)) throw new ClipsteadError('no-such-clip', said('noSuchClip', String(id)));
    await rest();
  }
  // A few at once, as one: a list that shows them changes once.
  for (let at = 0; at < unique.length; at += STEP_CLIPS) {
    if (at > 0) await breathe();
    await free();
    store.delete(unique.slice(at, at + STEP_CLIPS).filter((id) => store.has(id)));
  }
}

/**
 * Brings back what was deleted within TRASH_MS.
 * @param free see deleteMany()
 * @throws ClipsteadError 'no-such-clip' for the first one that is gone; those before it are back.
 */
export async function restoreMany(
  store: Pick<ClipStore, 'restore'>,
  ids: readonly number[],
  free: () => Promise<void> | null,
): Promise<void> {
  const rest = resting();
  for (const id of ids) {
    await free();
    store.restore(id);
    await rest();
  }
}

/** @returns what waits a turn of the event loop, where it has not had one for STEP_MS. */
function resting(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < STEP_MS) return undefined;
    return breathe().then(() => {
      since = performance.now();
    });
  };
}
