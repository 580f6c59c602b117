// The text by whose words a clip is found, from its formats as they were copied: what is folded when it is stored, and what a pattern
// and a match deep in it are looked for in afterwards. Never another text for the one than for the other.
import { type ClipFormat, FILE_LIST_MIMES, HTML_MIME, RTF_MIME, TEXT_MIME } from '../../src-shared/clip';
import { searchedText } from '../../src-shared/searched-text';
import { pathsOf } from './file-list';
import { textOfHtml } from './html-text';
import { textOfRtf } from './rtf-text';

/**
 * The searched part of a clip's words: its text, the paths of its files, or what its markup says.
 * @param formats primary first; of each its beginning is enough, SEARCHED_FORMAT_BYTES of it.
 * @returns '' where it has none
 */
export function searchableText(formats: readonly ClipFormat[]): string {
  const [primary] = formats;
  if (primary === undefined || primary.mime.startsWith('image/')) return '';
  if (primary.mime === TEXT_MIME) return searchedText(primary.bytes);
  const words = FILE_LIST_MIMES.includes(primary.mime)
    ? pathsOf(primary.mime, primary.bytes).join('\n')
    : wordsOfMarkup(formats);
  return searchedText(Buffer.from(words));
}

/** The words of the HTML, else those of the RTF; '' where there is neither. */
function wordsOfMarkup(formats: readonly ClipFormat[]): string {
  const of = (mime: string) => formats.find((format) => format.mime === mime)?.bytes;
  const html = of(HTML_MIME);
  const rtf = of(RTF_MIME);
  return (html && textOfHtml(html)) || (rtf && textOfRtf(rtf)) || '';
}
