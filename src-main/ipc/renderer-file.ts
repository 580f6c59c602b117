// Which file of the built renderer an app:// URL means. Pure.
// Never answer with a path outside the folder.
import { join, normalize, sep } from 'node:path';

/**
 * @param folder the built renderer's folder.
 * @param url the requested URL.
 * @param origin the one origin that is served, such as app://clipstead.
 * @returns the file's path, or null for anything that is not inside the folder.
 */
export function rendererFile(folder: string, url: string, origin: string): string | null {
  let path: string;
  try {
    const parsed = new URL(url);
    if (`${parsed.protocol}//${parsed.host}` !== origin) return null;
    path = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\') || path.split('/').includes('..')) return null;
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(folder + sep) ? file : null;
}
