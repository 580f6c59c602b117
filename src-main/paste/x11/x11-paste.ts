// Pastes on X11: waits for the window's focus and for lifted modifiers, then presses its paste keys by XTEST.
// Never press a key into a window that is not the target: a wrong paste is worse than none.

import type { X11Event, X11Test } from 'x11';
import type { ClipFormat } from '../../../src-shared/clip';
import { type Said, said } from '../../../src-shared/i18n/said';
import { FOCUS_BACK_MS, MODIFIER_RELEASE_MS } from '../../../src-shared/limits';
import type { Taking } from '../../clipboard/port';
import { PROPERTY_NOTIFY, type XConnection } from '../../clipboard/x11/connection';
import type { DisplayLink, DisplayUser } from '../../clipboard/x11/display-link';
import type { X11Clipboard } from '../../clipboard/x11/x11-clipboard';
import type { PastePort, PasteResult, PasteTarget } from '../port';
import { acceleratorKeysym } from './accelerator-key';
import { alone, hasFocus, keyboardGrabbed } from './keyboard-focus';
import { heldModifiers, isDown, keycodeOf, pasteChord, pasteKeys } from './paste-keys';

/** A window manager gives the focus back within 3 to 11 ms by itself; after this long it is asked to. */
const ASK_FOR_FOCUS_MS = 100;
/** How often it is looked at what the server tells nobody of: keys that are down, the keyboard's holder, the keys' focus. */
const POLL_MS = 5;
const KEY_PRESS = 2;
const KEY_RELEASE = 3;
/** EWMH: the request comes from a pager, that is, from the user. */
const SOURCE_PAGER = 2;
const NO_DISPLAY = said('pasteDisplayGone');
const NO_FOCUS = said('focusNotBack');
const NO_KEYBOARD = said('keyboardHeld');
const REPLACED = said('clipboardReplaced');
const FOCUS_MOVED = said('focusMoved');
const NO_XTEST = said('noXtest');

/** Who offers what is pasted: X11Clipboard, which says what each of them does. */
export type OfferedClip = Pick<X11Clipboard, 'ownPrimary' | 'owns' | 'watchTaking' | 'writeBack'>;

export class X11Paste implements PastePort, DisplayUser {
  trouble: Said | null = null;
  /** Told whenever `trouble` changes. */
  onTrouble: (trouble: Said | null) => void = () => {};
  readonly #clipboard: () => OfferedClip;
  #taking: Promise<Taking> = Promise.resolve('unknown');
  readonly #ownPid: number;
  #why: Said | null = null;
  #x: XConnection | null = null;
  #xtest: X11Test | null = null;
  /** A window of ours that is never shown. */
  #hidden = 0;

  /**
   * @param clipboard who offers the clip.
   * @param ownPid windows of this process are never a target.
   */
  constructor(link: DisplayLink, clipboard: () => OfferedClip, ownPid: number = process.pid) {
    this.#clipboard = clipboard;
    this.#ownPid = ownPid;
    link.add(this);
  }

  async up(x: XConnection): Promise<void> {
    this.#xtest = await x.xtest();
    this.#setTrouble(this.#xtest === null ? NO_XTEST : null);
    await x.watchProperties(x.root, true);
    this.#hidden = x.createWindow();
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
      if (window === 0 || window === x.root) return null;
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

  async keyLifted(accelerator: string): Promise<boolean> {
    const x = this.#x;
    const keysym = acceleratorKeysym(accelerator);
    if (x === null || keysym === null) return false;
    try {
      const { mapping } = await x.keyboard();
      const keycode = keycodeOf(keysym, mapping, x.keycodes.first);
      if (keycode === null) return false;
      // A hand that taps twice lifts the key for 30 ms and more: it is seen up.
      while (isDown(await x.pressedKeys(), keycode)) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      return true;
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

  taken(): Promise<Taking> {
    return this.#taking;
  }

  giveBack(formats: readonly ClipFormat[]): Promise<boolean> {
    return this.#clipboard().writeBack(formats);
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
    if (!(await waitForFocus(x, target.window))) return failed(NO_FOCUS);
    if (!(await waitUntil(async () => !(await keyboardGrabbed(x, this.#hidden)), FOCUS_BACK_MS)))
      return failed(NO_KEYBOARD);
    await waitForModifiers(x, keyboard.modifiers);
    // The focus may have moved on while the user lifted a key. Asked before PRIMARY is taken: a paste that fails leaves the
    // user's selection as it was.
    if (!(await hasFocus(x, target.window))) return failed(FOCUS_MOVED);
    const { primary } = keys.chord;
    const clipboard = this.#clipboard();
    if (primary && !(await clipboard.ownPrimary())) return failed(REPLACED);
    // From here to the last key nobody can move the focus or take the clipboard.
    const why = await alone(x, async () => {
      const [focus, owned, grabbed, pressed] = await Promise.all([
        hasFocus(x, target.window),
        clipboard.owns(primary),
        keyboardGrabbed(x, this.#hidden),
        x.pressedKeys(),
      ]);
      if (!focus) return FOCUS_MOVED;
      if (!owned) return REPLACED;
      if (grabbed) return NO_KEYBOARD;
      this.#taking = clipboard.watchTaking(target.window, primary);
      press(xtest, keys.press, heldModifiers(pressed, keyboard.modifiers));
      return null;
    });
    await x.sync();
    return why === null ? { pasted: true } : failed(why);
  }
}

/** @param held a key that we lift stays up for the server until the user presses it anew; pressing it again for them could leave it stuck. */
function press(xtest: X11Test, keycodes: readonly number[], held: readonly number[]): void {
  for (const keycode of held) xtest.FakeInput(KEY_RELEASE, keycode, 0, 0, 0, 0);
  for (const keycode of keycodes) xtest.FakeInput(KEY_PRESS, keycode, 0, 0, 0, 0);
  for (const keycode of keycodes.toReversed()) xtest.FakeInput(KEY_RELEASE, keycode, 0, 0, 0, 0);
}

function failed(why: Said): PasteResult {
  return { pasted: false, why, ...(why === REPLACED ? { replaced: true } : {}) };
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
      clearInterval(again);
      clearTimeout(ask);
      clearTimeout(deadline);
      settle();
    }
    function look(): void {
      hasFocus(x, window).then(
        (focused) => {
          if (focused) end(() => resolve(true));
        },
        (error) => end(() => reject(error)),
      );
    }
    // The keys' own focus can come after the window manager's word, and nobody tells of it.
    const again = setInterval(look, POLL_MS);
    look();
  });
}

async function waitUntil(check: () => Promise<boolean>, ms: number): Promise<boolean> {
  const until = performance.now() + ms;
  for (;;) {
    if (await check()) return true;
    if (performance.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Waits at most MODIFIER_RELEASE_MS for the user to lift Shift, Ctrl and the like. */
async function waitForModifiers(x: XConnection, modifiers: readonly (readonly number[])[]): Promise<void> {
  const lifted = async () => heldModifiers(await x.pressedKeys(), modifiers).length === 0;
  await waitUntil(lifted, MODIFIER_RELEASE_MS);
}
