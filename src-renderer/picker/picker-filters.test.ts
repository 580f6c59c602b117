import { beforeEach, describe, expect, test } from 'vitest';
import { formatQuery, parseQuery } from '../../src-shared/search-query';
import { type FakeMain, settle } from '../testing/fake-main';
import { openPicker } from '../testing/picker-world';
import type { PickerModel } from './picker-model';

let main: FakeMain;
let picker: PickerModel;

beforeEach(async () => {
  ({ main, picker } = await openPicker());
});

describe('filters', () => {
  const shownFilters = () => formatQuery(picker.snapshot().filters);
  const searched = () => (main.asks('history:page').at(-1) as { query: string } | undefined)?.query;

  test('an operator that is done becomes one, and filters and words are searched for together', async () => {
    picker.type('type:li');
    expect(picker.snapshot().completions[0]?.word).toBe('type:link');
    picker.run({ id: 'filter-next' });
    expect(picker.snapshot()).toMatchObject({ text: '', completions: [] });
    picker.type('clip 1');
    await settle();
    expect([shownFilters(), searched()]).toEqual(['type:link', 'type:link clip 1']);
  });

  test('one that has no value yet is not searched for as a word', async () => {
    picker.type('clip 1');
    await settle();
    for (const text of ['clip 1 type:', 'clip 1 type:im', 'clip 1 before:']) {
      picker.type(text);
      await settle();
      expect(picker.snapshot().view.query).toBe('clip 1');
    }
    picker.type('clip 1 nope:');
    await settle();
    expect(searched()).toBe('clip 1 nope:');
  });

  test('Tab goes through kinds, with the words kept, and Backspace drops the last filter', async () => {
    picker.type('clip 1');
    await settle();
    picker.run({ id: 'filter-next' });
    picker.run({ id: 'filter-next' });
    await settle();
    expect([shownFilters(), searched()]).toEqual(['type:link', 'type:link clip 1']);
    picker.run({ id: 'filter-previous' });
    expect(shownFilters()).toBe('type:text,path');
    picker.dropFilter();
    await settle();
    expect([shownFilters(), picker.snapshot().view.query]).toEqual(['', 'clip 1']);
  });

  test('Escape clears words and filters together, and the next opening has none', async () => {
    picker.type('is:pinned size:>1b clip');
    picker.run({ id: 'close' });
    expect(picker.snapshot()).toMatchObject({ text: '', filters: [] });
    picker.run({ id: 'filter-next' });
    picker.run({ id: 'close' });
    expect(shownFilters()).toBe('');
    picker.run({ id: 'filter-next' });
    main.push('picker:shown', { pending: false });
    expect(shownFilters()).toBe('');
    await settle();
    expect(main.asks('picker:hide')).toHaveLength(0);
  });

  test('one can be left out of a query that found nothing', async () => {
    picker.type('app:gimp type:link clip "a b"');
    const terms = parseQuery('app:gimp type:link clip "a b"');
    picker.searchFor(terms.slice(1));
    await settle();
    expect([shownFilters(), picker.snapshot().text]).toEqual(['type:link', 'clip "a b"']);
    expect(searched()).toBe('type:link clip "a b"');
  });

  test('programs at hand complete app:', () => {
    main.clips = main.clips.map((clip) => ({ ...clip, sourceApp: clip.id === 30 ? 'GIMP' : null }));
    main.tell();
    picker.type('app:');
    expect(picker.snapshot().completions.map(({ word }) => word)).toEqual(['app:gimp']);
    picker.type('app:', false, false);
    expect(picker.snapshot().completions).toEqual([]);
  });
});
