// The preview follows the selection, asks no more than is looked at, and shows no clip's content under another's name.
import { beforeEach, describe, expect, test } from 'vitest';
import type { ClipPreview } from '../../src-shared/clip-preview';
import { createBridge } from '../bridge';
import { PickerModel } from '../picker/picker-model';
import { FakeClock } from '../testing/fake-clock';
import { FakeMain, settle } from '../testing/fake-main';
import { PreviewModel } from './preview-model';
import { TextWork, type TextWorker } from './text-work';

let main: FakeMain;
let clock: FakeClock;
let picker: PickerModel;
let preview: PreviewModel;
/** Tasks that the worker has got; it answers each with what the test puts here. */
let tasks: { do: string; text: string }[];
let answers: Record<string, unknown>;

beforeEach(async () => {
  main = new FakeMain(10);
  clock = new FakeClock();
  tasks = [];
  answers = { pretty: null, highlight: [] };
  const bridge = createBridge(main.api);
  picker = new PickerModel(bridge, clock);
  const work = new TextWork(() => {
    const worker: TextWorker = {
      onmessage: null,
      onerror: null,
      terminate: () => {},
      postMessage: (message) => {
        const { id, task } = message as { id: number; task: { do: string; text: string } };
        tasks.push(task);
        queueMicrotask(() => worker.onmessage?.({ data: { id, answer: answers[task.do] } } as MessageEvent));
      },
    };
    return worker;
  }, clock);
  preview = new PreviewModel(bridge, picker, work, clock);
  preview.start();
  picker.start();
  main.push('picker:shown', { pending: false });
  await settle();
});

const down = async (times = 1) => {
  for (let n = 0; n < times; n += 1) picker.run({ id: 'row-down' });
  await settle();
};
const rest = async () => {
  clock.pass(1_000);
  await settle();
};
const asked = () => main.asks('clip:preview').map((payload) => (payload as { id: number }).id);
const shownId = () => preview.snapshot().shown?.preview.id;
const textOf = (text: string): Partial<ClipPreview> => ({ text: { text, rest: 0, mime: 'text/plain' } });

test('nothing is asked while nobody looks', async () => {
  await down(3);
  await rest();
  expect(asked()).toEqual([]);
  expect(preview.snapshot().clip?.id).toBe(7);
});

test('opened, it shows the selected clip and follows', async () => {
  picker.run({ id: 'preview' });
  await settle();
  expect(shownId()).toBe(10);
  await rest();
  await down();
  expect(shownId()).toBe(9);
  picker.run({ id: 'preview' });
  await rest();
  await down();
  expect(asked()).toEqual([10, 9]);
});

test('while the selection runs, few are asked, and the one that it rests on is', async () => {
  picker.run({ id: 'preview' });
  await settle();
  for (let n = 0; n < 6; n += 1) {
    await down();
    clock.pass(10);
  }
  await rest();
  expect(asked().length).toBeLessThan(4);
  expect(asked().at(-1)).toBe(4);
  expect(shownId()).toBe(4);
});

test('an answer that comes after the selection has gone on is dropped', async () => {
  picker.run({ id: 'preview' });
  await rest();
  main.holding = true;
  await down();
  clock.pass(100);
  await down();
  clock.pass(100);
  main.release();
  main.holding = false;
  await settle();
  await rest();
  expect(shownId()).toBe(8);
  expect(preview.snapshot().shown?.clip.id).toBe(8);
});

test('what cannot be shown is told in the preview, and not as a notice', async () => {
  main.refusing.set('clip:preview', 'A file of this clip is gone.');
  picker.run({ id: 'preview' });
  await settle();
  expect(preview.snapshot()).toMatchObject({ failed: 'A file of this clip is gone.', shown: null });
  expect(picker.snapshot().notice).toBeNull();
  main.refusing.clear();
  await down();
  await rest();
  expect(preview.snapshot()).toMatchObject({ failed: null, shown: { clip: { id: 9 } } });
});

test('a clip that was used is asked anew, one that was pinned is not', async () => {
  picker.run({ id: 'preview' });
  await rest();
  main.setPinned(10, true);
  main.tell();
  await rest();
  expect(asked()).toEqual([10]);
  expect(preview.snapshot().shown?.clip.pinned).toBe(true);
  main.use(10);
  main.tell();
  await rest();
  expect(asked()).toEqual([10, 10]);
});

test('the menu of actions needs the content too, and a list without clips has no menu', async () => {
  picker.run({ id: 'actions' });
  await settle();
  expect(picker.snapshot().cover).toBe('actions');
  expect(shownId()).toBe(10);
  picker.cover(null);
  main.clips = [];
  main.tell();
  await settle();
  picker.run({ id: 'edit' });
  expect(picker.snapshot().cover).toBeNull();
  expect(preview.snapshot()).toMatchObject({ clip: null, shown: null });
});

test('a secret is revealed for as long as it is selected', async () => {
  main.previews.set(10, { masked: true });
  picker.run({ id: 'preview' });
  await settle();
  expect(preview.snapshot().shown?.preview.masked).toBe(true);
  preview.reveal();
  await settle();
  await rest();
  await down();
  await rest();
  picker.run({ id: 'row-up' });
  await rest();
  expect(main.asks('clip:preview')).toEqual([
    { id: 10, reveal: false },
    { id: 10, reveal: true },
    { id: 9, reveal: false },
    { id: 10, reveal: false },
  ]);
});

describe('a secret that was revealed is not shown again unasked', () => {
  const secret = { masked: true };
  const inClear = { ...textOf('hunter2'), masked: false };
  /** What is shown of clip 10 at any moment from now on. */
  const watch = () => {
    const seen: (string | undefined)[] = [];
    preview.subscribe(() => seen.push(preview.snapshot().shown?.preview.text?.text));
    return seen;
  };
  beforeEach(async () => {
    main.clips = main.clips.map((clip) => (clip.id === 10 ? { ...clip, masked: true as const } : clip));
    main.tell();
    main.previews.set(10, secret);
    picker.run({ id: 'preview' });
    await rest();
    main.previews.set(10, inClear);
    preview.reveal();
    await rest();
    expect(preview.snapshot().shown?.preview.text?.text).toBe('hunter2');
    main.previews.set(10, secret);
  });

  test('after the preview was closed, there and back again', async () => {
    picker.run({ id: 'preview' });
    expect(preview.snapshot().shown).toBeNull();
    const seen = watch();
    await down();
    picker.run({ id: 'row-up' });
    picker.run({ id: 'preview' });
    await rest();
    expect(seen).not.toContain('hunter2');
    expect(preview.snapshot().shown?.preview).toMatchObject({ id: 10, masked: true });
    expect(main.asks('clip:preview').at(-1)).toEqual({ id: 10, reveal: false });
    picker.run({ id: 'edit' });
    expect(picker.snapshot().cover).toBeNull();
  });

  test('after one key there and one back, quicker than another clip is asked for', async () => {
    const seen = watch();
    picker.run({ id: 'row-down' });
    picker.run({ id: 'row-up' });
    await rest();
    expect(seen).not.toContain('hunter2');
    expect(preview.snapshot().shown?.preview).toMatchObject({ id: 10, masked: true });
  });

  test('after the picker was closed and opened, by its own key or by another window', async () => {
    picker.run({ id: 'close' });
    await settle();
    // Nothing of it waits in the hidden window.
    expect(preview.snapshot().shown?.preview.text?.text).not.toBe('hunter2');
    const seen = watch();
    main.push('picker:shown', { pending: false });
    await rest();
    expect(seen).not.toContain('hunter2');
    expect(preview.snapshot().shown?.preview).toMatchObject({ id: 10, masked: true });
    main.previews.set(10, inClear);
    preview.reveal();
    await rest();
    main.previews.set(10, secret);
    main.push('picker:shown', { pending: false });
    expect(preview.snapshot().shown).toBeNull();
    await rest();
    expect(preview.snapshot().shown?.preview).toMatchObject({ id: 10, masked: true });
  });

  test('an answer on its way when the preview is closed is dropped', async () => {
    main.previews.set(10, inClear);
    main.holding = true;
    preview.reveal();
    picker.run({ id: 'preview' });
    main.release();
    main.holding = false;
    await rest();
    expect(preview.snapshot().shown).toBeNull();
  });
});

test('a masked secret is not edited before it was revealed', async () => {
  main.clips = main.clips.map((clip) => (clip.id === 10 ? { ...clip, masked: true as const } : clip));
  main.tell();
  await settle();
  picker.run({ id: 'edit' });
  expect(picker.snapshot().cover).toBeNull();
  expect(preview.snapshot().open).toBe(true);
  preview.reveal();
  picker.run({ id: 'edit' });
  expect(picker.snapshot().cover).toBe('edit');
});

describe('views', () => {
  test('the chosen one stays with the clips that have it; the usual one is no choice', async () => {
    const html = { html: { html: '<b>x</b>', cut: false } };
    main.previews.set(10, { ...textOf('a'), ...html });
    main.previews.set(9, textOf('b'));
    main.previews.set(8, { ...textOf('c'), ...html });
    picker.run({ id: 'preview' });
    await rest();
    expect(preview.snapshot().shown?.views).toEqual(['text', 'formatted']);
    preview.choose('formatted');
    await down();
    await rest();
    expect(preview.snapshot()).toMatchObject({ chosen: 'formatted', shown: { views: ['text'] } });
    await down();
    await rest();
    preview.choose('text');
    expect(preview.snapshot().chosen).toBeNull();
  });

  test('a QR code is of one clip only', async () => {
    main.previews.set(10, textOf('a'));
    await settle();
    preview.choose('qr');
    expect(preview.snapshot()).toMatchObject({ chosen: 'qr', open: true });
    await down();
    expect(preview.snapshot().chosen).toBeNull();
  });

  test('JSON is indented and coloured by the worker, prose is left alone', async () => {
    const long = `{"a":"${'x'.repeat(300)}"}`;
    main.previews.set(10, textOf(long));
    main.previews.set(9, textOf('prose'));
    answers = { pretty: '{\n}', highlight: [{ start: 0, end: 1, class: 'name' }] };
    picker.run({ id: 'preview' });
    await rest();
    expect(preview.snapshot().shown).toMatchObject({
      views: ['pretty', 'text'],
      pretty: '{\n}',
      spans: { pretty: [{ start: 0, end: 1, class: 'name' }] },
    });
    const before = tasks.length;
    await down();
    await rest();
    expect(shownId()).toBe(9);
    expect(tasks).toHaveLength(before);
  });
});

test('a draft is kept until it is saved or dropped', () => {
  preview.keepDraft(3, 'half a sent');
  expect(preview.draftOf(3)).toBe('half a sent');
  preview.keepDraft(3, null);
  expect(preview.draftOf(3)).toBeUndefined();
});

test('zooming stops at its ends, and each clip starts fitted', async () => {
  picker.run({ id: 'preview' });
  await rest();
  for (let n = 0; n < 9; n += 1) preview.zoom(1);
  expect(preview.snapshot().zoom).toBe(8);
  preview.zoom(-1);
  expect(preview.snapshot().zoom).toBe(4);
  await down();
  expect(preview.snapshot().zoom).toBe('fit');
  // A photo that fits at a third of its size: larger is half of it, not all.
  preview.zoom(1, 0.33);
  expect(preview.snapshot().zoom).toBe(0.5);
  preview.zoom('fit');
  preview.zoom(-1, 0.1);
  expect(preview.snapshot().zoom).toBe('fit');
});
