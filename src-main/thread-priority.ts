// A higher priority for the thread that calls, where the system grants one.
// Never count on it: a desktop seldom allows it to a user's programs, and nothing else depends on it.
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/** A little above what Chromium gives its own threads that draw. */
const NICE = -10;

/** On Linux each thread has a priority of its own (setpriority(2), NOTES); elsewhere this does nothing. */
export function raisePriority(): void {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICE);
  } catch {
    // Not allowed here.
  }
}
