// A history that moves: written to a file, wiped, read back; what cancels it, what it refuses, and what waits over the app's end.
// Never a file that the product did not write, but for damaged ones.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { App, cli, executable, flags } from './support/app';
import { expect, test } from './support/fixtures';
import { run, xclipCopy } from './support/programs';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clipstead-e2e-transfer-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const parse = (stdout: Buffer) => JSON.parse(stdout.toString()) as Record<string, unknown>;

const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Everything that a list shows, but the ids, which are each history's own. */
const listed = async (app: App) => (await app.list()).map(({ id: _, ...rest }) => rest);

test('export, wipe the data, import: the history is back', async ({ app, desktop }) => {
  const bytes = Buffer.from('exact \0 bytes \xff\n', 'latin1');
  expect((await cli(desktop.env, app.dataDir, ['add', '-'], bytes)).code).toBe(0);
  await xclipCopy(desktop.env, 'https://example.org/copied');
  await app.expectNewest('https://example.org/copied');
  await app.addAll(Array.from({ length: 300 }, (_, index) => `clip ${index} ${'words '.repeat(index)}`));
  const deleted = await app.expectNewest(`clip 299 ${'words '.repeat(299)}`);
  await app.cli('delete', String(deleted.id));
  const [first, second] = (await app.list()).toReversed();
  await app.cli('pin', String(second?.id));
  await app.cli('pin', String(first?.id));
  const before = await listed(app);

  const file = join(folder, 'clips.jsonl.gz');
  // From where the command was called, not from where the app runs.
  const exported = await app.cli('export', relative(process.cwd(), file), '--json');
  expect([exported.code, exported.stderr]).toEqual([0, '']);
  expect(parse(exported.stdout)).toEqual({
    file,
    clips: 301,
    bytes: statSync(file).size,
    leftOut: 0,
    expiring: 0,
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['clips.jsonl.gz']);
  const text = gunzipSync(readFileSync(file)).toString();
  expect(text.includes('https://example.org/copied')).toBe(true);
  expect(text.includes('clip 299 ')).toBe(false);

  await app.quit();
  rmSync(app.dataDir, { recursive: true });
  const again = await App.start(app.env, app.dataDir);
  expect((await again.list()).filter(({ preview }) => preview.startsWith('clip'))).toEqual([]);
  const imported = await again.cli('import', file, '--json');
  expect([imported.code, imported.stderr]).toEqual([0, '']);
  // What still stands on the clipboard was captured at the start.
  const { added, updated, unchanged, leftOut } = parse(imported.stdout);
  expect([Number(added) + Number(updated) + Number(unchanged), leftOut]).toEqual([301, 0]);
  const now = await listed(again);
  const withoutCopied = (clips: typeof now) => clips.filter(({ kind }) => kind !== 'link');
  expect(withoutCopied(now)).toEqual(withoutCopied(before));
  expect(now).toHaveLength(301);
  const binary = (await again.list()).find(({ size }) => size === bytes.byteLength);
  expect((await again.bytes(binary?.id ?? 0)).equals(bytes)).toBe(true);
  const found = await again.cli('search', 'clip 217', '--json');
  expect(JSON.parse(found.stdout.toString())).toEqual([
    expect.objectContaining({ preview: expect.stringMatching(/^clip 217 words/) }),
  ]);

  // Once more changes nothing.
  const twice = await again.cli('import', file, '--json');
  expect(parse(twice.stdout)).toEqual({ added: 0, updated: 0, unchanged: 301, leftOut: 0 });
  expect(await listed(again)).toEqual(now);
  await again.quit();
});

test('large copies come back out of their files; a masked one stays masked; one that is kept for a time stays behind', async ({
  app,
  desktop,
}) => {
  // Made up, and put together from pieces.
  const token = `gh${'p_'}R4nd0mMadeUpT0kenForATestOnly01234567`;
  const password = ['postgres://app:', 'zK8w-q2Rt', '@db.example.org/x'].join('');
  const image = randomBytes(3_000_000);
  const large = 'a large text '.repeat(20_000);
  await xclipCopy(desktop.env, large);
  await app.expectNewest(large);
  await run('xclip', ['-selection', 'clipboard', '-in', '-t', 'image/png'], {
    env: desktop.env,
    input: image,
  });
  await app.expectNewest(image);
  await xclipCopy(desktop.env, token);
  expect((await app.expectNewest(token)).expiresAt).toBeGreaterThan(0);
  await xclipCopy(desktop.env, password);
  expect(await app.expectNewest(password)).toMatchObject({ masked: true, expiresAt: null });
  await xclipCopy(desktop.env, 'last');
  await app.expectNewest('last');
  const stats = parse((await app.cli('stats', '--json')).stdout);
  expect(stats).toMatchObject({
    payloadFiles: { files: 2, bytes: large.length + image.byteLength },
    formats: [
      { mime: 'image/png', clips: 1, bytes: image.byteLength },
      { mime: 'text/plain', clips: 4 },
    ],
  });
  const file = join(folder, 'clips.jsonl.gz');
  const exported = await app.cli('export', file);
  expect(exported.stdout.toString()).toMatch(
    /^4 clips written to .*; 1 clip left out, kept for a time only\n$/,
  );
  expect(gunzipSync(readFileSync(file)).includes(token.slice(4))).toBe(false);

  const other = await App.start(app.env, join(folder, 'data'));
  try {
    await other.cli('import', file);
    const clips = await other.list();
    // The copy that stands on the clipboard may have come in as well.
    expect(clips.map(({ preview, kind, masked }) => [preview.slice(0, 12), kind, masked])).toEqual([
      ['last', 'text', false],
      ['•••••••• Pas', 'text', true],
      ['PNG', 'image', false],
      ['a large text', 'text', false],
    ]);
    const [, masked, picture, text] = clips.map(({ id }) => id);
    expect((await other.bytes(masked ?? 0)).toString()).toBe(password);
    expect((await other.bytes(picture ?? 0)).equals(image)).toBe(true);
    expect((await other.bytes(text ?? 0)).toString()).toBe(large);
    expect(JSON.parse((await other.cli('search', 'zK8w', '--json')).stdout.toString())).toEqual([]);
    expect(parse((await other.cli('stats', '--json')).stdout)).toMatchObject({ payloadFiles: { files: 2 } });
  } finally {
    await other.quit();
  }

  // A file that is gone: its clip is left out, and said.
  const [hash = ''] = filesIn(join(app.dataDir, 'payloads'));
  rmSync(hash);
  const without = await app.cli('export', file, '--force');
  expect(without.stdout.toString()).toMatch(
    /^3 clips written .*; 1 clip left out, the content could not be read;/,
  );
});

test('a file that lies there stays, a damaged one is told of, and exit codes say which', async ({
  app,
  desktop,
}) => {
  await app.addAll(Array.from({ length: 500 }, (_, index) => `clip ${index} ${index * 7_919}`));
  const file = join(folder, 'x');
  writeFileSync(file, 'precious');
  const refused = await app.cli('export', file);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/^clipstead: .*--force\.\n$/)]);
  expect(readFileSync(file, 'utf8')).toBe('precious');
  const done = await app.cli('export', file, '--force');
  expect([done.code, done.stdout.toString()]).toEqual([
    0,
    expect.stringMatching(/^500 clips written to .*\/x \(/),
  ]);
  expect((await app.cli('export', join(app.dataDir, 'clipstead.db'), '--force')).code).toBe(2);
  expect((await app.cli('import', join(folder, 'none'))).code).toBe(2);
  writeFileSync(join(folder, 'text'), 'text');
  expect((await app.cli('import', join(folder, 'text'))).code).toBe(4);
  expect((await cli(desktop.env, join(folder, 'nobody'), ['export', join(folder, 'y')])).code).toBe(3);

  truncateSync(file, statSync(file).size - 40);
  const other = await App.start(app.env, join(folder, 'data'));
  await other.cli('add', 'mine');
  const damaged = await other.cli('import', file);
  expect(damaged.code).toBe(4);
  const said = /^clipstead: The file is damaged or cut off.* (\d+) new clips came in before; nothing/;
  const came = Number(said.exec(damaged.stderr)?.[1]);
  expect([200, 400]).toContain(came);
  expect(await other.list()).toHaveLength(came + 1);
  expect((await other.list())[0]?.preview).toBe('mine');
  await other.quit();
});

test('Ctrl+C cancels an export, and nothing of it is left', async ({ app }) => {
  await app.addAll(Array.from({ length: 400 }, (_, index) => `${index} ${Math.random()} `.repeat(8_000)));
  const target = join(folder, 'target');
  mkdirSync(target);
  const client = spawn(executable, [...flags.slice(0, -1), 'export', join(target, 'clips.gz')], {
    env: { ...app.env, CLIPSTEAD_DATA_DIR: app.dataDir },
  });
  let stderr = '';
  client.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => client.once('close', (code) => resolve(code)));
  await expect.poll(() => readdirSync(target), { intervals: [5] }).toHaveLength(1);
  client.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(stderr).toBe('clipstead: The export was cancelled; nothing of it is left.\n');
  expect(readdirSync(target)).toEqual([]);
  // The app lives on, and so does the next export.
  expect((await app.cli('export', join(target, 'clips.gz'))).code).toBe(0);
});

test('stats: what is there, without a word of it', async ({ app }) => {
  await app.addAll(['a secret word', 'https://example.org/', 'x'.repeat(5_000)]);
  const { code, stdout } = await app.cli('stats', '--json');
  expect(code).toBe(0);
  expect(parse(stdout)).toMatchObject({
    clips: 3,
    bytes: 13 + 20 + 5_000,
    pinned: 0,
    formats: [{ mime: 'text/plain', clips: 3, bytes: 5_033 }],
    trash: { clips: 0, bytes: 0 },
    waiting: 0,
  });
  const table = (await app.cli('stats')).stdout.toString();
  expect(table).toMatch(/^history\n {2}clips +3, 4\.9 KB\n/);
  for (const shown of [stdout.toString(), table]) expect(shown).not.toMatch(/secret|example|xxx/);
});

test('a copy that could not be stored until the end is there after the next start', async ({
  app,
  desktop,
  expectedTroubles,
}) => {
  // Whatever writes meets the lock; the last try for the copy takes longer than a quit may.
  expectedTroubles.push('waiting.began', 'waiting.given-up', 'search.index-failed', 'stop.hung');
  await xclipCopy(desktop.env, 'stored');
  await app.expectNewest('stored');
  const lock = spawn('python3', [
    '-c',
    `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('BEGIN IMMEDIATE')
print('locked', flush=True)
sys.stdin.read()`,
    join(app.dataDir, 'clipstead.db'),
  ]);
  await new Promise((resolve) => lock.stdout.once('data', resolve));
  await xclipCopy(desktop.env, 'copied while locked');
  await expect
    .poll(() => app.troubles().map(({ event }) => event), { timeout: 20_000 })
    .toContain('waiting.began');
  // Another owner: what stands on the clipboard at the next start is captured by itself.
  await desktop.clearClipboard();
  await app.quit();
  expect(readdirSync(join(app.dataDir, 'left-over'))).toHaveLength(1);
  lock.stdin.end();
  await new Promise((resolve) => lock.once('exit', resolve));

  const again = await App.start(app.env, app.dataDir);
  await expect
    .poll(async () => (await again.list()).map(({ preview }) => preview))
    .toEqual(['copied while locked', 'stored']);
  await expect.poll(() => readdirSync(join(app.dataDir, 'left-over'))).toEqual([]);
  await again.quit();
});
