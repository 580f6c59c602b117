// Windows' clipboard: its formats and contents under the names that the rest knows. Not run on Windows yet.
// Never keep it open longer than one call: while it is open, no other program can copy or paste.
import type { ClipFormat } from '../../../src-shared/clip';
import { newOwnMark } from '../own-mark';
import type { ChangeCounter } from '../polling/change-counter';
import type { SystemClipboard } from '../polling/polling-clipboard';
import { formatsOf, nameOf, unwrap, wrap } from './formats';
import type { Handle, Win32 } from './win32';

export class WindowsClipboard implements SystemClipboard {
  readonly mark = newOwnMark();
  readonly #win: Win32;

  constructor(win: Win32) {
    this.#win = win;
  }

  readonly counter: ChangeCounter = {
    /** 0 where this process may not access the clipboard of its window station. */
    read: () => {
      const count = this.#win.GetClipboardSequenceNumber();
      if (count === 0) throw new Error('this process may not access the clipboard');
      return count;
    },
  };

  /** The owner's program, else that of the window in front (some owners have closed their window): "notepad", without ".exe". */
  readonly owner = (): string | null => {
    const window = this.#win.GetClipboardOwner() ?? this.#win.GetForegroundWindow();
    const pid = window === null ? 0 : this.#win.GetWindowThreadProcessId(window);
    const path = pid === 0 ? null : this.#win.processImageName(pid);
    return path === null ? null : (path.split('\\').at(-1) ?? path).replace(/\.exe$/i, '');
  };

  /** @throws Error while another program holds the clipboard open */
  async formats(): Promise<readonly string[]> {
    return this.#opened(null, () => {
      const names = this.#offered().map((format) => nameOf(format, this.#win.GetClipboardFormatName(format)));
      return [...new Set(names.filter((name) => name !== null))];
    });
  }

  /** @throws like formats() */
  async read(name: string): Promise<Uint8Array | null> {
    return this.#opened(null, () => {
      const offered = new Set(this.#offered());
      for (const format of formatsOf(name)) {
        const id = this.#id(format);
        const memory = offered.has(id) ? this.#win.GetClipboardData(id) : null;
        const bytes = memory === null ? null : this.#win.globalBytes(memory);
        const content = bytes === null ? null : unwrap(format, bytes);
        if (content !== null) return content;
      }
      return null;
    });
  }

  /** @throws like formats() */
  async write(formats: readonly ClipFormat[]): Promise<void> {
    // Without a window of its own nobody may write; once it is gone, the content stays and belongs to nobody.
    const window = this.#win.createMessageWindow();
    if (window === null) throw new Error('no window could be made');
    try {
      this.#opened(window, () => {
        if (!this.#win.EmptyClipboard()) throw new Error('the clipboard could not be emptied');
        // First of all, so that whatever follows is known as ours.
        this.#put(this.mark, Buffer.from('1'));
        for (const { mime, bytes } of formats) {
          const [format = mime] = formatsOf(mime);
          const content = wrap(format, bytes);
          if (content !== null) this.#put(format, content);
        }
      });
    } finally {
      this.#win.DestroyWindow(window);
    }
  }

  #put(format: number | string, bytes: Uint8Array): void {
    const memory = this.#win.globalMemory(bytes);
    if (memory === null) throw new Error('there is not enough memory');
    if (this.#win.SetClipboardData(this.#id(format), memory) !== null) return;
    this.#win.GlobalFree(memory);
    throw new Error('a format could not be written');
  }

  #id(format: number | string): number {
    return typeof format === 'number' ? format : this.#win.RegisterClipboardFormat(format);
  }

  #offered(): number[] {
    const formats: number[] = [];
    for (let format = this.#win.EnumClipboardFormats(0); format !== 0; ) {
      formats.push(format);
      format = this.#win.EnumClipboardFormats(format);
    }
    return formats;
  }

  #opened<T>(window: Handle, run: () => T): T {
    if (!this.#win.OpenClipboard(window)) throw new Error('another program holds the clipboard open');
    try {
      return run();
    } finally {
      this.#win.CloseClipboard();
    }
  }
}
