// Clips that could not be written: kept in memory, in order, within bounds, and written as soon as that is possible.
// Never lose one without counting it, and never report the same trouble twice.
import type { NewClip } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { MAX_WAITING_BYTES, MAX_WAITING_CLIPS } from '../../src-shared/limits';
import { errorFields, log } from '../log';
import type { ClipStore } from './types';

/** Between two tries; a lock held by another program holds this thread for the writer's busy_timeout at each. */
const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 30_000;

export interface WaitingClips {
  /** Stores a clip, or keeps it until it can be, or until its own time is over. @throws what is not the storage's trouble (ClipsteadError 'bad-request') */
  store(clip: NewClip): 'new' | 'known' | 'waiting';
  /** Clips in memory, and clips that were given up because there were too many. */
  readonly waiting: number;
  readonly lost: number;
  /** Tries once more, and forgets the rest. */
  stop(): void;
}

export interface WaitingOptions {
  /** One line in words, once when writing begins to fail (error), and once when all is written again (info). */
  readonly onTrouble: (level: 'error' | 'info', text: string) => void;
  /** The storage said that the file itself is broken. */
  readonly onFailure?: (error: ClipsteadError) => void;
}

const counted = (count: number) => (count === 1 ? '1 copy' : `${count} copies`);

export function keepWaitingClips(store: Pick<ClipStore, 'store'>, options: WaitingOptions): WaitingClips {
  const { onTrouble, onFailure } = options;
  let clips: NewClip[] = [];
  let bytes = 0;
  let lost = 0;
  let failing = false;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | null = null;

  /** @returns the storage's trouble; 'new' or 'known' where the clip is stored, or needs it no more. */
  function tryOne(clip: NewClip): ClipsteadError | 'new' | 'known' {
    // Its time is over: it must not come to the disk after it.
    if ((clip.secret?.expiresAt ?? Number.POSITIVE_INFINITY) <= Date.now()) return 'known';
    try {
      return store.store(clip).isNew ? 'new' : 'known';
    } catch (error) {
      if (error instanceof ClipsteadError && error.code === 'storage-failed') return error;
      throw error;
    }
  }

  function failed(error: ClipsteadError): void {
    onFailure?.(error);
    if (failing) return;
    failing = true;
    log.error('waiting.began', errorFields(error));
    onTrouble(
      'error',
      `${error.message} What you copy meanwhile is kept in memory and stored when it can be.`,
    );
  }

  function keep(clip: NewClip): void {
    clips.push(clip);
    bytes += clip.size;
    while (clips.length > MAX_WAITING_CLIPS || bytes > MAX_WAITING_BYTES) {
      bytes -= clips.shift()?.size ?? 0;
      lost += 1;
    }
  }

  function tryAll(): void {
    timer = null;
    const left: NewClip[] = [];
    let tooLarge = Number.POSITIVE_INFINITY;
    let stopped = false;
    const before = clips.length;
    for (const clip of clips) {
      // On a full disk a smaller clip may still fit; any other trouble is the same for all.
      const result = stopped || clip.size >= tooLarge ? null : tryOne(clip);
      if (typeof result === 'string') continue;
      left.push(clip);
      if (result === null) continue;
      failed(result);
      if (isFull(result)) tooLarge = clip.size;
      else stopped = true;
    }
    clips = left;
    bytes = left.reduce((sum, { size }) => sum + size, 0);
    retryMs = left.length < before ? FIRST_RETRY_MS : Math.min(retryMs * 2, MAX_RETRY_MS);
    if (clips.length > 0) later();
    else recovered(before);
  }

  function recovered(written: number): void {
    failing = false;
    retryMs = FIRST_RETRY_MS;
    log.info('waiting.ended', { written, lost });
    const gaveUp =
      lost === 0 ? '' : ` ${counted(lost)} before could not be kept and ${lost === 1 ? 'is' : 'are'} lost.`;
    onTrouble('info', `The history can be written again: ${counted(written)} from memory stored.${gaveUp}`);
    lost = 0;
  }

  function later(): void {
    timer ??= setTimeout(tryAll, retryMs).unref();
  }

  return {
    store(clip) {
      if (clips.length === 0) {
        const result = tryOne(clip);
        if (typeof result === 'string') return result;
        failed(result);
      }
      // Behind those that wait: the order of copying is the order of the history.
      keep(clip);
      later();
      return 'waiting';
    },
    get waiting() {
      return clips.length;
    },
    get lost() {
      return lost;
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      if (clips.length > 0) tryAll();
      if (timer !== null) clearTimeout(timer);
      if (clips.length > 0) log.error('waiting.given-up', { clips: clips.length });
      clips = [];
    },
  };
}

function isFull(error: ClipsteadError): boolean {
  return String((error.cause as { code?: unknown } | undefined)?.code ?? '').startsWith('SQLITE_FULL');
}
