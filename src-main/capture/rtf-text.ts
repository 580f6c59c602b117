// The words of an RTF clip that came without plain text: for its row, for search and for its preview. Linear in its length.
// Never follow anything in it: pictures, objects and fields' instructions are left out unread.
// After the Rich Text Format Specification 1.9.1 (Microsoft, 2008); sections are named beside their use.

/** The part that is looked at; pictures come as megabytes of hexadecimal digits. */
const READ_BYTES = 1024 * 1024;
/** Groups within groups; word processors write a dozen. */
const MAX_DEPTH = 200;

/** Groups whose content is no text of the document ("Destinations"); those that begin with \* are all left out. */
const UNREAD = new Set(
  (
    'fonttbl colortbl stylesheet info pict object fldinst themedata colorschememapping datastore latentstyles listtable ' +
    'listoverridetable revtbl rsidtbl generator filetbl xmlnstbl header headerl headerr headerf footer footerl footerr ' +
    'footerf footnote annotation atnid atnauthor bkmkstart bkmkend nonshppict private template title author'
  ).split(' '),
);

/** "Special Characters", and what ends a line. */
const SIGNS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  cell: '\t',
  nestcell: '\t',
  nestrow: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  emspace: '\u2003',
  enspace: '\u2002',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
};

/** What holds within a group and ends with it. */
interface Group {
  readonly unread: boolean;
  /** Characters that stand for one \u for readers that do not know it (\uc). */
  readonly fallback: number;
}

/** @returns the text, '' where there is none or it is no RTF. */
export function textOfRtf(bytes: Uint8Array): string {
  const reading = readRtf(bytes, READ_BYTES);
  let step = reading.next();
  while (step.done !== true) step = reading.next();
  return step.value;
}

/** The same, less what is not read in one go: a megabyte takes a tenth of a second. Yields after every `chars` of the source. */
export function* readRtf(bytes: Uint8Array, chars: number): Generator<undefined, string> {
  // Control words are ASCII; whatever else stands there is decoded as the code page that it names.
  const source = Buffer.from(bytes.subarray(0, READ_BYTES)).toString('latin1');
  if (!source.startsWith('{\\rtf')) return '';
  const reader = new Reader(source);
  while (reader.readOn(chars)) yield;
  return reader.text;
}

class Reader {
  readonly #source: string;
  readonly #groups: Group[] = [];
  #group: Group = { unread: false, fallback: 1 };
  #decode = decoderOf(1252);
  #text = '';
  /** Bytes in the document's code page that are not decoded yet: a character may have two. */
  #bytes: number[] = [];
  /** Characters still to be left out, since a \u has said them already. */
  #skip = 0;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get text(): string {
    return this.#text.trim();
  }

  /** @returns whether there is more */
  readOn(chars: number): boolean {
    const stop = Math.min(this.#source.length, this.#at + chars);
    while (this.#at < stop) {
      const char = this.#source[this.#at] ?? '';
      this.#at += 1;
      if (char === '{') {
        this.#flush();
        this.#groups.push(this.#group);
        // A bomb: nobody nests so deep.
        if (this.#groups.length > MAX_DEPTH) this.#at = this.#source.length;
      } else if (char === '}') {
        this.#flush();
        this.#group = this.#groups.pop() ?? this.#group;
        this.#skip = 0;
        if (this.#groups.length === 0) this.#at = this.#source.length;
      } else if (char === '\\') this.#control();
      else if (char !== '\r' && char !== '\n') this.#byte(char.charCodeAt(0));
    }
    if (this.#at < this.#source.length) return true;
    this.#flush();
    return false;
  }

  #control(): void {
    const word = /([a-zA-Z]{1,32})(-?\d{1,10})? ?/y;
    word.lastIndex = this.#at;
    const found = word.exec(this.#source);
    if (found === null) {
      this.#symbol(this.#source[this.#at] ?? '');
      return;
    }
    this.#at = word.lastIndex;
    const [, name = '', digits] = found;
    const value = digits === undefined ? undefined : Number(digits);
    if (name === 'bin') this.#at += Math.max(0, value ?? 0);
    else if (name === 'u') this.#unicode(value ?? 0);
    else if (name === 'uc') this.#group = { ...this.#group, fallback: Math.max(0, value ?? 1) };
    else if (name === 'ansicpg') this.#decode = decoderOf(value ?? 1252);
    else if (UNREAD.has(name)) this.#group = { ...this.#group, unread: true };
    else if (Object.hasOwn(SIGNS, name)) this.#add(SIGNS[name] ?? '');
  }

  /** Control symbols: a backslash and one character that is no letter. */
  #symbol(char: string): void {
    this.#at += 1;
    switch (char) {
      case "'": {
        const hex = this.#source.slice(this.#at, this.#at + 2);
        this.#at += 2;
        if (/^[\da-f]{2}$/i.test(hex)) this.#byte(Number.parseInt(hex, 16));
        break;
      }
      case '*':
        this.#group = { ...this.#group, unread: true };
        break;
      case '~':
        this.#add('\u00a0');
        break;
      case '_':
        this.#add('-');
        break;
      case '\r':
      case '\n':
        this.#add('\n');
        break;
      case '\\':
      case '{':
      case '}':
        this.#byte(char.charCodeAt(0));
    }
  }

  /** \uN: a signed 16-bit UTF-16 unit, then its fallback for old readers ("Unicode RTF"). */
  #unicode(value: number): void {
    this.#flush();
    if (!this.#group.unread) this.#text += String.fromCharCode(value & 0xffff);
    this.#skip = this.#group.fallback;
  }

  #byte(byte: number): void {
    if (this.#skip > 0) this.#skip -= 1;
    else if (!this.#group.unread) this.#bytes.push(byte);
  }

  #add(text: string): void {
    this.#flush();
    if (!this.#group.unread) this.#text += text;
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    this.#text += this.#decode(Uint8Array.from(this.#bytes));
    this.#bytes = [];
  }
}

/** What the bytes 80 to 9f are in windows-1252 (https://encoding.spec.whatwg.org/index-windows-1252.txt). */
const WESTERN = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** By hand, because Node 20 reads windows-1252 as Latin-1. */
function decodeWestern(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => WESTERN[char.charCodeAt(0) - 0x80] ?? char);
}

/** Windows code pages by their numbers; one that is not known reads as Western European. */
function decoderOf(codePage: number): (bytes: Uint8Array) => string {
  const names: Readonly<Record<number, string>> = {
    874: 'windows-874',
    932: 'shift_jis',
    936: 'gbk',
    949: 'euc-kr',
    950: 'big5',
    10000: 'macintosh',
    65001: 'utf-8',
  };
  const isWindows = codePage > 1252 && codePage <= 1258;
  const name =
    names[codePage] ?? (isWindows || codePage === 1250 || codePage === 1251 ? `windows-${codePage}` : null);
  if (name === null) return decodeWestern;
  const decoder = new TextDecoder(name);
  return (bytes) => decoder.decode(bytes);
}
