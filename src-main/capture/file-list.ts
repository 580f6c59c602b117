// The files of a copied list, by name and by path: what a row shows and what a search finds.
// Never touch the files: they may lie on a disk that sleeps or a server that is gone.
import { previewOf } from '../../src-shared/clip-kind';
import { SEARCHED_BYTES } from '../../src-shared/limits';
import { searchedText } from '../../src-shared/searched-text';

/**
 * The paths (or, where they are not on this machine, the URIs) of a list in one of FILE_LIST_MIMES, as far as it is searched.
 * RFC 2483, section 5 (text/uri-list: one URI a line, `#` begins a comment); the file managers' own lists begin with a line
 * that says "copy" or "cut".
 */
export function pathsOf(mime: string, bytes: Uint8Array): string[] {
  const lines = searchedText(bytes).split(/[\r\n\0]+/);
  if (mime !== 'text/uri-list') lines.shift();
  // Half a URI names another file, or none.
  if (bytes.byteLength > SEARCHED_BYTES) lines.pop();
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(toPath);
}

/** Whether a list in one of FILE_LIST_MIMES is of files: file managers' always, URIs where each is a file. */
export function areFiles(mime: string, paths: readonly string[]): boolean {
  return paths.length > 0 && (mime !== 'text/uri-list' || paths.every((path) => path.startsWith('/')));
}

/** The last part of a path or URI; the whole of it where it ends in none. */
export function nameOf(path: string): string {
  return path.split('/').findLast((part) => part !== '') ?? path;
}

/** As much of a folder as a row shows. */
const FOLDER_CHARS = 48;

/**
 * The folder in which all of them lie, as a row shows it: "~" for the user's own, and cut in the middle where it is long.
 * @param home the path of the user's folder
 * @returns '' where they have none in common
 */
export function folderOf(paths: readonly string[], home: string): string {
  const folders = paths.map((path) => path.replace(/\/+$/, '').split('/').slice(0, -1));
  const [first = []] = folders;
  const depth = first.findIndex((part, at) => folders.some((folder) => folder[at] !== part));
  const folder = previewOf((depth === -1 ? first : first.slice(0, depth)).join('/'));
  // A scheme alone, or the root, is no folder that anybody looks for.
  if (folder === '' || /^[a-z][a-z0-9+.-]*:\/?$/i.test(folder)) return '';
  const own = home.length > 1 && (folder === home || folder.startsWith(`${home}/`));
  const shown = own ? `~${folder.slice(home.length)}` : folder;
  const chars = [...shown];
  if (chars.length <= FOLDER_CHARS) return shown;
  const half = FOLDER_CHARS / 2;
  return `${chars.slice(0, half - 1).join('')}…${chars.slice(-half).join('')}`;
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
