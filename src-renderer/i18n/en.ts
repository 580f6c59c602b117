// Every word that the picker shows, in English.
// Never compute here: a function only puts given pieces into a sentence.
import type { ClipKind } from '../../src-shared/clip';

const plural = new Intl.PluralRules('en');
const counted = (n: number, one: string, other: string) => (plural.select(n) === 'one' ? one : other);

const kinds: Record<ClipKind, string> = {
  text: 'Text',
  link: 'Link',
  color: 'Colour',
  code: 'Code',
  path: 'Path',
  image: 'Image',
  files: 'Files',
};

export const en = {
  product: 'Clipstead',
  searchLabel: 'Search the clipboard history',
  searchPlaceholder: 'Search what you copied',
  clearSearch: 'Clear the search',
  listLabel: 'Clipboard history',
  kinds,
  pinned: 'Pinned',
  whiteSpaceOnly: 'Only white space',

  /** `n` is written out already, `count` picks the plural. */
  clips: (n: string, count: number) => `${n} ${counted(count, 'clip', 'clips')}`,
  matches: (n: string, count: number) => `${n} ${counted(count, 'match', 'matches')}`,
  /** There are more than `n`. */
  matchesMore: (n: string) => `${n}+ matches`,
  now: 'now',
  imageTitle: (format: string, width: string, height: string) => `${format} ${width} × ${height}`,
  bytes: (n: string) => `${n} B`,

  actionPaste: 'Paste',
  actionCopy: 'Copy',
  actionPlain: 'Plain text',
  actionPin: 'Pin',
  actionUnpin: 'Unpin',
  actionDelete: 'Delete',
  actionClose: 'Close',
  keyControl: 'Ctrl',
  keyShift: 'Shift',
  keyEnter: 'Enter',
  keyDelete: 'Del',

  firstRunTitle: 'Nothing copied yet',
  firstRunCopy: 'Copy something in any program',
  /** The hotkey's keys, or Enter's, follow. */
  firstRunPress: 'Press',
  /** Stands behind Enter's key. */
  firstRunPaste: 'and it is pasted where you were',
  noMatchTitle: 'Nothing found',
  /** What stands before and behind the query. */
  noMatch: ['No clip holds “', '”.'],
  noMatchWords: ['No clip holds all the words of “', '”.'],
  noCaptureTitle: 'Nothing can be captured here',

  paused: 'Paused: what you copy now is not kept.',
  pausedUntil: (time: string) => `Paused until ${time}: what you copy now is not kept.`,
  ignoringNext: 'The next copy is ignored.',
  resume: 'Resume',
  captureTrouble: (why: string) => `Nothing is being captured. ${why}`,
  pasteTrouble: (why: string, keys: string) => `${why} Enter copies; press ${keys} yourself.`,
  hotkeyTrouble: (hotkey: string, why: string) => `${hotkey} does not open Clipstead. ${why}`,

  deleted: (count: string, many: boolean) => (many ? `${count} clips deleted` : 'Clip deleted'),
  undo: 'Undo',
  dismiss: 'Dismiss',
  error: 'Error',

  noConnection: 'The picker has no connection to Clipstead. Quit it and start it again.',
  requestFailed: 'Clipstead did not answer that. Try once more.',
};

export type Words = typeof en;
