// Works on a history without pause, says what it is about to do, and acknowledges every call that has returned:
// the process that the kill test kills.
// Never acknowledge before the call has returned.
// Run as: node kill-child.js <dir> <round> <maintenance-worker.js>; CLIPSTEAD_TEST_BINDING names the native library.
import { writeSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { openMaintenance } from '../maintenance';
import { openStore } from '../open-store';
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

function act<T>(verb: string, name: string, call: () => T): T {
  say(`try ${verb} ${name}`);
  const result = call();
  say(`done ${verb} ${name}`);
  return result;
}

const nativeBinding = process.env.CLIPSTEAD_TEST_BINDING;
const store = openStore({ dir, nativeBinding });
// As often as the thread can, so that kills fall into checkpoints too.
const maintenance = openMaintenance({ dir, nativeBinding, workerUrl: pathToFileURL(workerFile) });
void (async () => {
  for (;;) {
    await maintenance.checkpoint();
    await maintenance.truncate();
  }
})();
for (let index = 0; ; index++) {
  await breathe();
  const name = `${round}.${index}`;
  const { id } = act('store', name, () => store.store(killClip(name))).clip;
  if (index % 3 === 1) act('store', name, () => store.store(killClip(name)));
  if (index % 4 === 2) act('use', name, () => store.use(id));
  if (index % 5 === 3) act('pin', name, () => store.setPinned(id, true));
  if (index % 6 !== 4) continue;
  act('delete', name, () => store.delete([id]));
  if (index % 12 === 4) act('restore', name, () => store.restore(id));
}
