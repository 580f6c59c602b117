import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_PICKED_CLIPS, UNDO_DELETE_MS } from '../../src-shared/limits';
import { viewRow } from '../history/history';
import type { FakeClock } from '../testing/fake-clock';
import { clipOf, type FakeMain, settle } from '../testing/fake-main';
import { type ChooseHow, choose, down, openPicker, selected } from '../testing/picker-world';
import type { PickerModel } from './picker-model';

let main: FakeMain;
let clock: FakeClock;
let picker: PickerModel;

beforeEach(async () => {
  ({ main, clock, picker } = await openPicker());
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
    down(picker, 3);
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
    down(picker, 5);
    picker.run({ id: 'paste' });
    await settle();
    expect(main.asks('clip:paste')).toEqual([{ id: 27, plain: false }]);
    main.push('picker:shown', { pending: false });
    down(picker);
    picker.run({ id: 'queue' });
    await settle();
    expect(main.asks('clip:queue')).toEqual([{ ids: [29] }]);
  });

  test('a refusal leaves them picked', async () => {
    main.refusing.set('clip:join', 'One has no text.');
    extend(1);
    await choose(picker, 'paste');
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
    main.push('picker:shown', { pending: false });
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

  test('a second press of Delete before the first is done deletes nothing more, and later picks stay', async () => {
    extend(1);
    main.holding = true;
    picker.run({ id: 'delete' });
    await settle();
    picker.run({ id: 'delete' });
    picker.click(9, 'pick');
    main.release();
    await settle();
    expect(main.asks('clip:delete')).toEqual([{ ids: [30, 29] }]);
    expect(picker.snapshot().picked).toHaveLength(1);
    expect(picker.snapshot().notice).toBeNull();
    main.holding = false;
    picker.run({ id: 'delete' });
    await settle();
    expect(main.asks('clip:delete')).toHaveLength(2);
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
    down(picker, 2);
    await remove();
    expect(main.asks('clip:delete')).toEqual([{ ids: [28] }]);
    expect(selected(picker)).toBe(27);
    expect(picker.snapshot().undoable).toBe(1);
    down(picker, 5);
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

  test('an undo that failed can be tried again; one of a clip whose time is over cannot', async () => {
    await remove();
    main.refusing.set('clip:undo-delete', 'The history is locked.');
    main.refusalCode = 'storage-failed';
    picker.run({ id: 'undo' });
    await settle();
    expect(picker.snapshot()).toMatchObject({ undoable: 1, notice: { text: 'The history is locked.' } });
    main.refusalCode = 'no-such-clip';
    picker.run({ id: 'undo' });
    await settle();
    expect(picker.snapshot().undoable).toBe(0);
    expect(main.asks('clip:undo-delete')).toHaveLength(2);
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
  down(picker, 4);
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
