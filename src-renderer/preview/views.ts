// The ways in which a clip can be looked at, the usual one first.
// Pure. Never a view that has nothing to show.
import type { ClipKind } from '../../src-shared/clip';
import type { ClipPreview } from '../../src-shared/clip-preview';

export const VIEWS = ['color', 'link', 'image', 'files', 'pretty', 'text', 'formatted', 'qr'] as const;
export type View = (typeof VIEWS)[number];

/** A line longer than this is hard to read as it is: what can be indented is shown so first. */
const LONG_LINE_CHARS = 200;

/** @param pretty whether the text can be shown with a line for each part */
export function viewsOf(kind: ClipKind, preview: ClipPreview, pretty: boolean): View[] {
  const { text, html, image, files } = preview;
  const views: View[] = [];
  if (kind === 'color' && text !== null) views.push('color');
  if (kind === 'link' && text !== null) views.push('link');
  if (image !== null) views.push('image');
  if (files !== null) views.push('files');
  if (text !== null && files === null && kind !== 'link' && kind !== 'color') {
    const long = text.text.split('\n', 50).some((line) => line.length > LONG_LINE_CHARS);
    if (pretty) views.push(...(long ? (['pretty', 'text'] as const) : (['text', 'pretty'] as const)));
    else views.push('text');
  }
  if (html !== null) views.push('formatted');
  return views;
}

/** Whether a text might be JSON or XML, so that it is worth a closer look. */
export function mayBePretty({ text }: ClipPreview): boolean {
  return text !== null && text.rest === 0 && /^\s*[{[<]/.test(text.text);
}

/** Whether a text is shown in colours: code, and markup that came without a text of its own. */
export function isCode(kind: ClipKind, { text }: ClipPreview): boolean {
  return text !== null && (kind === 'code' || text.mime === 'image/svg+xml');
}
