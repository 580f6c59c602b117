// One clip in the list: its preview, and below it what it is, where it came from, how old and how large it is.
// Never a height of its own: a row has two lines, and a third only where the part that matched is shown (history/layout.ts).
import { memo } from 'react';
import { type ClipSnippet, type ClipSummary, FOLDER_GAP } from '../../src-shared/clip';
import type { TextRange } from '../../src-shared/text-matches';
import { isTall } from '../history/layout';
import {
  formatAge,
  formatCount,
  formatImageTitle,
  formatLeft,
  formatMasked,
  formatSize,
} from '../i18n/format';
import { words as text } from '../i18n/words';
import { Icon } from '../ui/icons';
import { highlight, legible } from './highlight';
import { optionId } from './ids';
import { hiddenHost, rowParts } from './row-parts';
import { ThumbnailTile } from './ThumbnailTile';

interface Props {
  readonly clip: ClipSummary;
  /** The part that matched, where the preview does not show it; null until it is there. */
  readonly snippet: ClipSnippet | null;
  readonly index: number;
  /** Rows in all, -1 where unknown (WAI-ARIA aria-setsize). */
  readonly size: number;
  /** Distance from the list's top in CSS pixels. */
  readonly start: number;
  /** The keys act on it. */
  readonly active: boolean;
  /** Its place among the picked clips, from 1; null where it is not picked. */
  readonly picked: number | null;
  /** Enter takes it: it is picked, or the active one where none is. */
  readonly taken: boolean;
  /** The last of the pinned clips: a line parts it from the history. */
  readonly lastPinned: boolean;
  readonly digit: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export const ClipRow = memo(function ClipRow(props: Props) {
  const { clip, index, size, start, active, picked, taken, lastPinned, digit, snippet, now } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the search box keeps the focus and names the active row
    <div
      id={optionId(clip.id)}
      className="row"
      role="option"
      aria-selected={taken}
      data-active={active ? '' : undefined}
      data-picked={picked === null ? undefined : ''}
      aria-posinset={index + 1}
      aria-setsize={size}
      data-index={index}
      data-kind={clip.kind}
      data-tall={isTall(clip) ? '' : undefined}
      data-last-pinned={lastPinned ? '' : undefined}
      style={{ transform: `translateY(${start}px)` }}
    >
      {picked === null ? <KindTile clip={clip} /> : <PickedTile at={picked} />}
      <span className="row-body">
        <Preview clip={clip} />
        {isTall(clip) && <Snippet snippet={snippet} />}
        <Meta clip={clip} now={now} />
      </span>
      <span className="row-tail">
        {active && <RowActs pinned={clip.pinned} />}
        {clip.pinned && digit === null && (
          <span className="row-pin">
            <Icon name="pin" />
            <span className="only-heard">{text.pinned}</span>
          </span>
        )}
        {digit !== null && (
          <span className="row-digit" aria-hidden="true">
            <kbd>{digit}</kbd>
          </span>
        )}
      </span>
    </div>
  );
});

/** What the mouse can do with the row that it points at. */
function RowActs({ pinned }: { readonly pinned: boolean }) {
  return (
    <span className="row-acts" aria-hidden="true">
      <span className="row-act" data-act="pin" title={pinned ? text.unpin : text.commands.pin.hint}>
        <Icon name="pin" />
      </span>
      <span className="row-act" data-act="delete" title={text.commands.delete.hint}>
        <Icon name="trash" />
      </span>
    </span>
  );
}

/** A row whose page is being read again. */
export function BlankRow({ start }: { readonly start: number }) {
  return <div className="row row-blank" aria-hidden="true" style={{ transform: `translateY(${start}px)` }} />;
}

/** A picked clip's place in the order, where its kind stands otherwise. */
function PickedTile({ at }: { readonly at: number }) {
  return (
    <span className="row-tile row-picked">
      <span aria-hidden="true">{formatCount(at)}</span>
      <span className="only-heard">{text.pickedAt(formatCount(at))}</span>
    </span>
  );
}

function KindTile({ clip }: { readonly clip: ClipSummary }) {
  if (clip.kind === 'image' && clip.masked !== true) return <ThumbnailTile id={clip.id} />;
  const color = clip.kind === 'color' ? clip.preview.trim() : '';
  const swatch = color !== '' && CSS.supports('color', color);
  return (
    <span className="row-tile" aria-hidden="true">
      {swatch ? (
        <span className="row-swatch" style={{ backgroundColor: color }} />
      ) : (
        <Icon name={clip.masked === true ? 'secret' : clip.kind} />
      )}
    </span>
  );
}

/** What is read from left to right in every language. */
const FROM_LEFT: ReadonlySet<ClipSummary['kind']> = new Set(['link', 'code', 'path', 'color']);

function previewOf({ masked, preview }: ClipSummary): string {
  return masked ? formatMasked(preview) : preview;
}

function Preview({ clip }: { readonly clip: ClipSummary }) {
  if (clip.preview === '') return <span className="row-preview row-preview-none">{text.whiteSpaceOnly}</span>;
  if (clip.kind === 'files' && clip.masked !== true) return <Files clip={clip} />;
  const image = clip.kind === 'image';
  const shown = image ? formatImageTitle(clip.preview) : legible(previewOf(clip));
  return (
    <span className="row-preview" dir={FROM_LEFT.has(clip.kind) ? 'ltr' : 'auto'}>
      {image || (clip.matches ?? []).length === 0 ? (
        <Parts kind={clip.kind} shown={shown} />
      ) : (
        <Marked shown={shown} ranges={clip.matches ?? []} />
      )}
    </span>
  );
}

/** Names of files, and the folder in which they lie. */
function Files({ clip: { preview, matches = [] } }: { readonly clip: ClipSummary }) {
  const end = preview.lastIndexOf(FOLDER_GAP);
  const names = end === -1 ? preview : preview.slice(0, end);
  const from = names.length + FOLDER_GAP.length;
  // A match that reaches over the gap is marked on both sides of it.
  const behind = matches.map(([start, last]) => [Math.max(0, start - from), last - from] as const);
  return (
    <span className="row-preview">
      <span className="row-names" dir="auto">
        <Marked shown={legible(names)} ranges={matches} />
      </span>
      {end !== -1 && (
        <span
          className="row-folder"
          dir="ltr"
          data-matched={behind.some(([, last]) => last > 0) ? '' : undefined}
        >
          <Marked shown={legible(preview.slice(from))} ranges={behind} />
        </span>
      )}
    </span>
  );
}

/** A text in which what matters stands out; where something was searched for, that does instead. */
function Parts({ kind, shown }: { readonly kind: ClipSummary['kind']; readonly shown: string }) {
  let at = 0;
  return rowParts(kind, shown).map(({ text: piece, look }) => {
    at += piece.length;
    return (
      <span key={at} className={look === null ? undefined : `code-${look}`}>
        {piece}
      </span>
    );
  });
}

/** The part of a long text that matched. */
function Snippet({ snippet }: { readonly snippet: ClipSnippet | null }) {
  return (
    <span className="row-snippet" dir="auto">
      {snippet !== null && <Marked shown={legible(snippet.text)} ranges={snippet.matches} />}
    </span>
  );
}

function Marked({ shown, ranges }: { readonly shown: string; readonly ranges: readonly TextRange[] }) {
  let at = 0;
  return highlight(shown, ranges).map((piece) => {
    at += piece.text.length;
    return piece.match ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>;
  });
}

/** Whatever its direction, it stands in its place in the line. */
function Name({ children, source = false }: { readonly children: string; readonly source?: boolean }) {
  return (
    <span className={source ? 'row-may-shrink row-source' : 'row-may-shrink'}>
      <bdi>{children}</bdi>
    </span>
  );
}

function Meta({ clip, now }: { readonly clip: ClipSummary; readonly now: number }) {
  const host = clip.kind === 'link' ? hiddenHost(legible(clip.preview)) : null;
  return (
    <span className="row-meta">
      <span>{clip.masked === true ? text.secret : text.kinds[clip.kind]}</span>
      {host !== null && <Name>{host}</Name>}
      {clip.sourceApp !== null && <Name source>{clip.sourceApp}</Name>}
      <span>{formatAge(clip.lastUsed, now)}</span>
      {/* Of files it would be the length of their names. */}
      {clip.kind !== 'files' && <span>{formatSize(clip.size)}</span>}
      {clip.expiresAt !== undefined && !clip.pinned && (
        <span className="row-goes">{text.goneIn(formatLeft(clip.expiresAt, now))}</span>
      )}
    </span>
  );
}
