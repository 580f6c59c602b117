// Which keys are held, as this window has seen it.
// Never believe `repeat` of a key that was not seen to go down: its release went to another window, as that of the Escape that hid this
// one, and Chromium takes the next press for a repetition.
import type { KeyPress } from './keys';

export class HeldKeys {
  readonly #down = new Set<string>();

  /** The window opens: what was held then is not known. */
  forget(): void {
    this.#down.clear();
  }

  /** A key went down, or repeats. @returns the press, with `repeat` as it is */
  pressed({
    key,
    code,
    ctrlKey,
    metaKey,
    shiftKey,
    altKey,
    repeat,
    isComposing,
    keyCode,
  }: KeyPress): KeyPress {
    const held = repeat && this.#down.has(code);
    this.#down.add(code);
    return { key, code, ctrlKey, metaKey, shiftKey, altKey, repeat: held, isComposing, keyCode };
  }

  released({ code }: Pick<KeyPress, 'code'>): void {
    this.#down.delete(code);
  }
}
