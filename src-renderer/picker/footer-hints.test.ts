// What the footer promises, beside what the keys then do.
import { expect, test } from 'vitest';
import { COMMAND_IDS } from '../../src-shared/commands';
import { keymapOf } from '../../src-shared/keymap';
import { type HintState, hintsOf } from './footer-hints';

const usual: HintState = {
  keymap: keymapOf({}, false).keymap,
  commands: new Set(COMMAND_IDS),
  held: '',
  selected: true,
  picked: 0,
  pinned: false,
  copyOnly: false,
  covered: false,
  typed: false,
  canUndo: false,
};
const labels = (change: Partial<HintState>) =>
  hintsOf({ ...usual, ...change }).map(({ id, label }) => `${id}: ${label}`);

test('of a list without clips Esc closes the picker, unless it clears the search first', () => {
  expect(labels({ selected: false })).toEqual(['close: Close']);
  expect(labels({ selected: false, typed: true })).toEqual([]);
  // What lies over the list goes first.
  expect(labels({ selected: false, typed: true, covered: true })).toEqual(['close: Close']);
});

test('a deed on picked clips says how many they are, deleting among the first, and one on the selected clip does not', () => {
  expect(labels({ picked: 2 })).toEqual([
    'paste: Paste (2)',
    'delete: Delete (2)',
    'queue: Queue (2)',
    'paste-plain: Plain text (2)',
    'copy: Copy (2)',
    'actions: Actions',
    'preview: Preview',
    'pin: Pin (2)',
    'edit: Edit',
    'filter-next: Kind',
  ]);
  const single = labels({});
  expect(single.toSorted()).toEqual(
    labels({ picked: 2 })
      .map((label) => label.replace(' (2)', ''))
      .toSorted(),
  );
  expect(single.indexOf('delete: Delete')).toBe(6);
  expect(labels({ picked: 2, pinned: true })).toContain('pin: Unpin (2)');
  expect(labels({ picked: 2, pinned: null })).toContain('pin: Pin or unpin (2)');
  expect(labels({ picked: 2, copyOnly: true })).toContain('paste: Copy (2)');
});

test('picked clips that the search does not show can be acted on all the same, and the footer says so', () => {
  expect(labels({ picked: 2, selected: false, typed: true })).toEqual([
    'paste: Paste (2)',
    'delete: Delete (2)',
    'queue: Queue (2)',
    'paste-plain: Plain text (2)',
    'copy: Copy (2)',
    'pin: Pin (2)',
    'filter-next: Kind',
  ]);
});

test('a held modifier shows its own keys', () => {
  const shift = labels({ held: 'Shift', picked: 1 });
  expect(shift).toContain('paste-plain: Plain text (1)');
  expect(shift).toContain('extend-down: Pick next');
  expect(shift).not.toContain('paste: Paste (1)');
  expect(labels({ held: 'Control' })).not.toContain('separator: Joined by');
  expect(labels({ held: 'Control', picked: 2 })).toContain('separator: Joined by');
});
