import { expect, test } from 'vitest';
import { extended, toggled } from './picks';

test('a clip joins at the end and leaves again', () => {
  expect(toggled([], 3)).toEqual([3]);
  expect(toggled([3, 1], 2)).toEqual([3, 1, 2]);
  expect(toggled([3, 1, 2], 1)).toEqual([3, 2]);
});

test('steps pick both ends, and a step back gives the last one up', () => {
  let picked = extended([], 5, 4);
  expect(picked).toEqual([5, 4]);
  picked = extended(picked, 4, 3);
  expect(picked).toEqual([5, 4, 3]);
  picked = extended(picked, 3, 4);
  expect(picked).toEqual([5, 4]);
  picked = extended(extended(picked, 4, 5), 5, 6);
  expect(picked).toEqual([5, 6]);
});

test('a step from elsewhere adds, and none is picked twice', () => {
  expect(extended([5, 4], 9, 8)).toEqual([5, 4, 9, 8]);
  expect(extended([5, 4, 9], 5, 4)).toEqual([5, 4, 9]);
  // At the list's end the step leads nowhere.
  expect(extended([], 1, 1)).toEqual([1]);
  expect(extended([2, 1], 1, 1)).toEqual([2, 1]);
});
