import { beforeEach, describe, expect, test } from 'vitest';
import { createBridge } from '../bridge';
import type { FakeClock } from '../testing/fake-clock';
import { FakeMain, settle, usualStatus } from '../testing/fake-main';
import { type ChooseHow, choose, down, openPicker, selected } from '../testing/picker-world';
import { PickerModel } from './picker-model';

let main: FakeMain;
let clock: FakeClock;
let picker: PickerModel;

beforeEach(async () => {
  ({ main, clock, picker } = await openPicker());
});

describe('choosing', () => {
  test.each<[ChooseHow, string, unknown]>([
    ['paste', 'clip:paste', { id: 29, plain: false }],
    ['paste-plain', 'clip:paste', { id: 29, plain: true }],
    ['copy', 'clip:copy', { id: 29 }],
  ])('%s asks for %s and makes the picker ready for the next time', async (how, channel, payload) => {
    down(picker);
    await choose(picker, how);
    expect(main.asked.at(-1)).toEqual({ channel, payload });
    expect(picker.snapshot()).toMatchObject({ text: '', selection: { id: 30, index: 0 } });
  });

  test('waits for the rows of what is typed', async () => {
    main.holding = true;
    picker.type('clip 1');
    picker.type('clip 17');
    await choose(picker, 'paste');
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
    await choose(picker, 'paste');
    picker.type('clip 17');
    main.holding = false;
    main.release();
    await settle();
    main.refusing.set('history:page', 'Storage is away.');
    picker.type('clip 18');
    await choose(picker, 'paste');
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
    '%s is taken once, however often its key bounces, until main has answered or the picker is shown again',
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
      await choose(picker, how);
      expect(asked()).toBe(2);
      main.push('picker:shown', { pending: false });
      main.holding = true;
      await choose(picker, how);
      main.push('picker:shown', { pending: false });
      await choose(picker, how);
      expect(asked()).toBe(4);
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
    main.push('picker:shown', { pending: false });
    picker.type('clip 18');
    picker.run({ id: 'paste' });
    picker.type('clip 19');
    picker.run({ id: 'paste' });
    main.holding = false;
    main.release();
    await settle();
    expect(main.asks('clip:paste').slice(1)).toEqual([{ id: 19, plain: false }]);
  });

  test('one after the next opening counts, though main has not told of that yet; its bounce does not', async () => {
    await choose(picker, 'paste');
    picker.run({ id: 'copy' });
    await choose(picker, 'copy');
    main.push('picker:shown', { pending: false });
    expect([main.asks('clip:paste'), main.asks('clip:copy')]).toEqual([
      [{ id: 30, plain: false }],
      [{ id: 30 }],
    ]);
  });

  test('a failed one can be tried again', async () => {
    main.refusing.set('clip:paste', 'There is no clip 30.');
    await choose(picker, 'paste');
    main.refusing.clear();
    await choose(picker, 'paste');
    expect(main.asks('clip:paste')).toHaveLength(2);
  });

  test('one whose reply comes after the next opening does not clear what was typed there', async () => {
    main.holding = true;
    await choose(picker, 'paste');
    main.push('picker:shown', { pending: false });
    picker.type('clip 1');
    main.holding = false;
    main.release();
    await settle();
    expect(picker.snapshot().text).toBe('clip 1');
  });

  test('a refused paste tells why and leaves all as it was', async () => {
    main.refusing.set('clip:paste', 'There is no clip 28.');
    down(picker, 2);
    await choose(picker, 'paste');
    expect(picker.snapshot()).toMatchObject({
      selection: { id: 28 },
      notice: { text: 'There is no clip 28.' },
    });
    clock.pass(60_000);
    expect(picker.snapshot().notice).toBeNull();
  });
});

test('what is typed before main has told of the opening stays, and what was typed in the opening before does not', async () => {
  await choose(picker, 'paste');
  picker.type('clip 1');
  main.push('picker:shown', { pending: false });
  expect(picker.snapshot().text).toBe('clip 1');
  // Hidden by main, which nobody has told the page yet.
  main.push('picker:shown', { pending: false });
  expect(picker.snapshot().text).toBe('');
});

describe('a copy that is still on its way when the picker opens', () => {
  beforeEach(() => {
    main.push('picker:shown', { pending: true });
  });

  test.each<[ChooseHow, string, unknown]>([
    ['paste', 'clip:paste', { id: 31, plain: false }],
    ['copy', 'clip:copy', { id: 31 }],
  ])('is what Enter means: %s', async (how, channel, payload) => {
    clock.pass(500);
    await choose(picker, how);
    expect(main.asks(channel as 'clip:paste')).toEqual([]);
    main.use(31);
    main.tell();
    await settle();
    expect(main.asks(channel as 'clip:paste')).toEqual([payload]);
  });

  test('counts where the Nth is meant', async () => {
    picker.run({ id: 'paste-nth', digit: 2 });
    main.use(31);
    main.tell();
    await settle();
    expect(main.asks('clip:paste')).toEqual([{ id: 30, plain: false }]);
  });

  test('is not meant where the user has gone to another row, and one that comes after it is not selected', async () => {
    down(picker);
    await choose(picker, 'paste');
    main.use(31);
    main.tell();
    await settle();
    expect(main.asks('clip:paste')).toEqual([{ id: 29, plain: false }]);
    main.push('picker:shown', { pending: true });
    main.use(32);
    main.tell();
    clock.pass(400);
    main.use(33);
    main.tell();
    expect(selected(picker)).toBe(32);
  });

  test('is not waited for for ever', async () => {
    await choose(picker, 'paste');
    clock.pass(2_000);
    await settle();
    expect(main.asks('clip:paste')).toEqual([{ id: 30, plain: false }]);
  });
});

test('a choice before the first rows have come is of those', async () => {
  main = new FakeMain(3);
  main.holding = true;
  picker = new PickerModel(createBridge(main.api), clock);
  picker.start();
  main.push('picker:shown', { pending: false });
  await choose(picker, 'paste');
  main.holding = false;
  main.release();
  await settle();
  await settle();
  expect(main.asks('clip:paste')).toEqual([{ id: 3, plain: false }]);
});

describe('what is selected', () => {
  test('stays the same clip when a new one arrives', () => {
    down(picker, 3);
    main.use(31);
    main.tell();
    expect(picker.snapshot().selection).toEqual({ id: 27, index: 4 });
  });

  test('is the newest while nothing was done since the picker opened', () => {
    main.push('picker:shown', { pending: false });
    main.use(31);
    main.tell();
    expect(selected(picker)).toBe(31);
    clock.pass(1_000);
    main.use(32);
    main.tell();
    expect(selected(picker)).toBe(31);
  });

  test('is the first match after each search, and the newest again when the picker opens', async () => {
    down(picker, 3);
    picker.type('clip 1');
    await settle();
    expect(selected(picker)).toBe(21);
    down(picker, 2);
    main.push('picker:shown', { pending: false });
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
      expect(selected(picker)).toBe(551);
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
    down(picker);
    expect(picker.snapshot().reveal).toBe(reveal + 1);
  });
});

test('the hotkey, held, goes on and pastes what it came to', async () => {
  main.push('picker:next', null);
  main.push('picker:next', null);
  expect(selected(picker)).toBe(28);
  main.push('picker:choose', null);
  await settle();
  expect(main.asks('clip:paste')).toEqual([{ id: 28, plain: false }]);
});

test('Enter does nothing on the rows of the query before one that cannot be answered', async () => {
  picker.type('clip 1');
  await settle();
  main.refusing.set('history:page', 'The pattern is not closed.');
  main.refusalCode = 'bad-request';
  picker.type('/clip(/');
  await settle();
  await choose(picker, 'paste');
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
  expect(selected(picker)).toBe(17);
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
    main.push('picker:shown', { pending: false });
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

test('the status is what main told last, and resuming or taking the next copy after all asks main', () => {
  expect(picker.snapshot().status).toEqual(usualStatus);
  main.push('app:status-changed', { ...usualStatus, paused: true });
  expect(picker.snapshot().status?.paused).toBe(true);
  picker.resume();
  expect(main.asks('capture:set-paused')).toEqual([{ paused: false }]);
  picker.takeNext();
  expect(main.asks('capture:take-next')).toEqual([null]);
});
