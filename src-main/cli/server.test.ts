import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClipsteadError } from '../../src-shared/errors';
import { CLI_LINE_BYTES, MAX_TEXT_BYTES } from '../../src-shared/limits';
import { socketPaths } from '../paths';
import { type CliServer, startCliServer } from './server';
import { FakeApp } from './testing/fake-app';
import { runWords, sendRaw } from './testing/run';

let dir: string;
let app: FakeApp;
let server: CliServer;
let faults: unknown[];

const start = (idleMs?: number, dataDir = dir) =>
  startCliServer({
    socketPaths: socketPaths(dataDir),
    actions: app,
    onError: (error) => faults.push(error),
    ...(idleMs === undefined ? {} : { idleMs }),
  });
const run = (words: readonly string[], options?: Parameters<typeof runWords>[1]) =>
  runWords([...words, '--data-dir', dir], options);
const mode = (path: string) => (lstatSync(path).mode & 0o777).toString(8);

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'clipstead-cli-'));
  app = new FakeApp();
  faults = [];
  server = await start();
});

afterEach(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('every verb', () => {
  it('status', async () => {
    app.add(Buffer.from('a'));
    const { code, stdout, stderr } = await run(['status', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout.toString())).toEqual({
      version: '9.9.9',
      pid: process.pid,
      capturing: true,
      pausedUntil: null,
      ignoringNext: false,
      source: 'fake',
      clips: 1,
      missed: 0,
      dbPath: '/nowhere/clips.db',
      electron: '33.2.1',
    });
    expect((await run(['status'])).stdout.toString()).toContain('clips: 1\n');
  });

  it('list: exactly the promised members, newest first, whole milliseconds, limited', async () => {
    for (const text of ['one', 'two', 'three']) app.add(Buffer.from(text));
    const { code, stdout } = await run(['list', '--json', '--limit', '2']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.toString())).toEqual([
      {
        id: 3,
        kind: 'text',
        preview: 'three',
        size: 5,
        createdAt: 1_700_000_000_002,
        lastUsed: 1_700_000_000_002,
        pinned: false,
        sourceApp: null,
        formats: ['text/plain'],
        masked: false,
        expiresAt: null,
      },
      expect.objectContaining({ id: 2, preview: 'two' }),
    ]);
    expect((await run(['list'])).stdout.toString()).toMatch(/^ID .*\n 3 .* three\n 2 .* two\n 1 .* one\n$/);
  });

  it('list: 50 without --limit, and as many as are allowed with it', async () => {
    for (let n = 0; n < 9_000; n++) app.add(Buffer.from(`${n}`), `${n} ${'\u0000ü'.repeat(99)}`);
    const count = async (...words: string[]) =>
      (JSON.parse((await run(['list', '--json', ...words])).stdout.toString()) as unknown[]).length;
    expect(await count()).toBe(50);
    expect(await count('--limit', '10000')).toBe(9_000);
  });

  it('search', async () => {
    for (const text of ['--json', 'apple', 'pear']) app.add(Buffer.from(text));
    const found = async (...words: string[]) =>
      (JSON.parse((await run(['--json', 'search', ...words])).stdout.toString()) as { id: number }[]).map(
        ({ id }) => id,
      );
    expect(await found('e')).toEqual([3, 2]);
    expect(await found('pear')).toEqual([3]);
    expect((await runWords(['--data-dir', dir, 'search', '--', '--json'])).stdout.toString()).toContain(
      ' --json\n',
    );
    expect((await run(['search', 'nothing'])).stdout.toString()).toBe('no clips\n');
  });

  it('get: exact bytes', async () => {
    const bytes = Buffer.from([0, 13, 10, 255, 27, 10, 10]);
    app.add(bytes);
    const { code, stdout } = await run(['get', '1']);
    expect(code).toBe(0);
    expect(stdout.equals(bytes)).toBe(true);
    expect((await run(['get', '1', '--format', 'text/plain'])).stdout.equals(bytes)).toBe(true);
  });

  it('add: text, standard input in pieces, duplicates', async () => {
    expect(await run(['add', '  two  words ü '])).toMatchObject({ code: 0, stderr: '' });
    expect(Buffer.from(app.payload(1) ?? '').toString()).toBe('  two  words ü ');
    const pieces = [Buffer.from([0xc3]), Buffer.from([0xbc, 0, 13]), Buffer.from([10, 255])];
    expect((await run(['add'], { stdin: pieces })).stdout.toString()).toBe('2\n');
    expect(Buffer.concat(pieces).equals(app.payload(2) ?? Buffer.alloc(0))).toBe(true);
    expect((await run(['add', '-', '--json'], { stdin: pieces })).stdout.toString()).toBe(
      '{"id":2,"isNew":false}\n',
    );
  });

  it('delete: all or none', async () => {
    for (const text of ['a', 'b', 'c']) app.add(Buffer.from(text));
    expect(await run(['delete', '1', '9'])).toMatchObject({ code: 1 });
    expect(app.clips).toHaveLength(3);
    expect(await run(['delete', '1', '3', '1'])).toMatchObject({ code: 0 });
    expect(app.clips.map(({ summary }) => summary.id)).toEqual([2]);
  });

  it('copy, pin, unpin, pause, resume, show, hide, toggle: silent, or {} as JSON', async () => {
    app.add(Buffer.from('a'));
    for (const words of [['copy', '1'], ['pin', '1'], ['pause'], ['show'], ['hide'], ['toggle']]) {
      expect(await run(words)).toEqual({ code: 0, stdout: Buffer.alloc(0), stderr: '' });
    }
    expect(app.done).toEqual(['copy 1', 'show', 'hide', 'toggle']);
    expect([app.clips[0]?.summary.pinned, app.paused]).toEqual([true, true]);
    expect((await run(['unpin', '1', '--json'])).stdout.toString()).toBe('{}\n');
    expect((await run(['resume', '--json'])).stdout.toString()).toBe('{}\n');
    expect([app.clips[0]?.summary.pinned, app.paused]).toEqual([false, false]);
  });

  it('pause for a time, ignore-next: done, and told by status', async () => {
    expect(await run(['pause', '5m'])).toMatchObject({ code: 0, stderr: '' });
    expect([app.paused, app.pausedFor]).toEqual([true, 300_000]);
    expect((await run(['status'])).stdout.toString()).toContain('capturing: no, paused until ');
    await run(['resume']);
    expect(await run(['ignore-next'])).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['status'])).stdout.toString()).toContain(
      'capturing: yes, but the next copy is ignored\n',
    );
    expect(JSON.parse((await run(['status', '--json'])).stdout.toString())).toMatchObject({
      capturing: true,
      pausedUntil: null,
      ignoringNext: true,
    });
  });

  it('log: a table, or JSON as it is', async () => {
    expect((await run(['log'])).stdout.toString()).toMatch(/^nothing was copied/);
    app.log = [
      {
        at: Date.now(),
        sourceApp: 'gedit',
        formats: [{ mime: 'text/plain', outcome: 'kept', bytes: 12 }],
        offered: { names: ['UTF8_STRING'], count: 1 },
        result: 'kept',
        reason: 'masked',
        rule: 'jwt',
        ms: 3,
      },
    ];
    expect(JSON.parse((await run(['log', '--json'])).stdout.toString())).toEqual(app.log);
    expect((await run(['log'])).stdout.toString().split('\n')[1]).toMatch(
      /^\d\d:\d\d:\d\d {2}kept {4}12 B {3}3 {2}gedit {4}text\/plain {2}a rule says that it is masked \(jwt\)$/,
    );
  });

  it('rules: what is left out', async () => {
    const text = (await run(['rules'])).stdout.toString();
    expect(text).toMatch(/^private-key +never kept +Private keys/m);
    expect(text).toMatch(/^never captured from: .*KeePassXC/m);
    expect(JSON.parse((await run(['rules', '--json'])).stdout.toString())).toEqual(app.rules());
  });

  it('quit: answers before it quits, and leaves that connection to the end of the process', async () => {
    await run(['quit'], { idleMs: 300 }).then(({ code, stderr }) => {
      // This process does not end, so the client says that the app is still there.
      expect([code, app.done]).toEqual([4, ['quit']]);
      expect(stderr).toMatch(/still quitting/);
    });
  });

  it('help and version need no app', async () => {
    await server.close();
    expect((await run(['help'])).stdout.toString()).toContain('clipstead COMMAND');
    const { version } = await import('../../package.json');
    expect((await run(['--version'])).stdout.toString()).toBe(`clipstead ${version}\n`);
  });
});

describe('big texts', () => {
  const big = Buffer.alloc(MAX_TEXT_BYTES);
  for (let at = 0; at < big.byteLength; at += 4) big.writeUInt32LE((at * 2654435761) >>> 0, at);

  it('go in and come out exactly, up to the largest', async () => {
    const half = MAX_TEXT_BYTES / 2 + 1;
    const added = await run(['add'], { stdin: [big.subarray(0, half), big.subarray(half)] });
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['get', '1'])).stdout.equals(big)).toBe(true);
  });

  it('one byte above it are refused in plain words', async () => {
    const { code, stderr } = await run(['add'], { stdin: [big, Buffer.from('x')] });
    expect([code, stderr]).toEqual([2, 'clipstead: that text is too large; a clip holds at most 32 MB\n']);
    expect(app.clips).toHaveLength(0);
  });

  it('of no bytes too', async () => {
    const expected = { code: 2, stderr: 'clipstead: there is nothing to add: the text is empty\n' };
    expect(await run(['add'])).toMatchObject(expected);
    expect(await run(['add', ''])).toMatchObject(expected);
  });
});

describe('errors', () => {
  it.each([['get'], ['copy'], ['delete'], ['pin'], ['unpin']])('%s of no such clip: 1', async (verb) => {
    const { code, stdout, stderr } = await run([verb, '99']);
    expect([code, stdout.byteLength]).toEqual([1, 0]);
    expect(stderr).toMatch(/^clipstead: There is no clip 99[^\n]*\n$/);
  });

  it('get of a format that the clip lacks: 1', async () => {
    app.add(Buffer.from('a'));
    const { code, stderr } = await run(['get', '1', '--format', 'text/html']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/no clip 1 with that format/)]);
  });

  it('wrong usage: 2, without asking the app', async () => {
    await server.close();
    const { code, stdout, stderr } = await run(['frobnicate']);
    expect([code, stdout.byteLength]).toEqual([2, 0]);
    expect(stderr).toBe('clipstead: unknown command; "clipstead help" lists them\n');
  });

  it('more ids than one request holds: 2', async () => {
    const ids = Array.from({ length: CLI_LINE_BYTES / 4 }, (_, index) => String(1000 + index));
    expect(await run(['delete', ...ids])).toMatchObject({ code: 2, stderr: expect.stringMatching(/split/) });
  });

  it('not running: 3, and no trace is left', async () => {
    const empty = join(dir, 'never', 'made');
    const { code, stderr } = await runWords(['status', '--data-dir', empty]);
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/^clipstead: Clipstead is not running [^\n]*\n$/),
    ]);
    expect(existsSync(join(dir, 'never'))).toBe(false);
    await server.close();
    expect(await run(['status'])).toMatchObject({ code: 3 });
  });

  it.each(['storage-failed', 'not-possible-here', 'refused'] as const)(
    '%s: 4, in its own words',
    async (code) => {
      app.pause = () => {
        throw new ClipsteadError(code, 'Plain words\nwith a \u001b[31mcontrol.');
      };
      const outcome = await run(['pause']);
      expect(outcome).toMatchObject({ code: 4, stderr: 'clipstead: Plain words␊with a ␛[31mcontrol.\n' });
      expect(faults).toEqual([]);
    },
  );

  it('a fault inside the app: 4, told to the log and not to the client', async () => {
    const fault = new Error('quotes hush-hush');
    app.toggle = () => Promise.reject(fault);
    const outcome = await run(['toggle']);
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).not.toContain('hush');
    expect(faults).toEqual([fault]);
  });

  it('an app that does not answer: 4', async () => {
    app.toggle = () => new Promise(() => {});
    const outcome = await run(['toggle'], { idleMs: 100 });
    expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/did not answer/) });
  });

  it('a quit that fails: 4, told to the log, and the app lives', async () => {
    app.quit = () => {
      throw new Error('no');
    };
    expect(await run(['quit'])).toMatchObject({ code: 4, stderr: expect.stringMatching(/did not quit/) });
    expect(faults).toHaveLength(1);
    expect(await run(['status'])).toMatchObject({ code: 0 });
  });
});

describe('an app of another version', () => {
  const replying = async (bytes: Uint8Array | null) => {
    await server.close();
    const other = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => (bytes === null ? socket.destroy() : socket.end(bytes)));
    });
    await new Promise<void>((resolve) => other.listen(server.path, resolve));
    const outcome = await run(['status']);
    await new Promise((resolve) => other.close(resolve));
    return outcome;
  };

  it.each<[string, Uint8Array | null, RegExp]>([
    ['a newer one', Buffer.from('{"clipstead":2,"later":true}\n'), /another version/],
    ['no sense', Buffer.from('HTTP/1.1 400 Bad Request\n'), /makes no sense/],
    ['no sense behind good framing', Buffer.from('{"clipstead":1,"body":0}\n'), /makes no sense/],
    [
      'an unknown error',
      Buffer.from('{"clipstead":1,"body":0,"ok":false,"error":{"code":"x"}}\n'),
      /no sense/,
    ],
    ['no JSON in its body', Buffer.from('{"clipstead":1,"body":1,"ok":true}\nx'), /no sense/],
    ['half an answer', Buffer.from('{"clipstead":1,"body":9,"ok":true}\nx'), /closed the connection/],
    ['no answer', null, /closed the connection/],
  ])('%s: 4', async (_, bytes, message) => {
    const { code, stderr } = await replying(bytes);
    expect([code, stderr]).toEqual([4, expect.stringMatching(message)]);
  });

  it('is told so when it asks', async () => {
    const reply = await sendRaw(server.path, Buffer.from('{"clipstead":2,"body":0,"verb":"status"}\n'));
    expect(JSON.parse(reply.split('\n')[0] ?? '')).toMatchObject({
      clipstead: 1,
      ok: false,
      error: { code: 'refused' },
    });
  });
});

describe('the socket', () => {
  it('is the user’s alone, in a folder that is the user’s alone', () => {
    expect(server.path).toBe(join(dir, 'run', 'clipstead.sock'));
    expect([mode(join(dir, 'run')), mode(server.path)]).toEqual(['700', '600']);
  });

  it('makes missing folders, and closes one that stood open', async () => {
    const other = join(dir, 'new', 'data');
    const second = await start(undefined, other);
    expect([mode(join(dir, 'new')), mode(other), mode(join(other, 'run'))]).toEqual(['700', '700', '700']);
    await second.close();
    chmodSync(join(other, 'run'), 0o777);
    const third = await start(undefined, other);
    expect(mode(join(other, 'run'))).toBe('700');
    await third.close();
  });

  it('goes with the app', async () => {
    await server.close();
    expect(existsSync(server.path)).toBe(false);
    server = await start();
    expect(await run(['status'])).toMatchObject({ code: 0 });
  });

  it('of a live app is left alone', async () => {
    await expect(start()).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/running/),
    });
    expect(await run(['status'])).toMatchObject({ code: 0 });
  });

  it('is not put in place of something else', async () => {
    const other = join(dir, 'other');
    mkdirSync(join(other, 'run'), { recursive: true });
    writeFileSync(join(other, 'run', 'clipstead.sock'), 'precious');
    await expect(start(undefined, other)).rejects.toMatchObject({ code: 'refused' });
    expect(lstatSync(join(other, 'run', 'clipstead.sock')).isFile()).toBe(true);
  });

  it('is neither made nor looked for behind a link', async () => {
    const other = join(dir, 'other');
    mkdirSync(other);
    symlinkSync(join(dir, 'run'), join(other, 'run'));
    await expect(start(undefined, other)).rejects.toMatchObject({ code: 'refused' });
    const outcome = await runWords(['status', '--data-dir', other]);
    expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/is not a folder/) });
  });

  it('is not trusted in a folder that others may write to', async () => {
    chmodSync(join(dir, 'run'), 0o722);
    expect(await run(['status'])).toMatchObject({ code: 4, stderr: expect.stringMatching(/chmod 700/) });
  });

  it('has a short path where the data folder’s is too long', async () => {
    const long = join(dir, 'd'.repeat(90));
    const second = await start(undefined, long);
    expect(Buffer.byteLength(second.path)).toBeLessThan(104);
    expect(second.path.startsWith(dir)).toBe(false);
    expect([mode(join(second.path, '..')), mode(second.path)]).toEqual(['700', '600']);
    expect(await runWords(['status', '--data-dir', long])).toMatchObject({ code: 0 });
    await second.close();
    expect(await runWords(['status', '--data-dir', long])).toMatchObject({ code: 3 });
  });
});
