// The time that ages are counted from.
// Never tick faster than an age can change, nor where nobody looks: drawing the hidden window anew costs more than all the rest of it.
import { useEffect, useState } from 'react';

const TICK_MS = 20_000;

/** Milliseconds since the epoch, renewed at each opening and every 20 s while the window has the focus, as it has while it is open. */
export function useNow(opening: number): number {
  const [now, setNow] = useState(Date.now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening renews the time
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => {
      if (document.hasFocus()) setNow(Date.now());
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [opening]);
  return now;
}
