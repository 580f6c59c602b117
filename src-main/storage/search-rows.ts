// Reads clips for a search: their rows by a plan's conditions, their folded texts; and keeps those that the next letter needs again.
// Never outlives a change of the history in what it keeps: whoever asks drops it then.
import type { Database, Statement } from 'better-sqlite3';
import type { ClipSummary } from '../../src-shared/clip';
import { fold } from '../../src-shared/search-query';
import { SUMMARY_COLUMNS, type SummaryRow, toSummary } from './rows';
import { hasAll } from './search-newest';
import type { SearchPlan } from './search-plan';

/** Statements that are kept: queries differ in their number of words and their filters. */
const MAX_STATEMENTS = 64;

/** Rows and texts that are kept: those of a dozen pages. */
const MAX_ROWS = 1_024;
const MAX_TEXT_BYTES = 2 * 1024 * 1024;

type Param = string | number | Uint8Array;
type RowStatement = Statement<Param[], SummaryRow>;

export class SearchRows {
  readonly #db: Database;
  readonly #folded: Statement<[number], Buffer>;
  readonly #statements = new Map<string, RowStatement>();
  readonly #apps = new Map<string, boolean>();
  readonly #rows = new Map<number, ClipSummary>();
  readonly #texts = new Map<number, Buffer>();
  #textBytes = 0;

  constructor(db: Database) {
    this.#db = db;
    this.#folded = db
      .prepare<[number], Buffer>('SELECT folded FROM clip_search WHERE clip_id = ?')
      .pluck() as unknown as Statement<[number], Buffer>;
    db.function('app_matches', { deterministic: true }, (app, part) => this.#appMatches(app, part));
  }

  /** Clips used before `below` and from `from` on that match, newest first; `limit` of them, -1 = all. */
  read(plan: SearchPlan, below: number, from: number, limit: number): ClipSummary[] {
    return this.#statement(
      `SELECT ${SUMMARY_COLUMNS} FROM clip_models INDEXED BY ${plan.walk} ${joinText(plan)}
       WHERE clip_models.last_used < ? AND clip_models.last_used >= ? ${plan.where} ${plan.textWhere}
       ORDER BY clip_models.last_used DESC LIMIT ?`,
    )
      .all(below, Math.max(from, plan.floor), ...plan.params, ...plan.bytes, limit)
      .map(toSummary);
  }

  /** Those of them that have no place in the index, in any order. */
  outliers(plan: SearchPlan, below: number, from: number): ClipSummary[] {
    return this.#statement(
      `SELECT ${SUMMARY_COLUMNS} FROM search_outliers CROSS JOIN clip_models ON clip_models.id = search_outliers.clip_id
       ${joinText(plan)} WHERE clip_models.last_used < ? AND clip_models.last_used >= ? ${plan.where} ${plan.textWhere}`,
    )
      .all(below, Math.max(from, plan.floor), ...plan.params, ...plan.bytes)
      .map(toSummary);
  }

  /** All pinned clips that match and were used before `below`, newest first. */
  pinned(plan: SearchPlan, below: number): ClipSummary[] {
    return this.#statement(
      `SELECT ${SUMMARY_COLUMNS} FROM clip_models INDEXED BY idx_clips_pin_order ${joinText(plan)}
       WHERE clip_models.last_used < ? AND clip_models.last_used >= ? ${plan.where} ${plan.textWhere} ORDER BY clip_models.last_used DESC`,
    )
      .all(below, plan.floor, ...plan.params, ...plan.bytes)
      .map(toSummary);
  }

  /** The clip, whatever the plan asks of its text; null where it is gone, was used since, or does not meet the other conditions. */
  meeting(plan: SearchPlan, id: number, lastUsed: number): ClipSummary | null {
    if (plan.where === '') return this.#kept(id, lastUsed);
    const row = this.#statement(
      `SELECT ${SUMMARY_COLUMNS} FROM clip_models WHERE clip_models.id = ? AND clip_models.last_used = ? ${plan.where}`,
    ).get(id, lastUsed, ...plan.params);
    return row === undefined ? null : toSummary(row);
  }

  /** Null where the clip is gone. */
  byId(id: number): ClipSummary | null {
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    const row = this.#statement(`SELECT ${SUMMARY_COLUMNS} FROM clip_models WHERE id = ?`).get(id);
    if (row === undefined) return null;
    const clip = toSummary(row);
    if (this.#rows.size >= MAX_ROWS) this.#rows.clear();
    this.#rows.set(id, clip);
    return clip;
  }

  /** Whether a clip's text has all of `needles`. Such a text is kept: a query that goes on will look into it again. */
  hasAll(id: number, needles: readonly Buffer[]): boolean {
    const kept = this.#texts.get(id);
    const text = kept ?? this.#folded.get(id);
    if (text === undefined || !hasAll(text, needles)) return false;
    if (kept === undefined && text.byteLength <= MAX_TEXT_BYTES / 8) this.#keepText(id, text);
    return true;
  }

  /** Forgets what it kept, and leaves no text of it in memory. */
  drop(): void {
    this.#rows.clear();
    this.#dropTexts();
  }

  #keepText(id: number, text: Buffer): void {
    if (this.#textBytes + text.byteLength > MAX_TEXT_BYTES) this.#dropTexts();
    this.#textBytes += text.byteLength;
    this.#texts.set(id, text);
  }

  #dropTexts(): void {
    for (const text of this.#texts.values()) text.fill(0);
    this.#texts.clear();
    this.#textBytes = 0;
  }

  #kept(id: number, lastUsed: number): ClipSummary | null {
    const clip = this.byId(id);
    return clip?.order === lastUsed ? clip : null;
  }

  #statement(sql: string): RowStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      statement = this.#db.prepare<Param[], SummaryRow>(sql).raw() as RowStatement;
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Apps are few, and asked about for each row. */
  #appMatches(app: unknown, part: unknown): number {
    if (typeof app !== 'string' || typeof part !== 'string') return 0;
    const key = `${part}\n${app}`;
    let matches = this.#apps.get(key);
    if (matches === undefined) {
      matches = fold(app).includes(part);
      if (this.#apps.size >= 1_000) this.#apps.clear();
      this.#apps.set(key, matches);
    }
    return matches ? 1 : 0;
  }
}

/** CROSS: in this order, https://sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join */
function joinText({ text }: SearchPlan): string {
  return text ? 'CROSS JOIN clip_search ON clip_search.clip_id = clip_models.id' : '';
}
