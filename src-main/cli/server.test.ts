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
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClipsteadError } from '../../src-shared/errors';
import { CLI_LINE_BYTES, MAX_TEXT_BYTES } from '../../src-shared/limits';
import { socketPaths } from '../paths';
import { type CliServer, startCliServer } from './server';
import { FakeApp } from './testing/fake-app';
import { runWords } from './testing/run';

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
    const reply = await sendRaw(Buffer.from('{"clipstead":2,"body":0,"verb":"status"}\n'));
    expect(JSON.parse(reply.split('\n')[0] ?? '')).toMatchObject({
      clipstead: 1,
      ok: false,
      error: { code: 'refused' },
    });
  });
});

/** Writes raw bytes; resolves with all that came back when the server closes. */
function sendRaw(...pieces: Uint8Array[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.path);
    let reply = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      reply += text;
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve(reply));
    for (const piece of pieces) socket.write(piece);
  });
}

describe('hostile clients', () => {
  const request = (head: object, body = Buffer.alloc(0)) =>
    Buffer.concat([
      Buffer.from(`${JSON.stringify({ clipstead: 1, body: body.byteLength, ...head })}\n`),
      body,
    ]);

  it.each<[string, Buffer]>([
    ['garbage', Buffer.from('\u0000\u0001\u0002 garbage\n')],
    ['HTTP', Buffer.from('POST / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['an unknown verb', request({ verb: 'eval' })],
    ['a verb of another type', request({ verb: ['status'] })],
    ['an unknown member', request({ verb: 'status', path: '/etc' })],
    [
      '__proto__',
      Buffer.from('{"clipstead":1,"body":0,"verb":"status","__proto__":{"verb":"quit"},"x":1}\n'),
    ],
    ['an id as text', request({ verb: 'get', id: '1', format: null })],
    ['an id of 0', request({ verb: 'copy', id: 0 })],
    ['a broken id', request({ verb: 'copy', id: 1.5 })],
    ['an unsafe id', request({ verb: 'copy', id: 2 ** 53 })],
    ['no ids', request({ verb: 'delete', ids: [] })],
    ['a limit of 0', request({ verb: 'list', query: '', limit: 0 })],
    ['a huge limit', request({ verb: 'list', query: '', limit: 1e9 })],
    ['a huge query', request({ verb: 'list', query: 'x'.repeat(1001), limit: 1 })],
    ['an empty text', request({ verb: 'add' })],
    ['bytes for a verb without', request({ verb: 'status' }, Buffer.from('x'))],
    [
      'a second request behind the first',
      Buffer.concat([request({ verb: 'status' }), request({ verb: 'quit' })]),
    ],
    ['a body above the cap', request({ verb: 'add', body: MAX_TEXT_BYTES + 1 })],
  ])('%s: refused with a reason that quotes nothing, and nothing is done', async (_, bytes) => {
    const [line, ...rest] = (await sendRaw(bytes)).split('\n');
    const { ok, error } = JSON.parse(line ?? '') as { ok: boolean; error: { code: string; message: string } };
    expect([ok, error.code, rest]).toEqual([false, 'bad-request', ['']]);
    expect(error.message).toMatch(/^(That is not a Clipstead command|An empty text|At most 33554432 bytes)/);
    expect([app.done, app.clips, faults]).toEqual([[], [], []]);
    expect(await run(['status'])).toMatchObject({ code: 0 });
  });

  it('an endless line is cut off, and its sender still hears why', async () => {
    const reply = await sendRaw(...Array.from({ length: 64 }, () => Buffer.alloc(CLI_LINE_BYTES, 97)));
    expect(reply).toContain('"bad-request"');
  });

  it('one that never stops sending is dropped', async () => {
    const socket = connect({ path: server.path, allowHalfOpen: true });
    const packet = Buffer.alloc(1024 * 1024, 97);
    let sent = 0;
    await new Promise<void>((resolve) => {
      socket.on('error', () => {});
      socket.once('close', () => resolve());
      const more = (error?: Error | null) => {
        if (error) return;
        sent += packet.byteLength;
        socket.write(packet, more);
      };
      more();
    });
    expect(sent).toBeGreaterThan(MAX_TEXT_BYTES);
    expect(sent).toBeLessThan(4 * MAX_TEXT_BYTES);
    expect(faults).toEqual([]);
  });

  it('half requests end with their connection, or after the deadline', async () => {
    await server.close();
    server = await start(100);
    const half = request({ verb: 'add' }, Buffer.from('hello')).subarray(0, -1);
    const cutOff = connect(server.path);
    cutOff.end(half);
    expect(await sendRaw(half)).toBe('');
    expect(await sendRaw(Buffer.alloc(0))).toBe('');
    expect(app.clips).toEqual([]);
  });

  it('a client that does not read its answer is dropped after the deadline', async () => {
    await server.close();
    server = await start(100);
    app.add(Buffer.alloc(MAX_TEXT_BYTES, 97));
    const socket = connect(server.path);
    socket.pause();
    socket.write(request({ verb: 'get', id: 1, format: null }));
    await new Promise((resolve) => setTimeout(resolve, 400));
    let received = 0;
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk) => {
        received += chunk.byteLength;
      });
      socket.on('error', () => {});
      socket.once('close', () => resolve());
      socket.resume();
    });
    expect(received).toBeLessThan(MAX_TEXT_BYTES);
    expect(await run(['status'])).toMatchObject({ code: 0 });
  });

  it('a client that vanishes while the app works changes nothing', async () => {
    let finish: (() => void) | null = null;
    app.toggle = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    const socket = connect(server.path);
    socket.write(request({ verb: 'toggle' }));
    const done = await vi.waitUntil(() => finish);
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    done();
    expect(await run(['status'])).toMatchObject({ code: 0 });
    expect(faults).toEqual([]);
  });

  it('a hundred silent connections and a hundred real commands get on together', async () => {
    const silent: Socket[] = Array.from({ length: 100 }, () => connect(server.path).on('error', () => {}));
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, n) => run(['add', `text ${n}`])));
    expect(outcomes.map(({ code }) => code)).toEqual(Array(100).fill(0));
    expect(app.clips).toHaveLength(100);
    for (const socket of silent) socket.destroy();
  });

  it('connections above the cap are closed, and room is made again', async () => {
    const many: Socket[] = Array.from({ length: 400 }, () => connect(server.path).on('error', () => {}));
    const closed = () => many.filter((socket) => socket.destroyed).length;
    await vi.waitUntil(() => closed() === 400 - 256, { timeout: 5_000 });
    expect(await run(['status'])).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/closed the connection/),
    });
    for (const socket of many) socket.destroy();
    await vi.waitUntil(async () => (await run(['status'])).code === 0, { timeout: 5_000 });
  });

  it('unfinished requests together hold a bounded number of bytes', async () => {
    const packet = Buffer.alloc(MAX_TEXT_BYTES - 1, 97);
    const head = Buffer.from(`{"clipstead":1,"body":${MAX_TEXT_BYTES},"verb":"add"}\n`);
    const replies: string[] = [];
    const sockets = Array.from({ length: 6 }, () => {
      const socket = connect(server.path).on('error', () => {});
      socket.on('data', (chunk) => replies.push(chunk.toString()));
      socket.write(head);
      return { socket, sent: new Promise<void>((resolve) => socket.write(packet, () => resolve())) };
    });
    await Promise.all(sockets.map(({ sent }) => sent));
    await vi.waitUntil(() => replies.some((reply) => reply.includes('"refused"')), { timeout: 5_000 });
    for (const { socket } of sockets) socket.destroy();
    await vi.waitUntil(async () => (await run(['add', 'room again'])).code === 0, { timeout: 5_000 });
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
