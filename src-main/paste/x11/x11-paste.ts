// Pastes on X11: waits for the window's focus and for lifted modifiers, then presses its paste keys by XTEST.
// Never press a key into a window that is not the target: a wrong paste is worse than none.

import type { X11Event, X11Test } from 'x11';
import { type Said, said } from '../../../src-shared/i18n/said';
import { FOCUS_BACK_MS, MODIFIER_RELEASE_MS } from '../../../src-shared/limits';
import { PROPERTY_NOTIFY, type XConnection } from '../../clipboard/x11/connection';
import type { DisplayLink, DisplayUser } from '../../clipboard/x11/display-link';
import type { PastePort, PasteResult, PasteTarget } from '../port';
import { heldModifiers, pasteChord, pasteKeys } from './paste-keys';

/** A window manager gives the focus back within 3 to 11 ms by itself; after this long it is asked to. */
const ASK_FOR_FOCUS_MS = 100;
/** How often it is looked whether modifiers are up. */
const MODIFIER_POLL_MS = 5;
const KEY_PRESS = 2;
const KEY_RELEASE = 3;
/** EWMH: the request comes from a pager, that is, from the user. */
const SOURCE_PAGER = 2;
const NO_DISPLAY = said('pasteDisplayGone');
const FOCUS_MOVED = said('focusMoved');
const NO_XTEST = said('noXtest');

export class X11Paste implements PastePort, DisplayUser {
  trouble: Said | null = null;
  /** Told whenever `trouble` changes. */
  onTrouble: (trouble: Said | null) => void = () => {};
  readonly #ownPrimary: () => Promise<boolean>;
  readonly #ownPid: number;
  #why: Said | null = null;
  #x: XConnection | null = null;
  #xtest: X11Test | null = null;

  /**
   * @param ownPrimary offers the clip on PRIMARY too; false where the clipboard is not ours any more.
   * @param ownPid windows of this process are never a target.
   */
  constructor(link: DisplayLink, ownPrimary: () => Promise<boolean>, ownPid: number = process.pid) {
    this.#ownPrimary = ownPrimary;
    this.#ownPid = ownPid;
    link.add(this);
  }

  async up(x: XConnection): Promise<void> {
    this.#xtest = await x.xtest();
    this.#setTrouble(this.#xtest === null ? NO_XTEST : null);
    await x.watchProperties(x.root, true);
    this.#x = x;
  }

  down(): void {
    this.#x = null;
    this.#xtest = null;
    this.#setTrouble(NO_DISPLAY);
  }

  async currentTarget(): Promise<PasteTarget | null> {
    const x = this.#x;
    if (x === null) return null;
    try {
      const window = await x.activeWindow();
      if (window === 0) return null;
      const [app, pid] = await Promise.all([x.windowClass(window), x.windowPid(window)]);
      return pid === this.#ownPid ? null : { window, app };
    } catch {
      return null;
    }
  }

  async modifiersHeld(): Promise<boolean> {
    const x = this.#x;
    if (x === null) return false;
    try {
      const [{ modifiers }, pressed] = await Promise.all([x.keyboard(), x.pressedKeys()]);
      return heldModifiers(pressed, modifiers).length > 0;
    } catch {
      return false;
    }
  }

  async paste(target: PasteTarget): Promise<PasteResult> {
    const x = this.#x;
    const xtest = this.#xtest;
    if (x === null) return failed(NO_DISPLAY);
    if (xtest === null) return failed(NO_XTEST);
    try {
      return await this.#paste(x, xtest, target);
    } catch {
      return failed(NO_DISPLAY);
    }
  }

  #setTrouble(why: Said | null): void {
    if (why === this.#why) return;
    this.#why = why;
    const trouble = why === null ? null : said('nothingPasted', why);
    this.trouble = trouble;
    this.onTrouble(trouble);
  }

  async #paste(x: XConnection, xtest: X11Test, target: PasteTarget): Promise<PasteResult> {
    const keyboard = { ...(await x.keyboard()), first: x.keycodes.first };
    const keys = pasteKeys(target.app, keyboard);
    if (keys === null) {
      return failed(said('noPasteKey', pasteChord(target.app).label));
    }
    if (!(await x.exists(target.window))) return failed(said('windowGone'));
    if (!(await waitForFocus(x, target.window))) return failed(said('focusNotBack'));
    const held = await waitForModifiers(x, keyboard.modifiers);
    // The focus may have moved on while the user lifted a key.
    if ((await x.activeWindow()) !== target.window) return failed(FOCUS_MOVED);
    if (keys.chord.primary) {
      // Last of all: a paste that fails before this leaves the user's selection as it was.
      if (!(await this.#ownPrimary())) return failed(said('clipboardTaken'));
      if ((await x.activeWindow()) !== target.window) return failed(FOCUS_MOVED);
    }
    // A key that we lift stays up for the server until the user presses it anew; pressing it again for them could leave it stuck.
    for (const keycode of held) xtest.FakeInput(KEY_RELEASE, keycode, 0, 0, 0, 0);
    for (const keycode of keys.press) xtest.FakeInput(KEY_PRESS, keycode, 0, 0, 0, 0);
    for (const keycode of keys.press.toReversed()) xtest.FakeInput(KEY_RELEASE, keycode, 0, 0, 0, 0);
    await x.sync();
    return { pasted: true };
  }
}

function failed(why: Said): PasteResult {
  return { pasted: false, why };
}

/** @returns whether `window` became the active one within FOCUS_BACK_MS. */
function waitForFocus(x: XConnection, window: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const stop = x.onEvent((event: X11Event) => {
      const moved = event.type === PROPERTY_NOTIFY && event.wid === x.root;
      if (moved && event.atom === x.atom('_NET_ACTIVE_WINDOW')) look();
    });
    const ask = setTimeout(() => x.activate(window, SOURCE_PAGER), ASK_FOR_FOCUS_MS);
    const deadline = setTimeout(() => end(() => resolve(false)), FOCUS_BACK_MS);
    function end(settle: () => void): void {
      stop();
      clearTimeout(ask);
      clearTimeout(deadline);
      settle();
    }
    function look(): void {
      x.activeWindow().then(
        (active) => {
          if (active === window) end(() => resolve(true));
        },
        (error) => end(() => reject(error)),
      );
    }
    look();
  });
}

/** Waits at most MODIFIER_RELEASE_MS for the user to lift Shift, Ctrl and the like. @returns what is still down. */
async function waitForModifiers(
  x: XConnection,
  modifiers: readonly (readonly number[])[],
): Promise<readonly number[]> {
  const until = performance.now() + MODIFIER_RELEASE_MS;
  for (;;) {
    const held = heldModifiers(await x.pressedKeys(), modifiers);
    if (held.length === 0 || performance.now() >= until) return held;
    await new Promise((resolve) => setTimeout(resolve, MODIFIER_POLL_MS));
  }
}
