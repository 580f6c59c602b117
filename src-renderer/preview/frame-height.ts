// How tall the frame that shows copied HTML is made: nobody can measure inside it, and the pane around it has the keys that scroll.
// Pure. Never too small by much: what a frame has no room for is scrolled to by the mouse only.

/** Tags between which text stands on lines of its own; the cells of a row stand beside one another. */
const LINE_TAGS =
  /<\/?(?:p|div|li|tr|h[1-6]|ul|ol|dl|dt|dd|table|blockquote|pre|br|hr|section|article|figure)\b[^>]*>/gi;
/** Elements with room above and below them, unless a style says otherwise. */
const APART = /<(?:p|h[1-6]|ul|ol|dl|blockquote|pre|figure|hr)\b/gi;
const APART_PX = 24;
const CELL = /<t[dh]\b/gi;
const ROW = /<tr\b/gi;
/** Between one row and the next, and around what stands in a cell; CSS pixels. */
const ROW_PX = 6;
const CELL_PADDING = /<table\b[^>]*\bcellpadding="(\d+)"/gi;
/** Characters beside one another in the cells of a row. */
const CELLS_CHARS = 28;
/** Characters on a line and a line's height in the frame's own type, with some to spare; CSS pixels. */
const LINE_CHARS = 42;
const LINE_PX = 23;
const PADDING_PX = 28;
/** As much as can be scrolled through. */
const MAX_PX = 30_000;

/** @param html sanitised. @returns CSS pixels, rather more than needed */
export function frameHeight(html: string): number {
  let lines = 0;
  for (const piece of html.split(LINE_TAGS)) {
    const text = piece
      .replace(/>\s+</g, '><')
      .replace(/<[^>]*>/g, '')
      .trim();
    const chars = (piece.match(CELL)?.length ?? 0) > 1 ? CELLS_CHARS : LINE_CHARS;
    // Line ends count where they are kept, and nobody knows where that is.
    if (text !== '') lines += Math.ceil(text.length / chars) + text.split('\n').length - 1;
  }
  const apart = html.match(APART)?.length ?? 0;
  const padding = Math.max(0, ...[...html.matchAll(CELL_PADDING)].map(([, px]) => Number(px)));
  const rows = (html.match(ROW)?.length ?? 0) * (ROW_PX + 2 * padding);
  return Math.min(MAX_PX, lines * LINE_PX + apart * APART_PX + rows + PADDING_PX);
}
