import { expect, test } from 'vitest';
import type { Notice } from '../src-shared/ipc-contract';
import { createBridge } from './bridge';
import { words } from './i18n/words';
import { FakeMain } from './testing/fake-main';

function setUp(main: FakeMain | undefined) {
  const bridge = createBridge(main?.api);
  const told: Notice[] = [];
  bridge.onNotice((notice) => told.push(notice));
  return { bridge, told };
}

test('an answer comes back as it is, and nothing is told', async () => {
  const { bridge, told } = setUp(new FakeMain(2));
  expect(await bridge.request('clip:paste', { id: 1, plain: false })).toEqual({
    ok: true,
    value: { pasted: true },
  });
  expect(told).toEqual([]);
});

test('refusals, rejections, notices and a missing connection take the one way', async () => {
  const main = new FakeMain(2);
  const { bridge, told } = setUp(main);
  main.refusing.set('clip:copy', 'There is no clip 7.');
  expect((await bridge.request('clip:copy', { id: 7 })).ok).toBe(false);
  expect((await bridge.request('clip:copy', { id: 7 }, 'any')).ok).toBe(false);
  main.push('app:notice', { level: 'info', text: 'By the way.' });
  expect(told).toEqual([
    { level: 'error', text: 'There is no clip 7.' },
    { level: 'info', text: 'By the way.' },
  ]);

  const broken = createBridge({
    request: () => Promise.reject(new Error('Error invoking remote method: "my secret"')),
    on: () => () => {},
  });
  broken.onNotice((notice) => told.push(notice));
  expect((await broken.request('app:status', null)).ok).toBe(false);
  expect(told.at(-1)).toEqual({ level: 'error', text: words.requestFailed });

  const { bridge: none, told: toldByNone } = setUp(undefined);
  expect((await none.request('app:status', null)).ok).toBe(false);
  none.on('picker:shown', () => {})();
  expect(toldByNone).toEqual([{ level: 'error', text: words.noConnection }]);
});
