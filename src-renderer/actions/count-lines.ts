// A count of a text in lines that are read and pasted.
// Pure.
import type { TextCount } from '../../src-shared/transforms';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';

export function countLines(count: TextCount): (readonly [label: string, value: string])[] {
  const { counted } = words.actions;
  return [
    [counted.characters, formatCount(count.characters)],
    [counted.words, formatCount(count.words)],
    [counted.lines, formatCount(count.lines)],
    [counted.bytes, formatCount(count.bytes)],
  ];
}
