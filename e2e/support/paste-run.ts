// Pastes by the picker, one after another, each with another text, and what the program really got each time.
// Never ask Clipstead whether a paste was right: keys go in by XTEST, and the program itself says what it holds.
import { connect } from 'node:net';
import type { X11Test } from 'x11';
import { encodeHead } from '../../src-main/cli/protocol';
import { XConnection } from '../../src-main/clipboard/x11/connection';
import { hasFocus } from '../../src-main/paste/x11/keyboard-focus';
import { keycodeOf } from '../../src-main/paste/x11/paste-keys';
import type { ChromiumWindow, Env, GtkWindow, XtermWindow } from './programs';

/** What is pasted into. */
export interface PasteProgram {
  readonly name: string;
  /** Gives it the focus. */
  focus(): Promise<void>;
  clear(): Promise<void>;
  /** All that it has got since clear(). */
  text(): Promise<string>;
  /** Whether it keeps lines. */
  readonly lines: boolean;
  /** The longest text that is pasted, in characters. */
  readonly longest: number;
}

export interface PasteRun {
  readonly pastes: number;
  readonly right: number;
  /** Of those that are right: milliseconds from the key that chooses to the text in the program. */
  readonly ms: readonly number[];
  /** Of the others: which one, and what of it was wrong, without any content. */
  readonly wrong: readonly string[];
}

/** Clips that Ctrl and a digit reach. */
const CLIPS = 9;
/** A hand needs longer than this from a paste to the next hotkey, and the list to have its new order. */
const PAUSE_MS = 120;
const GIVE_UP_MS = 5_000;
const POLL_MS = 2;
const KEYSYMS = { v: 0x76, Return: 0xff0d, Down: 0xff54, Control: 0xffe3, Shift: 0xffe1 } as const;
const [PRESS, RELEASE] = [2, 3];

export function gtkEntry(gtk: GtkWindow): PasteProgram {
  return {
    name: 'GTK entry',
    focus: () => gtk.focus(),
    clear: () => gtk.clear(),
    text: () => gtk.text(),
    lines: false,
    // An entry holds 65,535 characters.
    longest: 20_000,
  };
}

export function chromiumTextarea(chromium: ChromiumWindow, env: Env): PasteProgram {
  return {
    name: 'Chromium textarea',
    focus: () => chromium.focus(env),
    clear: () => chromium.clear(),
    text: () => chromium.text(),
    lines: true,
    longest: 400_000,
  };
}

export function xtermShell(xterm: XtermWindow): PasteProgram {
  let from = 0;
  return {
    name: 'xterm',
    focus: () => xterm.focus(),
    clear: async () => {
      from = xterm.text().length;
    },
    // A terminal gives the program a return for each line end.
    text: async () => xterm.text().slice(from).replaceAll('\r', '\n'),
    lines: true,
    longest: 20_000,
  };
}

export class Paster {
  readonly #x: XConnection;
  readonly #xtest: X11Test;
  readonly #keycode: (keysym: number) => number;
  readonly #appPid: number;
  readonly #socketPath: string;
  /** The clips that were added, newest use first, as the list has them. */
  #order: string[] = [];
  #added = 0;

  private constructor(
    x: XConnection,
    xtest: X11Test,
    keycode: (keysym: number) => number,
    app: { readonly pid: number; readonly socketPath: string },
  ) {
    this.#x = x;
    this.#xtest = xtest;
    this.#keycode = keycode;
    this.#appPid = app.pid;
    this.#socketPath = app.socketPath;
  }

  /** @param app the app's main process and its socket; its history is to be empty, and its hotkey Ctrl+Shift+V */
  static async start(
    display: string,
    app: { readonly pid: number; readonly socketPath: string },
  ): Promise<Paster> {
    const x = await XConnection.open(display);
    const xtest = await x.xtest();
    if (xtest === null) throw new Error('this display lets nobody press keys');
    const { mapping } = await x.keyboard();
    const keycode = (keysym: number) => {
      const found = keycodeOf(keysym, mapping, x.keycodes.first);
      if (found === null) throw new Error('this keyboard lacks a key');
      return found;
    };
    return new Paster(x, xtest, keycode, app);
  }

  close(): void {
    this.#x.close();
  }

  /**
   * Pastes `count` times: the clip in turn from the first to the ninth row, by its digit or by Down and Enter, as it is or as plain text.
   * @param told after each paste
   */
  async run(program: PasteProgram, count: number, told: () => void = () => {}): Promise<PasteRun> {
    const ms: number[] = [];
    const wrong: string[] = [];
    await program.focus();
    for (let n = 0; n < count; n++) {
      if (n % CLIPS === 0) await this.#addClips(program);
      await program.clear();
      const place = (n * 5 + 3) % CLIPS;
      const expected = this.#order[place] ?? '';
      this.#order = [expected, ...this.#order.filter((other) => other !== expected)];
      await this.#open();
      const at = performance.now();
      await this.#choose(place, n);
      const why = await this.#got(program, expected);
      if (why === null) ms.push(performance.now() - at);
      await sleep(PAUSE_MS);
      // A second paste would have come by now.
      const after = why ?? (await this.#got(program, expected, 0));
      if (after !== null) wrong.push(`${program.name}, paste ${n + 1}: ${after}`);
      told();
    }
    return { pastes: count, right: count - wrong.length, ms, wrong };
  }

  /** New clips on top of the others, and time for the list to have them. */
  async #addClips(program: PasteProgram): Promise<void> {
    for (let n = 0; n < CLIPS; n++) {
      const text = textNumber(this.#added++, program);
      const socket = connect(this.#socketPath);
      const body = Buffer.from(text);
      socket.write(encodeHead({ verb: 'add' }, body.byteLength));
      socket.write(body);
      const answer: Buffer[] = [];
      for await (const chunk of socket) answer.push(chunk as Buffer);
      if (!Buffer.concat(answer).toString().includes('"ok":true'))
        throw new Error('a text could not be added');
      this.#order = [text, ...this.#order].slice(0, CLIPS);
    }
    await sleep(400);
  }

  async #open(): Promise<void> {
    this.#press('Control', 'Shift', 'v');
    const until = performance.now() + GIVE_UP_MS;
    while (!(await this.#pickerHasFocus())) {
      if (performance.now() > until) throw new Error('the picker did not open');
      await sleep(POLL_MS);
    }
  }

  async #pickerHasFocus(): Promise<boolean> {
    const active = await this.#x.activeWindow();
    if (active === 0 || !(await hasFocus(this.#x, active))) return false;
    return (await this.#x.windowPid(active).catch(() => null)) === this.#appPid;
  }

  async #choose(place: number, n: number): Promise<void> {
    if (n % 2 === 0) {
      const digit = 0x31 + place;
      const plain = n % 4 === 0;
      this.#pressAll([KEYSYMS.Control, ...(plain ? [KEYSYMS.Shift] : []), digit]);
    } else {
      for (let row = 0; row < place; row++) this.#press('Down');
      this.#press('Return');
    }
    await this.#x.sync();
  }

  #press(...keys: (keyof typeof KEYSYMS)[]): void {
    this.#pressAll(keys.map((key) => KEYSYMS[key]));
  }

  #pressAll(keysyms: readonly number[]): void {
    const keycodes = keysyms.map(this.#keycode);
    for (const keycode of keycodes) this.#xtest.FakeInput(PRESS, keycode, 0, 0, 0, 0);
    for (const keycode of keycodes.toReversed()) this.#xtest.FakeInput(RELEASE, keycode, 0, 0, 0, 0);
  }

  /** @returns null where the program comes to hold exactly this; else in words what it holds */
  async #got(program: PasteProgram, expected: string, withinMs = GIVE_UP_MS): Promise<string | null> {
    const until = performance.now() + withinMs;
    for (;;) {
      const text = await program.text();
      if (text === expected) return null;
      if (performance.now() >= until) return described(text, expected, this.#order);
      await sleep(POLL_MS);
    }
  }
}

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

const PHRASES = [
  'The quick brown fox jumps over the lazy dog',
  'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich',
  'Съешь же ещё этих мягких французских булок',
  'いろはにほへと ちりぬるを',
  '敏捷的棕色狐狸跳过懒狗',
  'נועה הלכה לגן',
  'café, naïve, Ångström, ﬁ',
  'emoji 👍🏽 👩‍👩‍👧 🇩🇪',
];

/** A text that no other is the beginning of: 1 to some 2,000 characters, and now and then as long as the program takes. */
function textNumber(n: number, { lines, longest }: PasteProgram): string {
  const phrase = PHRASES[n % PHRASES.length] ?? '';
  const head = `${n}. ${phrase}`;
  const length = n % 45 === 44 ? longest : (n * 97) % 2_000;
  const between = lines && n % 3 === 0 ? '\n' : ' ';
  const characters = [
    ...`${head}${between}${`${phrase}${between}`.repeat(Math.ceil(length / phrase.length))}`,
  ];
  return `${characters
    .slice(0, Math.max([...head].length, length))
    .join('')
    .trim()} (${n})`;
}

/** What was pasted instead, without saying it. */
function described(text: string, expected: string, order: readonly string[]): string {
  if (text === '') return 'nothing came';
  if (text === expected + expected) return 'it came twice';
  const other = order.indexOf(text);
  if (other !== -1) return `the clip that stood at ${other} came`;
  if (expected.startsWith(text)) return `${text.length} of ${expected.length} characters came`;
  return `${text.length} characters came that are not the ${expected.length} meant`;
}
