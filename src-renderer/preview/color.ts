// A colour in the ways that people write it, from its sRGB components.
// Pure. Never parse here: the browser that paints the swatch reads the colour.

/** sRGB, 0 to 1; outside of that for colours that no sRGB screen shows. */
export interface Color {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** 0 to 1. */
  readonly alpha: number;
}

export const COLOR_FORMATS = ['hex', 'rgb', 'hsl', 'oklch'] as const;
export type ColorFormat = (typeof COLOR_FORMATS)[number];

/** @param computed a colour as Chromium serialises "color(from … srgb r g b / alpha)" (CSS Color 5): "color(srgb 1 0 0 / 0.5)" */
export function readComputed(computed: string): Color | null {
  const found = /^color\(srgb (\S+) (\S+) (\S+)(?: \/ (\S+))?\)$/.exec(computed);
  if (found === null) return null;
  // A component may be "none", which paints as 0.
  const [red = 0, green = 0, blue = 0, alpha = 1] = found
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part) || 0));
  return { red, green, blue, alpha };
}

/** Whether an sRGB screen shows it as it is; else HEX, RGB and HSL are of the nearest one that it does, component by component. */
export function inGamut({ red, green, blue }: Color): boolean {
  return [red, green, blue].every((part) => part >= -0.0005 && part <= 1.0005);
}

export function formatColor(color: Color, format: ColorFormat): string {
  switch (format) {
    case 'hex':
      return hex(color);
    case 'rgb':
      return withAlpha('rgb', bytesOf(color).map(String), color.alpha);
    case 'hsl':
      return withAlpha('hsl', hsl(color), color.alpha);
    case 'oklch':
      return withAlpha('oklch', oklch(color), color.alpha);
  }
}

const clamped = (part: number) => Math.min(1, Math.max(0, part));
const rounded = (value: number, digits: number) => String(Number(value.toFixed(digits)));

function bytesOf({ red, green, blue }: Color): number[] {
  return [red, green, blue].map((part) => Math.round(clamped(part) * 255));
}

function withAlpha(name: string, parts: readonly string[], alpha: number): string {
  return `${name}(${parts.join(' ')}${alpha < 1 ? ` / ${alphaText(alpha)}` : ''})`;
}

/** Two digits where they mean the same of 256 steps, as CSS serialises it (CSS Color 4, section 15.2.2): 50% stays 0.5. */
function alphaText(alpha: number): string {
  const step = Math.round(clamped(alpha) * 255);
  const short = Math.round((step / 255) * 100) / 100;
  return Math.round(short * 255) === step ? String(short) : rounded(alpha, 3);
}

function hex(color: Color): string {
  const bytes = bytesOf(color);
  if (color.alpha < 1) bytes.push(Math.round(clamped(color.alpha) * 255));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** CSS Color 4, section 7.1: hue in degrees, the others in percent. */
function hsl(color: Color): string[] {
  const [red = 0, green = 0, blue = 0] = bytesOf(color).map((byte) => byte / 255);
  const max = Math.max(red, green, blue);
  const min = Math.min(red, green, blue);
  const lightness = (max + min) / 2;
  const chroma = max - min;
  const saturation = chroma === 0 ? 0 : chroma / (1 - Math.abs(2 * lightness - 1));
  let sextant = 0;
  if (chroma > 0 && max === red) sextant = ((green - blue) / chroma + 6) % 6;
  else if (chroma > 0 && max === green) sextant = (blue - red) / chroma + 2;
  else if (chroma > 0) sextant = (red - green) / chroma + 4;
  return [rounded(sextant * 60, 1), `${rounded(saturation * 100, 1)}%`, `${rounded(lightness * 100, 1)}%`];
}

/** Björn Ottosson's Oklab in its polar form (https://bottosson.github.io/posts/oklab/), as CSS Color 4, section 9, writes it. */
function oklch({ red, green, blue }: Color): string[] {
  const r = linear(red);
  const g = linear(green);
  const b = linear(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const chroma = Math.hypot(a, bb);
  // A grey has no hue; what rounding leaves of one would look like one.
  const hue = chroma < 0.0005 ? 0 : (Math.atan2(bb, a) * 180) / Math.PI;
  return [`${rounded(lightness * 100, 2)}%`, rounded(chroma, 4), rounded(hue < 0 ? hue + 360 : hue, 2)];
}

/** The sRGB transfer function, mirrored below zero (CSS Color 4, section 10.2). */
function linear(part: number): number {
  const size = Math.abs(part);
  const value = size <= 0.04045 ? size / 12.92 : ((size + 0.055) / 1.055) ** 2.4;
  return Math.sign(part) * value;
}
