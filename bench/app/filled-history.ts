// A history of made-up clips on the disk, indexed, for the app to be started on.
// Never fill a folder that an app has open.
import { newClipFromText } from '../../src-main/capture/normalise';
import { openStore } from '../../src-main/storage/open-store';
import { Corpus } from '../lib/corpus';
import type { BenchContext } from '../lib/part';

const SEED = 20_260_101;
const BATCH = 500;
const CHECKPOINT_STEPS = 100;

/** @returns some of the texts, spread over the history: what searches are made of */
export function fillHistory(context: BenchContext, dir: string, clips: number): readonly string[] {
  const corpus = new Corpus(SEED);
  const store = openStore({ dir, nativeBinding: context.nativeBinding ?? undefined });
  const some: string[] = [];
  for (let first = 0; first < clips; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, clips - first) }, () => corpus.next());
    some.push(batch[0] ?? '');
    store.storeMany(batch.map((text) => newClipFromText(Buffer.from(text), 'bench')));
  }
  for (let step = 0; store.searchIndex.step(true); step++)
    if (step % CHECKPOINT_STEPS === 0) store.checkpoint();
  store.close();
  return some;
}
