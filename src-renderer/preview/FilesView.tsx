// Copied files: their names apart from their folders, whether they are still there, and how large they are.
// Never touch a file from here: main has looked.
import type { ClipPreview, PreviewFile } from '../../src-shared/clip-preview';
import { formatCount, formatSize } from '../i18n/format';
import { words } from '../i18n/words';
import { Icon, type IconName } from '../ui/icons';
import { Visible } from './Visible';

interface Props {
  readonly files: NonNullable<ClipPreview['files']>;
  readonly onReveal: (index: number) => void;
}

export function FilesView({ files: { list, rest }, onReveal }: Props) {
  const count = list.length + rest;
  return (
    <div className="preview-files">
      <p className="preview-files-count">{words.preview.files(formatCount(count), count)}</p>
      <ul>
        {list.map((file, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list may hold the same file twice, and does not change
          <li key={index} className="preview-file" data-state={file.state}>
            <Icon name={iconOf(file)} />
            <span className="preview-file-name">
              <bdi>
                <Visible text={file.name} />
              </bdi>
              <bdi className="preview-file-folder">
                <Visible text={file.folder} />
              </bdi>
            </span>
            <span className="preview-file-size">
              {file.size === null ? words.preview.fileStates[file.state] : formatSize(file.size)}
            </span>
            {(file.state === 'file' || file.state === 'folder') && (
              <button
                type="button"
                className="icon-button"
                aria-label={words.preview.reveals(file.name)}
                title={words.preview.reveals(file.name)}
                onClick={() => onReveal(index)}
              >
                <Icon name="path" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="preview-rest">{words.preview.filesRest(formatCount(rest), rest)}</p>}
    </div>
  );
}

const ENDINGS: readonly (readonly [IconName, RegExp])[] = [
  ['image', /\.(?:png|jpe?g|gif|webp|avif|heic|svg|tiff?|bmp|ico|psd|xcf|raw)$/i],
  ['music', /\.(?:mp3|flac|ogg|opus|wav|m4a|aac|mid)$/i],
  ['film', /\.(?:mp4|mkv|webm|mov|avi|m4v)$/i],
  ['archive', /\.(?:zip|tar|gz|tgz|xz|zst|bz2|7z|rar|iso|dmg|deb|rpm|jar)$/i],
  ['code', /\.(?:[cm]?[jt]sx?|py|rs|go|c|h|cpp|java|kt|rb|php|sh|css|html?|xml|json|ya?ml|toml|sql)$/i],
  ['text', /\.(?:txt|md|rst|log|csv|docx?|odt|rtf|pdf)$/i],
];

function iconOf({ name, state }: PreviewFile): IconName {
  if (state === 'folder') return 'path';
  if (state === 'missing') return 'alert';
  return ENDINGS.find(([, ending]) => ending.test(name))?.[0] ?? 'files';
}
