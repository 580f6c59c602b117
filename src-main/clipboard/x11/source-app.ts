// Which program a copy came from, as far as the X server and /proc tell.
// Never make a copy wait for it beyond one round trip to the server, and never fail because of it.
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { XConnection } from './connection';

/** The kernel keeps 15 bytes of a program's name in /proc/<pid>/comm (proc(5)). */
const COMM_BYTES = 15;

/**
 * The program that owns `ownerWindow`: by the process that X-Resource names while it lives (a program that forked, as xclip
 * does, is named by a process that has ended), else the class of the active window, else null.
 */
export async function sourceApp(x: XConnection, ownerWindow: number): Promise<string | null> {
  try {
    // Asked for together: the active window is that of the moment of the copy, not of one round trip later.
    const [pid, active] = await Promise.all([x.clientPid(ownerWindow), x.activeWindow()]);
    const program = pid === null ? null : programName(pid);
    if (program !== null) return program;
    return active === 0 ? null : await x.windowClass(active);
  } catch {
    return null;
  }
}

/** A living process's name; null where there is no such process. */
function programName(pid: number): string | null {
  try {
    const comm = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    if (comm.length < COMM_BYTES) return comm || null;
  } catch {
    return null;
  }
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)) || null;
  } catch {
    return null;
  }
}
