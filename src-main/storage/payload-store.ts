// Where each payload of a clip goes: small ones into their row, large ones into a file that stands before the row commits.
// Never let a file go that a row names, or that a clip on its way to COMMIT is about to name.
import { hash as hashOf } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { ClipFormat, NewClip } from '../../src-shared/clip';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { errorFields, log } from '../log';
import { storageError } from './failures';
import { folderOf } from './files';
import { hashInSlices, PayloadFiles } from './payload-files';

/** A payload as its row holds it: the bytes, or the SHA-256 that names its file. */
export interface PlacedFormat extends ClipFormat {
  readonly file: Uint8Array | null;
}

/** A clip that can be committed: its identity is known and its large payloads lie in their files. */
export interface PlacedClip extends NewClip {
  readonly contentHash: Uint8Array;
  readonly payloads: readonly PlacedFormat[];
}

/** Holds a clip's files until settle(). */
export interface Placement {
  readonly clip: PlacedClip;
  readonly files: readonly PlacedFile[];
}

interface PlacedFile {
  readonly hash: Uint8Array;
  /** It was not there before. */
  readonly fresh: boolean;
}

/** The content of a row of clip_payloads. */
export type PayloadRow = [bytes: Buffer, file: Buffer | null, fileSize: number | null];

const isLargeFormat = ({ bytes }: ClipFormat) => bytes.byteLength > INLINE_PAYLOAD_BYTES;

/** Whether storing these payloads of a clip writes files, which takes a while: storeAsync() is made for it. */
export function isLarge({ payloads }: Pick<NewClip, 'payloads'>): boolean {
  return payloads.some(isLargeFormat);
}

const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex');

/** The payload files of an open history. */
export class PayloadStore {
  readonly #files: PayloadFiles;
  readonly #known: Statement<[Uint8Array], number>;
  readonly #anyUnnamed: Statement<[], number>;
  readonly #any: Statement<[], number>;
  readonly #forget: Statement<[Uint8Array]>;
  /** Clips on their way to COMMIT, by the file that they will name. */
  readonly #held = new Map<string, number>();

  /** @param db the writing connection, with the schema up to date. */
  constructor(db: Database) {
    this.#files = new PayloadFiles(folderOf(db));
    const number = <P extends unknown[]>(sql: string) =>
      db.prepare(sql).pluck() as unknown as Statement<P, number>;
    this.#known = number<[Uint8Array]>('SELECT 1 FROM payload_files WHERE hash = ?');
    this.#anyUnnamed = number<[]>('SELECT 1 FROM payload_files WHERE refs = 0 LIMIT 1');
    this.#any = number<[]>('SELECT 1 FROM payload_files LIMIT 1');
    this.#forget = db.prepare('DELETE FROM payload_files WHERE hash = ? AND refs = 0');
  }

  /**
   * Writes the files of a clip's large payloads, on other threads. Each placement must be settled.
   * @throws ClipsteadError 'storage-failed'; nothing is left then.
   */
  async place(clip: NewClip): Promise<Placement> {
    const files: PlacedFile[] = [];
    try {
      const payloads: PlacedFormat[] = [];
      for (const format of clip.payloads) {
        const { mime, bytes } = format;
        const hash = isLargeFormat(format) ? (format.sha256 ?? (await hashInSlices(bytes))) : null;
        payloads.push({ mime, bytes, file: hash });
        if (hash === null) continue;
        this.#hold(hash, 1);
        const at = files.push({ hash, fresh: false }) - 1;
        files[at] = { hash, fresh: await this.#files.write(format.bytes, hash) };
      }
      return { clip: identified(clip, payloads), files };
    } catch (error) {
      this.settle(files);
      throw storageError(error);
    }
  }

  /** place() on this thread, which it holds where there is a large payload. */
  placeNow(clip: NewClip): Placement {
    const files: PlacedFile[] = [];
    try {
      const payloads = clip.payloads.map((format): PlacedFormat => {
        const { mime, bytes } = format;
        if (!isLargeFormat(format)) return { mime, bytes, file: null };
        const file = format.sha256 ?? hashOf('sha256', bytes, 'buffer');
        const fresh = this.#files.writeNow(bytes, file);
        this.#hold(file, 1);
        files.push({ hash: file, fresh });
        return { mime, bytes, file };
      });
      return { clip: identified(clip, payloads), files };
    } catch (error) {
      this.settle(files);
      throw storageError(error);
    }
  }

  /** Lets a placement's files go, after its commit or instead of it: those that it brought and that no row names are deleted. */
  settle(files: readonly PlacedFile[]): void {
    for (const { hash } of files) this.#hold(hash, -1);
    for (const { hash, fresh } of files) if (fresh) this.drop(hash);
  }

  /** Deletes a file that no row names and nobody holds; leaves any other. */
  drop(hash: Uint8Array): void {
    if (this.#held.has(hex(hash))) return;
    try {
      this.#forget.run(hash);
      if (this.#known.get(hash) === undefined) this.#files.remove(hash);
    } catch (error) {
      // It lies there until the next start's sweep.
      log.warn('payloads.not-deleted', errorFields(error));
    }
  }

  dropTemporary(name: string): void {
    this.#files.removeTemporary(name);
  }

  /** Whether there is a file that rows named once and no longer do. @throws SqliteError */
  anyUnnamed(): boolean {
    return this.#anyUnnamed.get() !== undefined;
  }

  /** Whether rows name any file. @throws SqliteError */
  any(): boolean {
    return this.#any.get() !== undefined;
  }

  /** @throws ClipsteadError 'storage-failed' where a file is gone or damaged; the file system's error */
  async read(bytes: Buffer, file: Buffer | null, fileSize: number | null): Promise<Uint8Array> {
    return file === null ? bytes : this.#files.read(file, fileSize ?? 0);
  }

  /** read() on this thread, which it holds where there is a large payload. */
  readNow(bytes: Buffer, file: Buffer | null, fileSize: number | null): Uint8Array {
    return file === null ? bytes : this.#files.readNow(file, fileSize ?? 0);
  }

  #hold(hash: Uint8Array, more: 1 | -1): void {
    const name = hex(hash);
    const holders = (this.#held.get(name) ?? 0) + more;
    if (holders > 0) this.#held.set(name, holders);
    else this.#held.delete(name);
  }
}

/** A large primary payload is hashed for its file and nowhere before. */
function identified(clip: NewClip, payloads: readonly PlacedFormat[]): PlacedClip {
  const [primary] = payloads;
  const contentHash =
    clip.contentHash ?? primary?.file ?? hashOf('sha256', primary?.bytes ?? new Uint8Array(), 'buffer');
  return { ...clip, contentHash, payloads };
}
