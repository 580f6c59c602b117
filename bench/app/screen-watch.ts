// A user's fingers and eyes on an X display: presses keys by XTEST and says when which pixels have changed.
// Never ask the programs under measurement anything: what they do is seen from outside only.
import type { X11Damage, X11Event, X11Image, X11Test } from 'x11';
import { XConnection } from '../../src-main/clipboard/x11/connection';
import { keycodeOf, modifierKeycode } from '../../src-main/paste/x11/paste-keys';
import { sleep } from './programs';

const KEY_PRESS = 2;
const KEY_RELEASE = 3;
/** DAMAGE protocol, ReportLevel: an event for each rectangle that is drawn to. */
const RAW_RECTANGLES = 0;
const Z_PIXMAP = 2;
const ALL_PLANES = 0xffffffff;
const INPUT_OUTPUT = 1;
/** As e2e/support/desktop.ts makes it. */
const SCREEN = { x: 0, y: 0, w: 1280, h: 800 };
/** A colour that neither program uses, so that any pixel of theirs differs. */
const BACKDROP = 0xff00ff;
/** _MOTIF_WM_HINTS: the decorations field counts, and says none. */
const UNDECORATED = [2, 0, 0, 0, 0];
/** How long the key is held: a quick human press. Until its release the server sends all keys to the hotkey's owner. */
const HOLD_MS = 50;
/** A typed letter's key is down for less. */
const STRIKE_MS = 20;
/** The picture is taken as settled when nothing was drawn for this long. */
const QUIET_MS = 100;
/** A letter that changes nothing on the screen by then changes nothing. */
const UNCHANGED_MS = 400;
const GIVE_UP_MS = 3_000;
/** Pixels that may still differ in a picture that is taken as complete: a blinking caret, an age that went on. */
const COMPLETE_TOLERANCE = 0.005;
/** Width of the band that is compared, in pixels. */
const BAND_W = 64;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A key with Ctrl and Shift held. */
export interface Hotkey {
  /** Electron's accelerator syntax. */
  readonly accelerator: string;
  /** X11 protocol, appendix A. */
  readonly keysym: number;
}

export interface Opening {
  /** Milliseconds from the key press to the first changed pixels. */
  readonly first: number;
  /** Milliseconds from the key press to the picture that stays. */
  readonly complete: number;
  /** Milliseconds from the server's word of that picture's drawing to the picture: how much too long `complete` can be. */
  readonly late: number;
  /** All that was drawn to. */
  readonly drawn: Area;
}

/** What was on the screen after a drawing; when it was asked for and known, on the clock of performance.now(). */
interface Sight {
  readonly asked: number;
  readonly at: number;
  readonly pixels: Buffer;
}

export class ScreenWatch {
  readonly #x: XConnection;
  readonly #xtest: X11Test;
  readonly #keyboard: Awaited<ReturnType<XConnection['keyboard']>>;
  #released: Promise<void> = Promise.resolve();
  #onDrawn: (rectangle: Area) => void = () => {};

  private constructor(
    x: XConnection,
    xtest: X11Test,
    damage: X11Damage,
    keyboard: Awaited<ReturnType<XConnection['keyboard']>>,
  ) {
    this.#x = x;
    this.#xtest = xtest;
    this.#keyboard = keyboard;
    x.onEvent((event: X11Event) => {
      if (event.type === damage.firstEvent) this.#onDrawn(event.area);
    });
    damage.Create(x.client.AllocID(), x.root, RAW_RECTANGLES);
  }

  /** Connects, and covers the screen with a window of its own that has the focus whenever no other program takes it. */
  static async start(display: string): Promise<ScreenWatch> {
    const x = await XConnection.open(display);
    const xtest = await x.xtest();
    if (xtest === null) throw new Error('this X server has no XTEST extension');
    const damage = await x.request<X11Damage>((done) => x.client.require('damage', done));
    await coverScreen(x);
    return new ScreenWatch(x, xtest, damage, await x.keyboard());
  }

  close(): void {
    this.#x.close();
  }

  /** The band of an area that is compared: its full height, where a list has its text and an empty picker its words. */
  static band({ x, y, w, h }: Area): Area {
    return { x: x + Math.round(w * 0.4), y, w: BAND_W, h };
  }

  /**
   * Presses the hotkey of a hidden window and watches `area` until it is quiet again.
   * @throws where nothing changes
   */
  async seeOpening(hotkey: Hotkey, area: Area = SCREEN): Promise<Opening> {
    const opening = await this.#see(() => this.#press(hotkey), area, GIVE_UP_MS);
    if (opening === null) throw new Error('no window came after the hotkey');
    return opening;
  }

  /**
   * Presses a key alone and watches `area` until it is quiet again.
   * @returns null where nothing changes for UNCHANGED_MS
   */
  seeKey(keysym: number, area: Area): Promise<Opening | null> {
    return this.#see(() => this.#strike(keysym), area, UNCHANGED_MS);
  }

  /** @param patience milliseconds without a change before it is given up */
  async #see(press: () => Promise<number>, area: Area, patience: number): Promise<Opening | null> {
    const before = await this.#pixels(area);
    const sights: Sight[] = [];
    let drawn: Area | null = null;
    let lastDrawn = 0;
    let looking = false;
    let again = false;
    const look = async () => {
      looking = true;
      do {
        again = false;
        const asked = performance.now();
        const pixels = await this.#pixels(area);
        sights.push({ asked, at: performance.now(), pixels });
      } while (again);
      looking = false;
    };
    this.#onDrawn = (rectangle) => {
      if (!overlap(rectangle, area)) return;
      drawn = drawn === null ? rectangle : union(drawn, rectangle);
      lastDrawn = performance.now();
      if (looking) again = true;
      else void look();
    };
    const pressed = await press();
    const isChanged = ({ pixels }: Sight) => !pixels.equals(before);
    while (!sights.some(isChanged) || performance.now() - lastDrawn < QUIET_MS) {
      const waited = performance.now() - pressed;
      if (waited > GIVE_UP_MS || (waited > patience && !sights.some(isChanged))) break;
      await sleep(10);
    }
    this.#onDrawn = () => {};
    const settled = await this.#pixels(area);
    const first = sights.find(isChanged);
    if (first === undefined) return null;
    const complete = sights.find((sight) => sight.at >= first.at && isSame(sight.pixels, settled));
    if (complete === undefined) throw new Error('the picture changed unseen');
    return {
      first: first.at - pressed,
      complete: complete.at - pressed,
      late: complete.at - complete.asked,
      drawn: drawn ?? area,
    };
  }

  /** Presses the hotkey of a shown window and waits until `area` shows nothing of it. */
  async hide(hotkey: Hotkey, area: Area): Promise<void> {
    const pressed = await this.#press(hotkey);
    while (!isBackdrop(await this.#pixels(area))) {
      if (performance.now() - pressed > GIVE_UP_MS) throw new Error('the window did not go');
      await sleep(20);
    }
  }

  /** @returns when the key went down, taken right before it was sent. */
  async #press({ keysym }: Hotkey): Promise<number> {
    const x = this.#x;
    await this.#released;
    const { mapping, modifiers } = this.#keyboard;
    const key = keycodeOf(keysym, mapping, x.keycodes.first);
    const control = modifierKeycode('Control', modifiers);
    const shift = modifierKeycode('Shift', modifiers);
    if (key === null || control === null || shift === null) throw new Error('the keyboard lacks a key');
    const held = [control, shift];
    const send = (type: number, keycode: number) => this.#xtest.FakeInput(type, keycode, 0, 0, 0, 0);
    for (const keycode of held) send(KEY_PRESS, keycode);
    await x.sync();
    await sleep(30);
    const pressed = performance.now();
    send(KEY_PRESS, key);
    this.#released = sleep(HOLD_MS).then(() => {
      for (const keycode of [key, ...held]) send(KEY_RELEASE, keycode);
    });
    return pressed;
  }

  /** @returns when the key went down, taken right before it was sent. */
  async #strike(keysym: number): Promise<number> {
    const x = this.#x;
    await this.#released;
    const key = keycodeOf(keysym, this.#keyboard.mapping, x.keycodes.first);
    if (key === null) throw new Error('the keyboard lacks a key');
    await x.sync();
    const pressed = performance.now();
    this.#xtest.FakeInput(KEY_PRESS, key, 0, 0, 0, 0);
    this.#released = sleep(STRIKE_MS).then(() => {
      this.#xtest.FakeInput(KEY_RELEASE, key, 0, 0, 0, 0);
    });
    return pressed;
  }

  async #pixels({ x, y, w, h }: Area): Promise<Buffer> {
    const image = await this.#x.request<X11Image>((done) =>
      this.#x.client.GetImage(Z_PIXMAP, this.#x.root, x, y, w, h, ALL_PLANES, done),
    );
    return image.data;
  }
}

async function coverScreen(x: XConnection): Promise<void> {
  const window = x.client.AllocID();
  x.client.CreateWindow(window, x.root, 0, 0, SCREEN.w, SCREEN.h, 0, 0, INPUT_OUTPUT, 0, {
    backgroundPixel: BACKDROP,
  });
  const hints = await x.intern('_MOTIF_WM_HINTS');
  await x.setProperty(window, hints, hints, 32, UNDECORATED);
  x.client.MapWindow(window);
  for (let tries = 0; (await x.activeWindow()) !== window; tries++) {
    if (tries === 100) throw new Error('the window manager gave the backdrop no focus');
    await sleep(20);
  }
}

function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function union(a: Area, b: Area): Area {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    w: Math.max(a.x + a.w, b.x + b.w) - x,
    h: Math.max(a.y + a.h, b.y + b.h) - y,
  };
}

function words(pixels: Buffer): Uint32Array {
  return new Uint32Array(pixels.buffer.slice(pixels.byteOffset, pixels.byteOffset + pixels.length));
}

function isSame(a: Buffer, b: Buffer): boolean {
  const left = words(a);
  const right = words(b);
  let different = 0;
  for (const [index, pixel] of left.entries()) if (pixel !== right[index]) different++;
  return different <= left.length * COMPLETE_TOLERANCE;
}

function isBackdrop(pixels: Buffer): boolean {
  return words(pixels).every((pixel) => (pixel & 0xffffff) === BACKDROP);
}
