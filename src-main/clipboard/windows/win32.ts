// The calls of user32 and kernel32 that the clipboard needs, by koffi, with Windows' own names and meanings. Not run on Windows yet.
// Never add logic here: what is done with them is windows-clipboard.ts.
// https://learn.microsoft.com/windows/win32/dataxchg/clipboard-functions
import { createRequire } from 'node:module';
import type { LibraryHandle } from 'koffi';

/** A handle or an address; null = none, or a failure. */
export type Handle = bigint | null;

/** Names of the functions are Windows'; each failure is null, 0 or false, as it is there. */
export interface Win32 {
  GetClipboardSequenceNumber(): number;
  OpenClipboard(window: Handle): boolean;
  CloseClipboard(): void;
  EmptyClipboard(): boolean;
  /** The format after `format`; 0 at the end. */
  EnumClipboardFormats(format: number): number;
  /** Null for a format that Windows defines itself, which has no name. */
  GetClipboardFormatName(format: number): string | null;
  RegisterClipboardFormat(name: string): number;
  GetClipboardData(format: number): Handle;
  /** On success the memory is the system's. */
  SetClipboardData(format: number, memory: Handle): Handle;
  GetClipboardOwner(): Handle;
  GetForegroundWindow(): Handle;
  /** The process of a window; 0 where there is none. */
  GetWindowThreadProcessId(window: Handle): number;
  /** The whole path of a process' program (OpenProcess, QueryFullProcessImageName). */
  processImageName(pid: number): string | null;
  /** A window that is never shown and gets no messages of others (HWND_MESSAGE). */
  createMessageWindow(): Handle;
  DestroyWindow(window: Handle): void;
  /** GMEM_MOVEABLE, filled with these bytes. */
  globalMemory(bytes: Uint8Array): Handle;
  GlobalFree(memory: Handle): void;
  /** The memory's content, copied between GlobalLock and GlobalUnlock; its size is rounded up. */
  globalBytes(memory: Handle): Uint8Array | null;
}

export type Load = (library: string) => LibraryHandle;

const GMEM_MOVEABLE = 2;
/** -3, as an address. */
const HWND_MESSAGE = BigInt.asUintN(64, -3n);
const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
const NAME_CHARS = 256;
const PATH_CHARS = 32_768;

/** @throws Error where this is no Windows */
export function loadWin32(load: Load = loadLibrary): Win32 {
  const user = load('user32.dll');
  const kernel = load('kernel32.dll');
  const from = (library: LibraryHandle, declaration: string) => library.func(declaration);
  const sequence = from(user, 'uint32 __stdcall GetClipboardSequenceNumber()');
  const open = from(user, 'int __stdcall OpenClipboard(void *window)');
  const close = from(user, 'int __stdcall CloseClipboard()');
  const empty = from(user, 'int __stdcall EmptyClipboard()');
  const enumerate = from(user, 'uint32 __stdcall EnumClipboardFormats(uint32 format)');
  const formatName = from(
    user,
    'int __stdcall GetClipboardFormatNameW(uint32 format, void *name, int chars)',
  );
  const register = from(user, 'uint32 __stdcall RegisterClipboardFormatW(const char16_t *name)');
  const getData = from(user, 'void *__stdcall GetClipboardData(uint32 format)');
  const setData = from(user, 'void *__stdcall SetClipboardData(uint32 format, void *memory)');
  const owner = from(user, 'void *__stdcall GetClipboardOwner()');
  const foreground = from(user, 'void *__stdcall GetForegroundWindow()');
  const windowProcess = from(user, 'uint32 __stdcall GetWindowThreadProcessId(void *window, void *pid)');
  const createWindow = from(
    user,
    'void *__stdcall CreateWindowExW(uint32 exStyle, const char16_t *class, const char16_t *name, uint32 style, ' +
      'int x, int y, int width, int height, void *parent, void *menu, void *instance, void *param)',
  );
  const destroyWindow = from(user, 'int __stdcall DestroyWindow(void *window)');
  const alloc = from(kernel, 'void *__stdcall GlobalAlloc(uint32 flags, size_t size)');
  const free = from(kernel, 'void *__stdcall GlobalFree(void *memory)');
  const lock = from(kernel, 'void *__stdcall GlobalLock(void *memory)');
  const unlock = from(kernel, 'int __stdcall GlobalUnlock(void *memory)');
  const size = from(kernel, 'size_t __stdcall GlobalSize(void *memory)');
  const openProcess = from(kernel, 'void *__stdcall OpenProcess(uint32 access, int inherit, uint32 pid)');
  const imageName = from(
    kernel,
    'int __stdcall QueryFullProcessImageNameW(void *process, uint32 flags, void *name, void *chars)',
  );
  const closeHandle = from(kernel, 'int __stdcall CloseHandle(void *handle)');
  const copyIn = from(kernel, 'void __stdcall RtlMoveMemory(void *to, void *from, size_t size)');

  const handle = (value: unknown): Handle => (typeof value === 'bigint' && value !== 0n ? value : null);
  return {
    GetClipboardSequenceNumber: () => Number(sequence()),
    OpenClipboard: (window) => open(window) !== 0,
    CloseClipboard: () => void close(),
    EmptyClipboard: () => empty() !== 0,
    EnumClipboardFormats: (format) => Number(enumerate(format)),
    GetClipboardFormatName(format) {
      const name = Buffer.alloc(NAME_CHARS * 2);
      const chars = Number(formatName(format, name, NAME_CHARS));
      return chars > 0 ? name.toString('utf16le', 0, chars * 2) : null;
    },
    RegisterClipboardFormat: (name) => Number(register(name)),
    GetClipboardData: (format) => handle(getData(format)),
    SetClipboardData: (format, memory) => handle(setData(format, memory)),
    GetClipboardOwner: () => handle(owner()),
    GetForegroundWindow: () => handle(foreground()),
    GetWindowThreadProcessId(window) {
      const pid = Buffer.alloc(4);
      windowProcess(window, pid);
      return pid.readUInt32LE();
    },
    processImageName(pid) {
      const process = handle(openProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid));
      if (process === null) return null;
      const name = Buffer.alloc(PATH_CHARS * 2);
      const chars = Buffer.alloc(4);
      chars.writeUInt32LE(PATH_CHARS);
      const found = imageName(process, 0, name, chars) !== 0;
      closeHandle(process);
      return found ? name.toString('utf16le', 0, chars.readUInt32LE() * 2) : null;
    },
    createMessageWindow: () =>
      handle(createWindow(0, 'STATIC', null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null)),
    DestroyWindow: (window) => void destroyWindow(window),
    globalMemory(bytes) {
      // An empty block counts as discarded, and cannot be locked.
      const memory = handle(alloc(GMEM_MOVEABLE, Math.max(bytes.byteLength, 1)));
      const address = memory === null ? null : handle(lock(memory));
      if (memory === null || address === null) return null;
      if (bytes.byteLength > 0) copyIn(address, bytes, bytes.byteLength);
      unlock(memory);
      return memory;
    },
    GlobalFree: (memory) => void free(memory),
    globalBytes(memory) {
      const address = handle(lock(memory));
      if (address === null) return null;
      const copy = new Uint8Array(Number(size(memory)));
      if (copy.length > 0) copyIn(copy, address, copy.length);
      unlock(memory);
      return copy;
    },
  };
}

/** koffi is loaded here and only now. */
function loadLibrary(library: string): LibraryHandle {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  return koffi.load(library);
}
