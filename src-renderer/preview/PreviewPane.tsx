// The preview: the selected clip in one of its views, and what is known of it.
// Never take the focus from the search box, and never show one clip's content under another's details.
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import type { ClipActs } from '../actions/clip-acts';
import { formatCount, formatList, formatMoment, formatSize } from '../i18n/format';
import { words } from '../i18n/words';
import { ColorView } from './ColorView';
import { FilesView } from './FilesView';
import { HtmlView } from './HtmlView';
import { ImageView } from './ImageView';
import { LinkView } from './LinkView';
import './preview.css';
import './kinds.css';
import type { PreviewModel, PreviewState, Shown } from './preview-model';
import { QrView } from './QrView';
import { TextView } from './TextView';
import { isCode, type View } from './views';

interface Props {
  readonly preview: PreviewModel;
  readonly acts: ClipActs;
}

export function PreviewPane({ preview, acts }: Props) {
  const state = useSyncExternalStore(preview.subscribe, preview.snapshot);
  const { shown, failed, spaces } = state;
  const body = useRef<HTMLDivElement>(null);
  const view = shown === null ? null : viewIn(state, shown);

  useEffect(() => {
    preview.onScroll = (step) => {
      const element = body.current;
      element?.scrollBy({ top: step * Math.max(40, element.clientHeight * 0.4) });
    };
    return () => {
      preview.onScroll = () => {};
    };
  }, [preview]);
  const id = shown?.clip.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each clip and each view starts at its beginning
  useEffect(() => body.current?.scrollTo(0, 0), [id, view]);

  return (
    <aside className="preview" aria-label={words.preview.label} data-clip={id}>
      <div className="preview-bar">
        {shown !== null &&
          (shown.views.length > 0 ? (
            <Views shown={shown} view={view} onChoose={(chosen) => preview.choose(chosen)} />
          ) : (
            <span className="preview-title">{titleOf(shown)}</span>
          ))}
        {shown?.clip.masked === true && !shown.preview.masked && (
          <button type="button" className="button button-small" onClick={() => preview.conceal()}>
            {words.preview.conceal}
          </button>
        )}
        {(view === 'text' || view === 'pretty') && (
          <button
            type="button"
            className="button button-small preview-spaces"
            aria-pressed={spaces}
            title={words.preview.spaces}
            onClick={() => preview.toggleSpaces()}
          >
            <span aria-hidden="true">¶</span>
            <span className="only-heard">{words.preview.spaces}</span>
          </button>
        )}
      </div>
      <section
        className="preview-body"
        ref={body}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached and scrolled by keys
        tabIndex={0}
        aria-label={words.preview.label}
        data-view={view}
      >
        {failed !== null && <p className="preview-note">{failed}</p>}
        {shown !== null && <Content shown={shown} view={view} state={state} preview={preview} acts={acts} />}
      </section>
      {shown !== null && <Details shown={shown} />}
    </aside>
  );
}

/** The view that is shown: the one that was chosen, where the clip has it. */
function viewIn({ chosen }: PreviewState, { views, preview }: Shown): View | null {
  if (chosen === 'qr' && preview.text !== null) return 'qr';
  return chosen !== null && views.includes(chosen) ? chosen : (views[0] ?? null);
}

/** What a clip is. A secret that is shown is one all the same. */
function titleOf({ clip }: Shown): string {
  return clip.masked === true ? words.secret : words.kinds[clip.kind];
}

interface ViewsProps {
  readonly shown: Shown;
  readonly view: View | null;
  readonly onChoose: (view: View) => void;
}

function Views({ shown, view, onChoose }: ViewsProps) {
  const { views } = shown;
  const all = view === 'qr' ? [...views, 'qr' as const] : views;
  if (all.length === 1) {
    const title = all[0] === 'text' ? titleOf(shown) : words.preview.view[all[0] ?? 'text'];
    return <span className="preview-title">{title}</span>;
  }
  return (
    <fieldset className="preview-views">
      <legend className="only-heard">{words.preview.views}</legend>
      {all.map((each) => (
        <button
          key={each}
          type="button"
          className="preview-view"
          aria-pressed={each === view}
          onClick={() => onChoose(each)}
        >
          {words.preview.view[each]}
        </button>
      ))}
    </fieldset>
  );
}

interface ContentProps {
  readonly shown: Shown;
  readonly view: View | null;
  readonly state: PreviewState;
  readonly preview: PreviewModel;
  readonly acts: ClipActs;
}

function Content({ shown, view, state, preview, acts }: ContentProps): ReactNode {
  const { clip, preview: content, pretty, spans } = shown;
  const { text, html, image, files, masked } = content;
  if (masked) {
    return (
      <div className="preview-masked">
        <p className="preview-note">{words.preview.masked}</p>
        <button type="button" className="button" onClick={() => preview.reveal()}>
          {words.preview.reveal}
        </button>
      </div>
    );
  }
  const note = <p className="preview-note">{words.preview.nothing}</p>;
  switch (view) {
    case 'color':
      return text === null ? (
        note
      ) : (
        <ColorView text={text.text} onCopy={(written) => void acts.putText(clip.id, written, 'copy')} />
      );
    case 'link':
      return text === null ? note : <LinkView text={text.text} />;
    case 'image':
      return image === null ? (
        note
      ) : (
        <ImageView
          id={clip.id}
          image={image}
          zoom={state.zoom}
          onZoom={(step, fitted) => preview.zoom(step, fitted)}
        />
      );
    case 'files':
      return files === null ? (
        note
      ) : (
        <FilesView files={files} onReveal={(index) => void acts.revealFile(clip.id, index)} />
      );
    case 'pretty':
      return pretty === null ? (
        note
      ) : (
        <TextView text={pretty} spans={spans.pretty} spaces={state.spaces} code />
      );
    case 'formatted':
      return html === null ? note : <HtmlView html={html.html} cut={html.cut} />;
    case 'qr':
      return text === null ? note : <QrView text={text.text} />;
    case 'text':
      return text === null ? (
        note
      ) : (
        <>
          <TextView
            text={text.text}
            spans={spans.text}
            spaces={state.spaces}
            code={isCode(clip.kind, content) || clip.kind === 'path'}
          />
          {text.rest > 0 && <p className="preview-rest">{words.preview.rest(formatSize(text.rest))}</p>}
        </>
      );
    case null:
      return note;
  }
}

function Details({ shown: { clip, preview } }: { readonly shown: Shown }) {
  const w = words.preview;
  // Of one format the size is the clip's, which stands there already.
  const ofOne = preview.formats.length === 1 && clip.kind !== 'files';
  const formats = formatList(
    preview.formats.map(({ mime, size }) => (ofOne ? mime : `${mime} ${formatSize(size)}`)),
  );
  const lines: (readonly [label: string, value: string])[] = [
    [w.copied, formatMoment(clip.createdAt)],
    [w.used, w.times(formatCount(preview.uses), preview.uses)],
    // Of files it would be the length of their names; their own sizes stand beside them.
    [w.size, clip.kind === 'files' ? '' : formatSize(clip.size)],
    [w.from, clip.sourceApp ?? w.unknownApp],
    [w.formats, formats],
  ];
  return (
    <dl className="preview-details" aria-label={w.details}>
      {lines
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <bdi title={value}>{value}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  );
}
