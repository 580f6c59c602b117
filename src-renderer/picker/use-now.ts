// The time that ages are counted from.
// Never tick faster than an age can change.
import { useEffect, useState } from 'react';

const TICK_MS = 20_000;

/** Milliseconds since the epoch, renewed at each opening and every 20 s. */
export function useNow(opening: number): number {
  const [now, setNow] = useState(Date.now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening renews the time
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [opening]);
  return now;
}
