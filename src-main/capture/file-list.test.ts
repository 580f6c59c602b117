// Lists of files as file managers write them.
// Never a real file: a list is a text.
import { expect, test } from 'vitest';
import { areFiles, folderOf, nameOf, pathsOf } from './file-list';

const GNOME = 'x-special/gnome-copied-files';
const URIS = 'text/uri-list';
const paths = (mime: string, text: string) => pathsOf(mime, Buffer.from(text));

test('a file manager’s list: the first line is its word', () => {
  const list = 'copy\nfile:///home/ann/a%20b.txt\nfile:///srv/%C3%BC.png';
  expect(paths(GNOME, list)).toEqual(['/home/ann/a b.txt', '/srv/ü.png']);
  expect(paths(GNOME, 'cut\nsftp://host/x/y')).toEqual(['sftp://host/x/y']);
});

test('a list of URIs: comments and empty lines are none', () => {
  expect(paths(URIS, '# from here\r\nfile:///a/b\r\n\r\nfile://localhost/c\r\n')).toEqual(['/a/b', '/c']);
  expect(paths(URIS, 'file:/short\n')).toEqual(['/short']);
});

test('of a long list as much is read as is searched, and no half of a URI', () => {
  for (let more = 0; more < 20; more++) {
    const list = `#${'x'.repeat(more)}\n${'file:///home/ann/a.txt\n'.repeat(10_000)}`;
    const found = paths(URIS, list);
    expect(found.length).toBeGreaterThan(2_000);
    expect(new Set(found)).toEqual(new Set(['/home/ann/a.txt']));
    expect(areFiles(URIS, found)).toBe(true);
  }
});

test('a name that is not UTF-8 stays as it is written', () => {
  expect(paths(URIS, 'file:///a/%FF.txt')).toEqual(['/a/%FF.txt']);
});

test.each([
  [GNOME, 'copy\nfile:///a', true],
  [GNOME, 'cut\nsftp://host/a', true],
  [GNOME, 'copy', false],
  [URIS, 'file:///a\r\nfile:///b', true],
  [URIS, 'file:///a\r\nhttps://example.org/', false],
  [URIS, 'https://example.org/', false],
  [URIS, '', false],
])('%s with %j: %s', (mime, text, expected) => {
  expect(areFiles(mime, paths(mime, text))).toBe(expected);
});

test.each([
  ['/home/ann/report.pdf', 'report.pdf'],
  ['/home/ann/', 'ann'],
  ['/', '/'],
  ['sftp://host/x/y.txt', 'y.txt'],
])('the name of %s is %s', (path, name) => {
  expect(nameOf(path)).toBe(name);
});

test.each([
  [['/home/ann/a.txt'], '~'],
  [['/home/ann/work/a.txt', '/home/ann/work/b/'], '~/work'],
  [['/home/ann/work/a.txt', '/home/ann/work/deep/er/b.txt'], '~/work'],
  [['/home/anna/a.txt'], '/home/anna'],
  [['/srv/a.txt', '/home/ann/b.txt'], ''],
  [['/a.txt'], ''],
  [['/'], ''],
  [['sftp://host/x/a.txt', 'sftp://host/x/b.txt'], 'sftp://host/x'],
  [['sftp://host/a', 'sftp://other/a'], ''],
  [['/srv/a\u202eb/\u2003 c/x.txt'], '/srv/ab/ c'],
  [[`/srv/${'x'.repeat(30)}/${'y'.repeat(30)}/a.txt`], `/srv/${'x'.repeat(18)}…${'y'.repeat(24)}`],
])('the folder of %j is %j', (files, folder) => {
  expect(folderOf(files, '/home/ann')).toBe(folder);
});

test('where the user has no folder of their own, none is shortened', () => {
  for (const home of ['', '/']) expect(folderOf(['/srv/a.txt'], home)).toBe('/srv');
});
