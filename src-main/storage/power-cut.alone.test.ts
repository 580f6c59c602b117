// A power cut at any moment: the history opens whole, and no clip is lost that was older than a second.

import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src-shared/testing/random';
import { databaseFile } from './files';
import { PayloadFiles } from './payload-files';
import { bundleForTests } from './testing/bundle';
import { nativeBinding, tempDatabase, tempFolder } from './testing/fixture';
import { killClip } from './testing/kill-clips';
import { RECORDED_CALLS, type Recorded, RecordedDisk, readRecording } from './testing/recorded-disk';

/** What may be lost. The bound is the issue's own. */
const WINDOW_MS = 1_000;
const EVERY_CALL = Number.POSITIVE_INFINITY;
/** Behind every recorded call where that is asked for: minutes. */
const MOMENTS = process.env.CLIPSTEAD_EVERY_CUT === '1' ? EVERY_CALL : 115;

/** What is in an image: clips by name, and how many payload files they name. */
interface Found {
  readonly names: Set<string>;
  readonly files: number;
}

const sha256 = (bytes: Uint8Array) => hash('sha256', bytes);

describe.skipIf(process.platform !== 'linux')('a power cut', () => {
  const built = bundleForTests({
    child: 'src-main/storage/testing/power-child.ts',
    'maintenance-worker': 'src-main/maintenance-worker.ts',
  });

  /** Runs the child on a new folder under strace. */
  async function record(ms: number, ...more: string[]): Promise<{ dir: string; events: Recorded[] }> {
    const dir = join(realpathSync(tempFolder()), 'data');
    const output = join(realpathSync(tempFolder()), 'calls');
    const options = ['-f', '--seccomp-bpf', '-y', '-xx', '-ttt', '-s', '300000', '-o', output];
    await promisify(execFile)(
      'strace',
      [
        ...options,
        '-e',
        `trace=${RECORDED_CALLS}`,
        process.execPath,
        built('child'),
        dir,
        String(ms),
        ...more,
      ],
      {
        env: {
          ...process.env,
          ...(nativeBinding === undefined ? {} : { CLIPSTEAD_TEST_BINDING: nativeBinding }),
        },
      },
    );
    return { dir, events: await readRecording(output, dir) };
  }

  /** Puts an image into a new folder and opens it there. @returns the names of the clips in it, each checked to be whole. */
  function clipsIn(image: Map<string, Buffer>, recorded: string): Found {
    const dir = tempFolder();
    mkdirSync(dir, { recursive: true });
    for (const [path, content] of image) {
      if (dirname(path).endsWith('backups')) continue;
      const file = join(dir, relative(recorded, path));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    if (!existsSync(databaseFile(dir))) return { names: new Set(), files: 0 };
    const db = tempDatabase(dir);
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    const names = db.prepare('SELECT preview FROM clip_models').pluck().all() as string[];
    const payloads = db.prepare<[string], { bytes: Buffer; file: Buffer | null; size: number | null }>(
      `SELECT bytes, file, file_size AS size FROM clip_payloads JOIN clip_models ON clip_id = clip_models.id
       WHERE preview = ? ORDER BY clip_payloads.id`,
    );
    const files = new PayloadFiles(dir);
    let named = 0;
    for (const name of names) {
      const made = killClip(name).payloads.map(({ bytes }) => bytes);
      const found = payloads.all(name).map(({ bytes, file, size }) => {
        if (file === null) return bytes;
        named += 1;
        return files.readNow(file, size ?? 0);
      });
      expect(found.map(sha256)).toEqual(made.map(sha256));
    }
    db.close();
    rmSync(dir, { recursive: true });
    return { names: new Set(names), files: named };
  }

  /** Cuts the power at random moments, or at all, each with everything unsynced lost and with a random half of it kept. */
  function cutOften(
    { dir, events }: { dir: string; events: Recorded[] },
    moments: number,
    random: () => number,
  ) {
    const at =
      moments === EVERY_CALL
        ? new Set(events.keys())
        : new Set(Array.from({ length: moments }, () => Math.floor(random() * events.length)));
    const disk = new RecordedDisk();
    const stored = new Map<string, number>();
    const result = { images: 0, lostOld: [] as string[], lostYoung: 0, files: 0 };
    for (const [index, recorded] of events.entries()) {
      disk.take(recorded);
      if (recorded.event.type === 'said') {
        const name = /^stored (.*)\n$/.exec(recorded.event.text)?.[1];
        if (name !== undefined) stored.set(name, recorded.at);
        const deleted = /^deleting (.*)\n$/.exec(recorded.event.text)?.[1];
        if (deleted !== undefined) stored.delete(deleted);
      }
      if (!at.has(index)) continue;
      // The disk looks like this until the next call: the latest moment is the hardest on the window.
      const now = events[index + 1]?.at ?? recorded.at;
      for (const keep of [() => false, () => random() < 0.5]) {
        const { names: there, files } = clipsIn(disk.image(keep), dir);
        result.images += 1;
        result.files += files;
        for (const [name, since] of stored) {
          if (there.has(name)) continue;
          if (now - since > WINDOW_MS) result.lostOld.push(`${name} at ${index}`);
          else result.lostYoung += 1;
        }
      }
    }
    return { ...result, stored: stored.size };
  }

  it('costs at most the last second, and never the history', {
    timeout: MOMENTS === EVERY_CALL ? 3_600_000 : 120_000,
  }, async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const recording = await record(7_000, built('maintenance-worker'));
    const { images, stored, lostOld, lostYoung, files } = cutOften(recording, MOMENTS, randomFrom(seed));
    expect({ seed, lostOld }).toEqual({ seed, lostOld: [] });
    expect(images).toBeGreaterThanOrEqual(200);
    expect(stored).toBeGreaterThan(60);
    expect(files).toBeGreaterThan(images);
    // The cuts are worth something only if they do cost what is not synced yet.
    expect(lostYoung).toBeGreaterThan(0);
  });

  it('would cost more without the checkpoints', { timeout: 60_000 }, async () => {
    const { lostOld } = cutOften(await record(2_500), 10, randomFrom(1));
    expect(lostOld.length).toBeGreaterThan(0);
  });
});
