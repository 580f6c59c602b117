// A colour, large, and in every way of writing it; a click copies.
// Never read a colour other than the browser does that paints it.
import { useMemo } from 'react';
import { words } from '../i18n/words';
import { COLOR_FORMATS, type Color, type ColorFormat, formatColor, inGamut, readComputed } from './color';

interface Props {
  readonly text: string;
  readonly onCopy: (text: string) => void;
}

/** The sRGB components of a colour in CSS; null where the browser does not know it. */
export function colorOf(text: string): Color | null {
  const value = text.trim();
  if (!CSS.supports('color', value)) return null;
  const probe = document.createElement('span');
  probe.style.color = `color(from ${value} srgb r g b / alpha)`;
  document.body.append(probe);
  const color = readComputed(getComputedStyle(probe).color);
  probe.remove();
  return color;
}

export function ColorView({ text, onCopy }: Props) {
  const color = useMemo(() => colorOf(text), [text]);
  if (color === null) return <p className="preview-note">{words.preview.nothing}</p>;
  return (
    <div className="preview-color">
      <div className="preview-swatch">
        <span style={{ backgroundColor: text.trim() }} />
      </div>
      <ul>
        {COLOR_FORMATS.map((format: ColorFormat) => {
          const written = formatColor(color, format);
          return (
            <li key={format}>
              <button type="button" className="preview-color-line" onClick={() => onCopy(written)}>
                <span className="preview-color-format">{words.preview.colorFormats[format]}</span>
                <code>{written}</code>
                <span className="only-heard">{words.preview.copy}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {!inGamut(color) && <p className="preview-rest">{words.preview.outOfGamut}</p>}
    </div>
  );
}
