// A text as a QR code, black on white in every theme: cameras read nothing else well.
// Never put it into the page as HTML: its modules are a path.
import { useEffect, useState } from 'react';
import { words } from '../i18n/words';
import { qrPath, qrRows } from './qr';

/** What the code is of, and its rows of modules; null rows = the text is too long. */
interface Code {
  readonly text: string;
  readonly rows: readonly (readonly boolean[])[] | null;
}

export function QrView({ text }: { readonly text: string }) {
  const [code, setCode] = useState<Code | null>(null);
  useEffect(() => {
    let wanted = true;
    void qrRows(text).then((rows) => {
      if (wanted) setCode({ text, rows });
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  if (code?.text !== text) return null;
  if (code.rows === null) return <p className="preview-note">{words.preview.qrTooLong}</p>;
  const size = code.rows.length;
  return (
    <svg className="preview-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={words.preview.view.qr}>
      <rect className="preview-qr-paper" width={size} height={size} />
      <path className="preview-qr-ink" d={qrPath(code.rows)} shapeRendering="crispEdges" />
    </svg>
  );
}
