// The Objective-C runtime, as much of it as the pasteboard needs, by koffi. Written to Apple's documentation; not run on macOS yet.
// Never hand out an object that its pool has freed: everything happens inside of pool().
// https://developer.apple.com/documentation/objectivec/objective-c_runtime
import { createRequire } from 'node:module';
import type { LibraryHandle } from 'koffi';

/** An object, a class or memory; null = nil. */
export type Ref = bigint | null;

export interface ObjC {
  /** A class, for example NSPasteboard. */
  readonly named: (className: string) => Ref;
  /** Sends a message whose arguments and answer are objects. */
  readonly object: (receiver: Ref, selector: string, ...args: readonly Ref[]) => Ref;
  /** Sends a message without arguments whose answer is a number. */
  readonly integer: (receiver: Ref, selector: string) => number;
  /** Sends a message with one object whose answer is a BOOL. */
  readonly yes: (receiver: Ref, selector: string, arg: Ref) => boolean;
  /** Sends -objectAtIndex:. */
  readonly at: (array: Ref, index: number) => Ref;
  readonly string: (text: string) => Ref;
  /** An NSString's text; null for nil. */
  readonly text: (string: Ref) => string | null;
  readonly data: (bytes: Uint8Array) => Ref;
  /** An NSData's bytes, copied; null for nil. */
  readonly bytes: (data: Ref) => Uint8Array | null;
  /** Runs it and frees what it has made. */
  readonly pool: <T>(run: () => T) => T;
}

/** Loads one library; null = what this program has loaded already. */
export type Load = (library: string | null) => LibraryHandle;

/** @throws Error where this is no macOS */
export function loadObjC(load: Load = loadLibrary): ObjC {
  load('/System/Library/Frameworks/AppKit.framework/AppKit');
  const runtime = load('/usr/lib/libobjc.A.dylib');
  const system = load('/usr/lib/libSystem.B.dylib');
  const getClass = runtime.func('void *objc_getClass(const char *name)');
  const register = runtime.func('void *sel_registerName(const char *name)');
  const push = runtime.func('void *objc_autoreleasePoolPush()');
  const pop = runtime.func('void objc_autoreleasePoolPop(void *pool)');
  const memcpy = system.func('void *memcpy(void *to, void *from, size_t size)');
  // One C symbol, called with the types of the method that is sent (Apple: objc_msgSend).
  const send = (result: string, ...args: string[]) =>
    runtime.func('objc_msgSend', result, ['void *', 'void *', ...args]);
  const forObject = [0, 1, 2].map((count) => send('void *', ...Array<string>(count).fill('void *')));
  const forInteger = send('int64');
  const forYes = send('bool', 'void *');
  const forIndex = send('void *', 'uint64');
  const forText = send('const char *');
  const fromText = send('void *', 'const char *');
  const fromBytes = send('void *', 'void *', 'uint64');

  const selectors = new Map<string, Ref>();
  const selector = (name: string): Ref => {
    const known = selectors.get(name) ?? (register(name) as Ref);
    selectors.set(name, known);
    return known;
  };
  const ref = (value: unknown): Ref => (typeof value === 'bigint' && value !== 0n ? value : null);
  const object: ObjC['object'] = (receiver, name, ...args) =>
    ref(forObject[args.length]?.(receiver, selector(name), ...args));
  const integer: ObjC['integer'] = (receiver, name) => Number(forInteger(receiver, selector(name)));
  const named: ObjC['named'] = (name) => ref(getClass(name));
  return {
    named,
    object,
    integer,
    yes: (receiver, name, arg) => forYes(receiver, selector(name), arg) === true,
    at: (array, index) => ref(forIndex(array, selector('objectAtIndex:'), index)),
    string: (text) => ref(fromText(named('NSString'), selector('stringWithUTF8String:'), text)),
    text: (string) => (string === null ? null : String(forText(string, selector('UTF8String')))),
    data: (bytes) =>
      ref(fromBytes(named('NSData'), selector('dataWithBytes:length:'), bytes, bytes.byteLength)),
    bytes(data) {
      if (data === null) return null;
      const copy = new Uint8Array(integer(data, 'length'));
      if (copy.length > 0) memcpy(copy, object(data, 'bytes'), copy.length);
      return copy;
    },
    pool(run) {
      const pool = push();
      try {
        return run();
      } finally {
        pop(pool);
      }
    },
  };
}

/** koffi is loaded here and only now. */
function loadLibrary(library: string | null): LibraryHandle {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  return koffi.load(library);
}
