// Lists of files as file managers write them.
// Never a real file: a list is a text.
import { expect, test } from 'vitest';
import { isFileList, nameOf, pathsOf } from './file-list';

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
  ['text/plain', 'file:///a', false],
])('%s with %j: %s', (mime, text, expected) => {
  expect(isFileList(mime, Buffer.from(text))).toBe(expected);
});

test.each([
  ['/home/ann/report.pdf', 'report.pdf'],
  ['/home/ann/', 'ann'],
  ['/', '/'],
  ['sftp://host/x/y.txt', 'y.txt'],
])('the name of %s is %s', (path, name) => {
  expect(nameOf(path)).toBe(name);
});
