// A message before it is worded: its key and what stands in it. It crosses threads as data, and is worded where its reader's language is
// known. Pure. Never put clip content into one.
import type { Messages } from './messages/en';

type MessageKey = keyof Messages;

/** What a message's pieces are: texts that are the same in every language, numbers, moments, or messages themselves. */
type Piece = string | number | Moment | Said;

/** A moment, to be written as dates are in the reader's language. */
interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface Said {
  readonly key: MessageKey;
  readonly pieces: readonly Piece[];
}

/** A sentence takes a number twice: written out, and to choose the plural by. Here it is given once. */
type PiecesOf<Parameters extends readonly unknown[]> = Parameters extends readonly [
  string,
  number,
  ...infer Rest,
]
  ? readonly [number, ...PiecesOf<Rest>]
  : Parameters extends readonly [string, ...infer Rest]
    ? readonly [string | Moment | Said, ...PiecesOf<Rest>]
    : readonly [];
type PiecesFor<K extends MessageKey> = Messages[K] extends (...pieces: infer P) => string
  ? PiecesOf<P>
  : readonly [];

/** A message and its pieces, to be worded later. */
export function said<K extends MessageKey>(key: K, ...pieces: PiecesFor<K>): Said {
  return { key, pieces };
}

export function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'key' in value && 'pieces' in value;
}

/** @returns what words messages in a language, which writes numbers and dates by its tag */
export function wordingIn(messages: Messages, locale: string): (message: Said) => string {
  const whole = new Intl.NumberFormat(locale);
  let moment: Intl.DateTimeFormat | undefined;

  function word({ key, pieces }: Said): string {
    const message = messages[key];
    if (typeof message === 'string') return message;
    const parameters = pieces.flatMap((piece) => {
      if (typeof piece === 'number') return [whole.format(piece), piece];
      if (typeof piece === 'string') return [piece];
      return ['at' in piece ? written(piece) : word(piece)];
    });
    return (message as (...parameters: unknown[]) => string)(...parameters);
  }

  function written({ at }: Moment): string {
    moment ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    return moment.format(at);
  }
  return word;
}
