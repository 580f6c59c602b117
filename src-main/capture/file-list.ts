// The files of a copied list, by name and by path: what a row shows and what a search finds.
// Never touch the files: they may lie on a disk that sleeps or a server that is gone.
import { FILE_LIST_MIMES } from '../../src-shared/clip';
import { decodeUpTo } from '../../src-shared/searched-text';

/** The part of a list that is looked at: more names than anybody reads. */
const READ_BYTES = 256 * 1024;

/**
 * The paths (or, where they are not on this machine, the URIs) of a list in one of FILE_LIST_MIMES.
 * RFC 2483, section 5 (text/uri-list: one URI a line, `#` begins a comment); the file managers' own lists begin with a line
 * that says "copy" or "cut".
 */
export function pathsOf(mime: string, bytes: Uint8Array): string[] {
  const lines = decodeUpTo(bytes, READ_BYTES).split(/[\r\n\0]+/);
  if (mime !== 'text/uri-list') lines.shift();
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(toPath);
}

/** Whether a format is a list of files: file managers' always, URIs where each is a file. */
export function isFileList(mime: string, bytes: Uint8Array): boolean {
  if (!FILE_LIST_MIMES.includes(mime)) return false;
  const paths = pathsOf(mime, bytes);
  if (mime !== 'text/uri-list') return paths.length > 0;
  return paths.length > 0 && paths.every((path) => path.startsWith('/'));
}

/** The last part of a path or URI; the whole of it where it ends in none. */
export function nameOf(path: string): string {
  return path.split('/').findLast((part) => part !== '') ?? path;
}

function toPath(uri: string): string {
  // RFC 8089: file:/path, file:///path, file://host/path.
  const local = /^file:(?:\/\/(?:localhost)?)?(\/.*)$/i.exec(uri)?.[1];
  if (local === undefined) return uri;
  try {
    return decodeURIComponent(local);
  } catch {
    // A name that is not UTF-8.
    return local;
  }
}
