// The command line as real processes: pipes, signals, exit codes, and what the client's code is made of.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_TEXT_BYTES } from '../../src-shared/limits';

const root = resolve(import.meta.dirname, '../..');
let out: string;
let chunks: Rolldown.OutputChunk[];
let dir: string;
const children: ChildProcessWithoutNullStreams[] = [];

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'clipstead-cli-build-'));
  const result = (await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: out,
      target: 'node20',
      rolldownOptions: {
        input: {
          app: fileURLToPath(new URL('./testing/app-process.ts', import.meta.url)),
          cli: fileURLToPath(new URL('./testing/cli-process.ts', import.meta.url)),
        },
        external: [...builtinModules, /^node:/],
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })) as Rolldown.RolldownOutput;
  chunks = result.output.filter((part) => part.type === 'chunk');
});

afterAll(() => rmSync(out, { recursive: true, force: true }));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clipstead-cli-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

/** Starts an app; resolves with what it printed first (its socket's path, or why it can't) and the process. */
async function startApp(dataDir = dir) {
  const child = spawn(process.execPath, [join(out, 'app.mjs'), dataDir]);
  children.push(child);
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const line = await new Promise<string>((done) => child.stdout.once('data', (data) => done(String(data))));
  return { child, ended, line: line.trim() };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs one command; `input` is its standard input. */
function cli(words: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Ended> {
  const child = spawn(process.execPath, [join(out, 'cli.mjs'), ...words], {
    env: { ...process.env, CLIPSTEAD_DATA_DIR: dir },
  });
  return collect(child, input);
}

function shell(script: string): Promise<Ended> {
  const child = spawn('bash', ['-c', `set -o pipefail; ${script}`], {
    env: { ...process.env, CLIPSTEAD_DATA_DIR: dir, NODE: process.execPath, CLI: join(out, 'cli.mjs') },
  });
  return collect(child, new Uint8Array());
}

function collect(child: ChildProcessWithoutNullStreams, input: Uint8Array): Promise<Ended> {
  children.push(child);
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => stdout.push(data));
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((done) =>
    child.once('close', (code) => done({ code, stdout: Buffer.concat(stdout), stderr })),
  );
}

describe('a command', () => {
  it('exits 0, 1, 2, 3 with one line on stderr for each error', async () => {
    expect(await cli(['status'])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^clipstead: .*\n$/),
    });
    await startApp();
    expect(await cli(['status'])).toMatchObject({ code: 0, stderr: '' });
    expect(await cli(['get', '7'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^clipstead: .*\n$/),
    });
    expect(await cli(['get'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^clipstead: .*\n$/) });
  });

  it('pipes the largest clip in and out, byte for byte', async () => {
    await startApp();
    const bytes = Buffer.alloc(MAX_TEXT_BYTES, 'not\0 a\r\n multiple of a page');
    expect(await cli(['add', '-'], bytes)).toMatchObject({ code: 0, stderr: '' });
    expect((await cli(['get', '1'])).stdout.equals(bytes)).toBe(true);
    const slow = await shell('"$NODE" "$CLI" get 1 | (sleep 0.3; sha256sum)');
    const direct = await shell(
      `"$NODE" "$CLI" get 1 > ${join(dir, 'file')}; sha256sum < ${join(dir, 'file')}`,
    );
    expect(slow.stdout.toString()).toBe(direct.stdout.toString());
  });

  it('says nothing when the reader of its output leaves', async () => {
    await startApp();
    await cli(['add'], Buffer.alloc(MAX_TEXT_BYTES, 'x\n'));
    expect(await shell('"$NODE" "$CLI" get 1 | head -c 2')).toEqual({
      code: 0,
      stdout: Buffer.from('x\n'),
      stderr: '',
    });
    expect(await shell('"$NODE" "$CLI" list | true')).toMatchObject({ code: 0, stderr: '' });
    expect(await shell('"$NODE" "$CLI" get 99 2>&1 >/dev/null | true')).toMatchObject({ code: 1 });
  });

  it('says so when its output can not be written', async () => {
    if (!existsSync('/dev/full')) throw new Error('this test needs /dev/full');
    await startApp();
    const { code, stderr } = await shell('"$NODE" "$CLI" status > /dev/full');
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(/^clipstead: the output could not be written.*\n$/),
    ]);
  });

  it('quit returns when the app is gone, and it can be started again at once', async () => {
    const app = await startApp();
    let gone = false;
    void app.ended.then(() => {
      gone = true;
    });
    expect(await cli(['quit'])).toMatchObject({ code: 0, stderr: '' });
    expect(gone || app.child.exitCode === 0 || !existsSync(`/proc/${app.child.pid}/fd`)).toBe(true);
    expect(await app.ended).toBe(0);
    expect((await startApp()).line).toBe(join(dir, 'run', 'clipstead.sock'));
    expect(await cli(['status'])).toMatchObject({ code: 0 });
  });
});

describe('the socket of an app', () => {
  it('that was killed is replaced', async () => {
    const app = await startApp();
    app.child.kill('SIGKILL');
    await app.ended;
    expect(existsSync(app.line)).toBe(true);
    expect(await cli(['status'])).toMatchObject({ code: 3 });
    expect((await startApp()).line).toBe(app.line);
    expect(await cli(['status'])).toMatchObject({ code: 0 });
    expect(readdirSync(join(dir, 'run'))).toEqual(['clipstead.sock']);
  });

  it('is replaced even where an app died while it did that', async () => {
    const app = await startApp();
    app.child.kill('SIGKILL');
    await app.ended;
    writeFileSync(join(dir, 'run', 'starting'), '');
    expect((await startApp()).line).toBe(app.line);
    expect(readdirSync(join(dir, 'run'))).toEqual(['clipstead.sock']);
  });

  it('that is stopped is not taken from it', async () => {
    const app = await startApp();
    app.child.kill('SIGSTOP');
    const second = await startApp();
    expect([second.line, await second.ended]).toEqual([
      'Clipstead is running with this data folder already.',
      1,
    ]);
    app.child.kill('SIGCONT');
    expect(await cli(['status'])).toMatchObject({ code: 0 });
  });

  it('goes to exactly one of several that start over a dead one', async () => {
    for (let round = 0; round < 5; round++) {
      const dead = await startApp();
      dead.child.kill('SIGKILL');
      await dead.ended;
      const apps = await Promise.all(Array.from({ length: 4 }, () => startApp()));
      const listening = apps.filter(({ line }) => line === dead.line);
      expect(listening).toHaveLength(1);
      const status = await cli(['status', '--json']);
      expect(JSON.parse(status.stdout.toString())).toMatchObject({ pid: listening[0]?.child.pid });
      listening[0]?.child.kill('SIGKILL');
      await listening[0]?.ended;
    }
  });
});

it('the client is made of nothing but what it needs', () => {
  const reached = new Set<string>();
  const visit = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    const chunk = chunks.find(({ fileName }) => fileName === file);
    for (const next of [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])]) visit(next);
  };
  visit('cli.mjs');
  const modules = chunks
    .filter(({ fileName }) => reached.has(fileName))
    .flatMap(({ moduleIds }) => moduleIds)
    .map((id) => relative(root, id))
    .filter((id) => !id.startsWith('\0') && !id.includes('rolldown/runtime'));
  expect(modules).toContain('src-main/cli/client.ts');
  expect(modules.filter((id) => id.includes('node_modules') || id.includes('server'))).toEqual([]);
  const builtins = [...reached].filter((file) => !chunks.some(({ fileName }) => fileName === file)).sort();
  expect(builtins).toEqual(['node:crypto', 'node:fs', 'node:net', 'node:os', 'node:path']);
});
