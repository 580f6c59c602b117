import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CLI_LINE_BYTES, MAX_TEXT_BYTES } from '../../src-shared/limits';
import { socketPaths } from '../paths';
import { type CliServer, startCliServer } from './server';
import { FakeApp } from './testing/fake-app';
import { runWords, sendRaw } from './testing/run';

let dir: string;
let app: FakeApp;
let server: CliServer;
let faults: unknown[];

const start = (idleMs?: number) =>
  startCliServer({
    socketPaths: socketPaths(dir),
    actions: app,
    onError: (error) => faults.push(error),
    ...(idleMs === undefined ? {} : { idleMs }),
  });
const run = (words: readonly string[], options?: Parameters<typeof runWords>[1]) =>
  runWords([...words, '--data-dir', dir], options);

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
    const [line, ...rest] = (await sendRaw(server.path, bytes)).split('\n');
    const { ok, error } = JSON.parse(line ?? '') as { ok: boolean; error: { code: string; message: string } };
    expect([ok, error.code, rest]).toEqual([false, 'bad-request', ['']]);
    expect(error.message).toMatch(/^(That is not a Clipstead command|An empty text|At most 33554432 bytes)/);
    expect([app.done, app.clips, faults]).toEqual([[], [], []]);
    expect(await run(['status'])).toMatchObject({ code: 0 });
  });

  it('an endless line is cut off, and its sender still hears why', async () => {
    const reply = await sendRaw(
      server.path,
      ...Array.from({ length: 64 }, () => Buffer.alloc(CLI_LINE_BYTES, 97)),
    );
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
    expect(await sendRaw(server.path, half)).toBe('');
    expect(await sendRaw(server.path, Buffer.alloc(0))).toBe('');
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
