// No word that a user sees stands in the code: neither in the picker nor in what main shows.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { hardCoded } from './testing/hard-coded';

const root = join(import.meta.dirname, '..', '..');

/** The command line, the log and measurements speak English; so do exports and imports, which only the command line has. */
const ENGLISH =
  /^src-main\/(?:cli|transfer\/(?!left-over)|bench-|main\.ts|log\.ts|paths\.ts)|^src-shared\/(?:i18n\/messages|capture-log|rule-words|secret-rules)|^src-renderer\/i18n\/[a-z]{2}(?:-[A-Z]{2})?\.ts$/;

/** Names of other programs, and of formats that they put on the clipboard. */
const NAMES = ['Keeper Password Manager', 'Pasteboard generator type', 'Clipboard Viewer Ignore'];

const files = ['src-shared', 'src-main', 'src-renderer'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/\.(?:test|sway|d)\.ts$|\/testing\//.test(file) && !ENGLISH.test(file)),
);

test('the source is found', () => {
  expect(files.length).toBeGreaterThan(150);
  expect(files).toContain('src-renderer/picker/Toast.tsx');
  expect(files).toContain('src-main/electron/tray.ts');
});

test('no words stand in the code', () => {
  const found = files.flatMap((file) =>
    hardCoded(file, readFileSync(join(root, file), 'utf8')).map((words) => `${file}:${words}`),
  );
  expect(found.filter((words) => !NAMES.some((name) => words.endsWith(name)))).toEqual([]);
});

test.each([
  ['JSX text', 'x.tsx', 'const a = <p>Deleted</p>;'],
  ['a label', 'x.tsx', 'const a = <b aria-label="Close" />;'],
  ['a title in braces', 'x.tsx', "const a = <b title={on ? 'Hide' : w.show} />;"],
  ['a placeholder made of pieces', 'x.tsx', 'const a = <input placeholder={`Search $' + '{n} clips`} />;'],
  ['a text in braces', 'x.tsx', "const a = <p>{ready && 'Done'}</p>;"],
  ['a menu’s label', 'x.ts', "const a = [{ label: 'Quit', click }];"],
  ['a tooltip', 'x.ts', "tray.setToolTip('Paused');"],
  ['a notice', 'x.ts', "tell('error', 'Oh no');"],
  ['an error for the user', 'x.ts', "throw new ClipsteadError('bad-request', 'Too long');"],
  ['a sentence anywhere', 'x.ts', "const GONE = 'The display has gone away';"],
  ['the end of a sentence', 'x.ts', "const why = () => 'the window has gone.';"],
])('%s is found', (_, file, source) => expect(hardCoded(file, source)).toHaveLength(1));

test.each([
  ['a class', 'x.tsx', 'const a = <p className="list row wide" data-act="pin">{w.pin}</p>;'],
  ['a sign', 'x.tsx', 'const a = <p aria-hidden="true">¶ · 1</p>;'],
  ['the product’s name', 'x.ts', "new Notification({ title: 'Clipstead', body: say(message) });"],
  ['an error for developers', 'x.ts', "throw new Error('the table of commands is wrong.');"],
  ['the log', 'x.ts', "log.info('paste.failed', { text: 'not said' });"],
  ['SQL', 'x.ts', "db.prepare('SELECT id FROM clip_models WHERE id = ?');"],
  ['a message’s key', 'x.ts', "tell('error', said('notSaved', why));"],
])('%s is none', (_, file, source) => expect(hardCoded(file, source)).toEqual([]));
