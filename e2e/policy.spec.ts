// What is left out: by a rule for secrets, by program, by pause, for one copy; and the log that says why.
// Never a real secret: each is made up, and put together from pieces.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chars } from '../src-main/capture/secrets/testing/made-up';
import { ScriptedOwner } from '../src-main/clipboard/testing/scripted-owner';
import type { CaptureEvent } from '../src-shared/capture-log';
import { SAME_COPY_MS } from '../src-shared/limits';
import { randomFrom } from '../src-shared/testing/random';
import { App, dataDirWith, filesWith, removeDataDir } from './support/app';
import type { Desktop } from './support/desktop';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { clipboardText, run, xclipCopy } from './support/programs';

const fence = '-'.repeat(5);
const BODY = 'MC4CAQAwBQYDK2VwBCIEIMadeUpByATestAndNoKeyAtAll0123456789abcdef';
const PRIVATE_KEY = `${fence}BEGIN ${'PRIVATE'} KEY${fence}\n${BODY}\n${fence}END ${'PRIVATE'} KEY${fence}\n`;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const TOKEN = `gh${'p_'}R4nd0mMadeUpT0kenForATestOnly01234567`;

async function captureLog(app: App): Promise<CaptureEvent[]> {
  return JSON.parse((await app.cli('log', '--json')).stdout.toString()) as CaptureEvent[];
}
/** The log's last events, without those of our own. */
const lastReasons = async (app: App, count: number) =>
  (await captureLog(app))
    .filter(({ reason }) => reason !== 'own' && reason !== 'empty')
    .slice(-count)
    .map(({ result, reason, rule }) => [result, reason, rule]);

function startWith(desktop: Desktop, settings: object): Promise<App> {
  return App.start(desktop.env, dataDirWith(settings));
}

async function copyTwo(app: App, desktop: Desktop, first: string, second: string): Promise<void> {
  for (const text of [first, second]) {
    await xclipCopy(desktop.env, text);
    await app.expectNewest(text);
  }
}

test('a private key is not kept: no file holds it, and the log says which rule', async ({ app, desktop }) => {
  await xclipCopy(desktop.env, PRIVATE_KEY);
  await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'never', 'private-key']]);
  await xclipCopy(desktop.env, 'an ordinary copy');
  await app.expectNewest('an ordinary copy');
  expect(await app.list()).toHaveLength(1);
  // It is where its user put it, to be pasted.
  await xclipCopy(desktop.env, PRIVATE_KEY);
  expect(await clipboardText(desktop.env)).toBe(PRIVATE_KEY);
  await app.quit();
  expect(filesWith(app.dataDir, BODY.slice(0, 40))).toEqual([]);
});

test('a token is masked, not found, kept for its time, and pastes whole', async ({ app, desktop }) => {
  await xclipCopy(desktop.env, TOKEN);
  const clip = await app.expectNewest(TOKEN);
  expect(clip).toMatchObject({ preview: '•••••••• Access token', masked: true });
  expect(clip.expiresAt).toBeGreaterThan(Date.now() + 8 * 60_000);
  expect(clip.expiresAt).toBeLessThan(Date.now() + 10 * 60_000 + 1);
  expect(JSON.parse((await app.cli('search', TOKEN.slice(4, 20), '--json')).stdout.toString())).toEqual([]);
  await new Picker(app).open();
  await expect(app.page.getByRole('option').first()).toContainText('•••••••• Access token');
  expect(await app.page.content()).not.toContain(TOKEN.slice(4));
  await app.cli('copy', String(clip.id));
  await expect.poll(() => clipboardText(desktop.env)).toBe(TOKEN);
});

test('what is kept for a time only is not taken again by a start that finds it on the clipboard', async ({
  app,
  desktop,
}) => {
  const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');
  await owner.own({ offers: { UTF8_STRING: TOKEN } });
  const clip = await app.expectNewest(TOKEN);
  await app.quit();
  const again = await App.start(desktop.env, app.dataDir);
  await xclipCopy(desktop.env, 'another');
  await again.expectNewest('another');
  expect(owner.requests.get('UTF8_STRING')).toBe(1);
  expect((await again.list()).find(({ id }) => id === clip.id)?.expiresAt).toBe(clip.expiresAt);
  owner.die();
  await again.quit();
});

test('the user’s own rules apply, one that cannot be used is told, and the others hold', async ({
  desktop,
}) => {
  const app = await startWith(desktop, {
    secrets: {
      rules: { 'one-time-code': 'never' },
      custom: [
        { name: 'broken', pattern: '(', action: 'never' },
        { name: 'Staff number', pattern: '(?i)acme-\\d{5}', action: 'never' },
      ],
    },
  });
  try {
    const rules = (await app.cli('rules')).stdout.toString();
    expect(rules).toContain('not in force: broken: Its pattern cannot be used');
    expect(rules).toMatch(/^one-time-code +never kept/m);
    await xclipCopy(desktop.env, '482 913');
    await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'never', 'one-time-code']]);
    await xclipCopy(desktop.env, 'it is ACME-12345');
    await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'never', 'Staff number']]);
    await xclipCopy(desktop.env, 'it is ACME-1234');
    await app.expectNewest('it is ACME-1234');
    expect(await app.list()).toHaveLength(1);
  } finally {
    await app.quit();
    removeDataDir(app.dataDir);
  }
});

test('a token far behind the beginning of a long text is masked as any other', async ({ app, desktop }) => {
  const log = `hunter2 is in the first line\n${'and this is one of many others\n'.repeat(100_000)}${TOKEN}\n`;
  await xclipCopy(desktop.env, log);
  const clip = await app.expectNewest(log);
  expect(clip).toMatchObject({ preview: '•••••••• Access token', masked: true });
  expect(clip.expiresAt).not.toBeNull();
  expect((await app.cli('search', 'hunter2')).stdout.toString()).not.toContain('Access token');
  expect(filesWith(app.dataDir, 'hunter2').filter((file) => !file.includes('payloads'))).toEqual([]);
  // A large one is kept before it is on the disk.
  expect(await lastReasons(app, 1)).toEqual([['kept', 'waiting', 'api-token']]);
});

test('rules of the user that take too long keep no copy, say so once, and hold up only what is copied behind', async ({
  desktop,
}) => {
  const pattern = '(?i)(?:[a-z0-9]{1,30}[ ,.;:-]{0,3}){5,20}acme\\d{3}';
  const custom = Array.from({ length: 50 }, (_, n) => ({ name: `Heavy ${n}`, pattern, action: 'mask' }));
  const app = await startWith(desktop, { secrets: { custom } });
  const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');
  try {
    const given: string[] = [];
    owner.onGiven = (target) => void given.push(target);
    await owner.own({ offers: { UTF8_STRING: chars(randomFrom(1), BASE64, 70_000) } });
    // What is copied before the content was read replaces it; this is to be read, and then judged for long.
    await expect.poll(() => given).toContain('UTF8_STRING');
    // Meanwhile the app answers.
    expect((await app.cli('status')).code).toBe(0);
    await xclipCopy(desktop.env, 'copied right behind');
    await app.expectNewest('copied right behind');
    expect(await lastReasons(app, 2)).toEqual([
      ['skipped', 'not-judged', null],
      ['kept', null, null],
    ]);
    await expect(app.page.getByRole('status').getByText('did not get done with a copy')).toHaveCount(1);
    await xclipCopy(desktop.env, 'one, two, three, four, acme123');
    await app.expectNewest('one, two, three, four, acme123');
    expect(await lastReasons(app, 1)).toEqual([['kept', 'masked', 'Heavy 0']]);
  } finally {
    owner.die();
    await app.quit();
    removeDataDir(app.dataDir);
  }
});

test('rules, programs and a pause that are written into the settings hold without a new start', async ({
  app,
  desktop,
}) => {
  const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');
  const name = readFileSync('/proc/self/comm', 'utf8').trim();
  const set = (settings: object) =>
    writeFileSync(join(app.dataDir, 'settings.json'), JSON.stringify(settings));
  const rules = async () => (await app.cli('rules', '--json')).stdout.toString();
  await xclipCopy(desktop.env, 'ACME-1');
  await app.expectNewest('ACME-1');
  set({
    apps: { denied: [name] },
    secrets: { custom: [{ name: 'Staff', pattern: 'ACME', action: 'never' }] },
  });
  await expect.poll(rules, { timeout: 15_000 }).toContain('"Staff"');
  await xclipCopy(desktop.env, 'ACME-2');
  await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'never', 'Staff']]);
  await owner.own({ offers: { UTF8_STRING: 'hunter2' } });
  await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'app-denied', null]]);
  const status = async () => (await app.cli('status', '--json')).stdout.toString();
  set({ paused: true });
  await expect.poll(status, { timeout: 15_000 }).toContain('"capturing":false');
  await xclipCopy(desktop.env, 'ACME-3');
  await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'paused', null]]);
  set({});
  await expect.poll(status, { timeout: 15_000 }).toContain('"capturing":true');
  await owner.own({ offers: { UTF8_STRING: 'ACME-4' } });
  await app.expectNewest('ACME-4');
  expect((await app.list()).map(({ preview }) => preview)).toEqual(['ACME-4', 'ACME-1']);
  owner.die();
});

test('a program that is left out is asked for no content; one that is not, is', async ({ desktop }) => {
  // The owner runs in this process, so this is the program that copies.
  const name = readFileSync('/proc/self/comm', 'utf8').trim();
  for (const [apps, captured] of [
    [{ denied: [name] }, false],
    [{ mode: 'only', allowed: ['gedit'] }, false],
    [{ mode: 'only', allowed: [name] }, true],
  ] as const) {
    const app = await startWith(desktop, { apps });
    const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');
    try {
      await owner.own({ offers: { UTF8_STRING: 'hunter2', 'x-kde-passwordManagerHint': 'public' } });
      await expect.poll(async () => (await lastReasons(app, 1)).length).toBe(1);
      expect(owner.requests.has('UTF8_STRING')).toBe(captured);
      expect((await app.list()).length).toBe(captured ? 1 : 0);
    } finally {
      owner.die();
      await app.quit();
      removeDataDir(app.dataDir);
    }
  }
});

test('a pause by the command line ends with its time; what was copied meanwhile is never read', async ({
  app,
  desktop,
}) => {
  const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');
  expect((await app.cli('pause', '5s')).code).toBe(0);
  const status = async () =>
    JSON.parse((await app.cli('status', '--json')).stdout.toString()) as Record<string, unknown>;
  expect(await status()).toMatchObject({ capturing: false, pausedUntil: expect.any(Number) });
  await owner.own({ offers: { UTF8_STRING: 'hunter2' } });
  await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'paused', null]]);
  await expect.poll(async () => (await status()).capturing).toBe(true);
  // It still stands on the clipboard; a start after the pause leaves it there, too.
  await app.quit();
  const again = await App.start(desktop.env, app.dataDir);
  expect(await again.list()).toEqual([]);
  expect(Object.fromEntries(owner.requests)).toEqual({});
  await xclipCopy(desktop.env, 'after the pause');
  await again.expectNewest('after the pause');
  expect(await again.list()).toHaveLength(1);
  owner.die();
  await again.quit();
});

test('the tray pauses for a time, ignores one copy, and shows both', async ({ app, desktop }) => {
  const { tray } = desktop;
  await expect.poll(() => tray.registered).toBe(true);
  const labels = async () => (await tray.menu()).map(({ label }) => label);
  const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');

  await tray.click('Pause for 5 Minutes');
  await expect.poll(labels).toContainEqual(expect.stringMatching(/^Paused until /));
  await expect.poll(async () => JSON.stringify(await tray.property('ToolTip'))).toContain('Paused until');
  await owner.own({ offers: { UTF8_STRING: 'hunter2' } });
  await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'paused', null]]);
  await tray.click('Resume Capture');
  await expect.poll(labels).toContain('Pause for an Hour');

  await tray.click('Ignore the Next Copy');
  await expect.poll(labels).toContain('The next copy is ignored');
  await owner.own({ offers: { UTF8_STRING: 'hunter2' } });
  await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'ignored', null]]);
  expect(Object.fromEntries(owner.requests)).toEqual({});
  await expect.poll(labels).not.toContain('The next copy is ignored');
  await new Promise((resolve) => setTimeout(resolve, SAME_COPY_MS));
  await xclipCopy(desktop.env, 'captured');
  await app.expectNewest('captured');
  expect(await app.list()).toHaveLength(1);

  // The picker says it, and lets one change one's mind.
  await app.cli('ignore-next');
  await app.cli('show');
  await app.page.getByText('The next copy is ignored.').getByRole('button', { name: 'Cancel' }).click();
  await expect(app.page.getByText('The next copy is ignored.')).toHaveCount(0);
  await xclipCopy(desktop.env, 'captured too');
  await app.expectNewest('captured too');
  owner.die();
});

test('a clipboard that was emptied stays empty', async ({ app, desktop }) => {
  await copyTwo(app, desktop, 'one', 'two');
  await app.cli('copy', String((await app.list())[1]?.id));
  await expect.poll(() => clipboardText(desktop.env)).toBe('one');
  // As a password manager does after its time.
  await run('xsel', ['--clipboard', '--clear'], { env: desktop.env });
  await expect.poll(async () => (await captureLog(app)).at(-1)?.reason).toBe('empty');
  await app.cli('show');
  await app.cli('hide');
  expect(await clipboardText(desktop.env)).toBe('');
  // Nor does the process that holds a clip after the end bring it back.
  await app.quit();
  expect(await clipboardText(desktop.env)).toBe('');
});

test('the log tells program, formats, sizes, result and time of each copy, and no content', async ({
  app,
  desktop,
}) => {
  await copyTwo(app, desktop, 'first-of-all', 'second');
  const owner = await ScriptedOwner.connect(desktop.env.DISPLAY ?? '');
  await owner.own({ offers: { UTF8_STRING: 'first-of-all' } });
  await expect
    .poll(() => lastReasons(app, 3))
    .toEqual([
      ['kept', null, null],
      ['kept', null, null],
      ['merged', null, null],
    ]);
  const last = (await captureLog(app)).at(-1);
  expect(last).toEqual({
    at: expect.any(Number),
    sourceApp: readFileSync('/proc/self/comm', 'utf8').trim(),
    formats: [{ mime: 'text/plain', outcome: 'kept', bytes: 12 }],
    offered: { names: ['TARGETS', 'UTF8_STRING'], count: 2 },
    result: 'merged',
    reason: null,
    rule: null,
    ms: expect.any(Number),
  });
  const text = (await app.cli('log')).stdout.toString();
  expect(text).toMatch(/merged +12 B/);
  expect(text).not.toContain('first-of-all');
  // Of what is not read it has the names, and says that nothing was asked for.
  await owner.own({ offers: { UTF8_STRING: 'hunter2', 'x-kde-passwordManagerHint': 'secret' } });
  await expect.poll(() => lastReasons(app, 1)).toEqual([['skipped', 'secret', null]]);
  expect((await captureLog(app)).at(-1)).toMatchObject({
    formats: [],
    offered: { names: ['TARGETS', 'UTF8_STRING', 'x-kde-passwordManagerHint'], count: 3 },
  });
  expect((await app.cli('log')).stdout.toString()).toContain('offered, not asked for: TARGETS UTF8_STRING');
  owner.die();
});
