// Images: their thumbnails in the list, upright and in the right colours, and one clip for one picture, however it is encoded.
// Never compare with what Clipstead says of itself alone: pixels are read off the screen.
import type { App } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { run } from './support/programs';

const WIDTH = 80;
const HEIGHT = 40;
const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

/** Left half one colour, right half another. */
function halves(left: readonly number[], right: readonly number[]) {
  const row = Array.from({ length: WIDTH }, (_, x) => (x < WIDTH / 2 ? left : right)).flat();
  return {
    width: WIDTH,
    height: HEIGHT,
    pixels: Uint8Array.from(Array(HEIGHT).fill(row).flat() as number[]),
  };
}

/** The JPEG with the word that a camera was held on its side (EXIF 2.3, orientation 6: to be turned clockwise). */
function onItsSide(jpeg: Buffer): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex');
  const content = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, content.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}

async function copyImage(app: App, mime: string, bytes: Uint8Array): Promise<void> {
  await run('xclip', ['-selection', 'clipboard', '-in', '-target', mime], { env: app.env, input: bytes });
}

/** The colours of a picture in a row, at places from 0 to 1. */
async function coloursIn(app: App, row: number, places: readonly (readonly [number, number])[]) {
  const image = app.page.getByRole('option').nth(row).locator('img[data-loaded]');
  const png = (await image.screenshot()).toString('base64');
  return app.electron.evaluate(
    ({ nativeImage }, [data, at]) => {
      const shot = nativeImage.createFromBuffer(Buffer.from(data, 'base64'));
      const { width, height } = shot.getSize();
      const bitmap = shot.toBitmap();
      return at.map(([x, y]) => {
        const start = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
        // BGRA; shades that JPEG and scaling leave are one.
        const [blue = 0, , red = 0] = bitmap.subarray(start, start + 4);
        return red > 180 && blue < 80 ? 'red' : blue > 180 && red < 80 ? 'blue' : 'other';
      });
    },
    [png, places] as const,
  );
}

test('a photo stands upright in its row, and the row says its size in words', async ({ app, gtk }) => {
  const jpeg = await gtk.encode(halves(RED, BLUE), 'jpeg', { quality: '95' });
  await copyImage(app, 'image/jpeg', jpeg);
  await expect.poll(async () => (await app.list()).length).toBe(1);
  await copyImage(app, 'image/jpeg', onItsSide(jpeg));
  await expect.poll(async () => (await app.list()).length).toBe(2);
  const picker = new Picker(app);
  await picker.open();
  await picker.expectPreviews(['JPEG 40 × 80', 'JPEG 80 × 40']);
  await expect(picker.rows.locator('img[data-loaded]')).toHaveCount(2);
  const corners = [
    [0.25, 0.2],
    [0.75, 0.2],
    [0.25, 0.8],
    [0.75, 0.8],
  ] as const;
  expect(await coloursIn(app, 0, corners)).toEqual(['red', 'red', 'blue', 'blue']);
  expect(await coloursIn(app, 1, corners)).toEqual(['red', 'blue', 'red', 'blue']);
  await expect(picker.rows.nth(0)).toHaveAccessibleName(/JPEG 40 × 80/);
  await expect(picker.rows.getByRole('img')).toHaveCount(0);
  expect(await app.list()).toHaveLength(2);
});

test('the same picture in other bytes is the same clip, moved to the top; another one is not', async ({
  app,
  gtk,
}) => {
  const translucent = (alpha: number) => halves([9, 8, 7, alpha], [200, 100, 50, 255]);
  const clips = async () => (await app.list()).map(({ id, formats }) => [id, formats.join(' ')]);
  const picture = halves(RED, BLUE);
  await copyImage(app, 'image/png', await gtk.encode(picture, 'png', { compression: '0' }));
  await expect.poll(async () => (await app.list()).length).toBe(1);
  const [id] = (await clips())[0] ?? [];
  await copyImage(app, 'image/png', await gtk.encode(translucent(3), 'png', { compression: '0' }));
  await expect.poll(async () => (await app.list()).length).toBe(2);
  const [other] = (await clips())[0] ?? [];
  await copyImage(app, 'image/png', await gtk.encode(picture, 'png', { compression: '9' }));
  await expect.poll(clips).toEqual([
    [id, 'image/png'],
    [other, 'image/png'],
  ]);
  await copyImage(app, 'image/png', await gtk.encode(translucent(3), 'png', { compression: '9' }));
  await expect.poll(async () => (await clips()).map(([one]) => one)).toEqual([other, id]);
  const bmp = await gtk.encode(picture, 'bmp');
  await copyImage(app, 'image/bmp', bmp);
  await expect.poll(clips).toEqual([
    [id, 'image/png image/bmp'],
    [other, 'image/png'],
  ]);
  expect((await app.cli('get', String(id), '--format', 'image/bmp')).stdout.equals(bmp)).toBe(true);
  // What only alpha of 3 in 255 shows is another picture all the same.
  await copyImage(app, 'image/png', await gtk.encode(translucent(4), 'png'));
  const picker = new Picker(app);
  await picker.open();
  await expect(picker.rows.locator('img[data-loaded]')).toHaveCount(3);
  expect(await app.list()).toHaveLength(3);
});
