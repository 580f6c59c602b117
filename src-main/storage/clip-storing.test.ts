// A known clip copied again: what was copied last stands, and what this copy did not bring stays.
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ClipFormat, NewClip } from '../../src-shared/clip';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { newClip } from '../capture/normalise';
import { payloadFolder } from './payload-files';
import { countFiles } from './testing/count-files';
import { clipOf, historyFor, html, readPage, tempDatabase } from './testing/fixture';

const LARGE = INLINE_PAYLOAD_BYTES + 1;
const content = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString();
const rtf = (text: string): ClipFormat => ({ mime: 'text/rtf', bytes: Buffer.from(`{\\rtf1 ${text}}`) });

function setUp() {
  const world = historyFor();
  const files = () =>
    existsSync(payloadFolder(world.dir))
      ? readdirSync(payloadFolder(world.dir), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => name)
      : [];
  const found = (query: string) => readPage(world.pages, { query }).clips.map(({ id }) => id);
  return { ...world, files, found };
}

describe('a known text with other markup', () => {
  it('has what was copied last, byte for byte, in the same place, and its size', () => {
    const { store, history } = setUp();
    const { id } = store.store(clipOf('text', [html('<b>text</b>'), rtf('text')])).clip;
    const { clip, isNew } = store.store(clipOf('text', [html('<i>text, as it is elsewhere</i>')]));
    const formats = ['text/plain', 'text/html', 'text/rtf'];
    expect([isNew, clip]).toMatchObject([false, { id, formats, size: 4 + 31 + 12 }]);
    expect(history()).toEqual([clip]);
    expect(store.get(id)?.payloads.map(({ mime, bytes }) => [mime, content(bytes)])).toEqual([
      ['text/plain', 'text'],
      ['text/html', '<i>text, as it is elsewhere</i>'],
      ['text/rtf', '{\\rtf1 text}'],
    ]);
    expect(store.details(id)?.formats.map(({ size }) => size)).toEqual([4, 31, 12]);
  });

  it('keeps it when it is copied plainly, or with other formats', () => {
    const { store } = setUp();
    const { id } = store.store(clipOf('text', [html('<b>text</b>')])).clip;
    store.store(clipOf('text'));
    const { clip } = store.store(clipOf('text', [rtf('text')]));
    expect(clip).toMatchObject({ formats: ['text/plain', 'text/html', 'text/rtf'], size: 4 + 11 + 12 });
    expect(content(store.payload(id, 'text/html'))).toBe('<b>text</b>');
  });

  it('has it in the database for good: nothing of the other is left', () => {
    const { dir, store } = setUp();
    store.store(clipOf('text', [html('<b>before</b>')]));
    store.store(clipOf('text', [html('<b>after</b>')]));
    const db = tempDatabase(dir);
    const rows = db.prepare('SELECT id, mime, length(bytes) AS size FROM clip_payloads').all();
    expect(rows).toEqual([
      { id: 1, mime: 'text/plain', size: 4 },
      { id: 2, mime: 'text/html', size: 12 },
    ]);
  });

  it.each<[string, ClipFormat, ClipFormat]>([
    ['small by large', html('<b>'), html('x'.repeat(LARGE))],
    ['large by small', html('x'.repeat(LARGE)), html('<b>')],
    ['large by large', html('x'.repeat(LARGE)), html('y'.repeat(LARGE + 7))],
    ['large by the same', html('x'.repeat(LARGE)), html('x'.repeat(LARGE))],
  ])('counts files: %s', async (_, before, after) => {
    const { dir, store, files } = setUp();
    await store.storeAsync(clipOf('text', [before]));
    const { clip } = (await store.storeAsync(clipOf('text', [after]))) ?? {};
    expect(clip.size).toBe(4 + after.bytes.byteLength);
    expect(content(store.payload(1, 'text/html')) === content(after.bytes)).toBe(true);
    const inFiles = [before, after].filter(({ bytes }) => bytes.byteLength >= LARGE);
    expect(files()).toHaveLength(new Set(inFiles.map(({ bytes }) => content(bytes))).size);
    countFiles(dir);
    // What the clip has left is the sweep's.
    expect(store.payloadFiles.anyUnnamed()).toBe(
      inFiles.includes(before) && !content(before.bytes).startsWith(content(after.bytes)),
    );
  });

  it('leaves a file to others that name it', async () => {
    const { dir, store } = setUp();
    const shared = html('x'.repeat(LARGE));
    await store.storeAsync(clipOf('one', [shared]));
    await store.storeAsync(clipOf('two', [shared]));
    await store.storeAsync(clipOf('one', [html('<b>')]));
    expect(content(store.payload(2, 'text/html')) === content(shared.bytes)).toBe(true);
    expect(store.payloadFiles.anyUnnamed()).toBe(false);
    countFiles(dir);
  });

  it('is deleted and brought back as it was last', () => {
    const { store } = setUp();
    store.store(clipOf('text', [html('<b>')]));
    store.store(clipOf('text', [html('<i>')]));
    store.delete([1]);
    expect(content(store.payload(store.restore(1).id, 'text/html'))).toBe('<i>');
  });
});

describe('what is found', () => {
  const of = (...formats: ClipFormat[]) => newClip(formats, null) as NewClip;

  it('are the words of the markup that stands, where there is no text', () => {
    const { store, found } = setUp();
    const { id } = store.store(of(rtf('{}'), html('<p>first words'))).clip;
    expect([found('first'), found('second')]).toEqual([[id], []]);
    const { clip } = store.store(of(rtf('{}'), html('<p>second words')));
    expect(clip).toMatchObject({ id, preview: 'second words' });
    expect([found('first'), found('second')]).toEqual([[], [id]]);
    while (store.searchIndex.step(true));
    expect([found('first'), found('second')]).toEqual([[], [id]]);
  });

  it('is the text where there is one', () => {
    const { store, found } = setUp();
    const text: ClipFormat = { mime: 'text/plain', bytes: Buffer.from('plain words') };
    store.store(of(text, html('<p>first')));
    expect(store.store(of(text, html('<p>second'))).clip.preview).toBe('plain words');
    expect([found('plain'), found('first'), found('second')]).toEqual([[1], [], []]);
  });

  it('is nothing of a masked clip', () => {
    const { store, found } = setUp();
    const secret = { expiresAt: null };
    const masked = (markup: string) => ({
      ...clipOf('word', [html(markup)]),
      preview: '••••',
      searchText: '',
      secret,
    });
    store.store(masked('<b>'));
    expect(store.store(masked('<i>')).clip).toMatchObject({ masked: true, preview: '••••' });
    expect(content(store.payload(1, 'text/html'))).toBe('<i>');
    expect(found('word')).toEqual([]);
  });
});
