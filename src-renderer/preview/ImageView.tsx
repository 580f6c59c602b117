// An image, fitted or pixel by pixel, with its size.
// Never show one that main has not judged by its header.
import { useRef, useState } from 'react';
import type { PreviewImage } from '../../src-shared/clip-preview';
import { payloadUrl, thumbnailUrl } from '../../src-shared/payload-url';
import { formatCount, formatPercent } from '../i18n/format';
import { words } from '../i18n/words';
import type { Zoom } from './preview-model';

interface Props {
  readonly id: number;
  readonly image: PreviewImage;
  readonly zoom: Zoom;
  readonly onZoom: (step: 1 | -1 | 'fit', fitted?: number) => void;
}

export function ImageView({ id, image, zoom, onZoom }: Props) {
  const url = payloadUrl(id, image.mime);
  const [broken, setBroken] = useState<string | null>(null);
  const [loaded, setLoaded] = useState<string | null>(null);
  const refusal = image.refusal ?? (broken === url ? 'unreadable' : null);
  const { width, height } = image;
  const shown = useRef<HTMLImageElement>(null);
  const zoomBy = (step: 1 | -1) => onZoom(step, (shown.current?.clientWidth ?? 1) / (width ?? 1));
  const pixels =
    width === null || height === null ? null : ([formatCount(width), formatCount(height)] as const);
  const size = pixels === null ? '' : words.preview.pixels(...pixels);
  return (
    <div className="preview-image">
      {refusal === null ? (
        <div className="preview-canvas" data-zoom={zoom}>
          {zoom === 'fit' && loaded !== url && width !== null && height !== null && (
            <img className="preview-thumbnail" src={thumbnailUrl(id)} alt="" style={{ width, height }} />
          )}
          <img
            ref={shown}
            src={url}
            alt={words.preview.imageAlt(size)}
            decoding="async"
            draggable={false}
            width={zoom === 'fit' || width === null ? undefined : width * zoom}
            onLoad={() => setLoaded(url)}
            onError={() => setBroken(url)}
          />
        </div>
      ) : (
        <p className="preview-note">{words.preview.imageRefusals[refusal]}</p>
      )}
      <p className="preview-image-line">
        <span>{size}</span>
        {refusal === null && (
          <span className="preview-zoom">
            <button type="button" className="button button-small" onClick={() => zoomBy(-1)}>
              <span aria-hidden="true">−</span>
              <span className="only-heard">{words.preview.zoomOut}</span>
            </button>
            <button type="button" className="button button-small" onClick={() => onZoom('fit')}>
              {zoom === 'fit' ? words.preview.zoomFit : formatPercent(zoom)}
            </button>
            <button type="button" className="button button-small" onClick={() => zoomBy(1)}>
              <span aria-hidden="true">+</span>
              <span className="only-heard">{words.preview.zoomIn}</span>
            </button>
          </span>
        )}
      </p>
    </div>
  );
}
