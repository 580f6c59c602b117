// What is kept of a copy whose formats answer, fail, hang or are too much together.
// Never a clipboard here: the answers are the test's.
import { expect, test } from 'vitest';
import { MAX_CLIP_BYTES } from '../../src-shared/limits';
import type { PlannedFormat } from './port';
import { type Answer, type AskLimits, readFormats } from './read-formats';

const format = (mime: string, more: Partial<PlannedFormat> = {}): PlannedFormat => ({
  mime,
  targets: [{ target: mime, encoding: 'raw' }],
  maxBytes: MAX_CLIP_BYTES * 2,
  answerMs: 1,
  standIn: false,
  ...more,
});
const value = (size: number): Answer => ({
  type: 'value',
  bytes: new Uint8Array(size),
  sha256: new Uint8Array(32),
});
const failed = (reason: 'refused' | 'too-large' | 'timed-out' | 'superseded', bytes: number | null = null) =>
  ({ type: 'failed', reason, bytes }) satisfies Answer;

/** Reads formats that answer so, in this order. @returns the outcome in short, and the limits that each was asked with */
async function read(answers: readonly (readonly [PlannedFormat, Answer])[]) {
  const limits: AskLimits[] = [];
  const outcome = await readFormats(
    answers.map(([planned]) => planned),
    async ({ target }, limit) => {
      limits.push(limit);
      return answers.find(([{ mime }]) => mime === target)?.[1] ?? failed('refused');
    },
  );
  const kept = outcome.type === 'content' ? outcome.formats.map(({ mime }) => mime) : outcome.reason;
  return { kept, told: outcome.report.map((each) => each.outcome), report: outcome.report, limits };
}

test('all that answer are kept, in order', async () => {
  const { kept, report } = await read([
    [format('a/a'), value(1)],
    [format('b/b'), value(2)],
  ]);
  expect(kept).toEqual(['a/a', 'b/b']);
  expect(report).toEqual([
    { mime: 'a/a', outcome: 'kept', bytes: 1 },
    { mime: 'b/b', outcome: 'kept', bytes: 2 },
  ]);
});

test.each(['too-large', 'timed-out', 'superseded'] as const)(
  'a first format that is %s ends it: the rest would be a fragment',
  async (reason) => {
    const { kept, told } = await read([
      [format('a/a'), failed(reason, 7)],
      [format('b/b'), value(2)],
    ]);
    expect(kept).toBe(reason);
    expect(told).toEqual([reason, 'not-asked']);
  },
);

test.each([
  ['refused', failed('refused'), 'refused'],
  ['empty', value(0), 'empty'],
] as const)('a first format that is %s is led by the next', async (_, answer, outcome) => {
  const { kept, told } = await read([
    [format('a/a'), answer],
    [format('b/b'), value(2)],
  ]);
  expect(kept).toEqual(['b/b']);
  expect(told).toEqual([outcome, 'kept']);
  expect((await read([[format('a/a'), answer]])).kept).toBe(outcome);
});

test('after a time-out nothing more is asked for; after one too large all the rest', async () => {
  const rest = (answer: Answer) =>
    read([
      [format('a/a'), value(1)],
      [format('b/b'), answer],
      [format('c/c'), value(3)],
    ]);
  for (const reason of ['timed-out', 'superseded'] as const) {
    const { kept, told, limits } = await rest(failed(reason));
    expect([kept, told, limits.length]).toEqual([['a/a'], ['kept', reason, 'not-asked'], 2]);
  }
  expect((await rest(failed('too-large', 9))).kept).toEqual(['a/a', 'c/c']);
  expect((await rest(failed('refused'))).kept).toEqual(['a/a', 'c/c']);
});

test('a stand-in is asked for where nothing was read, and only there', async () => {
  const image = format('image/png', { standIn: true });
  const after = (text: Answer) =>
    read([
      [format('text/plain'), text],
      [image, value(5)],
    ]);
  expect(await after(value(1))).toMatchObject({ kept: ['text/plain'], told: ['kept', 'not-asked'] });
  expect(await after(value(0))).toMatchObject({ kept: ['image/png'], told: ['empty', 'kept'] });
  expect(await after(failed('refused'))).toMatchObject({ kept: ['image/png'] });
});

test('each may take what its kind may, and what the clip has room for', async () => {
  const { limits } = await read([
    [format('a/a', { maxBytes: 100, answerMs: 7 }), value(100)],
    [format('b/b'), value(1_000)],
    [format('c/c', { maxBytes: 5 }), value(5)],
    [format('d/d'), failed('too-large')],
  ]);
  expect(limits).toEqual([
    { maxBytes: 100, answerMs: 7 },
    { maxBytes: MAX_CLIP_BYTES - 100, answerMs: 1 },
    { maxBytes: 5, answerMs: 1 },
    { maxBytes: MAX_CLIP_BYTES - 1_105, answerMs: 1 },
  ]);
});

test('a format is asked for under its next name only where the one before is refused', async () => {
  const targets = ['one', 'two', 'three'].map((target) => ({ target, encoding: 'raw' as const }));
  const answers: Record<string, Answer> = { one: failed('refused'), two: value(2), three: value(3) };
  const asked: string[] = [];
  await readFormats([format('a/a', { targets })], async ({ target }) => {
    asked.push(target);
    return answers[target] ?? failed('refused');
  });
  expect(asked).toEqual(['one', 'two']);
});
