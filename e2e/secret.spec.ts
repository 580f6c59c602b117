// A copy marked as a password: its content is not asked for, and stands in no file afterwards.
import { ScriptedOwner } from '../src-main/clipboard/testing/scripted-owner';
import { filesWith } from './support/app';
import { expect, test } from './support/fixtures';
import { xclipCopy } from './support/programs';

test('the hint is read, the content is not, and no file holds it', async ({ app, desktop }) => {
  const secret = 'S3CRET-9d1f-never-stored';
  const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');
  await owner.own({
    offers: {
      'x-kde-passwordManagerHint': 'secret',
      UTF8_STRING: secret,
      STRING: secret,
      'text/plain;charset=utf-8': secret,
    },
  });
  await expect.poll(() => owner.requests.get('x-kde-passwordManagerHint')).toBe(1);
  // What comes after it is captured: the secret had its turn.
  await xclipCopy(desktop.env, 'an ordinary copy');
  await app.expectNewest('an ordinary copy');
  expect((await app.list()).map((clip) => clip.preview)).toEqual(['an ordinary copy']);
  expect(Object.fromEntries(owner.requests)).toEqual({ TARGETS: 1, 'x-kde-passwordManagerHint': 1 });
  owner.die();

  await app.quit();
  expect(filesWith(app.dataDir, secret)).toEqual([]);
});

test('the same owner without the hint is captured', async ({ app, desktop }) => {
  const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');
  await owner.own({ offers: { UTF8_STRING: 'not a secret' } });
  await app.expectNewest('not a secret');
  expect(owner.requests.get('UTF8_STRING')).toBe(1);
  owner.die();
});
