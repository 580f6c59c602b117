// kill -9 at random moments: what was acknowledged is there afterwards, whole, and the file is sound.
import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { listBackups } from './backups';
import { checkDatabase } from './check';
import { databaseFile } from './files';
import { countLost, findUnnamed } from './payload-check';
import { PayloadFiles } from './payload-files';
import { bundleForTests } from './testing/bundle';
import { nativeBinding, readPage, tempDatabase, tempFolder, tempPages, tempStore } from './testing/fixture';
import { killClip } from './testing/kill-clips';
import { walTrouble } from './wal-check';

const KILLS = Number(process.env.CLIPSTEAD_TEST_KILLS ?? 200);

/** Histories that live at the same time, one a core. */
const LANES = 2;

/** Lives of one history: it grows with each, and so does the time to look through it. */
const LIVES = 20;

/** How long a child works before it is killed, from its first call on; every fourth one does what the app does when idle, too. */
const WORK_MS = 60;
const IDLE_WORK_MS = 120;

/** Every fifth child is killed this soon after its start: while it starts, opens, recovers the WAL. */
const START_MS = 150;

/** What is known of a clip, by its name. */
interface State {
  readonly there: boolean;
  readonly uses: number;
  readonly pinned: boolean;
}

const NONE: State = { there: false, uses: 0, pinned: false };

/** What an acknowledged call has made of a clip. A deleted clip keeps its uses and its pin for the restore. */
function changed(verb: string, state: State): State {
  if (verb === 'store' || verb === 'use') return { ...state, there: true, uses: state.uses + 1 };
  if (verb === 'pin') return { ...state, pinned: true };
  if (verb === 'delete') return { ...state, there: false };
  if (verb === 'restore') return { ...state, there: true };
  throw new Error('an unknown line');
}

const sha256 = (bytes: Uint8Array) => hash('sha256', bytes);
const seen = ({ there, uses, pinned }: State) =>
  there ? `${uses} uses${pinned ? ', pinned' : ''}` : 'not there';

describe('a store that is killed', () => {
  const built = bundleForTests({
    child: 'src-main/storage/testing/kill-child.ts',
    'maintenance-worker': 'src-main/maintenance-worker.ts',
  });

  /** Lets a child work on the folder for a random time. @returns the lines that came whole. */
  async function liveAndDie(dir: string, round: number): Promise<string[]> {
    const child = spawn(process.execPath, [built('child'), dir, String(round), built('maintenance-worker')], {
      env: {
        ...process.env,
        ...(nativeBinding === undefined ? {} : { CLIPSTEAD_TEST_BINDING: nativeBinding }),
      },
    });
    const output = { out: '', err: '' };
    child.stdout.on('data', (text: Buffer) => {
      output.out += text;
    });
    child.stderr.on('data', (text: Buffer) => {
      output.err += text;
    });
    const killWithin = (ms: number) => setTimeout(() => child.kill('SIGKILL'), Math.random() * ms);
    if (round % 5 === 0) killWithin(START_MS);
    else child.stdout.once('data', () => killWithin(round % 4 === 1 ? IDLE_WORK_MS : WORK_MS));
    await once(child, 'close');
    expect([child.signalCode, output.err]).toEqual(['SIGKILL', '']);
    return output.out.split('\n').slice(0, -1);
  }

  const done = { calls: 0, inTheMiddle: 0, files: 0, cutOff: 0, backups: 0, cutBackups: 0, indexed: 0 };

  /** One history through many lives; in each, all that is known of it is looked for. */
  async function killAgainAndAgain(rounds: number): Promise<void> {
    const dir = tempFolder();
    const known = new Map<string, State>();
    for (let round = 0; round < rounds; round++) {
      /** The calls that the child had begun and not acknowledged, by the clip's name: they may have committed or not. */
      const open = new Map<string, string>();
      for (const line of await liveAndDie(dir, round)) {
        const [state, verb = '', name = ''] = line.split(' ');
        if (state === 'try') {
          open.set(name, verb);
          continue;
        }
        open.delete(name);
        known.set(name, changed(verb, known.get(name) ?? NONE));
        done.calls += 1;
      }
      if (open.size > 0) done.inTheMiddle += 1;
      expect(['missing', null]).toContain(walTrouble(`${databaseFile(dir)}-wal`));

      const db = tempDatabase(dir);
      expect(db.pragma('quick_check', { simple: true })).toBe('ok');
      expect(db.pragma('foreign_key_check')).toEqual([]);
      const rows = db
        .prepare<[], { name: string; uses: number; pinned: number }>(
          'SELECT preview AS name, use_count AS uses, pin_order IS NOT NULL AS pinned FROM clip_models',
        )
        .all();
      const real = new Map(
        rows.map(({ name, uses, pinned }) => [name, { there: true, uses, pinned: pinned === 1 }]),
      );
      for (const name of new Set([...known.keys(), ...real.keys()])) {
        const before = known.get(name) ?? NONE;
        const now = seen(real.get(name) ?? NONE);
        const verb = open.get(name);
        const after = verb === undefined ? before : changed(verb, before);
        const allowed = [seen(before), seen(after)];
        if (!allowed.includes(now)) expect([round, name, now]).toEqual([round, name, allowed]);
        if (now !== allowed[0]) known.set(name, after);
      }

      const payloads = db.prepare<[string], { bytes: Buffer; file: Buffer | null; size: number | null }>(
        `SELECT bytes, file, file_size AS size FROM clip_payloads JOIN clip_models ON clip_id = clip_models.id
         WHERE preview = ? ORDER BY clip_payloads.id`,
      );
      const files = new PayloadFiles(dir);
      for (const name of real.keys()) {
        if (!name.startsWith(`${round}.`)) continue;
        const made = killClip(name).payloads.map(({ bytes }) => bytes);
        const found = payloads
          .all(name)
          .map(({ bytes, file, size }) => (file === null ? bytes : files.readNow(file, size ?? 0)));
        done.files += found.some(({ byteLength }) => byteLength > INLINE_PAYLOAD_BYTES) ? 1 : 0;
        expect(found.map(sha256)).toEqual(made.map(sha256));
      }
      expect(countLost(db, dir, round % 5 === 4 ? 'content' : 'size')).toBe(0);
      done.cutOff += findUnnamed(db, dir, nativeBinding, true).temporary.length;
      db.close();
      lookAtBackups(dir);
    }
    lookAtIndex(
      dir,
      [...known].flatMap(([name, { there }]) => (there ? [name] : [])),
    );
  }

  /** Whatever has a backup's name is one; what was cut off has none. */
  function lookAtBackups(dir: string): void {
    const folder = join(dir, 'backups');
    const backups = listBackups(dir);
    if (existsSync(folder) && readdirSync(folder).length > backups.length) done.cutBackups += 1;
    for (const { file } of backups.slice(0, 1)) {
      expect(checkDatabase(file, 'quick', nativeBinding).sound).toBe(true);
      done.backups += 1;
    }
  }

  /** Brought to its end after all those lives, it finds what is there. */
  function lookAtIndex(dir: string, names: readonly string[]): void {
    const store = tempStore(dir);
    done.indexed += store.searchIndex.waiting(1_000).clips < Math.min(names.length, 1_000) ? 1 : 0;
    while (store.searchIndex.step(true));
    const pages = tempPages(dir);
    for (const name of names.slice(-10)) {
      const found = readPage(pages, { query: name, limit: 1_000 }).clips.map(({ preview }) => preview);
      expect(found).toContain(name);
    }
    store.close();
  }

  it(`${KILLS} times loses nothing that was acknowledged`, { timeout: KILLS * 2_000 }, async () => {
    let left = KILLS;
    const lane = async () => {
      while (left > 0) {
        const lives = Math.min(LIVES, left);
        left -= lives;
        await killAgainAndAgain(lives);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    // The test is worth something only if kills did fall into the work.
    expect(done.calls).toBeGreaterThan(KILLS * 10);
    expect(done.inTheMiddle).toBeGreaterThan(KILLS / 4);
    expect(done.files).toBeGreaterThan(KILLS / 2);
    if (KILLS < 100) return;
    expect(done.cutOff).toBeGreaterThan(0);
    expect(done.backups).toBeGreaterThan(KILLS / 20);
    expect(done.cutBackups).toBeGreaterThan(0);
    expect(done.indexed).toBeGreaterThan(0);
  });
});
