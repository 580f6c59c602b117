// The cheap question "has the clipboard changed?" on systems that tell nobody: a number that moves with each change.
// Never read content to find out, and never load another platform's library. macOS and Windows: written to their
// documentation and not run yet on either.
import { createRequire } from 'node:module';
import type { LibraryHandle } from 'koffi';

export interface ChangeCounter {
  /** A number that differs from the last one whenever the clipboard changed. Takes microseconds. */
  read(): number;
}

type Load = (library: string) => LibraryHandle;

/**
 * This platform's counter.
 * @throws Error where the platform has none, or its library does not load.
 */
export function nativeChangeCounter(platform: NodeJS.Platform, load: Load = loadLibrary): ChangeCounter {
  if (platform === 'win32') return windowsCounter(load);
  if (platform === 'darwin') return macCounter(load);
  throw new Error(`there is no clipboard change counter on ${platform}`);
}

/** GetClipboardSequenceNumber (winuser.h): 0 where the process may not access the window station's clipboard. */
function windowsCounter(load: Load): ChangeCounter {
  const read = load('user32.dll').func('uint32 __stdcall GetClipboardSequenceNumber()');
  return { read: () => Number(read()) };
}

/** -[NSPasteboard changeCount] of the general pasteboard (AppKit), through the Objective-C runtime. */
function macCounter(load: Load): ChangeCounter {
  load('/System/Library/Frameworks/AppKit.framework/AppKit');
  const runtime = load('/usr/lib/libobjc.A.dylib');
  const getClass = runtime.func('void *objc_getClass(const char *name)');
  const selector = runtime.func('void *sel_registerName(const char *name)');
  // One C symbol, called with the types of the method that is sent (Apple: "Objective-C Runtime", objc_msgSend).
  const sendForObject = runtime.func('objc_msgSend', 'void *', ['void *', 'void *']);
  const sendForInteger = runtime.func('objc_msgSend', 'int64', ['void *', 'void *']);
  const pasteboard = sendForObject(getClass('NSPasteboard'), selector('generalPasteboard'));
  const changeCount = selector('changeCount');
  return { read: () => Number(sendForInteger(pasteboard, changeCount)) };
}

/** koffi is loaded here and only now: on Linux no native library is. */
function loadLibrary(library: string): LibraryHandle {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  return koffi.load(library);
}
