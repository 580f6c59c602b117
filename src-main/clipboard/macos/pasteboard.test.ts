// macOS's pasteboard against a runtime made of memory: the contract, the names, and what is asked of libobjc.
// Never take this for proof on macOS, where it was not run yet.
import koffi, { type LibraryHandle } from 'koffi';
import { afterEach, expect, test } from 'vitest';
import { planRead } from '../../capture/planner';
import { PollingClipboard } from '../polling/polling-clipboard';
import type { ClipboardEvent } from '../port';
import { until } from '../testing/display';
import { MemoryOffers } from '../testing/memory-copy';
import { describeClipboardPort } from '../testing/port-contract';
import { loadObjC, type ObjC, type Ref } from './objc';
import { MacPasteboard } from './pasteboard';

type Value = string | Uint8Array | readonly unknown[] | Item | { readonly name: string };
/** An NSPasteboardItem. */
class Item {
  readonly data = new Map<string, Uint8Array>();
}

/** The runtime, whose objects are numbers, and one pasteboard with the items of the last copy. */
class FakeObjC implements ObjC {
  readonly offers = new MemoryOffers();
  /** Of each file of a copy its URL: an item each. */
  files: string[] = [];
  front: string | null = 'Notes';
  #pools = 0;
  #values: Value[] = [];

  named: ObjC['named'] = (name) => this.#ref({ name });
  at: ObjC['at'] = (array, index) => (this.#value(array) as Ref[])[index] ?? null;
  string: ObjC['string'] = (text) => this.#ref(text);
  text: ObjC['text'] = (string) => (string === null ? null : (this.#value(string) as string));
  data: ObjC['data'] = (bytes) => this.#ref(Uint8Array.from(bytes));
  bytes: ObjC['bytes'] = (data) => (data === null ? null : Uint8Array.from(this.#value(data) as Uint8Array));
  pool: ObjC['pool'] = (run) => {
    this.#pools++;
    try {
      return run();
    } finally {
      // Whatever was made in it is gone.
      if (--this.#pools === 0) this.#values = [];
    }
  };

  object: ObjC['object'] = (receiver, selector, ...args) => {
    const value = this.#value(receiver);
    const [first, second] = args.map((arg) => this.#value(arg));
    switch (`${kindOf(value)} ${selector}`) {
      case 'NSPasteboard generalPasteboard':
        return this.#ref({ name: 'the pasteboard' });
      case 'NSWorkspace sharedWorkspace':
        return this.#ref({ name: 'the workspace' });
      case 'the workspace frontmostApplication':
        return this.front === null ? null : this.#ref({ name: 'the program' });
      case 'the program localizedName':
        return this.#ref(this.front ?? '');
      case 'the pasteboard types':
        return this.#array([
          ...this.offers.offers.keys(),
          ...(this.files.length > 0 ? ['public.file-url'] : []),
        ]);
      case 'the pasteboard dataForType:': {
        const bytes = this.offers.give(first as string);
        return bytes === null ? null : this.#ref(bytes);
      }
      case 'the pasteboard pasteboardItems':
        return this.#array(this.files.map((url) => Object.assign(new Item(), { url })));
      case 'item stringForType:':
        return this.#ref((value as Item & { url: string }).url);
      case 'NSMutableArray array':
        return this.#ref([]);
      case 'NSPasteboardItem alloc':
        return this.#ref(new Item());
      case 'item init':
      case 'item autorelease':
        return receiver;
      case 'item setData:forType:':
        (value as Item).data.set(second as string, first as Uint8Array);
        return null;
      case 'array addObject:':
        (value as unknown[]).push(first);
        return null;
      default:
        throw new Error(`no such message: ${kindOf(value)} ${selector}`);
    }
  };

  integer: ObjC['integer'] = (receiver, selector) => {
    const value = this.#value(receiver);
    if (selector === 'count') return (value as readonly unknown[]).length;
    if (selector === 'changeCount') return this.offers.count;
    if (selector !== 'clearContents') throw new Error(`no such message: ${selector}`);
    this.offers.copy({});
    this.files = [];
    return this.offers.count;
  };

  yes: ObjC['yes'] = (_, selector, objects) => {
    expect(selector).toBe('writeObjects:');
    const items = this.#value(objects) as Item[];
    for (const { data } of items) {
      for (const [type, bytes] of data) {
        if (type === 'public.file-url') this.files.push(Buffer.from(bytes).toString());
        else this.offers.offers.set(type, bytes);
      }
    }
    return true;
  };

  #array(values: readonly Value[]): Ref {
    return this.#ref(values.map((value) => this.#ref(value)));
  }

  #ref(value: Value): Ref {
    expect(this.#pools, 'an object outside of a pool').toBeGreaterThan(0);
    return BigInt(this.#values.push(value));
  }

  #value(ref: Ref): Value {
    const value = ref === null ? undefined : this.#values[Number(ref) - 1];
    if (value === undefined) throw new Error('no such object, or one that its pool has freed');
    return value;
  }
}

function kindOf(value: Value): string {
  if (Array.isArray(value)) return 'array';
  if (value instanceof Item) return 'item';
  return typeof value === 'object' && 'name' in value ? value.name : 'other';
}

let port: PollingClipboard | undefined;
afterEach(() => port?.stop());

function polling(objc: FakeObjC): PollingClipboard {
  const system = new MacPasteboard(objc);
  return new PollingClipboard({ name: 'x', counter: system.counter, system, plan: planRead, pollMs: 3 });
}

/** Captures one copy. */
async function capture(objc: FakeObjC): Promise<ClipboardEvent> {
  const events: ClipboardEvent[] = [];
  port = polling(objc);
  await port.start((event) => events.push(event));
  return until('an event', () => events[0]);
}

describeClipboardPort('the macOS source', async () => {
  const objc = new FakeObjC();
  return {
    port: polling(objc),
    other: {
      copy: async (offers, options) => objc.offers.copy(offers, options),
      clear: async () => objc.offers.copy({}),
      asked: () => objc.offers.asked,
      paste: async () =>
        objc.offers.offers.get('public.utf8-plain-text') ?? objc.offers.offers.get('UTF8_STRING') ?? null,
    },
    end: async () => {},
  };
});

test('uniform type identifiers are the MIME types that the rest knows, and the program in front is the source', async () => {
  const objc = new FakeObjC();
  objc.offers.copy({
    'public.html': '<b>x</b>',
    'public.utf8-plain-text': 'x',
    'public.rtf': '{\\rtf1}',
    'public.tiff': 'a rendering',
    'com.apple.webarchive': 'noise',
  });
  expect(await capture(objc)).toMatchObject({
    type: 'content',
    formats: [{ mime: 'text/plain' }, { mime: 'text/html' }, { mime: 'text/rtf' }],
    sourceApp: 'Notes',
  });
  expect(objc.offers.asked).toEqual(['public.utf8-plain-text', 'public.html', 'public.rtf']);
});

test('where no program is in front, the source is unknown', async () => {
  const objc = new FakeObjC();
  objc.front = null;
  objc.offers.copy({ 'public.utf8-plain-text': 'x' });
  expect(await capture(objc)).toMatchObject({ type: 'content', sourceApp: null });
});

test('a copy of files is a list of their URLs', async () => {
  const objc = new FakeObjC();
  objc.offers.copy({ 'public.utf8-plain-text': 'a b' });
  objc.files = ['file:///a%20b', 'file:///c'];
  const event = await capture(objc);
  const formats = event.type === 'content' ? event.formats : [];
  expect(formats.map(({ mime, bytes }) => [mime, Buffer.from(bytes).toString()])).toEqual([
    ['text/plain', 'a b'],
    ['text/uri-list', 'file:///a%20b\r\nfile:///c\r\n'],
  ]);
});

test.each(['org.nspasteboard.ConcealedType', 'com.agilebits.onepassword'])(
  '%s: nothing is asked for',
  async (marker) => {
    const objc = new FakeObjC();
    objc.offers.copy({ 'public.utf8-plain-text': 'hunter2', [marker]: '' });
    expect(await capture(objc)).toMatchObject({ type: 'skipped', reason: 'secret' });
    expect(objc.offers.asked).toEqual([]);
  },
);

test('a write offers all formats by their identifiers, each file as an item, and names that macOS takes only', async () => {
  const objc = new FakeObjC();
  port = polling(objc);
  await port.write([
    { mime: 'text/plain', bytes: Buffer.from('a') },
    { mime: 'image/png', bytes: Buffer.from('png') },
    { mime: 'application/x-own', bytes: Buffer.from('x') },
    { mime: 'text/uri-list', bytes: Buffer.from('file:///a\r\nfile:///b\r\n') },
  ]);
  const types = [...objc.offers.offers.keys()].filter((type) => !type.startsWith('app.clipstead.owner'));
  expect(types).toEqual(['public.utf8-plain-text', 'public.png']);
  expect(objc.files).toEqual(['file:///a', 'file:///b']);
});

test('what is asked of the Objective-C runtime', () => {
  const calls: unknown[][] = [];
  const library = (name: string | null) => {
    calls.push(['load', name]);
    const func = (declaration: string, result?: string, args?: readonly string[]) => {
      // koffi understands it.
      if (result === undefined) koffi.proto(declaration);
      else koffi.proto(result, [...(args ?? [])]);
      const symbol = /(\w+)\(/.exec(declaration)?.[1] ?? declaration;
      return (...values: unknown[]) => {
        calls.push([symbol, ...values]);
        if (symbol === 'objc_getClass') return 1n;
        if (symbol === 'sel_registerName') return BigInt(String(values[0]).length);
        if (symbol === 'objc_autoreleasePoolPush') return 99n;
        if (symbol !== 'objc_msgSend') return null;
        if (result === 'int64') return 7n;
        if (result === 'const char *') return 'text';
        return result === 'bool' ? true : args?.length === 2 ? 0n : 5n;
      };
    };
    return { func } as unknown as LibraryHandle;
  };
  const objc = loadObjC(library);
  expect(calls.map(([, name]) => name)).toEqual([
    '/System/Library/Frameworks/AppKit.framework/AppKit',
    '/usr/lib/libobjc.A.dylib',
    '/usr/lib/libSystem.B.dylib',
  ]);
  calls.length = 0;
  expect(objc.pool(() => objc.integer(3n, 'changeCount'))).toBe(7);
  expect(calls.filter(([symbol]) => symbol !== 'sel_registerName')).toEqual([
    ['objc_autoreleasePoolPush'],
    ['objc_msgSend', 3n, 11n],
    ['objc_autoreleasePoolPop', 99n],
  ]);
  // nil, which koffi gives as 0 or null.
  expect([objc.object(3n, 'types'), objc.text(null), objc.bytes(null)]).toEqual([null, null, null]);
  expect([objc.object(3n, 'a:', 4n), objc.at(3n, 0), objc.text(3n), objc.yes(3n, 'b:', 4n)]).toEqual([
    5n,
    5n,
    'text',
    true,
  ]);
});
