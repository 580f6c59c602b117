// What can stand between joined clips, as the key goes through it.
// Never count presses in the picker: what it was told of the settings may be a press behind.

export const SEPARATORS: readonly string[] = ['\n', '\n\n', ' ', ', ', '\t', ''];

/** The separator after this one; the first where this one is the user's own. */
export function nextSeparator(separator: string): string {
  const at = SEPARATORS.indexOf(separator);
  return SEPARATORS[(at + 1) % SEPARATORS.length] ?? '\n';
}
