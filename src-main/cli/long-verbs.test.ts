// Commands that can take minutes: what they ask for, what a terminal shows meanwhile, how they are cancelled.
// Never a real history: the transfers have their own tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClipsteadError } from '../../src-shared/errors';
import { socketPaths } from '../paths';
import { encodeHead } from './protocol';
import { type CliServer, startCliServer } from './server';
import { FakeApp } from './testing/fake-app';
import { runWords } from './testing/run';

let dir: string;
let app: FakeApp;
let server: CliServer;
let faults: unknown[];
const run = (words: readonly string[], options?: Parameters<typeof runWords>[1]) =>
  runWords([...words, '--data-dir', dir], options);

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'clipstead-cli-'));
  app = new FakeApp();
  faults = [];
  server = await startCliServer({
    socketPaths: socketPaths(dir),
    actions: app,
    onError: (error) => faults.push(error),
  });
});

afterEach(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Something that has not ended until the test says so. */
function pending() {
  let end = () => {};
  app.transferring = new Promise((done) => {
    end = done;
  });
  return () => end();
}

describe('export and import', () => {
  it('ask for an absolute path, and say in a line what was done', async () => {
    const exported = await run(['export', 'some/clips.gz']);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(exported.stdout.toString()).toBe(`0 clips written to ${resolve('some/clips.gz')} (1.2 KB)\n`);
    const imported = await run(['import', '/a/../b c']);
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout.toString()).toBe(
      '1,000 clips added, 2 brought up to date, 3 here already, 4 left out (empty or too large)\n',
    );
    await run(['export', '--force', '/x']);
    expect(app.done).toEqual([`export ${resolve('some/clips.gz')}`, 'import /b c', 'export /x by force']);
  });

  it('as JSON', async () => {
    expect(JSON.parse((await run(['export', '/x', '--json'])).stdout.toString())).toEqual({
      file: '/x',
      clips: 0,
      bytes: 1_234,
      leftOut: 0,
      expiring: 0,
    });
    expect(JSON.parse((await run(['import', '/x', '--json'])).stdout.toString())).toEqual({
      added: 1_000,
      updated: 2,
      unchanged: 3,
      leftOut: 4,
    });
  });

  it('what is not in an export is said, and why', async () => {
    const result = { file: '/x', clips: 5, bytes: 10, leftOut: 1, expiring: 2 };
    vi.spyOn(app, 'exportTo').mockResolvedValue(result);
    expect((await run(['export', '/x'])).stdout.toString()).toBe(
      '5 clips written to /x (10 B); 1 clip left out, the content could not be read; 2 clips left out, kept for a time only\n',
    );
  });

  it('a terminal sees the progress, and nothing of it is left', async () => {
    const end = pending();
    const result = run(['export', '/x'], { terminal: true });
    setTimeout(end, 700);
    const { code, stderr } = await result;
    expect(code).toBe(0);
    const [first, ...others] = stderr.split('\r\u001b[K').slice(1);
    expect(first).toBe('export: 5,000 of 10,000 clips (50 %), Ctrl+C cancels');
    expect(others.at(-1)).toBe('');
    expect(others.length).toBeGreaterThan(1);
  });

  it('anything else sees no progress', async () => {
    const end = pending();
    const result = run(['export', '/x']);
    setTimeout(end, 500);
    expect(await result).toMatchObject({ code: 0, stderr: '' });
  });

  it('a path that a terminal would obey is shown as harmless', async () => {
    const { stdout } = await run(['export', '/tmp/\u001b]0;x\u0007']);
    expect(stdout.toString()).toContain('/tmp/␛]0;x␇ ');
  });

  it('take longer than the client waits for a silent app', async () => {
    const end = pending();
    const result = run(['import', '/x'], { idleMs: 400 });
    setTimeout(end, 1_200);
    expect(await result).toMatchObject({ code: 0 });
  });
});

describe('Ctrl+C', () => {
  it('cancels, waits for the app’s word, and exits with 130', async () => {
    pending();
    const controller = new AbortController();
    const result = run(['export', '/x'], { interrupt: controller.signal, terminal: true });
    await vi.waitFor(() => expect(app.done).toEqual(['export /x']));
    await new Promise((done) => setTimeout(done, 300));
    controller.abort();
    const { code, stderr } = await result;
    expect(code).toBe(130);
    expect(stderr.split('\r\u001b[K').at(-1)).toBe('clipstead: It was cancelled; nothing of it is left.\n');
    expect(app.done).toEqual(['export /x', 'cancelled']);
  });

  it('right at the beginning too', async () => {
    pending();
    const controller = new AbortController();
    const result = run(['import', '/x'], { interrupt: controller.signal });
    controller.abort();
    expect(await result).toMatchObject({ code: 130 });
    expect(app.done).toEqual(['import /x', 'cancelled']);
  });

  it('also of statistics that take their time', async () => {
    vi.spyOn(app, 'stats').mockReturnValue(new Promise(() => {}) as never);
    const controller = new AbortController();
    const result = run(['stats'], { interrupt: controller.signal });
    await vi.waitFor(() => expect(app.stats).toHaveBeenCalled());
    controller.abort();
    expect(await result).toMatchObject({ code: 130, stderr: 'clipstead: It was cancelled.\n' });
  });

  it('a client that vanishes cancels, one that has its answer does not', async () => {
    pending();
    const socket = connect(server.path);
    socket.write(encodeHead({ verb: 'export', path: '/x', force: false }, 0));
    await vi.waitFor(() => expect(app.done).toEqual(['export /x']));
    socket.destroy();
    await vi.waitFor(() => expect(app.done).toEqual(['export /x', 'cancelled']));
    app.transferring = Promise.resolve();
    await run(['export', '/y']);
    await new Promise((done) => setTimeout(done, 100));
    expect(app.done).toEqual(['export /x', 'cancelled', 'export /y']);
    expect(faults).toEqual([]);
  });
});

it('the app’s errors reach the user with their exit codes', async () => {
  const failing = vi.spyOn(app, 'importFrom');
  for (const [error, code] of [
    [new ClipsteadError('bad-request', 'No such file.'), 2],
    [new ClipsteadError('refused', 'Damaged.'), 4],
    [new ClipsteadError('storage-failed', 'Full.'), 4],
  ] as const) {
    failing.mockRejectedValueOnce(error);
    expect(await run(['import', '/x'])).toEqual({
      code,
      stdout: Buffer.alloc(0),
      stderr: `clipstead: ${error.message}\n`,
    });
  }
});

it.each([
  { verb: 'export', path: 'relative', force: false },
  { verb: 'export', path: '', force: false },
  { verb: 'export', path: '/x' },
  { verb: 'import', path: '/x\0y' },
  { verb: 'import', path: `/${'x'.repeat(5_000)}` },
  { verb: 'import', path: ['/x'] },
  { verb: 'stats', of: 'x' },
])('a request that is none is refused: %j', async (request) => {
  const socket = connect(server.path);
  socket.write(encodeHead(request, 0));
  const answer: Buffer[] = [];
  for await (const chunk of socket) answer.push(chunk as Buffer);
  expect(Buffer.concat(answer).toString()).toContain('"code":"bad-request"');
  expect(app.done).toEqual([]);
});

describe('stats', () => {
  it('as JSON, and as a table in which nothing can control a terminal', async () => {
    app.add(Buffer.from('hello'));
    const { code, stdout } = await run(['stats', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.toString())).toEqual(app.stats());
    const text = (await run(['stats'])).stdout.toString();
    expect(text).toMatch(/^history\n {2}clips +1, 5 B\n {2}pinned +0\n {2}waiting +2\n/);
    expect(text).toMatch(/\n {2}text\/plain\ufffd +1, 5 B\n/);
    expect(text).toMatch(/\n {2}clip 1 +5 B, text, 1970-01-01 00:01 UTC\n/);
    expect(text).not.toContain('hello');
  });

  it('of an empty history', async () => {
    const text = (await run(['stats'])).stdout.toString();
    expect(text).toMatch(/oldest +none\nby kind\n {2}none\nby format\n {2}none\n/);
  });
});
