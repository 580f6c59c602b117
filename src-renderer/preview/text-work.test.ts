// The worker seen from the window: answers in order, and none at all is an answer.
import { expect, test } from 'vitest';
import { TEXT_WORK_MS } from '../../src-shared/limits';
import { TextWork, type TextWorker } from './text-work';

class FakeWorker implements TextWorker {
  onmessage: TextWorker['onmessage'] = null;
  onerror: TextWorker['onerror'] = null;
  readonly got: { id: number; task: { text: string } }[] = [];
  ended = false;
  postMessage(message: unknown): void {
    this.got.push(message as never);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(answer: unknown, id = this.got.at(-1)?.id ?? 0): void {
    this.onmessage?.({ data: { id, answer } } as MessageEvent);
  }
}

function setUp() {
  const workers: FakeWorker[] = [];
  let late: () => void = () => {};
  const work = new TextWork(
    () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    {
      now: () => 0,
      after: (ms, call) => {
        expect(ms).toBe(TEXT_WORK_MS);
        late = call;
        return () => {
          late = () => {};
        };
      },
    },
  );
  return { work, workers, pass: () => late() };
}

const highlight = (text: string) => ({ do: 'highlight', text }) as const;

test('one task at a time, and each gets its own answer', async () => {
  const { work, workers } = setUp();
  expect(workers).toHaveLength(0);
  const first = work.run(highlight('a'));
  const second = work.run(highlight('b'));
  const worker = workers[0] as FakeWorker;
  expect(worker.got.map(({ task }) => task.text)).toEqual(['a']);
  worker.answer(['for a']);
  expect(await first).toEqual(['for a']);
  expect(worker.got.map(({ task }) => task.text)).toEqual(['a', 'b']);
  worker.answer(['late, for a'], worker.got[0]?.id);
  worker.answer(['for b']);
  expect(await second).toEqual(['for b']);
  expect(workers).toHaveLength(1);
});

test('a worker that takes too long is ended, and the next text has a new one', async () => {
  const { work, workers, pass } = setUp();
  const first = work.run(highlight('a'));
  const second = work.run(highlight('b'));
  pass();
  expect(await first).toBeNull();
  expect(workers[0]?.ended).toBe(true);
  workers[0]?.answer(['too late']);
  workers[1]?.answer(['for b']);
  expect(await second).toEqual(['for b']);
  // The clock of what is done has stopped.
  pass();
  expect(workers[1]?.ended).toBe(false);
});

test('a worker that fails is replaced too', async () => {
  const { work, workers } = setUp();
  const first = work.run(highlight('a'));
  workers[0]?.onerror?.({} as ErrorEvent);
  expect(await first).toBeNull();
  const second = work.run(highlight('b'));
  workers[1]?.answer([]);
  expect(await second).toEqual([]);
});

test('tasks that nobody waits for any more are dropped before they begin', async () => {
  const { work, workers } = setUp();
  const first = work.run(highlight('a'));
  const second = work.run(highlight('b'));
  work.dropWaiting();
  expect(await second).toBeNull();
  workers[0]?.answer([]);
  expect(await first).toEqual([]);
  expect(workers[0]?.got).toHaveLength(1);
});
