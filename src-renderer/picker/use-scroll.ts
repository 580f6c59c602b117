// Where a scroller stands and how high it is, as React state that is never behind what the next frame shows.
// Never measure rows here: the layout knows them.
import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';

export interface Scroll {
  /** Distance scrolled, CSS pixels. */
  readonly top: number;
  /** Height of the part in view, CSS pixels; 0 until it is known. */
  readonly height: number;
}

/**
 * @returns the scroller's state, and what scrolls it: rows for the new place are rendered before it is painted; it tells where the
 *   scroller stands then, which is as far as its content goes.
 */
export function useScroll(ref: RefObject<HTMLElement | null>): [Scroll, (top: number) => number] {
  const [scroll, setScroll] = useState<Scroll>({ top: 0, height: 0 });

  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const read = () =>
      setScroll((old) => {
        const now = { top: element.scrollTop, height: element.clientHeight };
        return now.top === old.top && now.height === old.height ? old : now;
      });
    read();
    const resized = new ResizeObserver(read);
    resized.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [ref]);

  const scrollTo = useCallback(
    (top: number) => {
      const element = ref.current;
      if (element === null) return 0;
      element.scrollTop = top;
      const reached = element.scrollTop;
      setScroll((old) => ({ ...old, top: reached }));
      return reached;
    },
    [ref],
  );
  return [scroll, scrollTo];
}
