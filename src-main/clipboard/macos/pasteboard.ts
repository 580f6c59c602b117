// macOS's general pasteboard: its types and contents under the names that the rest knows. Not run on macOS yet.
// Never read a type before it is asked for: its program may have to make the content first.
// https://developer.apple.com/documentation/appkit/nspasteboard

import { type ClipFormat, HTML_MIME, RTF_MIME, TEXT_MIME } from '../../../src-shared/clip';
import { ClipsteadError } from '../../../src-shared/errors';
import { said } from '../../../src-shared/i18n/said';
import { newOwnMark } from '../own-mark';
import type { ChangeCounter } from '../polling/change-counter';
import type { SystemClipboard } from '../polling/polling-clipboard';
import type { ObjC, Ref } from './objc';

const FILE_URL = 'public.file-url';
const URI_LIST = 'text/uri-list';

/** Uniform type identifiers, and what they are as MIME types; each other type keeps its name. */
const MIME_OF: Readonly<Record<string, string>> = {
  'public.utf8-plain-text': TEXT_MIME,
  'public.html': HTML_MIME,
  'public.rtf': RTF_MIME,
  'public.png': 'image/png',
  'public.jpeg': 'image/jpeg',
  'public.tiff': 'image/tiff',
  'public.svg-image': 'image/svg+xml',
  'com.compuserve.gif': 'image/gif',
  'com.microsoft.bmp': 'image/bmp',
  'org.webmproject.webp': 'image/webp',
  [FILE_URL]: URI_LIST,
};
const TYPE_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(MIME_OF).map(([type, mime]) => [mime, type]),
);
const typeOf = (name: string) => (Object.hasOwn(TYPE_OF, name) ? (TYPE_OF[name] as string) : name);

export class MacPasteboard implements SystemClipboard {
  readonly mark = newOwnMark();
  readonly #objc: ObjC;

  constructor(objc: ObjC) {
    this.#objc = objc;
  }

  readonly owner = (): string | null => {
    const { pool, object, named, text } = this.#objc;
    // The pasteboard does not tell whose it is; the program in front is where a user copies.
    return pool(() => {
      const front = object(object(named('NSWorkspace'), 'sharedWorkspace'), 'frontmostApplication');
      return front === null ? null : text(object(front, 'localizedName'));
    });
  };

  readonly counter: ChangeCounter = {
    read: () => this.#objc.pool(() => this.#objc.integer(this.#general(), 'changeCount')),
  };

  async read(format: string): Promise<Uint8Array | null> {
    return this.#objc.pool(() => (format === URI_LIST ? this.#fileUrls() : null) ?? this.#data(format));
  }

  async formats(): Promise<readonly string[]> {
    return this.#objc.pool(() => {
      const types = this.#types();
      return [
        ...new Set(types.map((type) => (Object.hasOwn(MIME_OF, type) ? (MIME_OF[type] as string) : type))),
      ];
    });
  }

  /** Files stand in an item each, as the Finder has it; all else stands in the first. */
  async write(formats: readonly ClipFormat[]): Promise<void> {
    const { pool, object, integer, yes, named, string, data } = this.#objc;
    const uris = formats.find(({ mime }) => mime === URI_LIST);
    const files = uris === undefined ? [] : fileUrls(Buffer.from(uris.bytes).toString());
    const others = formats.filter((format) => format !== uris || files.length === 0);
    const items = Math.max(1, files.length);
    const written = pool(() => {
      const objects = object(named('NSMutableArray'), 'array');
      for (let at = 0; at < items; at++) {
        const item = object(object(object(named('NSPasteboardItem'), 'alloc'), 'init'), 'autorelease');
        const put = (type: string, bytes: Uint8Array) => {
          // An item takes no other names, and complains of them.
          if (/^[\w.-]+$/.test(type)) object(item, 'setData:forType:', data(bytes), string(type));
        };
        const file = files[at];
        if (file !== undefined) put(FILE_URL, Buffer.from(file));
        if (at === 0) {
          for (const { mime, bytes } of others) put(typeOf(mime), bytes);
          put(this.mark, Buffer.from('1'));
        }
        object(objects, 'addObject:', item);
      }
      const general = this.#general();
      integer(general, 'clearContents');
      return yes(general, 'writeObjects:', objects);
    });
    if (!written) throw new ClipsteadError('not-possible-here', said('clipboardNotWrittenOnMac'));
  }

  #general(): Ref {
    return this.#objc.object(this.#objc.named('NSPasteboard'), 'generalPasteboard');
  }

  #types(): string[] {
    const { object, text } = this.#objc;
    return this.#each(object(this.#general(), 'types')).map((type) => text(type) ?? '');
  }

  /** Some programs offer a MIME type as it stands. */
  #data(format: string): Uint8Array | null {
    const { object, string, bytes } = this.#objc;
    const types = this.#types();
    const type = [typeOf(format), format].find((each) => types.includes(each));
    return type === undefined ? null : bytes(object(this.#general(), 'dataForType:', string(type)));
  }

  #fileUrls(): Uint8Array | null {
    const { object, string, text } = this.#objc;
    const urls = this.#each(object(this.#general(), 'pasteboardItems'))
      .map((item) => text(object(item, 'stringForType:', string(FILE_URL))))
      .filter((url) => url !== null);
    return urls.length === 0 ? null : Buffer.from(urls.map((url) => `${url}\r\n`).join(''));
  }

  #each(array: Ref): Ref[] {
    if (array === null) return [];
    const count = this.#objc.integer(array, 'count');
    return Array.from({ length: count }, (_, at) => this.#objc.at(array, at));
  }
}

/** The files of a list by RFC 2483: one URI a line, and comments. */
function fileUrls(list: string): string[] {
  return list.split(/\r?\n/).filter((line) => line.startsWith('file:'));
}
