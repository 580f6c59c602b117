// Colours in all ways of writing; red, green and blue in OKLCH are CSS Color 4's own examples.
import { expect, test } from 'vitest';
import { COLOR_FORMATS, type Color, formatColor, inGamut, readComputed } from './color';

const rgb = (red: number, green: number, blue: number, alpha = 1): Color => ({
  red: red / 255,
  green: green / 255,
  blue: blue / 255,
  alpha,
});

test.each([
  [rgb(255, 0, 0), ['#ff0000', 'rgb(255 0 0)', 'hsl(0 100% 50%)', 'oklch(62.8% 0.2577 29.23)']],
  [rgb(0, 128, 0), ['#008000', 'rgb(0 128 0)', 'hsl(120 100% 25.1%)', 'oklch(51.98% 0.1769 142.5)']],
  [rgb(91, 110, 225), ['#5b6ee1', 'rgb(91 110 225)', 'hsl(231.5 69.1% 62%)', 'oklch(58.34% 0.1747 272.76)']],
  [rgb(255, 255, 255), ['#ffffff', 'rgb(255 255 255)', 'hsl(0 0% 100%)', 'oklch(100% 0 0)']],
  [rgb(0, 0, 0), ['#000000', 'rgb(0 0 0)', 'hsl(0 0% 0%)', 'oklch(0% 0 0)']],
  [
    rgb(0, 0, 255, 0.5),
    ['#0000ff80', 'rgb(0 0 255 / 0.5)', 'hsl(240 100% 50% / 0.5)', 'oklch(45.2% 0.3132 264.05 / 0.5)'],
  ],
])('%j', (color, written) => {
  expect(COLOR_FORMATS.map((format) => formatColor(color, format))).toEqual(written);
});

test.each([
  [128 / 255, '0.5'],
  [0.804, '0.804'],
  [0.25, '0.25'],
  [0, '0'],
])('an alpha of %f is written %s', (alpha, written) => {
  expect(formatColor({ red: 0, green: 0, blue: 0, alpha }, 'rgb')).toBe(`rgb(0 0 0 / ${written})`);
});

test('what Chromium computes is read', () => {
  expect(readComputed('color(srgb 1 0.5 0)')).toEqual({ red: 1, green: 0.5, blue: 0, alpha: 1 });
  expect(readComputed('color(srgb -0.2 none 1e-7 / 0.25)')).toEqual({
    red: -0.2,
    green: 0,
    blue: 1e-7,
    alpha: 0.25,
  });
  expect(readComputed('rgb(1, 2, 3)')).toBeNull();
  expect(readComputed('')).toBeNull();
});

test('a colour that no sRGB screen shows is told, and its hexadecimal digits are in range', () => {
  const wide: Color = { red: 1.2, green: -0.1, blue: 0.5, alpha: 1 };
  expect(inGamut(wide)).toBe(false);
  expect(formatColor(wide, 'hex')).toBe('#ff0080');
  expect(inGamut(rgb(255, 0, 1))).toBe(true);
});
