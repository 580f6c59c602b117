// An address taken apart, its host first and large: that is who would be asked.
// Never fetch it, and never make it a link: opening is an act of the user's, by main.
import { words } from '../i18n/words';
import { linkParts } from './link-parts';
import { Visible } from './Visible';

export function LinkView({ text }: { readonly text: string }) {
  const parts = linkParts(text);
  const lines: (readonly [label: string, value: string])[] =
    parts === null
      ? []
      : [
          [words.preview.linkScheme, parts.scheme],
          [words.preview.linkUser, parts.user],
          [words.preview.linkPort, parts.port],
          [words.preview.linkPath, parts.path === '/' ? '' : parts.path],
          ...parts.query.map(([name, value]) => [name, value] as const),
          [words.preview.linkFragment, parts.fragment],
        ];
  return (
    <div className="preview-link" data-selects="">
      {parts !== null && parts.host !== '' && (
        <p className="preview-host">
          <span className="only-heard">{words.preview.host}: </span>
          <bdi>
            <Visible text={parts.host} />
          </bdi>
        </p>
      )}
      <p className="preview-url" dir="ltr">
        <Visible text={text.trim()} />
      </p>
      <dl className="preview-link-parts">
        {lines
          .filter(([, value]) => value !== '')
          .map(([label, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may stand twice in a query
            <div key={index} className="preview-link-part">
              <dt>
                <bdi>{label}</bdi>
              </dt>
              <dd>
                <bdi>
                  <Visible text={value} />
                </bdi>
              </dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
