// Which keys are held, as this window has seen it.
// Never believe `repeat` of a key that was not seen to go down: its release went to another window, as that of the Escape that hid this
// one, and Chromium takes the next press for a repetition.
import type { KeyPress } from './keys';

export class HeldKeys {
  readonly #down = new Set<string>();
  #last: { readonly event: KeyPress; readonly press: KeyPress } | null = null;

  /** The window opens: what was held then is not known. */
  forget(): void {
    this.#down.clear();
  }

  /** A key went down, or repeats: told of each event before anybody acts on it. */
  pressed(event: KeyPress): void {
    const { key, code, ctrlKey, metaKey, shiftKey, altKey, repeat, isComposing, keyCode } = event;
    const held = repeat && this.#down.has(code);
    this.#down.add(code);
    const press = { key, code, ctrlKey, metaKey, shiftKey, altKey, repeat: held, isComposing, keyCode };
    this.#last = { event, press };
  }

  /** What was pressed() last, with `repeat` as it is. */
  pressOf(event: KeyPress): KeyPress {
    return this.#last?.event === event ? this.#last.press : event;
  }

  released({ code }: Pick<KeyPress, 'code'>): void {
    this.#down.delete(code);
  }
}
