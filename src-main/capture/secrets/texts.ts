// The texts of a copy as the rules look at them: as they are and as their readers see them, beginnings and pieces of what is behind.
// Never decode a long text whole: it would hold the thread.
import { setImmediate as breathe } from 'node:timers/promises';
import { type ClipFormat, FILE_LIST_MIMES, HTML_MIME, RTF_MIME, TEXT_MIME } from '../../../src-shared/clip';
import { FAR_BYTES, SEARCHED_BYTES } from '../../../src-shared/limits';
import { searchedText } from '../../../src-shared/searched-text';
import { pathsOf } from '../file-list';
import { textOfHtml } from '../html-text';
import { readRtf, textOfRtf } from '../rtf-text';
import { LetterPairs } from './letter-pairs';

/** How much is looked at in one go, behind the beginning. */
const PIECE = 64 * 1024;
/** And how much of it the next piece has once more: what stands across the edge of two stands whole in one of them. */
const SHARED = 16 * 1024;

/** How much of rich text is read in one go: some milliseconds where there is more markup than words. */
const READ_AT_ONCE = 32 * 1024;

/** A piece of text and what several rules need of it, made once. */
export interface Text {
  readonly text: string;
  readonly lower: string;
  /** Only plain text can be a code and nothing else. */
  readonly plain: boolean;
  /** Of `text`, where it is a piece of a long one. */
  readonly pairs?: LetterPairs;
}

/** The beginning of a text, and how long it is. */
export interface View extends Text {
  readonly length: number;
  /** Any part of it, where signs outside ASCII may read as others. */
  readonly part: (from: number, to: number) => string;
}

/** The texts of a format that are there at once. */
export function viewsOf(format: ClipFormat): View[] {
  const { mime, bytes } = format;
  const views = isText(mime) ? [viewOfBytes(bytes, mime === TEXT_MIME)] : [];
  if (FILE_LIST_MIMES.includes(mime)) views.push(viewOfText(pathsOf(mime, bytes).join('\n')));
  else if (isRich(format) && !isLongToRead(format)) {
    views.push(viewOfText(mime === HTML_MIME ? textOfHtml(bytes) : textOfRtf(bytes)));
  }
  return views;
}

/** Whether there is a text of it besides, that readView() reads. */
export function isLongToRead(format: ClipFormat): boolean {
  return isRich(format) && format.bytes.byteLength > READ_AT_ONCE;
}

/** As its readers see a long page or rich text: in several turns of the event loop. */
export async function readView({ mime, bytes }: ClipFormat): Promise<View> {
  await breathe();
  if (mime === HTML_MIME) return viewOfText(textOfHtml(bytes));
  const reading = readRtf(bytes, READ_AT_ONCE);
  let step = reading.next();
  for (; step.done !== true; step = reading.next()) await breathe();
  return viewOfText(step.value);
}

/** What of it is looked at behind its beginning, piece by piece: to FAR_BYTES, and its end. Each holds until the next is taken. */
export function* farPiecesOf({ length, part }: View): Generator<Text> {
  const upTo = Math.min(length, FAR_BYTES);
  const spans = [[SEARCHED_BYTES - SHARED, upTo]];
  if (length > upTo) spans.push([Math.max(upTo - SHARED, length - SEARCHED_BYTES), length]);
  const pairs = new LetterPairs();
  for (const [from = 0, end = 0] of spans) {
    for (let at = from; at + SHARED < end; at += PIECE - SHARED) {
      const text = part(at, Math.min(at + PIECE, end));
      pairs.look(text);
      yield { ...textFrom(text, false), pairs };
    }
  }
}

export function isLong({ length }: View): boolean {
  return length > SEARCHED_BYTES;
}

/** Tags and escapes may stand in the middle of a secret. */
function isRich({ mime }: ClipFormat): boolean {
  return mime === HTML_MIME || mime === RTF_MIME;
}

function isText(mime: string): boolean {
  return mime.startsWith('text/') || /^application\/(?:json|rtf|xml)/.test(mime);
}

function textFrom(text: string, plain: boolean): Text {
  return { text, lower: text.toLowerCase(), plain };
}

function viewOfBytes(bytes: Uint8Array, plain: boolean): View {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    ...textFrom(searchedText(bytes), plain),
    length: bytes.byteLength,
    part: (from, to) => buffer.toString('latin1', from, to),
  };
}

function viewOfText(text: string): View {
  return {
    ...textFrom(text.slice(0, SEARCHED_BYTES), false),
    length: text.length,
    part: (from, to) => text.slice(from, to),
  };
}
