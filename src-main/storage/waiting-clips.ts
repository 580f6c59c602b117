// Clips on their way into the history: large ones while their files are written, and all that cannot be written now, in memory, in
// order, within bounds. Never lose one without counting it, never store one before those that were copied before it, and never
// report the same trouble twice.

import type { NewClip } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { giveUpBytes } from '../../src-shared/give-up-bytes';
import { type Said, said } from '../../src-shared/i18n/said';
import {
  LAST_STORE_MS,
  MAX_STORED_TOGETHER,
  MAX_WAITING_BYTES,
  MAX_WAITING_CLIPS,
  SLOW_STORE_MS,
} from '../../src-shared/limits';
import { errorFields, log } from '../log';
import { LOOK_AGAIN_MS } from './durability';
import { isLarge } from './payload-store';
import type { ClipStore } from './types';

/** Between two tries; a lock held by another program holds this thread for the writer's busy_timeout at each. */
const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 30_000;

export interface WaitingClips {
  /**
   * Stores a clip at once where nothing waits, it needs no file and the disk is quick; else keeps it until it can be stored, in order,
   * or until its own time is over. Large payloads are given up once they are stored: they are the caller's no more.
   * @throws what is not the storage's trouble (ClipsteadError 'bad-request')
   */
  store(clip: NewClip): 'new' | 'known' | 'waiting';
  /** Clips in memory, and clips that were given up because there were too many. */
  readonly waiting: number;
  readonly lost: number;
  /** Waits for what is being written and tries the rest once more, LAST_STORE_MS at most; then giveUp(). */
  stop(): Promise<void>;
  /** Hands on at once what is not stored, for an end that waits for nothing. */
  giveUp(): void;
}

export interface WaitingOptions {
  /** Told once when writing begins to fail (error), and once when all is written again (info). */
  readonly onTrouble: (level: 'error' | 'info', message: Said) => void;
  /** True for a moment in which a write would wait: the clip waits in memory instead. */
  readonly busy?: () => boolean;
  /** The storage said that the file itself is broken. */
  readonly onFailure?: (error: ClipsteadError) => void;
  /** What could not be stored until the end, in the order of copying; never none. */
  readonly onGivenUp?: (clips: readonly NewClip[]) => void;
}

export function keepWaitingClips(
  store: Pick<ClipStore, 'store' | 'storeAsync' | 'storeMany'>,
  options: WaitingOptions,
): WaitingClips {
  const { onTrouble, onFailure, onGivenUp, busy = () => false } = options;
  let clips: NewClip[] = [];
  let bytes = 0;
  let lost = 0;
  let written = 0;
  let failing = false;
  /** The last write took long: what comes meanwhile is stored together. */
  let slow = false;
  let ending = false;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | null = null;
  let soon: NodeJS.Immediate | null = null;
  let working: Promise<void> | null = null;
  let current: NewClip | null = null;

  /** At the end there is no later moment. */
  const passing = () => !ending && busy();

  /** @returns the storage's trouble; 'new' or 'known' where the clip is stored, or needs it no more. */
  function tryOne(clip: NewClip): ClipsteadError | 'new' | 'known' {
    if (isOver(clip)) return 'known';
    const began = performance.now();
    try {
      const { isNew } = store.store(clip);
      slow = performance.now() - began > SLOW_STORE_MS;
      return isNew ? 'new' : 'known';
    } catch (error) {
      return troubleOf(error);
    }
  }

  /**
   * Stores the first ones that wait in one transaction, up to one that needs files.
   * @returns false where there are not two of them, or it did not work: then each is tried by itself, and its trouble is told.
   */
  function tryTogether(): boolean {
    const end = clips.slice(0, MAX_STORED_TOGETHER).findIndex(isLarge);
    const together = clips.slice(0, end === -1 ? MAX_STORED_TOGETHER : end);
    if (together.length < 2) return false;
    const began = performance.now();
    try {
      store.storeMany(together.filter((clip) => !isOver(clip)));
    } catch {
      return false;
    }
    slow = performance.now() - began > SLOW_STORE_MS;
    for (const clip of together) remove(clip);
    written += together.length;
    return true;
  }

  /** tryOne() for a clip that needs files. */
  async function tryLarge(clip: NewClip): Promise<ClipsteadError | 'new' | 'known'> {
    if (isOver(clip)) return 'known';
    current = clip;
    try {
      const { isNew } = await store.storeAsync(clip);
      // It is on the disk, and was handed over to be stored: nobody reads it here any more.
      for (const { bytes } of clip.payloads) giveUpBytes(bytes);
      return isNew ? 'new' : 'known';
    } catch (error) {
      return troubleOf(error);
    } finally {
      current = null;
    }
  }

  function failed(error: ClipsteadError): void {
    onFailure?.(error);
    if (failing) return;
    failing = true;
    log.error('waiting.began', errorFields(error));
    onTrouble('error', said('copiesWait', error.said ?? error.message));
  }

  function keep(clip: NewClip): void {
    clips.push(clip);
    bytes += clip.size;
    while (clips.length > MAX_WAITING_CLIPS || bytes > MAX_WAITING_BYTES) {
      // The one that is being written is no longer in the way.
      const oldest = clips.find((other) => other !== current);
      if (oldest === undefined) return;
      remove(oldest);
      lost += 1;
    }
  }

  function remove(clip: NewClip): void {
    const at = clips.indexOf(clip);
    if (at === -1) return;
    clips.splice(at, 1);
    bytes -= clip.size;
  }

  /** Takes all in order, those too that come meanwhile; without a large one, on a quick disk it ends before it returns. */
  async function tryAll(): Promise<void> {
    // What has come while this thread was held up is taken in first.
    while (slow && !failing && tryTogether()) {
      await nextTurn();
      if (passing()) return;
    }
    const tried = new Set<NewClip>();
    let tooLarge = Number.POSITIVE_INFINITY;
    const before = written;
    for (let clip = clips[0]; clip !== undefined; clip = clips.find((other) => !tried.has(other))) {
      // A large one took its time.
      if (tried.size > 0 && passing()) return;
      tried.add(clip);
      // On a full disk a smaller clip may still fit; any other trouble is the same for all.
      if (clip.size >= tooLarge) continue;
      let result: ClipsteadError | 'new' | 'known';
      try {
        result = isLarge(clip) ? await tryLarge(clip) : tryOne(clip);
      } catch (refused) {
        log.error('waiting.refused', { size: clip.size, ...errorFields(refused) });
        remove(clip);
        continue;
      }
      if (typeof result === 'string') {
        remove(clip);
        written += 1;
        continue;
      }
      failed(result);
      if (!isFull(result)) break;
      tooLarge = clip.size;
    }
    retryMs = written > before ? FIRST_RETRY_MS : Math.min(retryMs * 2, MAX_RETRY_MS);
    if (clips.length === 0) recovered();
  }

  function recovered(): void {
    retryMs = FIRST_RETRY_MS;
    if (failing) {
      log.info('waiting.ended', { written, lost });
      const stored = said('copiesStored', written);
      onTrouble('info', lost === 0 ? stored : said('copiesGivenUp', stored, lost));
    } else if (lost > 0) {
      log.error('waiting.too-fast', { written, lost });
      onTrouble('error', said('copiesTooFast', lost));
    }
    failing = false;
    [written, lost] = [0, 0];
  }

  function work(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (soon !== null) clearImmediate(soon);
    soon = null;
    working ??= tryAll().finally(() => {
      working = null;
      if (clips.length > 0) later(passing());
    });
    return working;
  }

  function later(soonAgain = false): void {
    if (working === null) timer ??= setTimeout(again, soonAgain ? LOOK_AGAIN_MS : retryMs).unref();
  }

  function again(): void {
    timer = null;
    soon = null;
    if (passing()) later(true);
    else void work();
  }

  function giveUp(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (soon !== null) clearImmediate(soon);
    soon = null;
    if (clips.length === 0) return;
    const left = clips;
    clips = [];
    bytes = 0;
    // Nobody is to hear that all is well now.
    [failing, lost] = [false, 0];
    log.error('waiting.given-up', { clips: left.length });
    onGivenUp?.(left);
  }

  return {
    store(clip) {
      const first = clips.length === 0;
      const wait = passing();
      if (first && !wait && !slow && !isLarge(clip)) {
        const result = tryOne(clip);
        if (typeof result === 'string') return result;
        failed(result);
      }
      // Behind those that wait: the order of copying is the order of the history.
      keep(clip);
      if (!first || wait || failing) later(wait);
      else if (slow) soon ??= setImmediate(again);
      else void work();
      return 'waiting';
    },
    get waiting() {
      return clips.length;
    },
    get lost() {
      return lost;
    },
    giveUp,
    async stop() {
      ending = true;
      const until = performance.now() + LAST_STORE_MS;
      let deadline: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        deadline = setTimeout(resolve, LAST_STORE_MS);
      });
      await Promise.race([working, late]);
      // A lock may have held this thread for longer than all of it was to take.
      if (clips.length > 0 && working === null && performance.now() < until)
        await Promise.race([work(), late]);
      clearTimeout(deadline);
      giveUp();
    },
  };
}

/** Whatever lies in the thread's queues comes before this. */
const nextTurn = () => new Promise<void>((turn) => setImmediate(turn));

/** Its time is over: it must not come to the disk after it. */
function isOver({ secret }: NewClip): boolean {
  return (secret?.expiresAt ?? Number.POSITIVE_INFINITY) <= Date.now();
}

/** @returns the storage's trouble. @throws what is not */
function troubleOf(error: unknown): ClipsteadError {
  if (error instanceof ClipsteadError && error.code === 'storage-failed') return error;
  throw error;
}

/** By SQLite's code, or the file system's where a payload's file did not fit. */
const FULL = /^(SQLITE_FULL|ENOSPC|EDQUOT|EFBIG)/;

function isFull(error: ClipsteadError): boolean {
  return FULL.test(String((error.cause as { code?: unknown } | undefined)?.code ?? ''));
}
