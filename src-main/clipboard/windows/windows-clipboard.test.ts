// Windows' clipboard against calls made of memory that keep Windows' rules: the contract, the formats, the rules themselves.
// Never take this for proof on Windows, where it was not run yet.
import koffi, { type LibraryHandle } from 'koffi';
import { afterEach, describe, expect, test } from 'vitest';
import { planRead } from '../../capture/planner';
import { PollingClipboard } from '../polling/polling-clipboard';
import type { ClipboardEvent } from '../port';
import { until } from '../testing/display';
import { MemoryOffers } from '../testing/memory-copy';
import { describeClipboardPort } from '../testing/port-contract';
import { formatsOf, unwrap, wrap } from './formats';
import { type Handle, loadWin32, type Win32 } from './win32';
import { WindowsClipboard } from './windows-clipboard';

const FIRST_REGISTERED = 0xc000;

/** Breaks where a rule is broken: nothing without OpenClipboard, no write without a window, no memory used after it was given away. */
class FakeWin32 implements Win32 {
  readonly offers = new MemoryOffers();
  readonly #registered: string[] = [];
  readonly #memory = new Map<bigint, Uint8Array>();
  readonly #windows = new Set<bigint>();
  #next = 1n;
  #opened: { readonly window: Handle } | null = null;
  /** Times that OpenClipboard fails, as while another program holds it. */
  held = 0;
  path: string | null = 'C:\\Program Files\\Editor\\Editor.exe';

  GetClipboardSequenceNumber = () => this.offers.count;
  OpenClipboard = (window: Handle) => {
    if (this.#opened !== null) throw new Error('it is open already');
    if (this.held > 0) {
      this.held--;
      return false;
    }
    this.#opened = { window };
    return true;
  };
  CloseClipboard = () => {
    this.#mustBeOpen();
    this.#opened = null;
  };
  EmptyClipboard = () => {
    this.#mustBeOpen();
    this.offers.copy({});
    return true;
  };
  EnumClipboardFormats = (format: number) => {
    this.#mustBeOpen();
    const ids = [...this.offers.offers.keys()].map((name) => this.#id(name));
    return ids[format === 0 ? 0 : ids.indexOf(format) + 1] ?? 0;
  };
  GetClipboardFormatName = (format: number) => this.#registered[format - FIRST_REGISTERED] ?? null;
  RegisterClipboardFormat = (name: string) => {
    const known = this.#registered.indexOf(name);
    return FIRST_REGISTERED + (known >= 0 ? known : this.#registered.push(name) - 1);
  };
  GetClipboardData = (format: number) => {
    this.#mustBeOpen();
    const bytes = this.offers.give(this.#name(format));
    return bytes === null ? null : this.globalMemory(bytes);
  };
  SetClipboardData = (format: number, memory: Handle) => {
    this.#mustBeOpen();
    if (this.#opened?.window === null) return null;
    const bytes = memory === null ? undefined : this.#memory.get(memory);
    if (bytes === undefined) throw new Error('no such memory');
    this.offers.offers.set(this.#name(format), bytes);
    this.offers.count++;
    return memory;
  };
  GetClipboardOwner = () => null;
  GetForegroundWindow = () => (this.path === null ? null : 77n);
  GetWindowThreadProcessId = () => 4711;
  processImageName = () => this.path;
  createMessageWindow = () => {
    const window = this.#next++;
    this.#windows.add(window);
    return window;
  };
  DestroyWindow = (window: Handle) => {
    if (window === null || !this.#windows.delete(window)) throw new Error('no such window');
  };
  globalMemory = (bytes: Uint8Array) => {
    const memory = this.#next++;
    this.#memory.set(memory, Uint8Array.from(bytes));
    return memory;
  };
  GlobalFree = (memory: Handle) => void this.#memory.delete(memory ?? 0n);
  globalBytes = (memory: Handle) => this.#memory.get(memory ?? 0n) ?? null;

  get atRest(): boolean {
    return this.#opened === null && this.#windows.size === 0;
  }

  #mustBeOpen(): void {
    if (this.#opened === null) throw new Error('the clipboard is not open');
  }

  /** A number that Windows defines stands as itself. */
  #id(name: string): number {
    return /^\d+$/.test(name) ? Number(name) : this.RegisterClipboardFormat(name);
  }

  #name(format: number): string {
    return this.GetClipboardFormatName(format) ?? String(format);
  }
}

let port: PollingClipboard | undefined;
afterEach(() => port?.stop());

function polling(win: FakeWin32): PollingClipboard {
  const system = new WindowsClipboard(win);
  return new PollingClipboard({
    name: 'x',
    counter: system.counter,
    system,
    plan: planRead,
    pollMs: 3,
    retryMs: [1, 1, 1],
  });
}

async function capture(win: FakeWin32): Promise<ClipboardEvent> {
  const events: ClipboardEvent[] = [];
  port = polling(win);
  await port.start((event) => events.push(event));
  const event = await until('an event', () => events[0]);
  expect(win.atRest).toBe(true);
  return event;
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const formatsIn = (event: ClipboardEvent) =>
  event.type === 'content'
    ? event.formats.map(({ mime, bytes }) => [mime, Buffer.from(bytes).toString()])
    : event;

describeClipboardPort('the Windows source', async () => {
  const win = new FakeWin32();
  return {
    port: polling(win),
    other: {
      copy: async (offers, options) => win.offers.copy(offers, options),
      clear: async () => win.offers.copy({}),
      asked: () => win.offers.asked,
      paste: async () => {
        const unicode = win.offers.offers.get('13');
        // Down to its last NUL: programs that go by the first one get less of a text that holds some.
        return unicode === undefined
          ? null
          : Buffer.from(Buffer.from(unicode).toString('utf16le').slice(0, -1));
      },
    },
    end: async () => {},
  };
});

test('Windows’ formats are the MIME types that the rest knows, and the program is told', async () => {
  const win = new FakeWin32();
  win.offers.copy({
    13: utf16('fett für dich\0rest'),
    1: 'ansi',
    'HTML Format': wrap('HTML Format', Buffer.from('<b>fett</b>')) ?? '',
    'Rich Text Format': '{\\rtf1 fett}\0\0\0',
    8: 'a rendering',
    'Ole Private Data': 'noise',
  });
  const event = await capture(win);
  expect(event).toMatchObject({ sourceApp: 'Editor' });
  expect(formatsIn(event)).toEqual([
    ['text/plain', 'fett für dich'],
    ['text/html', expect.stringMatching(/<b>fett<\/b>/)],
    ['text/rtf', '{\\rtf1 fett}'],
  ]);
  expect(win.offers.asked).toEqual(['13', 'HTML Format', 'Rich Text Format']);
});

test.each([
  ['ExcludeClipboardContentFromMonitorProcessing', '', 'secret'],
  ['CanIncludeInClipboardHistory', Buffer.alloc(4), 'secret'],
])('%s: no content is asked for', async (marker, value, reason) => {
  const win = new FakeWin32();
  win.offers.copy({ 13: utf16('hunter2'), [marker]: value });
  expect(await capture(win)).toMatchObject({ type: 'skipped', reason });
  expect(win.offers.asked).not.toContain('13');
});

test('CanIncludeInClipboardHistory = 1 lets the copy through', async () => {
  const win = new FakeWin32();
  win.offers.copy({ 13: utf16('open'), CanIncludeInClipboardHistory: Buffer.from([1, 0, 0, 0]) });
  expect(formatsIn(await capture(win))).toEqual([['text/plain', 'open']]);
});

test('a clipboard that another program holds is tried again', async () => {
  const win = new FakeWin32();
  win.offers.copy({ 13: utf16('held') });
  win.held = 3;
  expect(formatsIn(await capture(win))).toEqual([['text/plain', 'held']]);
  await port?.stop();
  win.held = 4;
  expect(await capture(win)).toMatchObject({ type: 'skipped', reason: 'refused' });
  await port?.stop();
  win.held = 4;
  port = polling(win);
  await expect(port.write([{ mime: 'text/plain', bytes: Buffer.from('x') }])).rejects.toMatchObject({
    code: 'not-possible-here',
  });
  expect(win.atRest).toBe(true);
});

test('a process that may not access the clipboard says so', async () => {
  const win = new FakeWin32();
  win.offers.count = 0;
  port = polling(win);
  await port.start(() => {});
  await until('the trouble', () => port?.captureTrouble !== null);
});

test('a program that the system does not tell is unknown', async () => {
  const win = new FakeWin32();
  win.path = null;
  win.offers.copy({ 13: utf16('x') });
  expect(await capture(win)).toMatchObject({ type: 'content', sourceApp: null });
});

test('koffi understands every declaration, and each call reads Windows’ answers', () => {
  const names: string[] = [];
  const func = (declaration: string) => {
    koffi.proto(declaration);
    const name = /(\w+)\(/.exec(declaration)?.[1] ?? '';
    names.push(name);
    return (...args: unknown[]) => answer(name, args);
  };
  const answer = (name: string, args: unknown[]): unknown => {
    if (name === 'GetClipboardFormatNameW') return (args[1] as Buffer).write('PNG', 'utf16le') / 2;
    if (name === 'GetWindowThreadProcessId') return (args[1] as Buffer).writeUInt32LE(4711);
    if (name === 'QueryFullProcessImageNameW') {
      (args[3] as Buffer).writeUInt32LE((args[2] as Buffer).write('C:\\a.exe', 'utf16le') / 2);
      return 1;
    }
    if (name === 'GlobalSize') return 3n;
    if (name === 'RtlMoveMemory') return args[0] instanceof Uint8Array && args[0].fill(7);
    return /^(?:GlobalLock|GlobalAlloc|OpenProcess|GetClipboardData)$/.test(name) ? 5n : 0;
  };
  const libraries: string[] = [];
  const win = loadWin32((library) => {
    libraries.push(library);
    return { func } as unknown as LibraryHandle;
  });
  expect(libraries).toEqual(['user32.dll', 'kernel32.dll']);
  expect(new Set(names).size).toBe(names.length);
  expect([win.GetClipboardFormatName(1), win.GetWindowThreadProcessId(1n), win.processImageName(1)]).toEqual([
    'PNG',
    4711,
    'C:\\a.exe',
  ]);
  expect([
    win.globalBytes(1n),
    win.GetClipboardData(1),
    win.SetClipboardData(1, 1n),
    win.OpenClipboard(null),
  ]).toEqual([Uint8Array.from([7, 7, 7]), 5n, null, false]);
});

describe('contents', () => {
  const files = 'file:///C:/a%20b.txt\r\nfile:///D:/%C3%BC\r\n';

  test.each([
    ['text', 13, 'für\r\n👩'],
    ['HTML', 'HTML Format', '<p>für</p>'],
    ['RTF', 'Rich Text Format', '{\\rtf1 x}'],
    ['files', 15, files],
    ['a program’s own', 'application/x-own', 'a\0b'],
  ])('%s goes there and back', (_, format, content) => {
    const there = wrap(format, Buffer.from(content));
    const back = Buffer.from(unwrap(format, there ?? new Uint8Array()) ?? []).toString();
    if (format === 'HTML Format') expect(back).toContain(`<!--StartFragment-->${content}<!--EndFragment-->`);
    else expect(back).toBe(content);
  });

  test('the fragment, where there is no whole document', () => {
    const head =
      'Version:1.0\r\nStartHTML:-1\r\nEndHTML:-1\r\nStartFragment:0000000100\r\nEndFragment:0000000104\r\n';
    const raw = Buffer.from(`${head.padEnd(100, ' ')}<b>x</b>`);
    expect(Buffer.from(unwrap('HTML Format', raw) ?? []).toString()).toBe('<b>x');
  });

  test('a picture gets the header of a file', () => {
    const dib = Buffer.alloc(40 + 8);
    dib.writeUInt32LE(40, 0);
    dib.writeUInt16LE(24, 14);
    const file = Buffer.from(unwrap(8, dib) ?? []);
    expect([file.toString('latin1', 0, 2), file.readUInt32LE(2), file.readUInt32LE(10)]).toEqual([
      'BM',
      62,
      54,
    ]);
    expect(Buffer.from(wrap(8, file) ?? []).equals(dib)).toBe(true);
  });

  test.each([
    ['HTML whose offsets lie outside', 'HTML Format', Buffer.from('StartHTML:5 EndHTML:999999')],
    ['HTML without a header', 'HTML Format', Buffer.from('<b>x</b>')],
    ['a picture that is cut short', 8, Buffer.alloc(20)],
    ['files that are cut short', 15, Buffer.alloc(8)],
    ['no files', 15, Buffer.alloc(24, 0).fill(20, 0, 1)],
  ])('%s: nothing is made up', (_, format, raw) => expect(unwrap(format, raw)).toBeNull());

  test('links are no files', () => expect(wrap(15, Buffer.from('https://example.org\r\n'))).toBeNull());

  test('a name that Windows does not know is its own format', () => {
    expect(formatsOf('application/x-own')).toEqual(['application/x-own']);
    expect(formatsOf('text/plain')).toEqual([13, 'text/plain']);
  });
});
