// A text as the preview shows it: a part at a time, in colours where it is code.
// Never put more into the page than one can scroll to soon: a megabyte in one line would stall it.
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { type CodeSpan, stretchesOf } from './code-spans';
import { Visible } from './Visible';
import { type Block, blocksOf } from './visible-text';

/** One block fills the pane; the next ones come each in a moment of their own, as one scrolls. */
const FIRST_BLOCKS = 1;
const MORE_BLOCKS = 1;

interface Props {
  readonly text: string;
  readonly spans: readonly CodeSpan[];
  readonly spaces: boolean;
  readonly code: boolean;
}

export function TextView({ text, spans, spaces, code }: Props) {
  const blocks = useMemo(() => blocksOf(text, spaces), [text, spaces]);
  const [shown, setShown] = useState({ text, count: FIRST_BLOCKS });
  const count = shown.text === text ? shown.count : FIRST_BLOCKS;
  const end = useRef<HTMLDivElement>(null);
  const more = count < blocks.length;

  useEffect(() => {
    const target = end.current;
    if (target === null || !more) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setShown({ text, count: count + MORE_BLOCKS });
      },
      { rootMargin: '600px' },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, [text, count, more]);

  return (
    <div className="preview-text" data-code={code ? '' : undefined} data-selects="">
      {blocks.slice(0, count).map((block) => (
        <TextBlock key={block.start} text={text} block={block} spans={spans} spaces={spaces} code={code} />
      ))}
      <div ref={end} />
    </div>
  );
}

interface BlockProps {
  readonly text: string;
  readonly block: Block;
  readonly spans: readonly CodeSpan[];
  readonly spaces: boolean;
  readonly code: boolean;
}

const TextBlock = memo(function TextBlock({ text, block, spans, spaces, code }: BlockProps) {
  let at = 0;
  return (
    <div className="preview-block" dir={code ? 'ltr' : 'auto'}>
      {stretchesOf(text, block, spans).map((stretch) => {
        at += stretch.text.length;
        const shown = <Visible key={at} text={stretch.text} spaces={spaces} />;
        return stretch.class === null ? (
          shown
        ) : (
          <span key={at} className={`code-${stretch.class}`}>
            {shown}
          </span>
        );
      })}
    </div>
  );
});
