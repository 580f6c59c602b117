// What a user can do, once: the picker (IPC), the command line and the tray all call these.
// Never answer before a write has committed, and never let a failed paste lose the clip: it stays on the clipboard.
import type { ClipFormat, ClipSummary, NewClip } from '../src-shared/clip';
import { TEXT_MIME } from '../src-shared/clip';
import { ClipsteadError } from '../src-shared/errors';
import type { HistoryStats } from '../src-shared/history-stats';
import type { ClipboardPort } from './clipboard/port';
import { errorFields, log } from './log';
import type { PastePort, PasteTarget } from './paste/port';
import type { ClipStore } from './storage/types';
import type { Transfers } from './transfer/transfers';

/** The picker's window, as far as actions move it. */
export interface PickerView {
  readonly visible: boolean;
  show(): void;
  hide(): void;
}

export interface ActionParts {
  readonly store: ClipStore;
  readonly clipboard: ClipboardPort;
  readonly paste: PastePort;
  readonly picker: PickerView;
  readonly transfers: Pick<Transfers, 'exportTo' | 'importFrom'>;
  readonly stats: () => Promise<HistoryStats>;
  readonly newClipFromText: (bytes: Uint8Array) => NewClip;
  /** One quiet line to the user. */
  readonly notify: (text: string) => void;
}

/** How long the picker waits to learn which window has the focus; without an answer it opens all the same. */
const TARGET_MS = 100;

export function createActions(parts: ActionParts) {
  const { store, clipboard, picker } = parts;
  let target: PasteTarget | null = null;
  let showing: Promise<void> | null = null;
  /** Whether the picker should be open once a show() under way has come to it. */
  let wanted = false;
  let pasting = false;

  async function payloadsOf(id: number, plain: boolean): Promise<readonly ClipFormat[]> {
    const clip = await store.read(id);
    if (clip === null) throw noSuchClip(id);
    if (!plain) return clip.payloads;
    const text = clip.payloads.filter((format) => format.mime === TEXT_MIME);
    return text.length > 0 ? text : clip.payloads;
  }

  async function putOnClipboard(id: number, plain: boolean): Promise<void> {
    await clipboard.write(await payloadsOf(id, plain));
    try {
      store.use(id);
    } catch (error) {
      // The user wants to paste; that the use could not be noted must not stand in the way.
      log.error('use.failed', errorFields(error));
      parts.notify('The clip could not be moved to the top: the history could not be written.');
    }
  }

  /** Shows the picker, after noting which window has the focus: Enter pastes there. */
  function show(): Promise<void> {
    wanted = true;
    if (picker.visible) {
      picker.show();
      return Promise.resolve();
    }
    showing ??= noteTarget().finally(() => {
      showing = null;
      if (wanted) picker.show();
    });
    return showing;
  }

  function hide(): void {
    wanted = false;
    picker.hide();
  }

  async function noteTarget(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, TARGET_MS, null);
    });
    target = await Promise.race([parts.paste.currentTarget(), late]).catch(() => null);
    clearTimeout(timer);
  }

  return {
    show,

    hide,

    async toggle(): Promise<void> {
      if (picker.visible || (showing !== null && wanted)) hide();
      else await show();
    },

    /**
     * Puts the clip on the clipboard, hides the picker and pastes into the window that had the focus before it.
     * A second call before the picker is shown again does nothing: a bounced Enter pastes once.
     * @param plain text only, where the clip has text.
     * @throws ClipsteadError 'no-such-clip', or what reading its files or writing to the clipboard throws: then the picker stays open.
     */
    async paste(id: number, plain: boolean): Promise<{ pasted: boolean }> {
      if (pasting || !picker.visible) return { pasted: false };
      pasting = true;
      try {
        await putOnClipboard(id, plain);
      } finally {
        pasting = false;
      }
      const into = target;
      hide();
      if (parts.paste.trouble !== null) return { pasted: false };
      const result =
        into === null
          ? { pasted: false as const, why: 'no window had the focus.' }
          : await parts.paste.paste(into);
      if (!result.pasted) {
        log.info('paste.failed', { why: result.why });
        parts.notify(`The clip is on the clipboard but was not pasted: ${result.why}`);
      }
      return { pasted: result.pasted };
    },

    /** Puts the clip on the clipboard, moves it to the top and hides the picker. @throws like paste() */
    async copy(id: number): Promise<void> {
      await putOnClipboard(id, false);
      hide();
    },

    /** Deletes all or none; they can be brought back for TRASH_MS. @throws ClipsteadError 'no-such-clip' */
    delete(ids: readonly number[]): void {
      store.delete(ids);
    },

    /** Brings back a clip that was deleted within TRASH_MS. @throws ClipsteadError 'no-such-clip' after that */
    undoDelete(id: number): ClipSummary {
      return store.restore(id);
    },

    setPinned(id: number, pinned: boolean): void {
      store.setPinned(id, pinned);
    },

    /** Stores a text as a clip without touching the clipboard. @throws ClipsteadError 'bad-request' for no bytes */
    async add(bytes: Uint8Array): Promise<{ id: number; isNew: boolean }> {
      if (bytes.byteLength === 0)
        throw new ClipsteadError('bad-request', 'There is nothing to add: the text is empty.');
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
      throw new ClipsteadError(
        'no-such-clip',
        `Clip ${id} has no such format; list --json names those that it has.`,
      );
    },
  };
}

function noSuchClip(id: number): ClipsteadError {
  return new ClipsteadError('no-such-clip', `There is no clip ${id}.`);
}
