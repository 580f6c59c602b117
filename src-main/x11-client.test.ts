// The real worker, built as the app builds it, driven by the real client on a real X display.
// Never in-process: what is proved here is the thread, its messages and its end.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClipboardEvent } from './clipboard/port';
import { startDisplay, type TestDisplay, until } from './clipboard/testing/display';
import { copyText, pasteText } from './clipboard/testing/programs';
import { startX11 } from './x11-client';

let folder: string;
let workerUrl: URL;
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
  screen = await startDisplay();
});

afterAll(async () => {
  await screen?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('captures, writes and stops through the worker', async () => {
  const x11 = await startX11({ workerUrl, display: screen.display });
  const events: ClipboardEvent[] = [];
  await x11.clipboard.start((event) => events.push(event));

  const text = `worker ${'é'.repeat(200_000)}`;
  const xclip = await copyText(screen, text);
  const event = await until('the copy', () => events.find(({ type }) => type === 'content'));
  expect(
    event.type === 'content' && Buffer.from(event.formats[0]?.bytes ?? []).equals(Buffer.from(text)),
  ).toBe(true);
  xclip.kill();

  await x11.clipboard.write([{ mime: 'text/plain', bytes: Buffer.from(text) }]);
  expect((await pasteText(screen))?.equals(Buffer.from(text))).toBe(true);
  await until('the own change', () =>
    events.some((event) => event.type === 'skipped' && event.reason === 'own'),
  );

  await x11.stop();
  await expect(x11.clipboard.write([])).rejects.toMatchObject({ code: 'not-possible-here' });
});

test('a display that is not there is an error in words', async () => {
  await expect(startX11({ workerUrl, display: ':1999' })).rejects.toMatchObject({
    code: 'not-possible-here',
    message: expect.stringContaining(':1999'),
  });
});

test('a lost display is told, and the next one is connected', async () => {
  const first = await startDisplay();
  const x11 = await startX11({ workerUrl, display: first.display });
  const events: ClipboardEvent[] = [];
  await x11.clipboard.start((event) => events.push(event));
  await first.stop();
  await until('the trouble', () => events.some((event) => event.type === 'source' && event.trouble !== null));
  expect(x11.clipboard.captureTrouble).toMatch(/display/);
  await expect(x11.clipboard.write([{ mime: 'text/plain', bytes: Buffer.from('x') }])).rejects.toMatchObject({
    code: 'not-possible-here',
  });
  const second = await startDisplay({ display: first.display });
  await until('the end of the trouble', () => {
    const last = events.at(-1);
    return last?.type === 'source' && last.trouble === null;
  });
  expect(x11.clipboard.captureTrouble).toBeNull();
  const xclip = await copyText(second, 'after the loss');
  await until('a copy on the new display', () => events.at(-1)?.type === 'content');
  xclip.kill();
  await x11.stop();
  await second.stop();
});
