// What every clipboard source must do, whatever the system: one suite that each of them runs.
// Never soften a line of it for one source: what a source cannot do stands in its own test, in words.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClipFormat } from '../../../src-shared/clip';
import { MAX_RAW_BYTES, MAX_TEXT_BYTES, SAME_COPY_MS } from '../../../src-shared/limits';
import type { ClipboardEvent, ClipboardPort, SkipReason } from '../port';
import { until } from './display';

/** The other program, as the suite needs it. */
export interface OtherProgram {
  /** Copies: offers these bytes by format name. */
  copy(offers: Readonly<Record<string, Uint8Array | string>>, options?: CopyOptions): Promise<void>;
  /** Empties the clipboard, as a password manager does. */
  clear(): Promise<void>;
  /** Format names whose content was asked for since the last copy; the list of names itself is not counted. */
  asked(): readonly string[];
  /** What it gets when it pastes text; null for nothing. */
  paste(): Promise<Uint8Array | null>;
}

export interface CopyOptions {
  /** Offered, but asked for they give nothing. */
  readonly refuse?: readonly string[];
  /** Runs once, while content is being read: that of `duringReadOf`, else whatever is asked for first. */
  readonly duringRead?: () => Promise<void>;
  readonly duringReadOf?: string;
}

export interface ContractSetup {
  readonly port: ClipboardPort;
  readonly other: OtherProgram;
  /** Ends the system that the port runs on. */
  end(): Promise<void>;
}

const TEXT = 'UTF8_STRING';
const HINT = 'x-kde-passwordManagerHint';

/**
 * @param can.tellsRefusal whether the system tells a program that refuses from one that gives no bytes; where not, both count as
 * refused, so that the next spelling is tried.
 */
export function describeClipboardPort(
  name: string,
  setUp: () => Promise<ContractSetup>,
  can: { readonly tellsRefusal: boolean } = { tellsRefusal: true },
): void {
  describe(`${name} as a clipboard port`, () => {
    let system: ContractSetup;
    let port: ClipboardPort;
    let other: OtherProgram;
    let events: ClipboardEvent[];

    beforeEach(async () => {
      system = await setUp();
      ({ port, other } = system);
      events = [];
    });
    afterEach(async () => {
      await port.stop();
      await system.end();
    });

    const start = () => port.start((event) => events.push(event));
    const next = (count = 1) => until(`${count} events`, () => (events.length >= count ? events : null));
    const bytesOf = (event: ClipboardEvent | undefined) =>
      event?.type === 'content' ? Buffer.from(event.formats[0]?.bytes ?? []) : null;
    /** The formats by MIME type, as Latin-1 so that a failure shows each byte. */
    const formatsOf = (event: ClipboardEvent | undefined) =>
      Object.fromEntries(
        event?.type === 'content'
          ? event.formats.map(({ mime, bytes }) => [mime, Buffer.from(bytes).toString('latin1')])
          : [],
      );
    const skip = (reason: SkipReason) => expect.objectContaining({ type: 'skipped', reason });
    const text = (value: string): ClipFormat[] => [{ mime: 'text/plain', bytes: Buffer.from(value) }];

    test.each([
      ['leading and trailing white space', Buffer.from('  \t spaced \n\n')],
      ['CRLF', Buffer.from('one\r\ntwo\r\n')],
      ['NUL', Buffer.from('a\0b\0')],
      ['emoji and other scripts', Buffer.from('👩‍💻 Žluťoučký кот 猫')],
      ['a byte order mark', Buffer.from('\ufeffmarked')],
      ['invalid UTF-8', Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80])],
      ['a megabyte', Buffer.alloc(1024 * 1024, 'megabyte ')],
    ])('captures %s byte for byte', async (_, bytes) => {
      await start();
      await other.copy({ [TEXT]: bytes });
      const [event] = await next();
      // Compared by length and equality: a failure must not print a megabyte.
      expect(bytesOf(event)?.length).toBe(bytes.length);
      expect(bytesOf(event)?.equals(bytes)).toBe(true);
      expect(event).toMatchObject({ type: 'content', formats: [{ mime: 'text/plain' }] });
      const sha256 = event?.type === 'content' ? event.formats[0]?.sha256 : undefined;
      expect(Buffer.from(sha256 ?? [])).toEqual(createHash('sha256').update(bytes).digest());
    });

    test('captures what stands on the clipboard at the start', async () => {
      await other.copy({ [TEXT]: 'before' });
      await start();
      expect(bytesOf((await next())[0])?.toString()).toBe('before');
    });

    test('gives one event for each copy, in order', async () => {
      await start();
      for (let n = 1; n <= 10; n++) {
        await other.copy({ [TEXT]: `copy ${n}` });
        await next(n);
      }
      expect(events.map((event) => bytesOf(event)?.toString())).toEqual(
        Array.from({ length: 10 }, (_, n) => `copy ${n + 1}`),
      );
    });

    test('a listener that throws at one event is told of the next', async () => {
      await port.start((event) => {
        events.push(event);
        if (events.length === 1) throw new Error('a fault in the listener');
      });
      await other.copy({ [TEXT]: 'lost' });
      await next(1);
      await other.copy({ [TEXT]: 'told' });
      await next(2);
      expect(bytesOf(events[1])?.toString()).toBe('told');
    });

    test('takes the best spelling of text, and turns Latin-1 into UTF-8', async () => {
      await start();
      await other.copy({ STRING: Buffer.from([0x66, 0xfc, 0x72]) });
      await next();
      expect(bytesOf(events[0])?.toString()).toBe('für');
      await other.copy({ 'text/plain': 'plain', [TEXT]: 'utf-8', STRING: 'latin' });
      await next(2);
      expect(bytesOf(events[1])?.toString()).toBe('utf-8');
      expect(other.asked()).toEqual([TEXT]);
    });

    test('goes on to the next spelling where one is refused', async () => {
      await start();
      await other.copy({ [TEXT]: 'x', 'text/plain': 'second' }, { refuse: [TEXT] });
      await next();
      expect(bytesOf(events[0])?.toString()).toBe('second');
    });

    test('asks a marked secret for its marker and for nothing else', async () => {
      await start();
      await other.copy({ [HINT]: 'secret', [TEXT]: 'hunter2' });
      await next();
      expect(events).toEqual([skip('secret')]);
      expect(other.asked()).toEqual([HINT]);
    });

    test('a marker that gives no answer, or a long one, counts as secret', async () => {
      await start();
      await other.copy({ [HINT]: 'secret', [TEXT]: 'hunter2' }, { refuse: [HINT] });
      await next();
      await other.copy({ [HINT]: 'x'.repeat(1000), [TEXT]: 'hunter2' });
      await next(2);
      expect(events).toEqual([skip('secret'), skip('secret')]);
      expect(other.asked()).toEqual([HINT]);
    });

    test('a marker that says "public" lets the copy through', async () => {
      await start();
      await other.copy({ [HINT]: 'public', [TEXT]: 'open' });
      await next();
      expect(bytesOf(events[0])?.toString()).toBe('open');
    });

    test('a secret that stands there at the start is not read either', async () => {
      await other.copy({ [HINT]: 'secret', [TEXT]: 'hunter2' });
      await start();
      await next();
      expect(events).toEqual([skip('secret')]);
      expect(other.asked()).toEqual([HINT]);
    });

    test('asks for nothing where nothing is offered that is kept', async () => {
      await start();
      await other.copy({ 'audio/wav': 'sound', 'application/x-huge': 'huge' });
      await next();
      expect(events).toEqual([skip('no-format')]);
      expect(other.asked()).toEqual([]);
    });

    test('says "empty" for no bytes and "refused" for a copy that nobody gives out', async () => {
      await start();
      await other.copy({ [TEXT]: '' });
      await next();
      await other.copy({ [TEXT]: 'x' }, { refuse: [TEXT] });
      await next(2);
      expect(events).toEqual([skip(can.tellsRefusal ? 'empty' : 'refused'), skip('refused')]);
    });

    test('keeps the formats of one copy together, each byte for byte, and none twice', async () => {
      await start();
      const html = Buffer.from([0x3c, 0x62, 0x3e, 0xff, 0x00, 0x0d, 0x0a]);
      await other.copy({
        [TEXT]: 'rich',
        'text/html': html,
        'application/rtf': '{\\rtf1 rich}',
        'image/png': 'a rendering',
        'application/x-own': Buffer.from([0, 1, 255]),
        'text/plain;charset=utf-16': 'noise',
      });
      const [event] = await next();
      expect(formatsOf(event)).toEqual({
        'text/plain': 'rich',
        'text/html': html.toString('latin1'),
        'text/rtf': '{\\rtf1 rich}',
        'application/x-own': '\0\x01\xff',
      });
      expect([...other.asked()].sort()).toEqual(
        [TEXT, 'application/rtf', 'application/x-own', 'text/html'].sort(),
      );
    });

    test('takes an image where there is no text, one of several, and nothing else of it twice', async () => {
      await start();
      await other.copy({
        'image/bmp': 'bmp',
        'image/png': 'png',
        'image/tiff': 'tiff',
        'text/html': '<img>',
      });
      const [event] = await next();
      expect(formatsOf(event)).toEqual({ 'image/png': 'png', 'text/html': '<img>' });
      expect([...other.asked()].sort()).toEqual(['image/png', 'text/html']);
    });

    test('takes the image after all where the text is empty or refused', async () => {
      await start();
      await other.copy({ [TEXT]: '', 'image/png': 'png' });
      await next();
      await other.copy({ [TEXT]: 'x', 'image/png': 'png' }, { refuse: [TEXT] });
      await next(2);
      expect(events.map(formatsOf)).toEqual([{ 'image/png': 'png' }, { 'image/png': 'png' }]);
    });

    test('takes a list of files with its word, and its paths as text', async () => {
      await start();
      const [list, uris] = ['cut\nfile:///a%20b', 'file:///a%20b\r\n'];
      await other.copy({ 'x-special/gnome-copied-files': list, 'text/uri-list': uris, [TEXT]: '/a b' });
      const [event] = await next();
      expect(formatsOf(event)).toEqual({
        'text/plain': '/a b',
        'x-special/gnome-copied-files': list,
        'text/uri-list': uris,
      });
    });

    test('an optional format that is refused or too large loses nothing else', async () => {
      await start();
      await other.copy(
        {
          [TEXT]: 'kept',
          'text/html': '<b>',
          'application/x-large': Buffer.alloc(MAX_RAW_BYTES + 1),
          'application/x-fits': Buffer.alloc(MAX_RAW_BYTES, 'f'),
        },
        { refuse: ['text/html'] },
      );
      const [event] = await next();
      expect(Object.keys(formatsOf(event))).toEqual(['text/plain', 'application/x-fits']);
      expect(event?.type === 'content' && event.report).toEqual([
        { mime: 'text/plain', outcome: 'kept', bytes: 4 },
        { mime: 'text/html', outcome: 'refused', bytes: null },
        { mime: 'application/x-large', outcome: 'too-large', bytes: MAX_RAW_BYTES + 1 },
        { mime: 'application/x-fits', outcome: 'kept', bytes: MAX_RAW_BYTES },
      ]);
    });

    test('keeps what was read before the clipboard changed, and nothing of the newer copy with it', async () => {
      await start();
      await other.copy(
        { [TEXT]: 'older', 'text/html': '<b>older</b>' },
        {
          duringReadOf: 'text/html',
          duringRead: () => other.copy({ [HINT]: 'secret', [TEXT]: 'hunter2', 'text/html': 'hunter2' }),
        },
      );
      await next(2);
      expect(formatsOf(events[0])).toEqual({ 'text/plain': 'older' });
      expect(events[0]).toMatchObject({
        report: [
          { mime: 'text/plain', outcome: 'kept' },
          { mime: 'text/html', outcome: 'superseded', bytes: null },
        ],
      });
      expect(events[1]).toEqual(skip('secret'));
    });

    test('keeps a text of the largest size and skips one that is a byte larger', async () => {
      await start();
      await other.copy({ [TEXT]: Buffer.alloc(MAX_TEXT_BYTES, 'a') });
      await next();
      expect(bytesOf(events[0])?.length).toBe(MAX_TEXT_BYTES);
      await other.copy({ [TEXT]: Buffer.alloc(MAX_TEXT_BYTES + 1, 'a') });
      await next(2);
      expect(events[1]).toEqual(skip('too-large'));
      expect(events[1]).toMatchObject({
        report: [{ mime: 'text/plain', outcome: 'too-large', bytes: MAX_TEXT_BYTES + 1 }],
      });
    });

    test('drops what was read while the clipboard changed, and reads the newer copy', async () => {
      await start();
      await other.copy(
        { [TEXT]: 'older' },
        { duringRead: () => other.copy({ [HINT]: 'secret', [TEXT]: 'hunter2' }) },
      );
      await next(2);
      expect(events).toEqual([skip('superseded'), skip('secret')]);
    });

    test('while paused asks for nothing; after it captures again', async () => {
      port.setPaused(true);
      await start();
      await other.copy({ [TEXT]: 'while paused' });
      await next();
      expect(other.asked()).toEqual([]);
      port.setPaused(false);
      await other.copy({ [TEXT]: 'after' });
      await next(2);
      expect(events[0]).toEqual(skip('paused'));
      expect(bytesOf(events[1])?.toString()).toBe('after');
    });

    test('what stands there at the start is left where that is asked for, and the next copy is captured', async () => {
      await other.copy({ [TEXT]: 'hunter2' });
      await port.start((event) => events.push(event), { leaveStanding: true });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect([events, other.asked()]).toEqual([[], []]);
      await other.copy({ [TEXT]: 'after' });
      await next();
      expect(bytesOf(events[0])?.toString()).toBe('after');
    });

    describe('the copy that is to be ignored', () => {
      const laterCopy = () => new Promise((resolve) => setTimeout(resolve, SAME_COPY_MS + 50));

      test('is asked for nothing, nor what comes with it; a later one is captured', async () => {
        await start();
        port.setIgnoreNext(true);
        for (const count of [1, 2]) {
          await other.copy({ [TEXT]: 'hunter2' });
          await next(count);
          expect(other.asked()).toEqual([]);
        }
        await laterCopy();
        await other.copy({ [TEXT]: 'after' });
        await next(3);
        expect(events.slice(0, 2)).toEqual([skip('ignored'), skip('ignored')]);
        expect(bytesOf(events[2])?.toString()).toBe('after');
      });

      test('is none of our own writes, no emptied clipboard, and none that comes while paused', async () => {
        await start();
        port.setIgnoreNext(true);
        await port.write(text('ours'));
        await next(1);
        await other.clear();
        await next(2);
        port.setPaused(true);
        await other.copy({ [TEXT]: 'paused' });
        await next(3);
        port.setPaused(false);
        await other.copy({ [TEXT]: 'hunter2' });
        await next(4);
        expect(events).toEqual([skip('own'), skip('empty'), skip('paused'), skip('ignored')]);
        expect(other.asked()).toEqual([]);
      });

      test('is captured where it was taken back', async () => {
        await start();
        port.setIgnoreNext(true);
        port.setIgnoreNext(false);
        await other.copy({ [TEXT]: 'kept' });
        await next();
        expect(bytesOf(events[0])?.toString()).toBe('kept');
      });
    });

    test('a clipboard that another program has emptied stays empty, whatever was on it', async () => {
      await start();
      await other.copy({ [TEXT]: 'hunter2' });
      await next(1);
      await other.clear();
      await next(2);
      await port.write(text('ours'));
      await next(3);
      await other.copy({ [HINT]: 'secret', [TEXT]: 'hunter2' });
      await next(4);
      await other.clear();
      await next(5);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await other.paste()).toBeNull();
      expect(events).toHaveLength(5);
      expect([events[1], events[4]]).toEqual([skip('empty'), skip('empty')]);
    });

    test('writes for other programs byte for byte, and does not take its own write for a copy', async () => {
      await start();
      const bytes = Buffer.from(' ours\r\n\0 ✓ ');
      await port.write([{ mime: 'text/plain', bytes }]);
      await next();
      expect(events).toEqual([skip('own')]);
      expect(Buffer.from((await other.paste()) ?? []).equals(bytes)).toBe(true);
      await other.copy({ [TEXT]: 'theirs' });
      await next(2);
      expect(bytesOf(events[1])?.toString()).toBe('theirs');
    });

    test('writes twice and gives out the second', async () => {
      await start();
      await port.write(text('first'));
      await port.write(text('second'));
      expect(Buffer.from((await other.paste()) ?? []).toString()).toBe('second');
    });

    test('after stop() nothing is told any more', async () => {
      await start();
      await other.copy({ [TEXT]: 'seen' });
      await next();
      await port.stop();
      await other.copy({ [TEXT]: 'unseen' });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(events).toHaveLength(1);
    });
  });
}
