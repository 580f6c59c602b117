// The app's log: one JSON line an event, on stderr and in <data>/logs/clipstead.log (0600).
// Never give it clip content: sizes and ids say enough, and what slips in prints as [clip N B].
import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { redact } from '../src-shared/secret';

type Level = 'info' | 'warn' | 'error';
type Fields = Readonly<Record<string, unknown>>;

const MAX_LOG_BYTES = 1024 * 1024;
let file: string | null = null;
let fileBytes = 0;

/**
 * Starts writing to `<dataDir>/logs/clipstead.log`; a log above 1 MiB becomes clipstead.log.1 first.
 * @param dataDir the app's data folder; where it cannot be written, stderr alone is used.
 */
export function openLog(dataDir: string): void {
  // A terminal or a pipe that has gone must not take the app along.
  process.stderr.on('error', () => {});
  const folder = join(dataDir, 'logs');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    startFile(join(folder, 'clipstead.log'));
  } catch {
    file = null;
  }
}

function startFile(path: string): void {
  fileBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (fileBytes > MAX_LOG_BYTES) {
    renameSync(path, `${path}.1`);
    fileBytes = 0;
  }
  appendFileSync(path, '', { mode: 0o600 });
  chmodSync(path, 0o600);
  file = path;
}

function write(level: Level, event: string, fields: Fields): void {
  const line = `${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields }, redact)}\n`;
  process.stderr.write(line);
  if (file === null) return;
  try {
    appendFileSync(file, line, { mode: 0o600 });
    fileBytes += Buffer.byteLength(line);
    if (fileBytes > MAX_LOG_BYTES) startFile(file);
  } catch {
    file = null;
  }
}

/**
 * What may be logged of an error: its class, code and the places in our code, never its message
 * (SQLite and others quote values in theirs).
 */
export function errorFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  // The stack begins with the message, which may have several lines; what it quotes could look like one of ours.
  const places = error.stack?.slice(error.stack.indexOf(error.message) + error.message.length);
  const at = places
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 4)
    .map((line) => line.trim());
  return { error: error.name, ...(typeof code === 'string' ? { code } : {}), at };
}

export const log = {
  info: (event: string, fields: Fields = {}): void => write('info', event, fields),
  warn: (event: string, fields: Fields = {}): void => write('warn', event, fields),
  error: (event: string, fields: Fields = {}): void => write('error', event, fields),
};
