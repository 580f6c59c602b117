import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_PICKED_CLIPS, UNDO_DELETE_MS } from '../../src-shared/limits';
import { formatQuery, parseQuery } from '../../src-shared/search-query';
import { createBridge } from '../bridge';
import { viewRow } from '../history/history';
import { clipOf, FakeMain, settle, usualStatus } from '../testing/fake-main';
import { PickerModel } from './picker-model';
import type { Clock } from './undo-stack';

type ChooseHow = 'paste' | 'paste-plain' | 'copy';

/** A clock that stands until it is moved. */
class FakeClock implements Clock {
  time = 0;
  #calls: { at: number; call: () => void }[] = [];
  now = () => this.time;
  after = (ms: number, call: () => void) => {
    const entry = { at: this.time + ms, call };
    this.#calls.push(entry);
    return () => {
      this.#calls = this.#calls.filter((other) => other !== entry);
    };
  };
  pass(ms: number): void {
    this.time += ms;
    const due = this.#calls.filter(({ at }) => at <= this.time);
    this.#calls = this.#calls.filter(({ at }) => at > this.time);
    for (const { call } of due) call();
  }
}

let main: FakeMain;
let clock: FakeClock;
let picker: PickerModel;

beforeEach(async () => {
  main = new FakeMain(30);
  clock = new FakeClock();
  picker = new PickerModel(createBridge(main.api), clock);
  picker.start();
  await settle();
  main.push('picker:shown', null);
  clock.pass(1_000);
});

const selected = () => viewRow(picker.snapshot().view, picker.snapshot().selection.index)?.id;
const down = (times = 1) => {
  for (let i = 0; i < times; i += 1) picker.run({ id: 'row-down' });
};
const choose = async (how: ChooseHow) => {
  picker.run({ id: how });
  await settle();
};

describe('choosing', () => {
  test.each<[ChooseHow, string, unknown]>([
    ['paste', 'clip:paste', { id: 29, plain: false }],
    ['paste-plain', 'clip:paste', { id: 29, plain: true }],
    ['copy', 'clip:copy', { id: 29 }],
  ])('%s asks for %s and makes the picker ready for the next time', async (how, channel, payload) => {
    down();
    await choose(how);
    expect(main.asked.at(-1)).toEqual({ channel, payload });
    expect(picker.snapshot()).toMatchObject({ text: '', selection: { id: 30, index: 0 } });
  });

  test('waits for the rows of what is typed', async () => {
    main.holding = true;
    picker.type('clip 1');
    picker.type('clip 17');
    await choose('paste');
    // The answer to what was typed before.
    main.release(1);
    await settle();
    expect(main.asks('clip:paste')).toEqual([]);
    main.holding = false;
    main.release();
    await settle();
    expect(main.asks('clip:paste')).toEqual([{ id: 17, plain: false }]);
  });

  test('is given up when the user types on, and when the search failed', async () => {
    main.holding = true;
    picker.type('clip 1');
    await choose('paste');
    picker.type('clip 17');
    main.holding = false;
    main.release();
    await settle();
    main.refusing.set('history:page', 'Storage is away.');
    picker.type('clip 18');
    await choose('paste');
    expect(main.asks('clip:paste')).toEqual([]);
    expect(picker.snapshot().notice).toEqual({ level: 'error', text: 'Storage is away.' });
  });

  test('the Nth counts from the first row in view', async () => {
    picker.see(0, 12, 5, 7);
    picker.run({ id: 'paste-nth-plain', digit: 2 });
    await settle();
    expect(main.asks('clip:paste')).toEqual([{ id: 24, plain: true }]);
  });

  test('an Nth that is not there does nothing', async () => {
    picker.see(0, 29, 25, 7);
    picker.run({ id: 'paste-nth', digit: 9 });
    await settle();
    expect(main.asks('clip:paste')).toEqual([]);
  });

  test.each<ChooseHow>(['paste', 'paste-plain', 'copy'])(
    '%s is taken once, however often its key bounces, until the picker is shown again',
    async (how) => {
      const asked = () => main.asks('clip:paste').length + main.asks('clip:copy').length;
      main.holding = true;
      picker.run({ id: how });
      picker.run({ id: how });
      await settle();
      picker.run({ id: how });
      picker.run({ id: 'paste-nth', digit: 3 });
      picker.click(4, 'choose');
      await settle();
      expect(asked()).toBe(1);
      main.holding = false;
      main.release();
      await settle();
      await choose(how);
      expect(asked()).toBe(1);
      main.push('picker:shown', null);
      await choose(how);
      expect(asked()).toBe(2);
    },
  );

  test('one that waits for its rows is not given up for its own bounce, but is for another act', async () => {
    main.holding = true;
    picker.type('clip 17');
    picker.run({ id: 'paste' });
    picker.run({ id: 'paste' });
    main.release();
    await settle();
    expect(main.asks('clip:paste')).toEqual([{ id: 17, plain: false }]);
    main.release();
    await settle();
    main.push('picker:shown', null);
    picker.type('clip 18');
    picker.run({ id: 'paste' });
    picker.type('clip 19');
    picker.run({ id: 'paste' });
    main.holding = false;
    main.release();
    await settle();
    expect(main.asks('clip:paste').slice(1)).toEqual([{ id: 19, plain: false }]);
  });

  test('a failed one can be tried again', async () => {
    main.refusing.set('clip:paste', 'There is no clip 30.');
    await choose('paste');
    main.refusing.clear();
    await choose('paste');
    expect(main.asks('clip:paste')).toHaveLength(2);
  });

  test('one whose reply comes after the next opening does not clear what was typed there', async () => {
    main.holding = true;
    await choose('paste');
    main.push('picker:shown', null);
    picker.type('clip 1');
    main.holding = false;
    main.release();
    await settle();
    expect(picker.snapshot().text).toBe('clip 1');
  });

  test('a refused paste tells why and leaves all as it was', async () => {
    main.refusing.set('clip:paste', 'There is no clip 28.');
    down(2);
    await choose('paste');
    expect(picker.snapshot()).toMatchObject({
      selection: { id: 28 },
      notice: { text: 'There is no clip 28.' },
    });
    clock.pass(60_000);
    expect(picker.snapshot().notice).toBeNull();
  });
});

describe('what is selected', () => {
  test('stays the same clip when a new one arrives', () => {
    down(3);
    main.use(31);
    main.tell();
    expect(picker.snapshot().selection).toEqual({ id: 27, index: 4 });
  });

  test('is the newest while nothing was done since the picker opened', () => {
    main.push('picker:shown', null);
    main.use(31);
    main.tell();
    expect(selected()).toBe(31);
    clock.pass(1_000);
    main.use(32);
    main.tell();
    expect(selected()).toBe(31);
  });

  test('is the first match after each search, and the newest again when the picker opens', async () => {
    down(3);
    picker.type('clip 1');
    await settle();
    expect(selected()).toBe(21);
    down(2);
    main.push('picker:shown', null);
    expect(picker.snapshot()).toMatchObject({ text: '', selection: { id: 30, index: 0 } });
  });

  describe('after End in a list of which only the beginning is known', () => {
    /** What the list does once a row was brought into view. */
    const seen = async () => {
      const { index } = picker.snapshot().selection;
      picker.see(index - 9, index, index - 9, 10);
      clock.pass(1_000);
      await settle();
    };

    beforeEach(async () => {
      main = new FakeMain(600);
      picker = new PickerModel(createBridge(main.api), clock);
      picker.start();
      await settle();
      picker.type('clip');
      await settle();
      picker.run({ id: 'last' });
    });

    test('is the last of all, as soon as that has come', async () => {
      expect(selected()).toBe(551);
      for (let page = 0; page < 4; page += 1) await seen();
      expect(picker.snapshot().selection).toEqual({ id: 1, index: 599 });
      // The end is known: nothing takes the selection there again.
      picker.point(300);
      await seen();
      expect(picker.snapshot().selection.index).toBe(300);
    });

    test('is what the user chose meanwhile', async () => {
      await seen();
      const { index } = picker.snapshot().selection;
      expect(index).toBeGreaterThan(50);
      picker.run({ id: 'row-up' });
      await seen();
      expect(picker.snapshot().selection.index).toBe(index - 1);
    });
  });

  test('is what the mouse points at, without being brought into view', () => {
    const { reveal } = picker.snapshot();
    picker.point(4);
    expect(picker.snapshot()).toMatchObject({ selection: { id: 26 }, reveal });
    down();
    expect(picker.snapshot().reveal).toBe(reveal + 1);
  });
});

describe('picking several', () => {
  const extend = (times: number, id: 'extend-down' | 'extend-up' = 'extend-down') => {
    for (let i = 0; i < times; i += 1) picker.run({ id });
  };

  test('Shift and the arrows pick in order, a step back gives up, and plain steps leave it', () => {
    extend(2);
    expect(picker.snapshot()).toMatchObject({ picked: [30, 29, 28], selection: { id: 28 } });
    extend(1, 'extend-up');
    expect(picker.snapshot().picked).toEqual([30, 29]);
    down(3);
    picker.click(9, 'pick');
    expect(picker.snapshot().picked).toEqual([30, 29, 21]);
    picker.click(0, 'pick');
    expect(picker.snapshot().picked).toEqual([29, 21]);
  });

  test.each<[ChooseHow | 'queue', string, unknown]>([
    ['paste', 'clip:join', { ids: [30, 29], paste: true }],
    ['paste-plain', 'clip:join', { ids: [30, 29], paste: true }],
    ['copy', 'clip:join', { ids: [30, 29], paste: false }],
    ['queue', 'clip:queue', { ids: [30, 29] }],
  ])('%s asks for %s, once, and the next opening has nothing picked', async (id, channel, payload) => {
    extend(1);
    picker.run({ id });
    picker.run({ id });
    await settle();
    expect(main.asked.slice(-1)).toEqual([{ channel, payload }]);
    expect(picker.snapshot().picked).toEqual([]);
  });

  test('one picked clip is pasted as it is, and a queue takes the selected one where none is picked', async () => {
    picker.click(3, 'pick');
    down(5);
    picker.run({ id: 'paste' });
    await settle();
    expect(main.asks('clip:paste')).toEqual([{ id: 27, plain: false }]);
    main.push('picker:shown', null);
    down();
    picker.run({ id: 'queue' });
    await settle();
    expect(main.asks('clip:queue')).toEqual([{ ids: [29] }]);
  });

  test('a refusal leaves them picked', async () => {
    main.refusing.set('clip:join', 'One has no text.');
    extend(1);
    await choose('paste');
    expect(picker.snapshot()).toMatchObject({ picked: [30, 29], notice: { text: 'One has no text.' } });
  });

  test('they outlive a query; Escape gives them up before it', async () => {
    extend(1);
    picker.type('clip 1');
    await settle();
    expect(picker.snapshot().picked).toEqual([30, 29]);
    picker.run({ id: 'close' });
    expect(picker.snapshot()).toMatchObject({ picked: [], text: 'clip 1' });
  });

  test('a click on a row and a digit mean that row alone', async () => {
    extend(1);
    picker.run({ id: 'paste-nth', digit: 3 });
    await settle();
    main.push('picker:shown', null);
    extend(1);
    picker.click(5, 'choose');
    await settle();
    expect(main.asks('clip:paste')).toEqual([
      { id: 28, plain: false },
      { id: 25, plain: false },
    ]);
  });

  test('all are deleted together and come back together', async () => {
    extend(2);
    picker.run({ id: 'delete' });
    await settle();
    main.tell();
    expect(main.asks('clip:delete')).toEqual([{ ids: [30, 29, 28] }]);
    expect(picker.snapshot()).toMatchObject({ picked: [], undoable: 3 });
    picker.run({ id: 'undo' });
    await settle();
    main.tell();
    expect(main.asks('clip:undo-delete')).toEqual([{ ids: [30, 29, 28] }]);
    expect(picker.snapshot()).toMatchObject({ undoable: 0, selection: { id: 30 } });
  });

  test('all are pinned; where all are pinned already, unpinned', async () => {
    extend(1);
    main.setPinned(30, true);
    main.tell();
    picker.run({ id: 'pin' });
    await settle();
    const pinned = () => [30, 29].map((id) => main.clips.find((clip) => clip.id === id)?.pinned);
    expect(pinned()).toEqual([true, true]);
    // Again before the list has shown it: two presses undo each other.
    picker.run({ id: 'pin' });
    await settle();
    expect(main.asks('clip:toggle-pinned')).toEqual([{ ids: [30, 29] }, { ids: [30, 29] }]);
    expect(pinned()).toEqual([false, false]);
  });

  test('there is a most, and it is told', async () => {
    main.clips = Array.from({ length: 300 }, (_, n) => clipOf(n + 1, (n + 1) * 10));
    main.tell();
    await settle();
    for (let index = 0; index <= MAX_PICKED_CLIPS; index += 1) {
      picker.see(index, index, index, 7);
      await settle();
      picker.click(index, 'pick');
    }
    expect(picker.snapshot().picked).toHaveLength(MAX_PICKED_CLIPS);
    expect(picker.snapshot().notice?.text).toContain(String(MAX_PICKED_CLIPS));
  });

  test('each press asks for the next separator, whatever main has told meanwhile', async () => {
    picker.run({ id: 'separator' });
    picker.run({ id: 'separator' });
    await settle();
    expect(main.asks('settings:next-separator')).toHaveLength(2);
  });
});

describe('deleting', () => {
  const remove = async () => {
    picker.run({ id: 'delete' });
    await settle();
    main.tell();
  };

  test('takes the clip away, selects the next, and undo brings it back selected', async () => {
    down(2);
    await remove();
    expect(main.asks('clip:delete')).toEqual([{ ids: [28] }]);
    expect(selected()).toBe(27);
    expect(picker.snapshot().undoable).toBe(1);
    down(5);
    picker.run({ id: 'undo' });
    await settle();
    main.tell();
    expect(main.asks('clip:undo-delete')).toEqual([{ ids: [28] }]);
    expect(picker.snapshot()).toMatchObject({ undoable: 0, selection: { id: 28, index: 2 } });
  });

  test('can be undone one by one, newest first, each for its time', async () => {
    await remove();
    clock.pass(UNDO_DELETE_MS - 1);
    await remove();
    expect(picker.snapshot().undoable).toBe(2);
    clock.pass(1);
    expect(picker.snapshot().undoable).toBe(1);
    picker.run({ id: 'undo' });
    await settle();
    expect(main.asks('clip:undo-delete')).toEqual([{ ids: [29] }]);
    picker.run({ id: 'undo' });
    await settle();
    expect(main.asks('clip:undo-delete')).toHaveLength(1);
  });

  test('that is refused leaves the clip where it was, and nothing to undo', async () => {
    main.refusing.set('clip:delete', 'The disk is full.');
    await remove();
    expect(picker.snapshot()).toMatchObject({
      undoable: 0,
      notice: { level: 'error', text: 'The disk is full.' },
    });
    expect(viewRow(picker.snapshot().view, 0)?.id).toBe(30);
  });
});

test('pinning turns the pin round, and the selection goes with the clip', async () => {
  down(4);
  picker.run({ id: 'pin' });
  await settle();
  main.tell();
  expect(main.asks('clip:toggle-pinned')).toEqual([{ ids: [26] }]);
  expect(picker.snapshot().selection).toEqual({ id: 26, index: 0 });
  picker.run({ id: 'pin' });
  await settle();
  main.tell();
  expect(picker.snapshot().selection).toEqual({ id: 26, index: 4 });
});

test('the hotkey, held, goes on and pastes what it came to', async () => {
  main.push('picker:next', null);
  main.push('picker:next', null);
  expect(selected()).toBe(28);
  main.push('picker:choose', null);
  await settle();
  expect(main.asks('clip:paste')).toEqual([{ id: 28, plain: false }]);
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
    main.push('picker:shown', null);
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

test('Enter does nothing on the rows of the query before one that cannot be answered', async () => {
  picker.type('clip 1');
  await settle();
  main.refusing.set('history:page', 'The pattern is not closed.');
  main.refusalCode = 'bad-request';
  picker.type('/clip(/');
  await settle();
  await choose('paste');
  expect(main.asks('clip:paste')).toEqual([]);
  expect(picker.snapshot()).toMatchObject({ notice: null, view: { refusal: 'The pattern is not closed.' } });
});

test('Escape clears the query first, then hides', async () => {
  picker.type('clip 1');
  await settle();
  picker.run({ id: 'close' });
  expect(picker.snapshot().text).toBe('');
  expect(main.asks('picker:hide')).toHaveLength(0);
  picker.run({ id: 'close' });
  await settle();
  expect(main.asks('picker:hide')).toHaveLength(1);
});

test('what an input method composes is shown but not searched for', async () => {
  picker.type('clip', true);
  await settle();
  expect(picker.snapshot().text).toBe('clip');
  expect(main.asks('history:page')).toHaveLength(0);
  picker.type('clip 17', false);
  await settle();
  expect(selected()).toBe(17);
});

describe('commands', () => {
  test('one that nobody does is not taken, and is taken as soon as somebody does it', () => {
    expect(picker.run({ id: 'actions' })).toBe(false);
    expect(picker.snapshot().commands.has('actions')).toBe(false);
    const done: unknown[] = [];
    picker.addDeed('actions', (command) => done.push(command));
    expect(picker.run({ id: 'actions' })).toBe(true);
    expect(done).toEqual([{ id: 'actions', fresh: true, digit: null }]);
    expect(picker.snapshot().commands.has('actions')).toBe(true);
  });

  test('the sheet of keys comes and goes, and Escape takes it away before the query', async () => {
    picker.type('clip 1');
    await settle();
    picker.run({ id: 'help' });
    expect(picker.snapshot().cover).toBe('keys');
    picker.run({ id: 'close' });
    expect(picker.snapshot()).toMatchObject({ cover: null, text: 'clip 1' });
    picker.run({ id: 'help' });
    picker.run({ id: 'help' });
    expect(picker.snapshot().cover).toBeNull();
    picker.run({ id: 'help' });
    main.push('picker:shown', null);
    expect(picker.snapshot().cover).toBeNull();
  });

  test('their keys are what main told last', () => {
    const meaning = (chord: string) => picker.snapshot().keymap.commands.get(chord);
    expect(meaning('Control+P')).toBe('pin');
    main.push('app:status-changed', { ...usualStatus, keys: { pin: 'F4' } });
    expect([meaning('Control+P'), meaning('F4')]).toEqual([undefined, 'pin']);
    main.push('app:status-changed', { ...usualStatus, platform: 'darwin' });
    expect(meaning('Meta+P')).toBe('pin');
  });
});

test('the status is what main told last, and resuming asks main', () => {
  expect(picker.snapshot().status).toEqual(usualStatus);
  main.push('app:status-changed', { ...usualStatus, paused: true });
  expect(picker.snapshot().status?.paused).toBe(true);
  picker.resume();
  expect(main.asks('capture:set-paused')).toEqual([{ paused: false }]);
});

describe('notices', () => {
  const error = (text: string) => main.push('app:notice', { level: 'error', text });
  const info = (text: string) => main.push('app:notice', { level: 'info', text });
  const text = () => picker.snapshot().notice?.text;
  const show = () => main.push('picker:shown', null);
  const hide = async () => {
    picker.run({ id: 'close' });
    await settle();
  };

  test.each([
    ['after a start', () => {}],
    ['after Escape', hide],
    ['after a paste', () => choose('paste')],
    [
      'after the focus went elsewhere',
      () => {
        picker.focused(false);
        clock.pass(1_000);
      },
    ],
  ])(
    'one that came while the picker was hidden, %s, waits for it, and its time begins there',
    async (when, doHide) => {
      if (when === 'after a start') {
        picker = new PickerModel(createBridge(main.api), clock);
        picker.start();
        await settle();
      }
      await doHide();
      error('Look.');
      clock.pass(3_600_000);
      expect(text()).toBe('Look.');
      show();
      clock.pass(9_999);
      expect(text()).toBe('Look.');
      clock.pass(1);
      expect(text()).toBeUndefined();
    },
  );

  test('one that was seen in part is seen for the rest of its time', async () => {
    info('Look.');
    clock.pass(3_000);
    await hide();
    clock.pass(60_000);
    show();
    clock.pass(999);
    expect(text()).toBe('Look.');
    clock.pass(1);
    expect(text()).toBeUndefined();
  });

  test('one that comes again is seen for its whole time from then on', async () => {
    info('Look.');
    clock.pass(3_000);
    info('Look.');
    clock.pass(3_000);
    await hide();
    info('Look.');
    show();
    clock.pass(3_999);
    expect(text()).toBe('Look.');
    clock.pass(1);
    expect(text()).toBeUndefined();
  });

  test('several come one after another, errors first, the same text once', async () => {
    await hide();
    for (const tell of [() => info('a'), () => error('b'), () => info('c'), () => error('d')]) tell();
    error('b');
    info('a');
    show();
    const seen: (string | undefined)[] = [];
    for (let left = 6; left > 0; left -= 1) {
      seen.push(text());
      clock.pass(10_000);
    }
    expect(seen).toEqual(['b', 'd', 'a', 'c', undefined, undefined]);
  });

  test('an error that answers what the user just did is seen at once, and what it hid after it', () => {
    info('a');
    error('older');
    clock.pass(4_000);
    error('newer');
    expect(text()).toBe('newer');
    clock.pass(10_000);
    expect(text()).toBe('older');
    clock.pass(6_000);
    expect(text()).toBe('a');
  });

  test('a flood of them is not kept', async () => {
    await hide();
    for (let n = 0; n < 100; n += 1) error(`trouble ${n}`);
    show();
    clock.pass(10_000);
    clock.pass(10_000);
    clock.pass(10_000);
    expect(text()).toBeDefined();
    clock.pass(10_000);
    expect(text()).toBeUndefined();
  });

  test('dismissing one shows the next', () => {
    error('a');
    info('b');
    picker.dismiss();
    expect(text()).toBe('b');
    picker.dismiss();
    expect(text()).toBeUndefined();
  });

  test('an opening right after the focus was lost counts as open', () => {
    picker.focused(false);
    clock.pass(100);
    show();
    clock.pass(100);
    picker.focused(true);
    info('Look.');
    clock.pass(4_000);
    expect(text()).toBeUndefined();
  });
});
