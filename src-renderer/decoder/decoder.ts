// The entry of the process that decodes images: asks main for one after another, and answers what it made of it.
// Never ask for anything else: an image that breaks out of its decoder finds nothing here.
import { JOB_HEADER, JOB_PATH, PIXELS_HEADER, RESULT_PATH } from '../../src-shared/decoder-protocol';
import { pixelsOf, thumbnailOf } from './decode';

/** Ends where main no longer answers; main ends this process then. */
async function work(): Promise<void> {
  for (;;) {
    const job = await fetch(JOB_PATH);
    const image = await job.blob();
    // One after the other: an image is in memory unpacked once.
    const thumbnail = await thumbnailOf(image);
    const pixels = thumbnail === null ? null : await pixelsOf(image);
    const headers = new Headers({ [JOB_HEADER]: job.headers.get(JOB_HEADER) ?? '' });
    if (pixels !== null) headers.set(PIXELS_HEADER, hex(pixels));
    await fetch(RESULT_PATH, { method: 'POST', headers, body: thumbnail });
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

void work().catch(() => {});
