// `node scripts/icons.mjs`: draws every icon file in resources/ from its SVG. Run by hand after a change of an SVG.
// Never part of set-up or build: the drawn files are committed.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { inRoot } from './lib/paths.mjs';

const resources = (...parts) => inRoot('resources', ...parts);

/** Icon sizes of the freedesktop.org icon theme that Linux desktops ask for. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 256];
/** Apple's icon types that hold a PNG, by pixel size. */
const APPLE_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
];
const TRAY = [
  ['tray', 24],
  ['tray-paused', 24],
  ['trayTemplate', 18],
  ['trayPausedTemplate', 18],
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();

/** @returns {Promise<Buffer>} the SVG as a square PNG on nothing. */
async function draw(svg, size) {
  const source = readFileSync(resources(svg)).toString('base64');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}img{display:block;width:${size}px;height:${size}px}</style>` +
      `<img src="data:image/svg+xml;base64,${source}">`,
  );
  await page.waitForFunction(() => document.images[0]?.complete);
  return page.screenshot({ omitBackground: true });
}

/** ICO: a directory of PNGs (Windows Vista and later read them). */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/** ICNS: 'icns', the whole length, then type, length and PNG of each. */
function icns(images) {
  const blocks = images.map(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + blocks.reduce((sum, block) => sum + block.length, 0), 4);
  return Buffer.concat([head, ...blocks]);
}

const drawn = new Map();
const icon = async (size) => {
  // The tray's drawing has fewer and stronger lines, which is what few pixels can show.
  if (!drawn.has(size)) drawn.set(size, await draw(size < 32 ? 'tray.svg' : 'icon.svg', size));
  return drawn.get(size);
};

for (const size of LINUX_SIZES) writeFileSync(resources('icons', `${size}x${size}.png`), await icon(size));
writeFileSync(resources('icon-256.png'), await icon(256));
const windows = [];
for (const size of WINDOWS_SIZES) windows.push({ size, png: await icon(size) });
writeFileSync(resources('icon.ico'), ico(windows));
const apple = [];
for (const [type, size] of APPLE_TYPES) apple.push({ type, png: await icon(size) });
writeFileSync(resources('icon.icns'), icns(apple));
for (const [name, size] of TRAY) {
  writeFileSync(resources(`${name}.png`), await draw(`${name}.svg`, size));
  writeFileSync(resources(`${name}@2x.png`), await draw(`${name}.svg`, size * 2));
}
await browser.close();
