import { beforeEach, describe, expect, test } from 'vitest';
import { createBridge } from '../bridge';
import type { FakeClock } from '../testing/fake-clock';
import { type FakeMain, settle } from '../testing/fake-main';
import { choose, openPicker } from '../testing/picker-world';
import { PickerModel } from './picker-model';

let main: FakeMain;
let clock: FakeClock;
let picker: PickerModel;

beforeEach(async () => {
  ({ main, clock, picker } = await openPicker());
});

describe('notices', () => {
  const error = (text: string) => main.push('app:notice', { level: 'error', text });
  const info = (text: string) => main.push('app:notice', { level: 'info', text });
  const text = () => picker.snapshot().notice?.text;
  const show = () => main.push('picker:shown', { pending: false });
  const hide = async () => {
    picker.run({ id: 'close' });
    await settle();
  };

  test.each([
    ['after a start', () => {}],
    ['after Escape', hide],
    ['after a paste', () => choose(picker, 'paste')],
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
