// Which modifiers are held: rows show their digits then, and the footer the keys that go with them.
// Never act on a key here.
import { useEffect, useState } from 'react';

/** Held modifiers joined as a chord writes them ("Control+Shift"); '' where none is. */
function heldOf(event: KeyboardEvent): string {
  const held = ['Control', 'Alt', 'Shift', 'Meta'].filter((name) => event.getModifierState(name));
  return held.join('+');
}

/**
 * @param opening a new opening forgets what was held: its release may have gone to another window
 * @returns the held modifiers as chordText() writes them, '' for none
 */
export function useHeldModifiers(opening: number): string {
  const [held, setHeld] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening starts afresh
  useEffect(() => {
    setHeld('');
    const onKey = (event: KeyboardEvent) => setHeld(heldOf(event));
    const onBlur = () => setHeld('');
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
      window.removeEventListener('blur', onBlur);
    };
  }, [opening]);
  return held;
}
