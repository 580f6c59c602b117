// Which of the offered formats are wanted of a copy, and in which order: from their names alone.
// Never ask for the same thing twice in two forms, nor for a rendering that its program has to paint first.
import { FILE_LIST_MIMES, HTML_MIME, RTF_MIME, TEXT_MIME } from '../../src-shared/clip';
import {
  EXTRA_ANSWER_MS,
  IMAGE_ANSWER_MS,
  MAX_FILE_LIST_BYTES,
  MAX_FORMAT_NAME_CHARS,
  MAX_IMAGE_BYTES,
  MAX_RAW_BYTES,
  MAX_RAW_FORMATS,
  MAX_RICH_TEXT_BYTES,
  MAX_TEXT_BYTES,
  OWNER_ANSWER_MS,
} from '../../src-shared/limits';
import type { PlannedFormat, PlannedTarget } from '../clipboard/port';

/** Best spelling first: the ones that say UTF-8, the one that means it nearly everywhere, then Latin-1 (ICCCM section 2.7.1). */
const TEXT_TARGETS: readonly PlannedTarget[] = [
  ...['UTF8_STRING', 'text/plain;charset=utf-8', 'text/plain;charset=UTF-8', 'text/plain'].map(raw),
  { target: 'STRING', encoding: 'latin1' },
];
const HTML_TARGETS = [HTML_MIME, 'text/html;charset=utf-8'].map(raw);
/** `text/richtext` is LibreOffice's other name for its RTF (RFC 1341's format of that name is extinct). */
const RTF_TARGETS = ['text/rtf', 'application/rtf', 'text/richtext'].map(raw);

/**
 * One image of several is asked for: programs offer the same pixels in all that they can write. Lossless before lossy, small
 * before large; a vector drawing only where there are no pixels.
 */
const IMAGES: readonly (readonly [mime: string, ...aliases: string[]])[] = [
  ['image/png'],
  ['image/webp'],
  ['image/jpeg', 'image/jpg'],
  ['image/gif'],
  ['image/avif'],
  ['image/tiff'],
  ['image/bmp', 'image/x-bmp', 'image/x-MS-bmp', 'image/x-ms-bmp'],
  ['image/svg+xml'],
];

/** Set by screenshot programs that offer text or a file beside the image and mean the image (KDE's Klipper reads it so). */
const FORCE_IMAGE = 'x-kde-force-image-copy';

/** Programs' own formats that are worth nothing later, and renderings of what is asked for already. Beginnings of names. */
const NOISE: readonly string[] = [
  'text/plain',
  'text/html',
  'text/rtf',
  'text/richtext',
  'application/rtf',
  // Firefox: where it came from, and what its own paste guesses from the HTML as well.
  'text/x-moz-',
  'text/_moz_',
  'application/x-moz-',
  // Keys, process ids and addresses that mean something only while the owner runs.
  'application/vnd.portal.',
  'application/x-libreoffice-internal-id',
  // KDE's: among them the word that a list was cut. A cut from Dolphin comes back as a copy, which loses no file.
  'application/x-kde',
  'chromium/x-',
  // LibreOffice paints a picture, a metafile or a spreadsheet of 1985 when asked for these.
  'application/x-openoffice-',
  'application/x-libreoffice-',
  // The image once more: Qt's unpacked, GTK's as an icon.
  'application/x-qt-',
  'application/ico',
  'text/ico',
];

/**
 * LibreOffice's document itself and what it is: with both it pastes charts and drawings as they were. Writing the document can
 * take it seconds, at each copy, and its text and HTML say the same; so only where the copy has no text.
 */
const DOCUMENT: readonly string[] = [
  'application/x-openoffice-objectdescriptor-xml',
  'application/x-openoffice-embed-source-xml',
];

/** Kept although NOISE or their family say otherwise, and before all others. Beginnings of names. */
const USEFUL: readonly string[] = [
  // Where pages keep their own formats in Chromium and Electron (editors, design tools, office suites).
  'chromium/x-web-custom-data',
  // A drawing beside its pixels; every other image is a rendering.
  'image/svg+xml',
  'image/x-inkscape-svg',
];

/**
 * What is asked for of a copy that is offered as `targets`. The text comes first, so that nothing else can make it late; then
 * what else the copy is; last the programs' own formats, the costly ones among them.
 * @returns formats with different MIME types, in the order of asking; empty where nothing can be shown or pasted later.
 */
export function wantedFormats(targets: readonly string[]): readonly PlannedFormat[] {
  const offered = new Set(targets);
  const text = format(offered, TEXT_MIME, TEXT_TARGETS, MAX_TEXT_BYTES, OWNER_ANSWER_MS);
  const files = FILE_LIST_MIMES.flatMap((mime) => format(offered, mime, [raw(mime)], MAX_FILE_LIST_BYTES));
  const image = imageOf(offered);
  // A file manager's list and a text are the copy itself, and an image beside them its rendering. Plain URIs may be where the
  // image came from.
  const rendered = text.length > 0 || files.some(({ mime }) => mime !== 'text/uri-list');
  const shown = image.map((each) => ({ ...each, standIn: rendered && !offered.has(FORCE_IMAGE) }));
  const rich = [
    ...format(offered, HTML_MIME, HTML_TARGETS, MAX_RICH_TEXT_BYTES),
    ...format(offered, RTF_MIME, RTF_TARGETS, MAX_RICH_TEXT_BYTES),
  ];
  const read = rendered ? [...text, ...files, ...shown, ...rich] : [...shown, ...files, ...rich];
  if (read.length === 0) return [];
  const taken = new Set(read.map(({ mime }) => mime));
  const own = [...offered].filter((name) => !taken.has(name) && isWorthKeeping(name, text.length > 0));
  // Where there are too many, those that are known to be of use go first.
  const chosen = [...own.filter(isKnown), ...own.filter((name) => !isKnown(name))].slice(0, MAX_RAW_FORMATS);
  return [...read, ...chosen.flatMap((name) => format(offered, name, [raw(name)], MAX_RAW_BYTES))];
}

/** Whether the copy is an image first of all, so that its program may take its time. */
export function isImageFirst(formats: readonly PlannedFormat[]): boolean {
  return formats[0]?.mime.startsWith('image/') ?? false;
}

function imageOf(offered: ReadonlySet<string>): PlannedFormat[] {
  for (const [mime, ...aliases] of IMAGES) {
    const found = format(offered, mime, [mime, ...aliases].map(raw), MAX_IMAGE_BYTES, IMAGE_ANSWER_MS);
    if (found.length > 0) return found;
  }
  return [];
}

function isWorthKeeping(name: string, hasText: boolean): boolean {
  if (name.length > MAX_FORMAT_NAME_CHARS || !/^[a-z][\w.+-]*\/[!-~][ -~]*$/i.test(name)) return false;
  if (DOCUMENT.some((start) => name.startsWith(start))) return !hasText;
  if (isKnown(name)) return true;
  return !/^(?:image|audio|video)\//i.test(name) && !NOISE.some((start) => name.startsWith(start));
}

function isKnown(name: string): boolean {
  return USEFUL.some((start) => name.startsWith(start));
}

/** The format where one of its targets is offered, as a list of one or none. */
function format(
  offered: ReadonlySet<string>,
  mime: string,
  targets: readonly PlannedTarget[],
  maxBytes: number,
  answerMs: number = EXTRA_ANSWER_MS,
): PlannedFormat[] {
  const found = targets.filter(({ target }) => offered.has(target));
  return found.length === 0 ? [] : [{ mime, targets: found, maxBytes, answerMs, standIn: false }];
}

function raw(target: string): PlannedTarget {
  return { target, encoding: 'raw' };
}
