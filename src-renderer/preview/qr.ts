// A text as the modules of a QR code.
// Pure. Never cut a text so that it fits: half an address is another one.

/** White around the code, in modules (ISO/IEC 18004, 6.3.8). */
const QUIET = 4;

/** @returns rows of modules, true = dark, with the white around them; null where the text is too long or empty */
export async function qrRows(text: string): Promise<boolean[][] | null> {
  if (text === '') return null;
  const { encodeQR } = await import('qr');
  // It holds less the better it withstands dirt.
  for (const ecc of ['medium', 'low'] as const) {
    try {
      return encodeQR(text, 'raw', { ecc, border: QUIET });
    } catch {
      // Too long for this one.
    }
  }
  return null;
}

/** The dark modules as the path of an SVG, a unit each; neighbours in a row are one stroke of it. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x] === true) x += 1;
      path += `M${from} ${y}h${x - from}v1h-${x - from}z`;
    }
  }
  return path;
}
