// Works on a history as the app does, with pauses as a person makes them, and acknowledges every clip whose call has returned:
// the process whose file operations the power-cut test records.
// Never acknowledge before the call has returned.
// Run as: node power-child.js <dir> <milliseconds> [<maintenance-worker.js>]; without the worker there is a bare store, as a
// control. CLIPSTEAD_TEST_BINDING names the native library.

import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inEnglish } from '../../../src-shared/i18n/english';
import { openHistory } from '../history';
import { openStore } from '../open-store';
import { isLarge } from '../payload-store';
import { KILL_SIZES, killClip } from './kill-clips';

const [dir = '', ms = '', workerFile] = process.argv.slice(2);
const nativeBinding = process.env.CLIPSTEAD_TEST_BINDING;
const history =
  workerFile === undefined
    ? undefined
    : await openHistory({
        dir,
        nativeBinding,
        maintenanceUrl: pathToFileURL(workerFile),
        onTrouble: (message) => {
          throw new Error(inEnglish(message));
        },
      });
const store = history?.store ?? openStore({ dir, nativeBinding });

const end = Date.now() + Number(ms);
for (let index = 0; Date.now() < end; index++) {
  // The size of a clip goes by its number (kill-clips.ts): mostly small ones, now and then a large one.
  const name = `1.${index * KILL_SIZES + (index % 12 === 11 ? KILL_SIZES - 1 : index % 3)}`;
  const clip = killClip(name);
  const { id, order } = (isLarge(clip) ? await store.storeAsync(clip) : store.store(clip)).clip;
  writeSync(1, `stored ${name}\n`);
  if (index % 36 === 23) {
    writeSync(1, `deleting ${name}\n`);
    store.deleteExcess([{ id, order, size: clip.size }]);
    continue;
  }
  if (index % 5 === 3) store.setPinned(id, true);
  if (index % 7 === 5) store.use(id);
  // Bursts, pauses within the checkpoint's delay, and some that let the WAL be emptied.
  if (index % 60 === 59) await pause(2_600);
  else if (index % 4 !== 0) await pause(Math.random() * 60);
}
await (history ?? store).close();
