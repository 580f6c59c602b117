// Which reports of the hotkey are presses: a key that is held repeats, and X11 reports each repeat like a press.
// Never take a repeat for a press: one press too few is pressed again, one too many pastes what nobody chose.
import { KEY_REPEAT_MS, KEY_REPEATS_AFTER_MS } from '../src-shared/limits';

export interface HotkeyPresses {
  /** The system reports the hotkey. @returns whether a hand has pressed it anew */
  reported(): boolean;
}

/**
 * @param lifted resolves once the hotkey's own key is up: true; false, at once, where the system does not tell
 * @param now milliseconds of a clock that never goes back
 */
export function createHotkeyPresses(
  lifted: () => Promise<boolean>,
  now: () => number = () => performance.now(),
): HotkeyPresses {
  let key: 'up' | 'down' | 'unknown' = 'up';
  let last = Number.NEGATIVE_INFINITY;
  /** Rises with every press: an answer for an older one says nothing. */
  let press = 0;

  function isRepeat(since: number): boolean {
    // Whoever does not answer for longer than any key waits before it repeats must not keep the picker from opening.
    if (key === 'down') return since < KEY_REPEATS_AFTER_MS;
    return key === 'unknown' && since < KEY_REPEAT_MS;
  }

  return {
    reported() {
      const at = now();
      const since = at - last;
      last = at;
      if (isRepeat(since)) return false;
      press += 1;
      const mine = press;
      const told = (state: 'up' | 'unknown') => {
        if (mine === press) key = state;
      };
      key = 'down';
      lifted().then(
        (up) => told(up ? 'up' : 'unknown'),
        () => told('unknown'),
      );
      return true;
    },
  };
}
