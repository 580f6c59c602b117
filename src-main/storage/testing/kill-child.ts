// Works on a history without pause, says what it is about to do, and acknowledges every call that has returned:
// the process that the kill test kills.
// Never acknowledge before the call has returned.
// Run as: node kill-child.js <dir> <round> <maintenance-worker.js>; CLIPSTEAD_TEST_BINDING names the native library.
import { writeSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { openMaintenance } from '../maintenance';
import { openStore } from '../open-store';
import { isLarge } from '../payload-store';
import { killClip } from './kill-clips';

const [dir = '', round = '', workerFile = ''] = process.argv.slice(2);

/** Straight to the pipe: no buffer of this process can lose or reorder a line. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      // A pipe that nobody waits at: the other process has not read yet.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

async function act<T>(verb: string, name: string, call: () => T | Promise<T>): Promise<T> {
  say(`try ${verb} ${name}`);
  const result = await call();
  say(`done ${verb} ${name}`);
  return result;
}

/** Fewer than a history of many lives has. */
const KEPT_CLIPS = 150;

const nativeBinding = process.env.CLIPSTEAD_TEST_BINDING;
const store = openStore({ dir, nativeBinding });
// As often as the thread can, so that kills fall into checkpoints and sweeps too.
const maintenance = openMaintenance({ dir, nativeBinding, workerUrl: pathToFileURL(workerFile) });
void (async () => {
  for (;;) {
    await maintenance.sync();
    const unnamed = await maintenance.findUnnamed(true);
    const { complete } = await maintenance.empty();
    for (const hash of complete ? unnamed.hashes : []) store.payloadFiles.drop(hash);
  }
})();
// What the app does when idle, in every fourth life: the search index, backups, limits, and space given back.
if (Number(round) % 4 === 1) {
  // Its thread takes longer to start than most lives last.
  await maintenance.sync();
  void (async () => {
    for (;;) await maintenance.backUp(Date.now());
  })();
  void (async () => {
    for (let turn = 0; ; turn++) {
      for (let step = 0; step < 5; step++) {
        store.searchIndex.step(true);
        await breathe();
      }
      const policy = { all: { maxAgeMs: null, maxClips: KEPT_CLIPS, maxBytes: null }, kinds: {} };
      const excess = turn % 2 === 0 ? await maintenance.findExcess(policy, Date.now()) : [];
      for (const clip of excess.slice(0, 3)) {
        const found = store.get(clip.id)?.summary;
        // Used or pinned since: it stays, and nothing is to be said of it.
        if (found === undefined || found.order !== clip.order || found.pinned) continue;
        await act('delete', found.preview, () => store.deleteExcess([clip]));
      }
      store.giveBack();
    }
  })();
}
for (let index = 0; ; index++) {
  await breathe();
  const name = `${round}.${index}`;
  const clip = killClip(name);
  const { id } = (
    await act('store', name, () => (isLarge(clip) ? store.storeAsync(clip) : store.store(clip)))
  ).clip;
  if (index % 3 === 1) await act('store', name, () => store.store(clip));
  if (index % 4 === 2) await act('use', name, () => store.use(id));
  if (index % 5 === 3) await act('pin', name, () => store.setPinned(id, true));
  if (index % 7 !== 4) continue;
  // Some for good, large ones among them, so that files lose their last name; what is pinned does not go that way.
  const forGood = index % 2 === 1 && index % 5 !== 3;
  await act('delete', name, () => {
    if (forGood) store.deleteExcess([{ id, order: store.get(id)?.summary.order ?? 0, size: 1 }]);
    else store.delete([id]);
  });
  if (index % 4 === 0) await act('restore', name, () => store.restore(id));
}
