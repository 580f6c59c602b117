// What is asked of the programs that people copy from, by the targets that they offer on X11.
// Never a shortened list: the noise is the point.
import { expect, test } from 'vitest';
import {
  EXTRA_ANSWER_MS,
  IMAGE_ANSWER_MS,
  MAX_FORMAT_NAME_CHARS,
  MAX_IMAGE_BYTES,
  MAX_RAW_BYTES,
  MAX_RAW_FORMATS,
  MAX_TEXT_BYTES,
  OWNER_ANSWER_MS,
} from '../../src-shared/limits';
import { wantedFormats } from './formats';

/** What would be asked for, in order; stand-ins, which are asked for only where nothing came before them, in brackets. */
const asked = (targets: readonly string[]) =>
  wantedFormats(targets).map(({ targets: [first], standIn }) =>
    standIn ? `(${first?.target})` : first?.target,
  );

const BOOKKEEPING = ['TIMESTAMP', 'TARGETS', 'MULTIPLE', 'SAVE_TARGETS'];
const GTK_TEXT = ['UTF8_STRING', 'COMPOUND_TEXT', 'TEXT', 'STRING', 'text/plain;charset=utf-8', 'text/plain'];
const OFFICE = [
  'application/x-openoffice-link;windows_formatname="Link"',
  'application/x-openoffice-embed-source-xml;windows_formatname="Star Embed Source (XML)"',
  'application/x-openoffice-objectdescriptor-xml;windows_formatname="Star Object Descriptor (XML)";classname="8BC6B165-B1B2-4EDD-aa47-dae2ee689dd6";typename="LibreOffice 7.4 Text Document";viewaspect="1";width="16999";height="2995";posx="0";posy="0"',
];

test.each<[program: string, targets: readonly string[], expected: readonly string[]]>([
  ['xclip', ['TARGETS', 'UTF8_STRING'], ['UTF8_STRING']],
  ['a GTK entry', [...BOOKKEEPING, ...GTK_TEXT], ['UTF8_STRING']],
  [
    'a GTK text view',
    [...BOOKKEEPING, 'GTK_TEXT_BUFFER_CONTENTS', 'application/x-gtk-text-buffer-rich-text', ...GTK_TEXT],
    ['UTF8_STRING', 'application/x-gtk-text-buffer-rich-text'],
  ],
  [
    'LibreOffice Calc',
    [
      ...BOOKKEEPING,
      ...OFFICE,
      'application/x-openoffice-gdimetafile;windows_formatname="GDIMetaFile"',
      'application/x-openoffice-emf;windows_formatname="Image EMF"',
      'application/x-openoffice-wmf;windows_formatname="Image WMF"',
      'image/png',
      'application/x-openoffice-bitmap;windows_formatname="Bitmap"',
      'PIXMAP',
      'image/bmp',
      'text/html',
      'text/rtf',
      'text/richtext',
      'text/plain;charset=utf-16',
      'text/plain;charset=utf-8',
      'UTF8_STRING',
      'STRING',
      'application/x-openoffice-sylk;windows_formatname="SYLK"',
      'application/x-openoffice-dif;windows_formatname="DIF"',
      'application/x-openoffice-dbase;windows_formatname="dBase"',
      'application/x-libreoffice-internal-id-4711',
    ],
    ['UTF8_STRING', '(image/png)', 'text/html', 'text/rtf'],
  ],
  [
    'LibreOffice Writer',
    [
      ...OFFICE,
      'text/rtf',
      'text/richtext',
      'text/html',
      'text/plain;charset=utf-16',
      'text/plain;charset=utf-8',
      'UTF8_STRING',
      'STRING',
      'application/x-libreoffice-internal-id-4711',
    ],
    ['UTF8_STRING', 'text/html', 'text/rtf'],
  ],
  [
    'LibreOffice, a chart: no text, so the document itself',
    [
      ...OFFICE,
      'application/x-openoffice-gdimetafile;windows_formatname="GDIMetaFile"',
      'image/png',
      'image/bmp',
    ],
    ['image/png', OFFICE[1] ?? '', OFFICE[2] ?? ''],
  ],
  [
    'Excel, by way of a remote desktop',
    [...GTK_TEXT, 'text/html', 'text/rtf', 'image/bmp', 'image/png', 'Biff12', 'XML Spreadsheet', 'PIXMAP'],
    ['UTF8_STRING', '(image/png)', 'text/html', 'text/rtf'],
  ],
  [
    'Firefox, a selection',
    [
      ...BOOKKEEPING,
      'text/html',
      'text/_moz_htmlcontext',
      'text/_moz_htmlinfo',
      ...GTK_TEXT,
      'text/x-moz-url-priv',
    ],
    ['UTF8_STRING', 'text/html'],
  ],
  [
    'Firefox, an image',
    [
      ...BOOKKEEPING,
      'text/html',
      'text/_moz_htmlcontext',
      'text/_moz_htmlinfo',
      'image/png',
      'image/jpeg',
      'image/bmp',
      'image/tiff',
      'image/x-icon',
      'application/x-moz-nativeimage',
    ],
    ['image/png', 'text/html'],
  ],
  [
    'Chromium, a selection',
    [
      'TIMESTAMP',
      'TARGETS',
      'SAVE_TARGETS',
      'MULTIPLE',
      'STRING',
      'TEXT',
      'UTF8_STRING',
      'text/html',
      'text/plain',
      'text/plain;charset=utf-8',
      'chromium/x-source-url',
      'chromium/x-internal-source-rfh-token',
    ],
    ['UTF8_STRING', 'text/html'],
  ],
  [
    'VS Code',
    [
      'TARGETS',
      'UTF8_STRING',
      'text/plain',
      'text/html',
      'chromium/x-web-custom-data',
      'chromium/x-source-url',
    ],
    ['UTF8_STRING', 'text/html', 'chromium/x-web-custom-data'],
  ],
  [
    'GIMP',
    [
      ...BOOKKEEPING,
      'image/x-xcf',
      'image/png',
      'image/bmp',
      'image/x-bmp',
      'image/x-MS-bmp',
      'image/tiff',
      'image/x-icon',
      'image/x-ico',
      'image/jpeg',
    ],
    ['image/png'],
  ],
  [
    'Inkscape',
    ['TARGETS', 'image/x-inkscape-svg', 'image/svg+xml', 'image/png', 'application/pdf', 'image/x-emf'],
    ['image/png', 'image/x-inkscape-svg', 'image/svg+xml', 'application/pdf'],
  ],
  [
    'a GTK program, an image',
    [
      ...BOOKKEEPING,
      'image/png',
      'image/jpeg',
      'image/bmp',
      'image/x-bmp',
      'image/x-MS-bmp',
      'image/x-icon',
      'image/x-ico',
      'image/x-win-bitmap',
      'image/vnd.microsoft.icon',
      'application/ico',
      'image/ico',
      'image/icon',
      'text/ico',
      'image/tiff',
    ],
    ['image/png'],
  ],
  ['a scanner program without PNG', ['TARGETS', 'image/bmp', 'image/tiff', 'image/jpeg'], ['image/jpeg']],
  [
    'Files (Nautilus)',
    [
      ...BOOKKEEPING,
      'application/vnd.portal.filetransfer',
      'application/vnd.portal.files',
      'x-special/gnome-copied-files',
      'text/uri-list',
      ...GTK_TEXT,
    ],
    ['UTF8_STRING', 'x-special/gnome-copied-files', 'text/uri-list'],
  ],
  [
    'Dolphin',
    [
      'text/uri-list',
      'text/plain',
      'application/x-kde4-urilist',
      'application/x-kde-cutselection',
      'UTF8_STRING',
    ],
    ['UTF8_STRING', 'text/uri-list'],
  ],
  [
    'a screenshot program that means the image',
    ['image/png', 'x-kde-force-image-copy', 'UTF8_STRING', 'application/x-qt-image'],
    ['UTF8_STRING', 'image/png'],
  ],
  [
    'a Qt browser, an image',
    ['text/uri-list', 'image/png', 'text/html', 'application/x-qt-image'],
    ['image/png', 'text/uri-list', 'text/html'],
  ],
  ['rich text alone', ['text/html', 'text/rtf'], ['text/html', 'text/rtf']],
  ['nothing that can be shown', [...BOOKKEEPING, 'application/x-own'], []],
])('%s', (_, targets, expected) => {
  expect(asked(targets)).toEqual(expected);
});

test('text: the spellings that say UTF-8 first, STRING is Latin-1, stored under one name', () => {
  const [text] = wantedFormats(['STRING', 'TEXT', 'text/plain', 'UTF8_STRING']);
  expect(text).toMatchObject({
    mime: 'text/plain',
    maxBytes: MAX_TEXT_BYTES,
    answerMs: OWNER_ANSWER_MS,
    targets: [
      { target: 'UTF8_STRING', encoding: 'raw' },
      { target: 'text/plain', encoding: 'raw' },
      { target: 'STRING', encoding: 'latin1' },
    ],
  });
});

test('an image under another of its names, and RTF, are stored under one', () => {
  expect(wantedFormats(['image/x-MS-bmp', 'image/x-bmp'])).toMatchObject([
    {
      mime: 'image/bmp',
      maxBytes: MAX_IMAGE_BYTES,
      targets: [{ target: 'image/x-bmp' }, { target: 'image/x-MS-bmp' }],
    },
  ]);
  expect(wantedFormats(['application/rtf', 'text/richtext'])).toMatchObject([
    { mime: 'text/rtf', targets: [{ target: 'application/rtf' }, { target: 'text/richtext' }] },
  ]);
});

test('what is written or painted only when it is asked for has more time than the text', () => {
  const times = wantedFormats(['UTF8_STRING', 'text/html', 'image/png', 'application/x-own']).map(
    ({ mime, answerMs }) => [mime, answerMs],
  );
  expect(times).toEqual([
    ['text/plain', OWNER_ANSWER_MS],
    ['image/png', IMAGE_ANSWER_MS],
    ['text/html', EXTRA_ANSWER_MS],
    ['application/x-own', EXTRA_ANSWER_MS],
  ]);
});

test('of a thousand formats a handful is asked for, those of known use first', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => `application/x-own-${n}`);
  const formats = wantedFormats([...many, 'chromium/x-web-custom-data', 'UTF8_STRING']);
  expect(formats.map(({ mime }) => mime)).toEqual([
    'text/plain',
    'chromium/x-web-custom-data',
    ...many.slice(0, MAX_RAW_FORMATS - 1),
  ]);
  expect(formats.slice(1).every(({ maxBytes }) => maxBytes === MAX_RAW_BYTES)).toBe(true);
});

test.each([
  ['a name without a slash', '_VENDOR_THING'],
  ['one that is too long', `application/${'x'.repeat(MAX_FORMAT_NAME_CHARS)}`],
  ['one with control characters', 'application/x\nhost'],
  ['a name of JavaScript’s own', 'constructor'],
  ['sound', 'audio/wav'],
])('%s is not a format that is kept', (_, name) => {
  expect(asked(['UTF8_STRING', name])).toEqual(['UTF8_STRING']);
});

test('no MIME type comes twice', () => {
  const names = [
    'UTF8_STRING',
    'text/html',
    'text/html;charset=utf-8',
    'image/png',
    'image/svg+xml',
    'text/uri-list',
    'text/rtf',
  ];
  for (const drop of ['', ...names]) {
    const mimes = wantedFormats(names.filter((name) => name !== drop)).map(({ mime }) => mime);
    expect(new Set(mimes).size).toBe(mimes.length);
  }
});
