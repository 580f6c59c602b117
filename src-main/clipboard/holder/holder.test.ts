// The process that holds the clipboard after Clipstead, as a process, on a real X display with real programs.
// Never in-process: what is proved here is that it lives on by itself, and ends.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { planRead } from '../../capture/planner';
import type { ClipboardEvent } from '../port';
import { end, startDisplay, type TestDisplay, until } from '../testing/display';
import { copyText, pasteText } from '../testing/programs';
import { DisplayLink } from '../x11/display-link';
import { X11Clipboard } from '../x11/x11-clipboard';
import { decodeHeld, encodeHeld } from './protocol';
import { type OwnProgram, startHolder } from './start-holder';

let folder: string;
let program: OwnProgram;
let ended: string;
let screen: TestDisplay;

beforeAll(async () => {
  // Inside the source tree, so that the bundle finds its packages as the app's does.
  const cache = resolve(import.meta.dirname, '../../../.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, 'holder-test-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['x11', 'koffi'] },
    build: {
      ssr: resolve(import.meta.dirname, 'hold.ts'),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'hold.mjs' } },
    },
  });
  // As main.ts has it, and a file that says that it has ended.
  await writeFile(
    join(folder, 'run.mjs'),
    `import { writeFileSync } from 'node:fs';
    import { hold } from './hold.mjs';
    const code = await hold(process.stdin, (word) => process.stdout.write(word));
    writeFileSync(process.argv[2], String(code));
    process.exit(code);`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let runs = 0;
beforeEach(async () => {
  screen = await startDisplay();
  ended = join(folder, `ended-${++runs}`);
  program = { file: process.execPath, args: [join(folder, 'run.mjs'), ended] };
});
// A holder that is still there ends with its display.
afterEach(() => screen.stop());

const formats = (text: string) => [
  { mime: 'text/plain', bytes: Buffer.from(text) },
  { mime: 'text/html', bytes: Buffer.from(`<b>${text}</b>`) },
];
const held = (text: string) =>
  startHolder(program, { system: 'x11', display: screen.display }, formats(text));

test('it offers all formats until another program copies, and ends then', async () => {
  expect(await held('kept für dich')).toBe(true);
  expect((await pasteText(screen))?.toString()).toBe('kept für dich');
  expect((await pasteText(screen, { target: 'text/html' }))?.toString()).toBe('<b>kept für dich</b>');
  expect(existsSync(ended)).toBe(false);
  const xclip = await copyText(screen, 'newer');
  await until('its end', () => existsSync(ended));
  expect((await pasteText(screen))?.toString()).toBe('newer');
  await end(xclip);
});

test('a large clip reaches it and the programs whole', async () => {
  const text = 'large '.repeat(1_000_000);
  expect(await held(text)).toBe(true);
  expect((await pasteText(screen))?.toString() === text).toBe(true);
});

test('it ends with the display', async () => {
  expect(await held('short-lived')).toBe(true);
  await screen.stop();
  await until('its end', () => existsSync(ended));
});

test('what it holds is no copy to the next Clipstead', async () => {
  await held('in the history already');
  const link = new DisplayLink(screen.display);
  const port = new X11Clipboard(link, planRead);
  await link.start();
  const events: ClipboardEvent[] = [];
  await port.start((event) => events.push(event));
  await until('an event', () => events.length > 0);
  expect(events).toMatchObject([{ type: 'skipped', reason: 'own' }]);
  const xclip = await copyText(screen, 'a copy');
  await until('the copy', () => events.at(-1)?.type === 'content');
  await port.stop();
  await end(xclip);
});

test('where it cannot be, nobody waits for it', async () => {
  const place = { system: 'x11', display: ':1999' } as const;
  expect(await startHolder(program, place, formats('x'))).toBe(false);
  expect(await startHolder({ file: '/nonexistent', args: [] }, place, formats('x'))).toBe(false);
  expect(await startHolder({ file: '/bin/true', args: [] }, place, formats('x'.repeat(1_000_000)))).toBe(
    false,
  );
});

test('the message goes there and back, and one that is cut short is an error', () => {
  const place = { system: 'wayland', display: '/run/user/1000/wayland-0' } as const;
  const message = Buffer.concat(encodeHeld({ place, formats: formats('a\0b\n') }));
  const { formats: got, place: where } = decodeHeld(message);
  expect(where).toEqual(place);
  expect(got.map(({ mime, bytes }) => [mime, Buffer.from(bytes).toString()])).toEqual([
    ['text/plain', 'a\0b\n'],
    ['text/html', '<b>a\0b\n</b>'],
  ]);
  expect(() => decodeHeld(message.subarray(0, -1))).toThrow('not whole');
  expect(() => decodeHeld(Buffer.from('{}'))).toThrow('no head');
});
