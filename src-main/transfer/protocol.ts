// What the main thread and a transfer's worker say to each other. One worker does one transfer.
// Never put a clip into anything but 'clips'.
import type { ImportedClip } from '../../src-shared/clip';
import type { ThreadError } from '../../src-shared/errors';

export interface ExportJob {
  readonly task: 'export';
  /** The data folder. */
  readonly dir: string;
  readonly nativeBinding?: string | undefined;
  /** Absolute. */
  readonly path: string;
  readonly force: boolean;
  /** This program's version. */
  readonly app: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface ImportJob {
  readonly task: 'import';
  /** Absolute. */
  readonly path: string;
}

export type TransferJob = ExportJob | ImportJob;

/** Clips that were dealt with, and how many there are; of an import, as far as its file tells the truth. */
export interface TransferProgress {
  readonly done: number;
  readonly total: number;
}

export interface ExportResult {
  readonly file: string;
  readonly clips: number;
  /** Size of the file. */
  readonly bytes: number;
  /** Clips whose content could not be read. */
  readonly leftOut: number;
  /** Clips that are kept for a time only, and are not in the file. */
  readonly expiring: number;
}

/** 'clips': to be stored before the next ones come; the worker waits for 'next'. */
export type FromWorker =
  | ({ readonly type: 'progress' } & TransferProgress)
  | {
      readonly type: 'clips';
      readonly clips: readonly ImportedClip[];
      readonly leftOut: number;
      readonly total: number;
    }
  | { readonly type: 'done'; readonly result: ExportResult | null }
  | { readonly type: 'failed'; readonly error: ThreadError };

export type ToWorker = 'next' | 'cancel';
