// Which of this app's threads the system prefers where more of them want to run than there are cores.
// Never count on it: a desktop seldom grants a user's programs a higher priority, and nothing else depends on it.
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/** A little above what Chromium gives its own threads that draw. */
const RAISED = -10;

/** A third of the share of a thread that has not asked for anything (sched(7), "The nice value"). */
const LOWERED = 5;

/** On Linux each thread has a priority of its own (setpriority(2), NOTES); elsewhere this does nothing. */
function setOwn(nice: number): void {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), nice);
  } catch {
    // Not allowed here.
  }
}

/** For the thread that calls, where the system grants it. */
export const raisePriority = () => setOwn(RAISED);

/** For the thread that calls, for good: a copy that comes while it works is read first. */
export const lowerPriority = () => setOwn(LOWERED);
