// What a user can do, once: the picker (IPC), the command line and the tray all call these.
// Never answer before a write has committed, and never let a failed paste lose the clip: it stays on the clipboard.

import type { Clip, ClipFormat, NewClip } from '../src-shared/clip';
import { TEXT_MIME } from '../src-shared/clip';
import { ClipsteadError } from '../src-shared/errors';
import type { HistoryStats } from '../src-shared/history-stats';
import { type Said, said } from '../src-shared/i18n/said';
import { MAX_TEXT_BYTES } from '../src-shared/limits';
import type { ClipboardPort, Taking } from './clipboard/port';
import type { Debt, FormerClipboard, Put } from './former-clipboard';
import { createHold } from './hold-and-cycle';
import { createHotkeyPresses } from './hotkey-presses';
import { errorFields, log } from './log';
import type { PastePort, PasteTarget } from './paste/port';
import { createPasteQueue, type QueueState } from './paste-queue';
import type { ClipStore } from './storage/types';
import type { Transfers } from './transfer/transfers';

/** The picker's window, as far as actions move it. */
export interface PickerView {
  /** Selects the next clip there, or pastes the selected one. */
  send(channel: 'picker:next' | 'picker:choose', payload: null): void;
  readonly visible: boolean;
  /** @param pending what was copied last is still on its way to it */
  show(pending: boolean): void;
  hide(): void;
}

export interface ActionParts {
  readonly store: ClipStore;
  /** See History.free(). */
  readonly free: () => Promise<void> | null;
  readonly clipboard: ClipboardPort;
  readonly paste: PastePort;
  readonly picker: PickerView;
  /** The picker is about to open. */
  readonly onShow: () => void;
  /** Whether what was copied last is still on its way to the picker. */
  readonly pending: () => boolean;
  readonly transfers: Pick<Transfers, 'exportTo' | 'importFrom'>;
  readonly stats: () => Promise<HistoryStats>;
  readonly newClipFromText: (bytes: Uint8Array) => NewClip;
  /** One quiet line to the user. */
  readonly notify: (message: Said) => void;
  /** What stands between clips that are joined. */
  readonly separator: () => string;
  /** The hotkey's accelerator. */
  readonly hotkey: string;
  /** Told after every change of what is queued. */
  readonly onQueue: () => void;
  readonly clipboardBefore: FormerClipboard;
}

/** How long the picker waits to learn which window has the focus; without an answer it opens all the same. */
const TARGET_MS = 100;

/** What is said where the keys were pressed and the clip was not taken; null = nothing, since it may have been. */
const NOT_TAKEN: Readonly<Record<Exclude<Taking, 'taken'>, Said | null>> = {
  'taken-by-another': null,
  refused: said('notTakenRefused'),
  'not-asked': said('notTakenNotAsked'),
  replaced: said('notTakenReplaced'),
  unknown: null,
};

export function createActions(parts: ActionParts) {
  const { store, clipboard, picker, clipboardBefore } = parts;
  let target: PasteTarget | null = null;
  let showing: Promise<void> | null = null;
  /** Whether the picker should be open once a show() under way has come to it. */
  let wanted = false;
  let pasting = false;
  /** Rises with every opening of the picker. */
  let opening = 0;

  async function payloadsOf(id: number, plain: boolean): Promise<readonly ClipFormat[]> {
    const clip = await store.read(id);
    if (clip === null) throw noSuchClip(id);
    return plain ? plainOf(clip) : clip.payloads;
  }

  /** What the clipboard held before the queue. */
  let beforeQueue: Put | null = null;

  function former(): Put | null {
    return queue.state === null ? clipboardBefore.former : beforeQueue;
  }

  /** What is gone by now, or a secret, stays away. */
  async function giveBack(put: Put): Promise<boolean> {
    try {
      if (put.type === 'joined') {
        return await parts.paste.giveBack(asText(await joined(put.ids, put.separator)));
      }
      const clip = await store.read(put.id);
      if (clip === null || clip.summary.masked === true) return false;
      return await parts.paste.giveBack(put.plain ? plainOf(clip) : clip.payloads);
    } catch (error) {
      log.info('paste.not-given-back', errorFields(error));
      return false;
    }
  }

  const hold = createHold({
    modifiersHeld: () => parts.paste.modifiersHeld(),
    next: () => picker.send('picker:next', null),
    choose: () => {
      if (picker.visible) picker.send('picker:choose', null);
    },
  });

  const presses = createHotkeyPresses(() => parts.paste.keyLifted(parts.hotkey));

  const queue = createPasteQueue(
    async (id) => {
      const clip = await store.read(id);
      if (clip === null) throw noSuchClip(id);
      await clipboard.write(clip.payloads);
      clipboardBefore.wrote({ type: 'clip', id, plain: false });
      noteUse([id]);
      return clip.summary;
    },
    parts.onQueue,
    () => void clipboardBefore.pay(clipboardBefore.owe(beforeQueue), giveBack),
  );

  async function putOnClipboard(id: number, plain: boolean): Promise<void> {
    await clipboard.write(await payloadsOf(id, plain));
    clipboardBefore.wrote({ type: 'clip', id, plain });
    // What the queue has put there itself goes on; anything else is what the user wants now.
    if (queue.state?.next.id !== id) queue.end();
    noteUse([id]);
  }

  async function putJoined(ids: readonly number[]): Promise<void> {
    const separator = parts.separator();
    await clipboard.write(asText(await joined(ids, separator)));
    clipboardBefore.wrote({ type: 'joined', ids, separator });
    queue.end();
    // The first one comes to stand above the others.
    noteUse(ids.toReversed());
  }

  /** The texts one after another, byte for byte. It is no new clip: its parts are in the history. */
  async function joined(ids: readonly number[], between: string): Promise<Uint8Array> {
    const separator = Buffer.from(between);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for (const id of ids) {
      const text = await store.readPayload(id, TEXT_MIME);
      if (text === null && (await store.readPayload(id)) === null) throw noSuchClip(id);
      if (text === null) throw new ClipsteadError('bad-request', said('notJoined'));
      for (const piece of pieces.length > 0 ? [separator, text] : [text]) {
        pieces.push(piece);
        size += piece.byteLength;
      }
      if (size > MAX_TEXT_BYTES) throw new ClipsteadError('bad-request', said('joinedTooLong'));
    }
    return Buffer.concat(pieces);
  }

  /** The uses that are noted last. */
  let noted: Promise<void> = Promise.resolve();

  /** Neither a paste nor the next one of a queue waits for the history to be free. */
  function noteUse(ids: readonly number[]): void {
    const free = parts.free();
    if (free === null) noteNow(ids);
    else
      noted = free
        .then(() => noteNow(ids))
        .catch((error: unknown) => log.error('use.not-told', errorFields(error)));
  }

  function noteNow(ids: readonly number[]): void {
    try {
      for (const id of ids) store.use(id);
    } catch (error) {
      // The user wants to paste; that the use could not be noted must not stand in the way.
      log.error('use.failed', errorFields(error));
      parts.notify(said('notMovedUp'));
    }
  }

  /** Whoever asked hears of it when the use is noted, too. */
  function andNoted<T>(work: Promise<T>): Promise<T> {
    return work.finally(() => noted);
  }

  /** Shows the picker, after noting which window has the focus: Enter pastes there. */
  function show(): Promise<void> {
    wanted = true;
    if (picker.visible) {
      picker.show(parts.pending());
      return Promise.resolve();
    }
    parts.onShow();
    showing ??= noteTarget().finally(() => {
      showing = null;
      if (!wanted) return;
      opening += 1;
      picker.show(parts.pending());
    });
    return showing;
  }

  function hide(): void {
    wanted = false;
    hold.closed();
    picker.hide();
  }

  async function toggle(): Promise<void> {
    if (picker.visible || (showing !== null && wanted)) hide();
    else await show();
  }

  async function noteTarget(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, TARGET_MS, null);
    });
    target = await Promise.race([parts.paste.currentTarget(), late]).catch(() => null);
    clearTimeout(timer);
  }

  /** Puts something on the clipboard, hides the picker and pastes into the window that had the focus before it. */
  async function pasteWhat(put: () => Promise<void>): Promise<{ pasted: boolean }> {
    if (pasting || !picker.visible) return { pasted: false };
    pasting = true;
    const mine = opening;
    const before = former();
    try {
      await put();
    } finally {
      pasting = false;
    }
    // Whoever has closed the picker while a large clip was read, or gone to another window, works there by now: nothing is pressed,
    // and a picker that was opened anew stays.
    if (!picker.visible || opening !== mine) {
      log.info('paste.left');
      if (parts.paste.trouble === null) parts.notify(said('notPasted', said('pickerLeft')));
      return { pasted: false };
    }
    // What is queued goes on; the former clipboard comes back after the last of it.
    const debt = clipboardBefore.owe(queue.state === null ? before : null);
    const into = target;
    hide();
    if (parts.paste.trouble !== null) {
      clipboardBefore.forgive(debt);
      return { pasted: false };
    }
    const result =
      into === null ? { pasted: false as const, why: said('noFocus') } : await parts.paste.paste(into);
    if (result.pasted) void follow(debt);
    else {
      clipboardBefore.forgive(debt);
      log.info('paste.failed', { why: result.why.key });
      parts.notify(said('replaced' in result ? 'notPastedReplaced' : 'notPasted', result.why));
    }
    return { pasted: result.pasted };
  }

  /** The keys of a paste are pressed: whether the program takes the clip, and what comes after that. */
  async function follow(debt: Debt): Promise<void> {
    const taking = await parts.paste.taken().catch(() => 'unknown' as const);
    if (taking === 'taken') {
      await clipboardBefore.pay(debt, giveBack);
      return;
    }
    clipboardBefore.forgive(debt);
    const line = NOT_TAKEN[taking];
    if (line === null) return;
    log.info('paste.not-taken', { taking });
    parts.notify(line);
  }

  return {
    show,

    hide,

    toggle,

    /**
     * The hotkey: opens and closes, and goes to the next clip while its modifiers are held from the opening on. A key that is held is
     * one press, however often the system reports it.
     */
    async hotkey(): Promise<void> {
      if (!presses.reported()) return;
      if (picker.visible && hold.pressed()) return;
      await toggle();
      if (picker.visible) hold.opened();
      else hold.closed();
    },

    /**
     * Puts the clip on the clipboard, hides the picker and pastes into the window that had the focus before it.
     * A second call before the picker is shown again does nothing: a bounced Enter pastes once. Where the user closes the picker before
     * the clip is on the clipboard, it is copied only.
     * @param plain text only, where the clip has text.
     * @throws ClipsteadError 'no-such-clip', or what reading its files or writing to the clipboard throws: then the picker stays open.
     */
    paste: (id: number, plain: boolean): Promise<{ pasted: boolean }> =>
      andNoted(pasteWhat(() => putOnClipboard(id, plain))),

    /**
     * Pastes the texts of several clips as one, with the separator between them. It is not stored.
     * @throws ClipsteadError 'bad-request' where one of them has no text or they are too long together; like paste()
     */
    pasteJoined: (ids: readonly number[]): Promise<{ pasted: boolean }> =>
      andNoted(pasteWhat(() => putJoined(ids))),

    /** Puts the joined text on the clipboard and hides the picker. @throws like pasteJoined() */
    async copyJoined(ids: readonly number[]): Promise<void> {
      await putJoined(ids);
      hide();
      await noted;
    },

    /**
     * Puts the first clip on the clipboard and hides the picker; each paste then brings on the next.
     * @throws ClipsteadError 'not-possible-here' where pastes are not noticed; like paste()
     */
    async queue(ids: readonly number[]): Promise<void> {
      if (!clipboard.noticesPastes) {
        throw new ClipsteadError('not-possible-here', said('notQueuedHere'));
      }
      const before = former();
      await queue.start(ids);
      beforeQueue = before;
      hide();
      await noted;
    },

    /** What is queued; null where nothing is. */
    get queued(): QueueState | null {
      return queue.state;
    },

    endQueue: queue.end,

    /** A program has taken what lies on the clipboard. */
    taken(): void {
      void queue.pasted();
    },

    /** Puts the clip on the clipboard, moves it to the top and hides the picker. @throws like paste() */
    async copy(id: number): Promise<void> {
      await putOnClipboard(id, false);
      hide();
      await noted;
    },

    /** Deletes all, or none where one does not exist; they can be brought back for TRASH_MS. @throws ClipsteadError 'no-such-clip' */
    delete: (ids: readonly number[]): Promise<void> => store.deleteMany(ids),

    /** Brings back clips that were deleted within TRASH_MS. @throws ClipsteadError 'no-such-clip' after that */
    undoDelete: (ids: readonly number[]): Promise<void> => store.restoreMany(ids),

    /** Pins those that are not pinned yet; where all are, unpins them. @throws ClipsteadError 'no-such-clip' where all are gone */
    async togglePinned(ids: readonly number[]): Promise<void> {
      await parts.free();
      store.togglePinned(ids);
    },

    async setPinned(id: number, pinned: boolean): Promise<void> {
      await parts.free();
      store.setPinned(id, pinned);
    },

    /** Stores a text as a clip without touching the clipboard. @throws ClipsteadError 'bad-request' for no bytes */
    async add(bytes: Uint8Array): Promise<{ id: number; isNew: boolean }> {
      if (bytes.byteLength === 0) throw new ClipsteadError('bad-request', said('nothingToAdd'));
      const { clip, isNew } = await store.storeAsync(parts.newClipFromText(bytes));
      return { id: clip.id, isNew };
    },

    /** Writes the whole history into a file; see Transfers. */
    exportTo: parts.transfers.exportTo,

    /** Joins the clips of an export with the history; see Transfers. */
    importFrom: parts.transfers.importFrom,

    /** Where the history's bytes lie; takes seconds for a long one, on another thread. */
    stats: parts.stats,

    /** One payload's exact bytes; the primary one without `mime`. @throws ClipsteadError 'no-such-clip' */
    async payload(id: number, mime?: string): Promise<Uint8Array> {
      const bytes = await store.readPayload(id, mime);
      if (bytes !== null) return bytes;
      if (mime === undefined || (await store.readPayload(id)) === null) throw noSuchClip(id);
      throw new ClipsteadError('no-such-clip', said('noSuchFormat', String(id)));
    },
  };
}

/** Its text alone, where it has one. */
function plainOf({ payloads }: Clip): readonly ClipFormat[] {
  const text = payloads.filter((format) => format.mime === TEXT_MIME);
  return text.length > 0 ? text : payloads;
}

function asText(bytes: Uint8Array): readonly ClipFormat[] {
  return [{ mime: TEXT_MIME, bytes }];
}

function noSuchClip(id: number): ClipsteadError {
  return new ClipsteadError('no-such-clip', said('noSuchClip', String(id)));
}
