// The hotkey held: while its modifiers stay down, each further press selects the next clip, and letting go pastes it.
// Never take a release for a choice where nothing was cycled: a hotkey that is just pressed opens the picker and no more.
import { HOLD_POLL_MS } from '../src-shared/limits';

export interface HoldParts {
  /** Whether a modifier is down now; false where the system does not tell. */
  readonly modifiersHeld: () => Promise<boolean>;
  /** Selects the next clip. */
  readonly next: () => void;
  /** Pastes the selected clip. */
  readonly choose: () => void;
}

export interface Hold {
  /** The hotkey has opened the picker. */
  opened(): void;
  /** The hotkey was pressed while the picker is open. @returns whether that meant the next clip */
  pressed(): boolean;
  /** The picker is closed. */
  closed(): void;
}

export function createHold({ modifiersHeld, next, choose }: HoldParts): Hold {
  let timer: NodeJS.Timeout | undefined;
  let holding = false;
  let cycled = false;
  /** Rises with every opening and closing: an answer for an older one says nothing. */
  let turn = 0;

  function watch(mine: number): void {
    modifiersHeld()
      .catch(() => false)
      .then((held) => {
        if (mine !== turn) return;
        if (held) {
          timer = setTimeout(watch, HOLD_POLL_MS, mine);
          return;
        }
        holding = false;
        if (cycled) choose();
      });
  }

  function closed(): void {
    turn += 1;
    clearTimeout(timer);
    holding = false;
    cycled = false;
  }

  return {
    opened() {
      closed();
      holding = true;
      watch(turn);
    },
    pressed() {
      if (!holding) return false;
      cycled = true;
      next();
      return true;
    },
    closed,
  };
}
