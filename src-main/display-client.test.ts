// The real worker, built as the app builds it, driven by the real client on a real X display.
// Never in-process: what is proved here is the thread, its messages and its end.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appRulesSchema } from '../src-shared/app-rules';
import { said } from '../src-shared/i18n/said';
import type { ClipboardEvent } from './clipboard/port';
import { startDisplay, type TestDisplay, until } from './clipboard/testing/display';
import { copyText, pasteText } from './clipboard/testing/programs';
import { ScriptedOwner } from './clipboard/testing/scripted-owner';
import { type DisplayPorts, startDisplayWorker } from './display-client';

const appRules = appRulesSchema.parse({});
const x11Kind = { name: 'x11-xfixes', noticesPastes: true };

let folder: string;
let workerUrl: URL;
/** The same worker, with an end: whoever writes a clip named 'test/die' kills it, and one that finds `dead` set dies at once. */
let mortalUrl: URL;
let screen: TestDisplay;

beforeAll(async () => {
  // Inside the source tree, so that the bundle finds its packages as the app's does.
  const cache = resolve(import.meta.dirname, '../.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, 'x11-worker-test-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['x11'] },
    build: {
      ssr: resolve(import.meta.dirname, 'x11-worker.ts'),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'x11-worker.mjs' } },
    },
  });
  workerUrl = pathToFileURL(join(folder, 'x11-worker.mjs'));
  mortalUrl = pathToFileURL(join(folder, 'mortal.mjs'));
  await writeFile(
    join(folder, 'mortal.mjs'),
    `import { existsSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    if (existsSync(new URL('./dead', import.meta.url))) process.exit(1);
    parentPort.on('message', ({ call, argument }) => {
      if (call === 'write' && argument[0].mime === 'test/die') throw new Error('died as the test asked');
    });
    await import('./x11-worker.mjs');`,
  );
  screen = await startDisplay();
});

afterAll(async () => {
  await screen?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('captures, writes and stops through the worker', async () => {
  const x11 = await startDisplayWorker({ ...x11Kind, workerUrl, display: screen.display, appRules });
  const events: ClipboardEvent[] = [];
  await x11.clipboard.start((event) => events.push(event));

  const text = `worker ${'é'.repeat(200_000)}`;
  const xclip = await copyText(screen, text);
  const event = await until('the copy', () => events.find(({ type }) => type === 'content'));
  expect(
    event.type === 'content' && Buffer.from(event.formats[0]?.bytes ?? []).equals(Buffer.from(text)),
  ).toBe(true);
  expect(event.type === 'content' && Buffer.from(event.formats[0]?.sha256 ?? []).toString('hex')).toBe(
    createHash('sha256').update(text).digest('hex'),
  );
  xclip.kill();

  const bytes = Buffer.from(text);
  await x11.clipboard.write([{ mime: 'text/plain', bytes }]);
  // It went over without a copy.
  expect(bytes.byteLength).toBe(0);
  expect((await pasteText(screen))?.equals(Buffer.from(text))).toBe(true);
  await until('the own change', () =>
    events.some((event) => event.type === 'skipped' && event.reason === 'own'),
  );

  await x11.stop();
  await expect(x11.clipboard.write([])).rejects.toMatchObject({ code: 'not-possible-here' });
});

test('a display that is not there is an error in words', async () => {
  await expect(
    startDisplayWorker({ ...x11Kind, workerUrl, display: ':1999', appRules }),
  ).rejects.toMatchObject({
    code: 'not-possible-here',
    message: expect.stringContaining(':1999'),
  });
});

test('a lost display is told, and the next one is connected', async () => {
  const first = await startDisplay();
  const x11 = await startDisplayWorker({ ...x11Kind, workerUrl, display: first.display, appRules });
  const events: ClipboardEvent[] = [];
  await x11.clipboard.start((event) => events.push(event));
  await first.stop();
  await until('the trouble', () => events.some((event) => event.type === 'source' && event.trouble !== null));
  expect(x11.clipboard.captureTrouble).toEqual(said('displayGone'));
  expect(x11.paste.trouble).toEqual(said('nothingPasted', said('pasteDisplayGone')));
  await expect(x11.clipboard.write([{ mime: 'text/plain', bytes: Buffer.from('x') }])).rejects.toMatchObject({
    code: 'not-possible-here',
  });
  const second = await startDisplay({ display: first.display });
  await until('the end of the trouble', () => {
    const last = events.at(-1);
    return last?.type === 'source' && last.trouble === null;
  });
  expect(x11.clipboard.captureTrouble).toBeNull();
  expect(x11.paste.trouble).toBeNull();
  const xclip = await copyText(second, 'after the loss');
  await until('a copy on the new display', () => events.at(-1)?.type === 'content');
  xclip.kill();
  await x11.stop();
  await second.stop();
});

test('a display that lets no program press keys is a trouble of the paste alone', async () => {
  const bare = await startDisplay({ without: 'XTEST' });
  const x11 = await startDisplayWorker({ ...x11Kind, workerUrl, display: bare.display, appRules });
  expect(x11.paste.trouble).toEqual(said('nothingPasted', said('noXtest')));
  expect(x11.clipboard.captureTrouble).toBeNull();
  expect(await x11.paste.paste({ window: 1, app: null })).toMatchObject({ pasted: false });
  await x11.stop();
  await bare.stop();
});

/** Kills the worker; resolves when that is known. */
async function kill(x11: DisplayPorts): Promise<void> {
  await x11.clipboard.write([{ mime: 'test/die', bytes: Buffer.from('x') }]).then(
    () => expect.unreachable(),
    (error) => expect(error).toMatchObject({ code: 'not-possible-here' }),
  );
}
const source = (trouble: unknown) => ({ type: 'source', trouble });

test('a worker that dies is started again and goes on, paused or not', async () => {
  const x11 = await startDisplayWorker({
    ...x11Kind,
    workerUrl: mortalUrl,
    display: screen.display,
    appRules,
    restartMs: [100, 100],
  });
  const events: ClipboardEvent[] = [];
  const troubles = () => events.filter(({ type }) => type === 'source');
  await x11.clipboard.start((event) => events.push(event));
  await kill(x11);
  // In the gap: said in words by everything.
  expect(troubles()).toEqual([source(said('displayPartRestarts'))]);
  expect(x11.clipboard.captureTrouble).toEqual(said('displayPartRestarts'));
  expect(x11.paste.trouble).toEqual(said('displayPartRestarts'));
  const words = { code: 'not-possible-here', message: expect.stringMatching(/started again/) };
  await expect(x11.clipboard.write([])).rejects.toMatchObject(words);
  await expect(x11.paste.currentTarget()).rejects.toMatchObject(words);

  await until('the worker to be back', () => troubles().length === 2);
  expect(troubles()[1]).toEqual(source(null));
  expect([x11.clipboard.captureTrouble, x11.paste.trouble]).toEqual([null, null]);
  const xclip = await copyText(screen, 'after the death');
  await until('a copy', () => events.at(-1)?.type === 'content');
  await x11.clipboard.write([{ mime: 'text/plain', bytes: Buffer.from('ours') }]);
  expect((await pasteText(screen))?.toString()).toBe('ours');
  xclip.kill();

  x11.clipboard.setPaused(true);
  await kill(x11);
  await until('the worker to be back', () => troubles().length === 4);
  const second = await copyText(screen, 'while paused');
  await until('the pause', () =>
    events.some((event) => event.type === 'skipped' && event.reason === 'paused'),
  );
  expect(events.filter(({ type }) => type === 'content')).toHaveLength(1);
  second.kill();
  await x11.stop();
});

test('what was copied unread is not taken by the next worker, which ignores and denies as the former one did', async () => {
  const x11 = await startDisplayWorker({
    ...x11Kind,
    workerUrl: mortalUrl,
    display: screen.display,
    appRules,
    restartMs: [20, 20, 20],
  });
  const events: ClipboardEvent[] = [];
  const seen = () => events.filter(({ type }) => type !== 'source');
  const back = async (times: number) =>
    until('the worker to be back', () => events.filter(({ type }) => type === 'source').length === 2 * times);
  const skip = (reason: string) => expect.objectContaining({ type: 'skipped', reason });
  const owner = await ScriptedOwner.connect(screen.display);
  await owner.disown();
  await x11.clipboard.start((event) => events.push(event));

  x11.clipboard.setPaused(true);
  // Answered after the pause is in force: calls are taken in order.
  await x11.paste.modifiersHeld();
  await owner.own({ offers: { UTF8_STRING: 'hunter2' } });
  await until('the pause', () => seen().length === 1);
  x11.clipboard.setPaused(false);
  await kill(x11);
  await back(1);
  x11.clipboard.setIgnoreNext(true);
  await kill(x11);
  await back(2);
  await owner.own({ offers: { UTF8_STRING: 'hunter3' } });
  await until('the ignored copy', () => seen().length === 2);
  const app = readFileSync('/proc/self/comm', 'utf8').trim();
  x11.setAppRules({ ...appRules, denied: [app] });
  await kill(x11);
  await back(3);
  await owner.own({ offers: { UTF8_STRING: 'hunter4' } });
  await until('the denied copy', () => seen().length === 3);
  expect(seen()).toEqual([skip('paused'), skip('ignored'), skip('app-denied')]);
  expect(owner.requests.has('UTF8_STRING')).toBe(false);
  await x11.stop();
  owner.die();
});

test('a worker that keeps dying is given up, and that is said', async () => {
  const x11 = await startDisplayWorker({
    ...x11Kind,
    workerUrl: mortalUrl,
    display: screen.display,
    appRules,
    restartMs: [10, 10],
  });
  const events: ClipboardEvent[] = [];
  await x11.clipboard.start((event) => events.push(event));
  await writeFile(join(folder, 'dead'), '');
  await kill(x11);
  await until('the end', () => x11.clipboard.captureTrouble?.key === 'displayPartGone');
  expect(events.filter(({ type }) => type === 'source').at(-1)).toEqual(source(x11.clipboard.captureTrouble));
  await expect(x11.clipboard.write([])).rejects.toMatchObject({ code: 'not-possible-here' });
  await x11.stop();
  await rm(join(folder, 'dead'));
});

test('a content counts as waiting until who gets it is done with it', async () => {
  const workerUrl = pathToFileURL(join(folder, 'one-copy.mjs'));
  await writeFile(
    fileURLToPath(workerUrl),
    `import { parentPort, workerData } from 'node:worker_threads';
    const tell = (message) => parentPort.postMessage(message);
    parentPort.on('message', ({ id, call }) => {
      if (call === 'start') for (const at of [1, 2]) tell({ type: 'event', event: { type: 'content', at } });
      tell({ type: 'answer', id, value: call === 'currentTarget' ? Atomics.load(workerData.handled, 0) : null });
      if (call === 'stop') parentPort.close();
    });
    tell({ type: 'ready', trouble: null });`,
  );
  const x11 = await startDisplayWorker({ ...x11Kind, workerUrl, display: '', appRules });
  let done = (_: null) => {};
  const slow = new Promise<null>((resolve) => {
    done = resolve;
  });
  await x11.clipboard.start((event) => ('at' in event && event.at === 2 ? slow : null));
  expect(await x11.paste.currentTarget()).toBe(1);
  done(null);
  // What it leads to comes before this goes on.
  await slow;
  expect(await x11.paste.currentTarget()).toBe(2);
  await x11.stop();
});

test('a stop in the gap ends it for good', async () => {
  const x11 = await startDisplayWorker({
    ...x11Kind,
    workerUrl: mortalUrl,
    display: screen.display,
    appRules,
    restartMs: [20],
  });
  const events: ClipboardEvent[] = [];
  await x11.clipboard.start((event) => events.push(event));
  await kill(x11);
  await x11.stop();
  const told = events.length;
  const xclip = await copyText(screen, 'nobody looks');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(events).toHaveLength(told);
  xclip.kill();
});
