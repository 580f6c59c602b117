// The history that the pictures show: a clip of every kind, and texts that are hard to lay out. Always the same, to the minute.
// Never anything of the machine that takes them.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeCheck, encodeClip, encodeHeader } from '../../../src-main/transfer/format';
import type { App } from '../app';
import { expect } from '../fixtures';
import { encodePng, pngRowBytes } from '../png';

/** The moment of every picture. */
export const NOW = Date.UTC(2025, 5, 12, 15, 4);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The same for every picture, since the preview looks whether they are there. */
const FILES = join(tmpdir(), 'clipstead-pictures');

interface Clip {
  /** How long ago it was used. */
  readonly ago: number;
  readonly from?: string;
  readonly pin?: number;
  readonly uses?: number;
  /** Shown in place of it. */
  readonly masked?: string;
  /** By MIME type, the primary one first; a text alone is plain text. */
  readonly content: string | readonly (readonly [mime: string, content: string | Uint8Array])[];
}

const CODE = `export async function page(query: string, after: number | null) {
  // Keyset pages: the cursor is the last row's order.
  const rows = await reader.all(SQL, { query, after, limit: 50 });
  return { clips: rows.map(toSummary), next: rows.at(-1)?.order ?? null };
}
`;

const JSON_TEXT =
  '{"name":"clipstead","private":true,"window":{"width":760,"height":480,"scale":[90,200]},"themes":["light","dark"],"retention":{"all":{"maxClips":1000000,"maxMegabytes":4096},"kinds":{"image":{"maxDays":30}}},"hotkey":"CommandOrControl+Shift+V"}';

const MINUTES = `Minutes of Thursday
Present: Ada, Grace, Katherine

1. The picker opens in under 50 ms.
2. Long texts are cut where they end, not where they begin.
3.\tTabs and trailing spaces   show when asked for.

${'The budget for the second half of the year was discussed at length and adopted without a dissenting vote. '.repeat(6)}
Next meeting: Thursday, ten o’clock, by the window with the lighthouse.
`;

const HTML = `<h2>Quarterly figures</h2>
<p>Sales rose in <b>every region</b>; see the <a href="https://example.org/report">full report</a>.</p>
<table border="1" cellpadding="6"><tr><th>Region</th><th>Q1</th><th>Q2</th></tr>
<tr><td>North</td><td>120</td><td>143</td></tr><tr><td>South</td><td>98</td><td>117</td></tr></table>`;

const RTF = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Calibri;}}\f0\fs24 {\b Dear Ada},\par\par the \i lighthouse\i0  stands; we meet on Friday at ten o\'92clock.\par\par Gr\'fc\'dfe\par Grace}`;

const LONG_HTML = `<h2>Minutes of ten years</h2>${'<p>The budget was adopted without a dissenting vote.</p>'.repeat(2_400)}`;

const XML =
  '<?xml version="1.0"?><catalogue place="Lighthouse"><!-- of last year --><book id="b1" year="1843"><title>Notes on the Analytical Engine</title><author>Ada Lovelace</author></book><book id="b2" year="1952"><title>The Education of a Computer</title><author>Grace Hopper</author></book></catalogue>';

/** Newest first. */
const HISTORY: readonly Clip[] = [
  {
    ago: 40 * DAY,
    pin: 1,
    from: 'Terminal',
    uses: 38,
    content: 'ssh -L 5432:localhost:5432 deploy@staging.example.org',
  },
  { ago: 20_000, from: 'Firefox', uses: 3, content: 'The quick brown fox jumps over the lazy dog' },
  { ago: 3 * MINUTE, from: 'Zed', uses: 2, content: CODE },
  {
    ago: 11 * MINUTE,
    from: 'Firefox',
    content: 'https://www.sqlite.org/wal.html?from=search&lang=en#concurrency',
  },
  {
    ago: 26 * MINUTE,
    from: 'GIMP',
    content: [['image/png', picture(640, 400)]],
  },
  { ago: 48 * MINUTE, from: 'Inkscape', uses: 5, content: '#5b6ee1' },
  {
    ago: HOUR + 5 * MINUTE,
    from: 'Dolphin',
    content: [
      [
        'text/uri-list',
        ['Report 2025.pdf', 'lighthouse.jpg', 'figures.csv']
          .map((n) => `file://${FILES}/${encodeURIComponent(n)}\r\n`)
          .join(''),
      ],
    ],
  },
  { ago: 2 * HOUR, from: 'Bitwarden', masked: '•••••••• Access token', content: 'made-up-and-never-shown' },
  { ago: 3 * HOUR, from: 'Notes', uses: 2, content: MINUTES },
  { ago: 5 * HOUR, from: 'Zed', content: JSON_TEXT },
  {
    ago: 7 * HOUR,
    from: 'Writer',
    content: [
      ['text/plain', 'Quarterly figures\nSales rose in every region; see the full report.'],
      ['text/html', HTML],
    ],
  },
  { ago: DAY, from: 'Terminal', content: '/home/ada/projects/clipstead/docs/benchmarks.md' },
  {
    ago: 2 * DAY,
    from: 'Editor',
    content: '\tindented, with a tab \u00a0and  two spaces  \n\n  and a second line',
  },
  {
    ago: 3 * DAY,
    from: 'Telegram',
    content: '👩‍🚀 Launch at noon 🚀🎉 — bring snacks 🍓🥐 and the 🏳️‍🌈 flag',
  },
  { ago: 4 * DAY, from: 'LibreOffice Writer', content: 'مرحبًا بالعالم، هذا نص عربي مع English في الوسط' },
  { ago: 5 * DAY, from: '微信', content: '剪贴板历史记录：复制的内容都在这里。コピーした内容' },
  {
    ago: 6 * DAY,
    from: 'Word',
    content: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2),
  },
  { ago: 30 * DAY, content: 'Grüße aus Zürich — wir sehen uns am Freitag um 10 Uhr.' },
  {
    ago: 400 * DAY,
    from: 'A program with quite a long name for a row',
    content: 'An invoice of last year, 1,204.50 €',
  },
];

/** What the preview cannot show, or not all of; newest first, and older than the rest. */
const HARD: readonly Clip[] = [
  {
    ago: 500 * DAY,
    from: 'Notes',
    content: [
      ['text/plain', 'Minutes of ten years'],
      ['text/html', LONG_HTML],
    ],
  },
  { ago: 510 * DAY, from: 'WordPad', content: [['text/rtf', RTF]] },
  { ago: 520 * DAY, from: 'Zed', content: XML },
  { ago: 530 * DAY, from: 'Camera', content: [['image/png', hugePicture()]] },
];

export const HARD_CLIPS = HARD.length;

/** Brings the history in, as a user of another computer would. */
export async function bringHistory(app: App): Promise<void> {
  makeFiles();
  await bring(app, HISTORY);
}

/** Brings in what is hard to show, below the rest. */
export async function bringHard(app: App): Promise<void> {
  await bring(app, HARD);
}

async function bring(app: App, clips: readonly Clip[]): Promise<void> {
  const lines: Buffer[] = [encodeHeader({ app: 'pictures', at: NOW, clips: clips.length })];
  for (const clip of clips.toReversed()) {
    const content = typeof clip.content === 'string' ? [['text/plain', clip.content] as const] : clip.content;
    lines.push(
      ...encodeClip({
        createdAt: (NOW - clip.ago - HOUR) * 1_000,
        order: (NOW - clip.ago) * 1_000,
        useCount: clip.uses ?? 1,
        pinOrder: clip.pin ?? null,
        sourceApp: clip.from ?? null,
        masked: clip.masked ?? null,
        formats: content.map(([mime, bytes]) => ({ mime, bytes: Buffer.from(bytes) })),
      }),
    );
  }
  const sum = createHash('sha256').update(Buffer.concat(lines)).digest('hex');
  lines.push(encodeCheck('end', clips.length, sum));
  const folder = mkdtempSync(join(tmpdir(), 'clipstead-e2e-shots-'));
  const file = join(folder, 'history.jsonl.gz');
  writeFileSync(file, gzipSync(Buffer.concat(lines)));
  const { code, stderr } = await app.cli('import', file);
  rmSync(folder, { recursive: true });
  expect([code, stderr]).toEqual([0, '']);
}

export const CLIPS = HISTORY.length;

/** One of the three is no longer there. */
function makeFiles(): void {
  mkdirSync(FILES, { recursive: true });
  for (const [name, size] of [
    ['Report 2025.pdf', 248_000],
    ['lighthouse.jpg', 3_410_000],
  ] as const) {
    writeFileSync(join(FILES, name), '');
    truncateSync(join(FILES, name), size);
  }
}

export function removeFiles(): void {
  rmSync(FILES, { recursive: true, force: true });
}

/** A picture by its header, of more pixels than are decoded: nobody could keep it whole in memory. */
function hugePicture(): Buffer {
  return encodePng({ width: 20_000, height: 20_000, bits: 8, colors: true }, Buffer.alloc(64));
}

/** A landscape at dusk, as PNG. */
function picture(width: number, height: number): Buffer {
  const of = { width, height, bits: 8, colors: true };
  const stride = pngRowBytes(of);
  const rows = Buffer.alloc(height * stride);
  const hill = (x: number, base: number, high: number, wide: number) =>
    height *
    (base - high * Math.sin((x / width) * wide + wide) - (high / 3) * Math.sin((x / width) * wide * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const down = y / height;
      let color = [70 + 185 * down, 60 + 120 * down, 130 + 20 * down];
      if (Math.hypot(x - width * 0.7, y - height * 0.42) < height * 0.11) color = [255, 236, 190];
      if (y > hill(x, 0.62, 0.1, 5)) color = [104, 74, 128];
      if (y > hill(x, 0.76, 0.08, 3)) color = [66, 50, 98];
      if (y > hill(x, 0.9, 0.05, 4)) color = [36, 30, 64];
      rows.set(color, y * stride + 1 + 3 * x);
    }
  }
  return encodePng(of, rows);
}
