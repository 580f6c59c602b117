// Whether the main modifier is held: rows show their digits then.
// Never act on a key here.
import { useEffect, useState } from 'react';

/** @param opening a new opening forgets what was held: its release may have gone to another window */
export function useModifierHeld(modifier: 'Control' | 'Meta', opening: number): boolean {
  const [held, setHeld] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening starts afresh
  useEffect(() => {
    setHeld(false);
    const onKey = (event: KeyboardEvent) => setHeld(event.getModifierState(modifier));
    const onBlur = () => setHeld(false);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
      window.removeEventListener('blur', onBlur);
    };
  }, [modifier, opening]);
  return held;
}
