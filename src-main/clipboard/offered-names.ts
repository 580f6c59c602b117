// The names under which a clip is offered to other programs on Linux, and what each gives.
// Never offer a name whose promise cannot be kept: STRING is Latin-1, or is not there.
import { type ClipFormat, RTF_MIME, TEXT_MIME } from '../../src-shared/clip';
import { latin1FromUtf8 } from './latin1';

/** Text is offered under each name that programs ask for; STRING is told apart below. */
const TEXT_NAMES = ['UTF8_STRING', 'text/plain;charset=utf-8', 'text/plain', 'TEXT'];
/** And RTF under its other names: some programs know one of them only. */
const RTF_NAMES = [RTF_MIME, 'application/rtf', 'text/richtext'];

/** @returns by name what gives its bytes; null where there are none (Latin-1 of a text that it cannot hold). */
export function offeredNames(formats: readonly ClipFormat[]): Map<string, () => Uint8Array | null> {
  const names = new Map<string, () => Uint8Array | null>();
  for (const { mime, bytes } of formats) {
    if (mime === TEXT_MIME) {
      for (const name of TEXT_NAMES) names.set(name, () => bytes);
      names.set(
        'STRING',
        once(() => latin1FromUtf8(bytes)),
      );
    } else {
      for (const name of mime === RTF_MIME ? RTF_NAMES : [mime]) names.set(name, () => bytes);
    }
  }
  return names;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
