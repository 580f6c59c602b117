// What the search box's text asks of the database: conditions in SQL, texts to look for, a pattern, bounds in time.
// Never put what the user typed into SQL: it is bound.
import type { ClipKind } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import {
  dateStart,
  fold,
  type QueryDate,
  type QueryTerm,
  queryNeedles,
  SIZE_UNITS,
} from '../../src-shared/search-query';
import { compilePattern, type Pattern } from './pattern';
import { patternLiterals } from './pattern-literals';
import { type Need, needsOf } from './terms';
import type { PageRequest } from './types';

/** Above every `last_used`. */
export const TOP = Number.MAX_SAFE_INTEGER;

/** Clips as large as idx_clips_large holds them. */
const LARGE_BYTES = 65_536;

/** The index that leads to a query's clips newest first where no text does. */
export type Walk = 'idx_clips_last_used' | 'idx_clips_kind' | 'idx_clips_large';

export interface SearchPlan {
  /** Folded texts that must stand in the clip's text: what is marked in a result. */
  readonly needles: readonly string[];
  /** What every match has: what the index is asked for. */
  readonly needs: readonly Need[];
  /** Conditions on clip_models; each begins with AND. */
  readonly where: string;
  readonly params: readonly (string | number)[];
  /** Conditions on clip_search, likewise: what `bytes` say, for rows that are read one after another. */
  readonly textWhere: string;
  /** The needles in UTF-8; none is part of another, the longest first. */
  readonly bytes: readonly Buffer[];
  /** Only clips with text can match. */
  readonly text: boolean;
  readonly pattern: Pattern | null;
  readonly walk: Walk;
  /** Only pinned clips: few, and with an index of their own. */
  readonly pinnedOnly: boolean;
  /** Only clips whose last_used is at least `floor` and below `below`, microseconds. */
  readonly floor: number;
  readonly below: number;
}

/** Texts that no other text contains, longest first: the others are found with them, and long ones miss fastest. */
function needed(texts: readonly string[]): string[] {
  return [...texts]
    .sort((a, b) => b.length - a.length)
    .filter((text, index, sorted) => !sorted.some((other, at) => at < index && other.includes(text)));
}

/** The first moment after a date's day, month or year ends is never needed: "after" counts the date itself. */
const micros = (date: QueryDate) => dateStart(date) * 1_000;

/** @throws ClipsteadError 'bad-request' for a pattern that cannot be used */
export function planSearch(terms: readonly QueryTerm[], pinned: PageRequest['pinned']): SearchPlan {
  const where: string[] = [];
  const params: (string | number)[] = [];
  const kinds = new Set<ClipKind>();
  const apps: string[] = [];
  const patterns: { readonly pattern: string; readonly flags: string }[] = [];
  let [floor, below] = [0, TOP];
  let least = 0;
  let pinnedOnly = false;
  for (const term of terms) {
    if (term.type === 'kind') for (const kind of term.kinds) kinds.add(kind);
    else if (term.type === 'app') apps.push(fold(term.name));
    else if (term.type === 'regex') patterns.push(term);
    else if (term.type === 'before') below = Math.min(below, micros(term.date));
    else if (term.type === 'after') floor = Math.max(floor, micros(term.date));
    else if (term.type === 'pinned') pinnedOnly = true;
    else if (term.type === 'size') {
      const bytes = term.amount * SIZE_UNITS[term.unit];
      where.push(`AND clip_models.size ${term.than} ?`);
      params.push(bytes);
      if (term.than.startsWith('>')) least = Math.max(least, bytes);
    }
  }
  const [first, ...others] = patterns;
  if (others.length > 0) {
    throw new ClipsteadError('bad-request', said('onePatternOnly'));
  }
  const needles = queryNeedles(terms);
  const pattern = first === undefined ? null : compilePattern(first.pattern, first.flags);
  const text = needles.length > 0 || pattern !== null;
  if (pinnedOnly) where.push('AND clip_models.pin_order IS NOT NULL');
  if (pinned === 'exclude') where.push('AND clip_models.pin_order IS NULL');
  if (kinds.size > 0) {
    where.push(`AND clip_models.kind IN (${[...kinds].map(() => '?').join(', ')})`);
    params.push(...kinds);
  }
  if (apps.length > 0) {
    where.push(`AND (${apps.map(() => 'app_matches(clip_models.source_app, ?)').join(' OR ')})`);
    params.push(...apps);
  }
  let walk: Walk = 'idx_clips_last_used';
  if (!text && kinds.size === 1 && !kinds.has('text')) {
    walk = 'idx_clips_kind';
    where.push("AND clip_models.kind <> 'text'");
  } else if (!text && least >= LARGE_BYTES) {
    walk = 'idx_clips_large';
    where.push(`AND clip_models.size >= ${LARGE_BYTES}`);
  }
  const looked = needed(needles);
  const leads = [...looked, ...(first === undefined ? [] : patternLiterals(first.pattern).map(fold))];
  return {
    needles,
    needs: leads.flatMap(needsOf),
    where: where.join(' '),
    params,
    // instr() on two BLOBs compares bytes: no wildcards, no end at NUL, and half again as fast as on text.
    textWhere: looked.map(() => 'AND instr(clip_search.folded, ?) > 0').join(' '),
    bytes: looked.map((needle) => Buffer.from(needle)),
    text,
    pattern,
    walk,
    pinnedOnly,
    floor,
    below,
  };
}
