// Copied HTML as it looks, in a frame of its own that runs nothing, loads nothing and gets no key.
// Never give the frame a right: an empty sandbox is what holds where the sanitiser should err.
import { useLayoutEffect, useRef } from 'react';
import { words } from '../i18n/words';
import { frameDocument } from './trusted';

interface Props {
  readonly html: string;
  readonly cut: boolean;
}

export function HtmlView({ html, cut }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    const { document, height } = frameDocument(html);
    // Not by React, which would make a string of what is trusted.
    frame.current.srcdoc = document;
    frame.current.style.flexBasis = `${height}px`;
  }, [html]);
  return (
    <>
      <iframe ref={frame} className="preview-frame" sandbox="" title={words.preview.frame} tabIndex={-1} />
      {cut && <p className="preview-rest">{words.preview.htmlCut}</p>}
    </>
  );
}
