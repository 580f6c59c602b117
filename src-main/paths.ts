// Where this user's Clipstead keeps its data, and where its command-line socket lies.
// Pure: it must never touch the disk, so that a client that finds no app leaves no trace.
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** What the places depend on; given whole, so that every platform's answer is tested on every platform. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly cwd: string;
  /** The user's number; -1 where the system has none (Windows). */
  readonly uid: number;
}

/** The machine and user that this process runs on and as. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    cwd: process.cwd(),
    uid: process.getuid?.() ?? -1,
  };
}

/**
 * The data folder: `--data-dir`, else CLIPSTEAD_DATA_DIR, else the platform's place for such data. An empty value counts as
 * not given, and so does a relative XDG_DATA_HOME (XDG Base Directory Specification: "must be absolute … ignore").
 * @param flag the value of --data-dir; null where it was not given.
 * @returns an absolute, normalised path; nothing is created.
 */
export function resolveDataDir(flag: string | null, machine: Machine = thisMachine()): string {
  const { env, home, platform } = machine;
  const path = platform === 'win32' ? win32 : posix;
  const chosen = flag || env.CLIPSTEAD_DATA_DIR;
  if (chosen) return path.resolve(machine.cwd, chosen);
  if (platform === 'win32') {
    return path.resolve(env.APPDATA || path.join(home, 'AppData', 'Roaming'), 'Clipstead');
  }
  if (platform === 'darwin') return path.resolve(home, 'Library', 'Application Support', 'Clipstead');
  const xdg = env.XDG_DATA_HOME;
  return path.resolve(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'), 'clipstead');
}

/**
 * The longest usable socket path in bytes: sun_path without its closing NUL. Node cuts off a longer one in silence
 * (Node documentation, net, "Identifying paths for IPC connections").
 */
function maxSocketPathBytes(platform: NodeJS.Platform): number {
  return platform === 'linux' ? 107 : 103;
}

/**
 * Where the command-line socket of a data folder may lie. The app listens at the first that it can make; a client tries all.
 * That is `<dataDir>/run/clipstead.sock` alone, unless the system's limit forbids it: then a name made from the data folder,
 * in a private folder under XDG_RUNTIME_DIR (a client started by cron has none set: then its usual place) or under /tmp.
 * Windows: one named pipe. Two names of one data folder (a symlink) count as two wherever the name is made from it.
 * @param dataDir absolute, from resolveDataDir().
 */
export function socketPaths(dataDir: string, machine: Machine = thisMachine()): readonly string[] {
  if (machine.platform === 'win32') return [`\\\\.\\pipe\\clipstead-${shortHash(dataDir.toLowerCase())}`];
  const inside = posix.join(dataDir, 'run', 'clipstead.sock');
  const fits = (path: string) => Buffer.byteLength(path) <= maxSocketPathBytes(machine.platform);
  if (fits(inside)) return [inside];
  const name = `${shortHash(dataDir)}.sock`;
  const xdg = machine.env.XDG_RUNTIME_DIR;
  const runtime = xdg && posix.isAbsolute(xdg) ? xdg : `/run/user/${machine.uid}`;
  return [
    ...(machine.platform === 'linux' ? [posix.join(runtime, 'clipstead', name)] : []),
    posix.join('/tmp', `clipstead-${machine.uid}`, name),
  ].filter(fits);
}

/**
 * Where copies are left that could not be stored until the end: in the data folder, and where its disk takes nothing, in a private folder
 * among the temporary files. Both are looked into at the next start.
 * @param dataDir absolute, from resolveDataDir().
 */
export function leftOverFolders(
  dataDir: string,
  temporary: string,
  machine: Machine = thisMachine(),
): readonly string[] {
  const path = machine.platform === 'win32' ? win32 : posix;
  const owner = machine.uid < 0 ? '' : `-${machine.uid}`;
  return [
    path.join(dataDir, 'left-over'),
    path.join(temporary, `clipstead-left-over${owner}-${shortHash(dataDir)}`),
  ];
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
