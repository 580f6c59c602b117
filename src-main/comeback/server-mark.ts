// Tells an X server from the one that had the same number before it: a mark on its root window, which ends with the server.
import { randomBytes } from 'node:crypto';
import { XConnection } from '../clipboard/x11/connection';

const PROPERTY = '_CLIPSTEAD_SERVER';
const MARK_BYTES = 16;

/**
 * The mark of the server that has this display.
 * @param leave puts one there where there is none
 * @returns null where there is none
 * @throws DisplayLost where no server answers
 */
export async function serverMark(display: string, leave: boolean): Promise<string | null> {
  const x = await XConnection.open(display);
  try {
    const property = await x.intern(PROPERTY);
    const { data } = await x.getProperty(x.root, property, MARK_BYTES);
    if (data.length > 0) return data.toString('hex');
    if (!leave) return null;
    const mark = randomBytes(MARK_BYTES);
    await x.setProperty(x.root, property, x.atom('INTEGER'), 8, mark);
    return mark.toString('hex');
  } finally {
    x.close();
  }
}
