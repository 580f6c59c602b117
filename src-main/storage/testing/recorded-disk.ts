// A disk as a power cut may leave it: takes recorded file operations (strace's output) and gives, at any moment, what is on it for
// certain, with or without some of what was written and not yet synced.
// Never count a write as safe before the fsync that began after it has returned; never a name before its folder's fsync has.
import { createReadStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** The calls that change a disk, and the one that acknowledges (write to a pipe). */
export const RECORDED_CALLS =
  'openat,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,ftruncate,fallocate,rename,renameat2,unlink,unlinkat,mkdir,mkdirat';

export type DiskEvent =
  | { readonly type: 'create' | 'folder' | 'sync' | 'unlink'; readonly path: string }
  | { readonly type: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  /** At the end: how plain write() meets a file that was made for it. */
  | { readonly type: 'append'; readonly path: string; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly path: string; readonly size: number }
  | { readonly type: 'rename'; readonly path: string; readonly to: string }
  | { readonly type: 'said'; readonly text: string };

export interface Recorded {
  /** Milliseconds since the epoch, when the call was entered. */
  readonly at: number;
  /** Number of events that had returned when this call was entered: what a sync covers. */
  readonly before: number;
  readonly event: DiskEvent;
}

const text = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex');
const FD = String.raw`\d+<((?:\\x[0-9a-f]{2})*)>(?:\(deleted\))?`;
const BYTES = String.raw`"((?:\\x[0-9a-f]{2})*)"`;
const shapes = {
  openat: new RegExp(String.raw`^openat\([^,]*, ${BYTES}, ([A-Z_|]+)`),
  pwrite64: new RegExp(String.raw`^pwrite64\(${FD}, ${BYTES}(\.\.\.)?, (\d+), (\d+)`),
  write: new RegExp(String.raw`^write\(${FD}, ${BYTES}(\.\.\.)?, (\d+)`),
  sync: new RegExp(String.raw`^f(?:data)?sync\(${FD}`),
  ftruncate: new RegExp(String.raw`^ftruncate\(${FD}, (\d+)`),
  mkdir: new RegExp(String.raw`^mkdir\(${BYTES}`),
  unlink: new RegExp(String.raw`^unlink\(${BYTES}`),
  rename: new RegExp(String.raw`^rename\(${BYTES}, ${BYTES}`),
};

/** @throws Error for a call on the folder that this model does not know: a silent gap would make every image a guess. */
function eventOf(call: string, dir: string): DiskEvent | null {
  const inside = (hex = '') => {
    const path = text(hex).toString();
    return path === dir || path.startsWith(`${dir}/`) ? path : null;
  };
  const part = (shape: RegExp) => shape.exec(call) ?? [];
  if (call.startsWith('openat(')) {
    const [, hex, flags = ''] = part(shapes.openat);
    const path = inside(hex);
    return path === null || !flags.includes('O_CREAT') ? null : { type: 'create', path };
  }
  if (call.startsWith('pwrite64(')) {
    const [, hex, bytes = '', cut, , offset] = part(shapes.pwrite64);
    const path = inside(hex);
    if (path === null) return null;
    if (cut !== undefined) throw new Error('the recording has cut a write');
    return { type: 'write', path, offset: Number(offset), bytes: text(bytes) };
  }
  if (/^f(data)?sync\(/.test(call)) {
    const path = inside(part(shapes.sync)[1]);
    return path === null ? null : { type: 'sync', path };
  }
  if (call.startsWith('ftruncate(')) {
    const [, hex, size] = part(shapes.ftruncate);
    const path = inside(hex);
    return path === null ? null : { type: 'truncate', path, size: Number(size) };
  }
  if (call.startsWith('unlink(')) {
    const path = inside(part(shapes.unlink)[1]);
    return path === null ? null : { type: 'unlink', path };
  }
  if (call.startsWith('mkdir(')) {
    const path = inside(part(shapes.mkdir)[1]);
    return path === null || path === dir ? null : { type: 'folder', path };
  }
  if (call.startsWith('rename(')) {
    const [, from, to] = part(shapes.rename);
    const [path, target] = [inside(from), inside(to)];
    return path === null || target === null ? null : { type: 'rename', path, to: target };
  }
  if (call.startsWith('write(')) {
    const [, hex, bytes = ''] = part(shapes.write);
    if (call.startsWith('write(1<')) return { type: 'said', text: text(bytes).toString() };
    const path = inside(hex);
    return path === null ? null : { type: 'append', path, bytes: text(bytes) };
  }
  const folder = Buffer.from(dir).toString('hex').replace(/../g, '\\x$&');
  if (call.includes(folder)) throw new Error(`a call that the model does not know: ${call.split('(')[0]}`);
  return null;
}

/** Reads `strace -f -y -xx -ttt` line by line; the events stand in the order in which their calls returned. */
export async function readRecording(file: string, dir: string): Promise<Recorded[]> {
  const events: Recorded[] = [];
  const unfinished = new Map<string, { at: number; before: number; call: string }>();
  for await (const line of createInterface({ input: createReadStream(file, 'latin1') })) {
    const [, thread = '', at = '', rest = ''] = /^(\d+)\s+(\d+\.\d+) (.*)$/s.exec(line) ?? [];
    let begun = { at: Number(at) * 1_000, before: events.length, call: rest };
    if (rest.endsWith(' <unfinished ...>')) {
      unfinished.set(thread, { ...begun, call: rest.slice(0, -' <unfinished ...>'.length) });
      continue;
    }
    if (rest.startsWith('<... ')) {
      const start = unfinished.get(thread);
      unfinished.delete(thread);
      if (start === undefined) continue;
      // An argument may stand on either half.
      begun = { ...start, call: start.call + rest.replace(/^<\.\.\. \w+ resumed>/, '') };
    }
    if (/\) = -1 /.test(rest.slice(-120))) continue;
    const event = eventOf(begun.call, dir);
    if (event !== null) events.push({ at: begun.at, before: begun.before, event });
  }
  return events;
}

interface Pending {
  readonly index: number;
  apply(content: Buffer): Buffer;
}

interface Inode {
  durable: Buffer;
  pending: Pending[];
  readonly isFolder: boolean;
}

function writeAt(content: Buffer, offset: number, bytes: Buffer): Buffer {
  const grown =
    content.length >= offset + bytes.length
      ? content
      : Buffer.concat([content, Buffer.alloc(offset + bytes.length - content.length)]);
  bytes.copy(grown, offset);
  return grown;
}

const resized = (content: Buffer, size: number) =>
  Buffer.concat([content.subarray(0, size), Buffer.alloc(Math.max(0, size - content.length))]);

/** Takes events one after the other. */
export class RecordedDisk {
  readonly #names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  #index = 0;

  take({ event, before }: Recorded): void {
    const index = this.#index++;
    if (event.type === 'said') return;
    const inode = this.#names.get(event.path);
    switch (event.type) {
      case 'create':
      case 'folder':
        if (inode === undefined) {
          const isFolder = event.type === 'folder';
          this.#names.set(event.path, { durable: Buffer.alloc(0), pending: [], isFolder });
        }
        return;
      case 'write':
        inode?.pending.push({ index, apply: (content) => writeAt(content, event.offset, event.bytes) });
        return;
      case 'append':
        inode?.pending.push({ index, apply: (content) => Buffer.concat([content, event.bytes]) });
        return;
      case 'truncate':
        inode?.pending.push({ index, apply: (content) => resized(content, event.size) });
        return;
      case 'unlink':
        this.#names.delete(event.path);
        return;
      case 'rename':
        if (inode !== undefined) this.#names.set(event.to, inode);
        this.#names.delete(event.path);
        return;
      case 'sync':
        if (inode === undefined || inode.isFolder) this.#syncFolder(event.path);
        else this.#syncFile(inode, before);
    }
  }

  /**
   * @param keep whether an operation that is not synced has reached the disk all the same; asked for each one, names included.
   * @returns content by path.
   */
  image(keep: () => boolean): Map<string, Buffer> {
    const names = new Map(this.#durableNames);
    for (const [path, inode] of this.#names) if (!names.has(path) && keep()) names.set(path, inode);
    for (const path of this.#durableNames.keys()) if (!this.#names.has(path) && keep()) names.delete(path);
    const folders = new Set([...this.#names].filter(([, { isFolder }]) => isFolder).map(([path]) => path));
    // What lies in a folder that is not there is not there.
    const reachable = (path: string): boolean => {
      const folder = dirname(path);
      return !folders.has(folder) || (names.has(folder) && reachable(folder));
    };
    const files = [...names].filter(([path, { isFolder }]) => !isFolder && reachable(path));
    return new Map(
      files.map(([path, { durable, pending }]) => {
        let content = Buffer.from(durable);
        for (const operation of pending) if (keep()) content = Buffer.from(operation.apply(content));
        return [path, content];
      }),
    );
  }

  #syncFile(inode: Inode, before: number): void {
    const covered = inode.pending.filter(({ index }) => index < before);
    for (const { apply } of covered) inode.durable = apply(inode.durable);
    inode.pending = inode.pending.filter(({ index }) => index >= before);
  }

  #syncFolder(folder: string): void {
    const inFolder = (path: string) => dirname(path) === folder;
    this.#durableNames = new Map([
      ...[...this.#durableNames].filter(([path]) => !inFolder(path)),
      ...[...this.#names].filter(([path]) => inFolder(path)),
    ]);
  }
}
