// A clip's preview as a menu label. Pure.
// Never let a clip's `&` or `_` become a mnemonic, or its length the menu's.

const LABEL_CHARS = 50;

/** @returns at most 50 characters on one line, with `&` doubled as menus of Electron take it. */
export function menuLabel(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const chars = [...line];
  const cut = chars.length > LABEL_CHARS ? `${chars.slice(0, LABEL_CHARS - 1).join('')}…` : line;
  return cut === '' ? '(white space)' : cut.replaceAll('&', '&&');
}
