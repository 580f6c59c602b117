// Every word that the picker shows, in English; the other languages have a file each, with the same keys.
// Never compute here: a function only puts given pieces into a sentence.
import type { ClipKind } from '../../src-shared/clip';
import type { FileState, PreviewImage } from '../../src-shared/clip-preview';
import type { CommandGroup, CommandId } from '../../src-shared/commands';
import { countedIn } from '../../src-shared/i18n/counted';
import type { SECRET_RULES } from '../../src-shared/secret-rules';
import type { Refusal, Transform } from '../../src-shared/transforms';
import type { TabFilterId } from '../picker/filters';
import type { ColorFormat } from '../preview/color';
import type { View } from '../preview/views';

const counted = countedIn('en');

type SecretTitle = (typeof SECRET_RULES)[number]['title'];

const kinds: Record<ClipKind, string> = {
  text: 'Text',
  link: 'Link',
  color: 'Colour',
  code: 'Code',
  path: 'Path',
  image: 'Image',
  files: 'Files',
};

/** A command in full, as the sheet of keys names it, and in one or two words, as the footer does. */
interface CommandWords {
  readonly name: string;
  readonly hint: string;
}

const commands: Record<CommandId, CommandWords> = {
  paste: { name: 'Paste into the window you came from', hint: 'Paste' },
  'paste-plain': { name: 'Paste as plain text', hint: 'Plain text' },
  copy: { name: 'Copy only', hint: 'Copy' },
  'paste-nth': { name: 'Paste the first to ninth in view', hint: 'Paste' },
  'paste-nth-plain': { name: 'Paste the first to ninth as plain text', hint: 'Plain text' },
  queue: { name: 'Queue: paste one after another', hint: 'Queue' },
  separator: { name: 'Change the separator of joined clips', hint: 'Joined by' },
  'row-down': { name: 'Next clip', hint: 'Next' },
  'row-up': { name: 'Previous clip', hint: 'Previous' },
  'page-down': { name: 'A page down', hint: 'Page down' },
  'page-up': { name: 'A page up', hint: 'Page up' },
  first: { name: 'First clip', hint: 'First' },
  last: { name: 'Last clip', hint: 'Last' },
  'extend-down': { name: 'Pick this clip and the next', hint: 'Pick next' },
  'extend-up': { name: 'Pick this clip and the previous', hint: 'Pick previous' },
  'filter-next': { name: 'Next kind of clip', hint: 'Kind' },
  'filter-previous': { name: 'Previous kind of clip', hint: 'Kind before' },
  preview: { name: 'Preview', hint: 'Preview' },
  'preview-down': { name: 'Scroll the preview down', hint: 'Scroll down' },
  'preview-up': { name: 'Scroll the preview up', hint: 'Scroll up' },
  pin: { name: 'Pin or unpin', hint: 'Pin' },
  delete: { name: 'Delete', hint: 'Delete' },
  undo: { name: 'Undo', hint: 'Undo' },
  edit: { name: 'Edit as a new clip', hint: 'Edit' },
  actions: { name: 'All actions for the clip', hint: 'Actions' },
  controls: { name: 'Go to the buttons', hint: 'Buttons' },
  help: { name: 'These keys', hint: 'Keys' },
  close: { name: 'Clear the search, then close', hint: 'Close' },
};

const commandGroups: Record<CommandGroup, string> = {
  choose: 'Paste and copy',
  move: 'Move and pick',
  find: 'Find',
  change: 'Look and change',
  window: 'Window',
};

const filterNames: Record<TabFilterId, string> = {
  text: 'Text',
  link: 'Links',
  code: 'Code',
  color: 'Colours',
  image: 'Images',
  files: 'Files',
  pinned: 'Pinned',
};

const views: Record<View, string> = {
  color: 'Colour',
  link: 'Link',
  image: 'Image',
  files: 'Files',
  pretty: 'Indented',
  text: 'Text',
  formatted: 'Formatted',
  qr: 'QR code',
};

const fileStates: Record<FileState, string> = {
  file: 'File',
  folder: 'Folder',
  missing: 'No longer there',
  unknown: 'Not looked up',
};

const imageRefusals: Record<NonNullable<PreviewImage['refusal']>, string> = {
  'too-many-pixels': 'This image has too many pixels to be shown here. It is pasted as it is.',
  'not-shown-here': 'Images of this kind are not shown here. It is pasted as it is.',
  unreadable: 'This image cannot be read. It is pasted as it is.',
};

const colorFormats: Record<ColorFormat, string> = { hex: 'HEX', rgb: 'RGB', hsl: 'HSL', oklch: 'OKLCH' };

const transforms: Record<Transform, string> = {
  upper: 'UPPER CASE',
  lower: 'lower case',
  title: 'Title Case',
  trim: 'Trim white space',
  'join-lines': 'Join lines',
  'sort-lines': 'Sort lines',
  'unique-lines': 'Unique lines',
  'json-pretty': 'JSON: indent',
  'json-minify': 'JSON: minify',
  'url-encode': 'URL: encode',
  'url-decode': 'URL: decode',
  'base64-encode': 'Base64: encode',
  'base64-decode': 'Base64: decode',
  sha256: 'SHA-256 hash',
  sha1: 'SHA-1 hash',
  sha512: 'SHA-512 hash',
  slug: 'Slug for addresses',
};

const refusals: Record<Refusal, string> = {
  'not-json': 'This clip is not valid JSON.',
  'not-base64': 'This is no Base64 of a text.',
  'too-large': 'The result would be too long.',
};

const preview = {
  label: 'Preview',
  /** The switch between views. */
  views: 'Show as',
  view: views,
  spaces: 'Show white space',
  nothing: 'There is nothing to show of this clip.',
  reveal: 'Show the secret',
  conceal: 'Hide',
  masked: 'Hidden, because it looks like a secret.',
  /** A part of the text follows in no page: `rest` is a size. */
  rest: (rest: string) => `${rest} more are not shown here; all of it is pasted.`,
  htmlCut: 'The rest is not shown here; all of it is pasted.',
  frame: 'Formatted text',
  imageAlt: (size: string) => `Image, ${size}`,
  pixels: (width: string, height: string) => `${width} × ${height} pixels`,
  imageRefusals,
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  zoomFit: 'Fit',
  files: (n: string, count: number) => counted(count, { one: `${n} file`, other: `${n} files` }),
  filesRest: (n: string, _count: number) => `and ${n} more`,
  fileStates,
  reveals: (name: string) => `Show ${name} in its folder`,
  colorFormats,
  /** Heard after what a click copies. */
  copy: 'Copy',
  outOfGamut: 'Wider than sRGB: HEX, RGB and HSL are the nearest.',
  host: 'Host',
  linkUser: 'Name before the host',
  linkPort: 'Port',
  linkPath: 'Path',
  linkFragment: 'Fragment',
  linkScheme: 'Scheme',
  qrTooLong: 'This is too long for a QR code.',
  /** What is known of a clip. */
  details: 'About this clip',
  from: 'From',
  /** Where the system did not tell. */
  unknownApp: 'Unknown app',
  copied: 'Copied',
  used: 'Used',
  times: (n: string, count: number) => counted(count, { one: `${n} time`, other: `${n} times` }),
  size: 'Size',
  formats: 'Formats',
};

const actions = {
  label: 'Actions',
  search: 'Search actions',
  none: 'No action matches. Esc closes.',
  pin: 'Pin',
  unpin: 'Unpin',
  openLink: (host: string) => `Open ${host}`,
  reveal: (name: string) => `Show ${name} in its folder`,
  save: 'Save as a file…',
  qr: 'Show as a QR code',
  split: 'Split into lines',
  /** Of two lines or more. */
  splitInto: (n: string, _count: number) => `Makes ${n} clips, the first line newest.`,
  showAs: (view: string) => `Show as: ${view}`,
  hidePreview: 'Hide the preview',
  showPreview: 'Show the preview',
  hideSpaces: 'Hide white space',
  showSpaces: 'Show white space',
  zoomIn: 'Image: larger',
  zoomOut: 'Image: smaller',
  revealSecret: 'Show the secret',
  copyColor: (format: string) => `Copy as ${format}`,
  transforms,
  count: 'Count',
  /** Other words by which actions are found. */
  also: {
    transform: 'transform change convert',
    openLink: 'browser url visit',
    reveal: 'file manager folder finder explorer',
    save: 'export download',
    qr: 'barcode phone',
    count: 'words characters lines length statistics',
    copyColor: 'color colour',
    spaces: 'invisible tabs whitespace',
    slug: 'kebab',
    hash: 'checksum digest sha',
    case: 'capitals capitalise letters',
    json: 'pretty format beautify compact',
    url: 'percent escape unescape',
  },
  refusals,
  tooSlow: 'This takes too long.',
  working: 'Working…',
  /** The text that a transform makes. */
  result: 'Result',
  resultPart: 'Only its beginning is shown.',
  nothingLeft: 'Nothing is left of it.',
  paste: 'Paste the result',
  copy: 'Copy the result',
  counted: {
    characters: 'Characters',
    words: 'Words',
    lines: 'Lines',
    bytes: 'Bytes',
  },
};

const edit = {
  label: 'Edit as a new clip',
  text: 'Text',
  save: 'Save as a new clip',
  cancel: 'Cancel',
  restored: 'Your changes from before are here again.',
  /** Stands behind the key. */
  dropAgain: 'Press again to discard your changes',
  unchanged: 'Nothing is changed yet.',
  loading: 'Reading…',
};

export const en = {
  preview,
  actions,
  edit,
  product: 'Clipstead',
  searchLabel: 'Search the clipboard history',
  searchPlaceholder: 'Search what you copied',
  clearSearch: 'Clear the search',
  listLabel: 'Clipboard history',
  kinds,
  /** The kind of a clip that a rule took for a secret, and when it goes. */
  secret: 'Secret',
  goneIn: (left: string) => `gone in ${left}`,
  pinned: 'Pinned',
  filters: 'Filters',
  filterNames,
  /** What an operator makes, in words. */
  filterFrom: (app: string) => `From ${app}`,
  filterBefore: (date: string) => `Before ${date}`,
  filterSince: (date: string) => `Since ${date}`,
  filterSizes: {
    '<': (size: string) => `Smaller than ${size}`,
    '<=': (size: string) => `At most ${size}`,
    '>': (size: string) => `Larger than ${size}`,
    '>=': (size: string) => `At least ${size}`,
  },
  /** Operators that have no value yet, by their names. */
  operators: {
    type: 'Kind',
    app: 'From a program',
    before: 'Before a date',
    after: 'Since a date',
    is: 'Pinned or not',
    size: 'Size',
  } as Readonly<Record<string, string>>,
  dropFilter: (name: string) => `Drop the filter ${name}`,
  completions: 'Ways to go on',
  completes: (word: string) => `Tab completes to ${word}`,
  /** What masked clips are called, by the titles of the rules that mask them. */
  secretTitles: {
    'Private key': 'Private key',
    'Set-up of one-time codes': 'Set-up of one-time codes',
    'Cloud key': 'Cloud key',
    'Access token': 'Access token',
    'JSON Web Token': 'JSON Web Token',
    'Card number': 'Card number',
    'One-time code': 'One-time code',
    Password: 'Password',
  } satisfies Readonly<Record<SecretTitle, string>>,
  whiteSpaceOnly: 'Only white space',

  /** `n` is written out already, `count` picks the plural. */
  clips: (n: string, count: number) => counted(count, { one: `${n} clip`, other: `${n} clips` }),
  matches: (n: string, count: number) => counted(count, { one: `${n} match`, other: `${n} matches` }),
  /** There are more than `n`. */
  matchesMore: (n: string, _count: number) => `${n}+ matches`,
  searchingOlder: 'Searching older clips…',
  newAbove: (n: string, count: number) =>
    counted(count, { one: `↑ ${n} new clip`, other: `↑ ${n} new clips` }),
  now: 'now',
  imageTitle: (format: string, width: string, height: string) => `${format} ${width} × ${height}`,
  bytes: (n: string) => `${n} B`,

  commands,
  commandGroups,
  unpin: 'Unpin',
  /** What a key does to all picked clips: `n` of them, in view or not. */
  hintOnPicked: (hint: string, n: string) => `${hint} (${n})`,
  keysTitle: 'Keys',
  narrowWith: 'Narrow by',
  /** What the global hotkey does. */
  openAndClose: 'Open and close this window',
  /** Between two chords that do the same. */
  keysOr: 'or',
  /** Names of keys, as they stand on a keyboard of the language. */
  keyControl: 'Ctrl',
  keyShift: 'Shift',
  keyEnter: 'Enter',
  keyEscape: 'Esc',
  keyTab: 'Tab',
  keySpace: 'Space',
  keyBackspace: 'Backspace',
  keyDelete: 'Del',
  keyInsert: 'Ins',
  keyHome: 'Home',
  keyEnd: 'End',
  keyPageUp: 'PgUp',
  keyPageDown: 'PgDn',
  keyDigits: '1…9',

  firstRunTitle: 'Nothing copied yet',
  firstRunCopy: 'Copy something in any program',
  /** What stands before and behind the hotkey's keys, and Enter's. */
  firstRunOpen: ['Press', ''],
  firstRunPaste: ['Press', 'and it is pasted where you were'],
  noMatchTitle: 'Nothing found',
  /** What stands before and behind the query. */
  noMatch: ['No clip holds “', '”.'],
  noMatchWords: ['No clip holds all the words of “', '”.'],
  /** Instead of them where filters are on. */
  noMatchFiltered: ['No clip that passes the filters holds “', '”.'],
  noMatchFilters: 'No clip passes these filters.',
  without: (name: string) => `Remove “${name}”`,
  refusedTitle: 'The pattern is not right yet',
  refusedHelp:
    'Text between slashes is a pattern (a regular expression). Correct it, or search for exactly what you typed.',
  searchLiterally: 'Search for this exact text',
  noCaptureTitle: 'Nothing can be captured here',

  paused: 'Paused: what you copy now is not kept.',
  pausedUntil: (time: string) => `Paused until ${time}: what you copy now is not kept.`,
  ignoringNext: 'The next copy is ignored.',
  takeNext: 'Cancel',
  resume: 'Resume',
  captureTrouble: (why: string) => `Nothing is being captured. ${why}`,
  pasteTrouble: (why: string, keys: string) => `${why} Enter copies; press ${keys} yourself.`,
  hotkeyTrouble: (hotkey: string, why: string) => `${hotkey} does not open Clipstead. ${why}`,

  picked: (n: string, count: number) =>
    counted(count, { one: `${n} clip picked`, other: `${n} clips picked` }),
  pickedEnough: (most: string) => `At most ${most} clips can be picked together.`,
  joinedBy: 'joined by',
  separators: {
    '\n': 'a new line',
    '\n\n': 'an empty line',
    ' ': 'a space',
    ', ': 'a comma',
    '\t': 'a tab',
    '': 'nothing',
  } as Readonly<Record<string, string>>,
  pickedAt: (n: string) => `Picked as number ${n}`,
  queuedNext: 'Next paste:',
  queuedBehind: (n: string, count: number) => (count === 0 ? 'the last one' : `${n} more behind it`),
  queueEnd: 'End the queue',

  deleted: (n: string, count: number) => counted(count, { one: 'Clip deleted', other: `${n} clips deleted` }),
  undo: 'Undo',
  dismiss: 'Dismiss',
  error: 'Error',

  noConnection: 'The picker has no connection to Clipstead. Quit it and start it again.',
  requestFailed: 'Clipstead did not answer that. Try once more.',
};

export type Words = typeof en;
