// Whom the reader serves first, and whom no more.
import { describe, expect, it } from 'vitest';
import type { Pages } from './pages';
import { type ReaderAnswer, ReaderService } from './reader-service';
import type { PageRequest } from './types';

const request = (query: string): PageRequest => ({ query, after: null, limit: 50, pinned: 'include' });

/** A service over searches whose slices are counted, and whose pauses end only when the test says so. */
function setUp() {
  const worked: string[] = [];
  const answers: ReaderAnswer[] = [];
  const pauses: (() => void)[] = [];
  const pages = {
    *page({ query }: PageRequest) {
      const slices = Number(query.split(':')[1]);
      for (let slice = 1; slice < slices; slice++) {
        worked.push(query);
        yield;
      }
      worked.push(query);
      if (query.startsWith('bad')) throw new Error('quotes content');
      return { clips: [], next: query.length };
    },
    *warmUp() {
      for (let slice = 0; slice < 3; slice++) {
        worked.push('warming');
        yield;
      }
    },
    *snippets(query: string, ids: readonly number[]) {
      return ids.map((id) => ({ id, snippet: query }));
    },
    pinned: () => [],
    count: () => 42,
  };
  const service = new ReaderService(
    pages as unknown as Pages,
    (answer) => answers.push(answer),
    (work) => pauses.push(work),
  );
  return {
    service,
    worked,
    answers,
    /** Ends one pause. @returns false where the service is idle. */
    go: () => {
      const work = pauses.shift();
      work?.();
      return work !== undefined;
    },
  };
}

describe('ReaderService', () => {
  it('answers quick requests at once', () => {
    const { service, answers, go } = setUp();
    service.handle({ id: 1, type: 'count' });
    service.handle({ id: 2, type: 'pinned' });
    service.handle({ id: 3, type: 'page', request: request('a:1') });
    expect(answers).toEqual([
      { id: 1, ok: true, value: 42 },
      { id: 2, ok: true, value: [] },
      { id: 3, ok: true, value: { clips: [], next: 3 } },
    ]);
    expect(go()).toBe(false);
  });

  it('lets a newer request wait for no slice of an older one, and finishes the older one after it', () => {
    const { service, worked, answers, go } = setUp();
    service.handle({ id: 1, type: 'page', request: request('old:4') });
    go();
    service.handle({ id: 2, type: 'page', request: request('new:2') });
    service.handle({ id: 3, type: 'count' });
    expect(answers.map(({ id }) => id)).toEqual([3]);
    while (go());
    expect(worked).toEqual(['old:4', 'old:4', 'new:2', 'new:2', 'old:4', 'old:4']);
    expect(answers.map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('pauses after every slice, once at a time', () => {
    const { service, go, worked } = setUp();
    for (const id of [1, 2, 3]) service.handle({ id, type: 'page', request: request('x:3') });
    expect(worked).toHaveLength(3);
    let pauses = 0;
    while (go()) pauses += 1;
    expect(worked).toHaveLength(9);
    expect(pauses).toBe(6);
  });

  it('does no more for a request that is abandoned, and answers nothing', () => {
    const { service, worked, answers, go } = setUp();
    service.handle({ id: 1, type: 'page', request: request('old:100') });
    service.handle({ id: 2, type: 'page', request: request('new:100') });
    service.handle({ id: 2, type: 'abandon' });
    service.handle({ id: 1, type: 'abandon' });
    service.handle({ id: 9, type: 'abandon' });
    while (go());
    expect(worked).toHaveLength(2);
    expect(answers).toEqual([]);
    service.handle({ id: 3, type: 'count' });
    expect(answers).toHaveLength(1);
  });

  it('answers a failure with words of ours, and goes on with the others', () => {
    const { service, answers, go } = setUp();
    service.handle({ id: 1, type: 'page', request: request('good:3') });
    service.handle({ id: 2, type: 'page', request: request('bad:2') });
    while (go());
    expect(answers).toEqual([
      {
        id: 2,
        ok: false,
        error: {
          code: 'storage-failed',
          message: expect.not.stringContaining('quotes'),
          said: { key: 'historyNoAnswer', pieces: [] },
        },
      },
      { id: 1, ok: true, value: expect.anything() },
    ]);
  });

  it('warms up while nothing is asked for, and answers nobody', () => {
    const { service, worked, answers, go } = setUp();
    service.warmUp();
    service.handle({ id: 1, type: 'page', request: request('new:2') });
    expect(worked).toEqual(['warming', 'new:2']);
    while (go());
    expect(worked).toEqual(['warming', 'new:2', 'new:2', 'warming', 'warming']);
    expect(answers.map(({ id }) => id)).toEqual([1]);
  });

  it('asks for snippets', () => {
    const { service, answers } = setUp();
    service.handle({ id: 1, type: 'snippets', query: 'q', ids: [7] });
    expect(answers).toEqual([{ id: 1, ok: true, value: [{ id: 7, snippet: 'q' }] }]);
  });

  it('drops everything', () => {
    const { service, answers, go } = setUp();
    service.handle({ id: 1, type: 'page', request: request('old:3') });
    service.drop();
    while (go());
    expect(answers).toEqual([]);
  });
});
