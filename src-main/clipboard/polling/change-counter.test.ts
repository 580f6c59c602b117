// The native counters' wiring, against libraries made of memory: neither macOS nor Windows runs these tests.
// Never take this for proof on those systems; it proves what is asked of them, and that Linux asks for nothing.
import type { LibraryHandle } from 'koffi';
import { expect, test, vi } from 'vitest';
import { nativeChangeCounter } from './change-counter';

type Call = (...args: unknown[]) => unknown;

/** A library whose functions are found by the first word of their declaration that is followed by a bracket, or by name. */
function library(functions: Readonly<Record<string, Call>>): LibraryHandle {
  const find = (declaration: string): Call => {
    const name = Object.keys(functions).find((each) => declaration.includes(each));
    const call = name === undefined ? undefined : functions[name];
    if (call === undefined) throw new Error(`no such function: ${declaration}`);
    return call;
  };
  return { func: find } as unknown as LibraryHandle;
}

test('Windows: GetClipboardSequenceNumber of user32', () => {
  let sequence = 41;
  const load = vi.fn(() => library({ GetClipboardSequenceNumber: () => ++sequence }));
  const counter = nativeChangeCounter('win32', load);
  expect([counter.read(), counter.read()]).toEqual([42, 43]);
  expect(load.mock.calls).toEqual([['user32.dll']]);
});

test('macOS: changeCount of the general pasteboard', () => {
  const load = vi.fn(() =>
    library({
      objc_getClass: (name) => `class ${name}`,
      sel_registerName: (name) => `selector ${name}`,
      objc_msgSend: (receiver, selector) => {
        if (receiver === 'class NSPasteboard' && selector === 'selector generalPasteboard')
          return 'pasteboard';
        if (receiver === 'pasteboard' && selector === 'selector changeCount') return 7n;
        throw new Error('an unexpected message');
      },
    }),
  );
  expect(nativeChangeCounter('darwin', load).read()).toBe(7);
});

test('elsewhere there is none, and no library is loaded', () => {
  const load = vi.fn();
  expect(() => nativeChangeCounter('linux', load)).toThrow(/linux/);
  expect(load).not.toHaveBeenCalled();
});
