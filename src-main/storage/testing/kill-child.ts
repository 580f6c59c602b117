// Works on a history without pause, says what it is about to do, and acknowledges every call that has returned:
// the process that the kill test kills.
// Never acknowledge before the call has returned.
// Run as: node kill-child.js <dir> <round>; CLIPSTEAD_TEST_BINDING names the native library.
import { writeSync } from 'node:fs';
import { openStore } from '../open-store';
import { killClip } from './kill-clips';

const [dir = '', round = ''] = process.argv.slice(2);

/** Straight to the pipe: no buffer of this process can lose or reorder a line. */
const say = (line: string) => writeSync(1, `${line}\n`);

function act<T>(verb: string, name: string, call: () => T): T {
  say(`try ${verb} ${name}`);
  const result = call();
  say(`done ${verb} ${name}`);
  return result;
}

const store = openStore({ dir, nativeBinding: process.env.CLIPSTEAD_TEST_BINDING });
for (let index = 0; ; index++) {
  const name = `${round}.${index}`;
  const { id } = act('store', name, () => store.store(killClip(name))).clip;
  if (index % 3 === 1) act('store', name, () => store.store(killClip(name)));
  if (index % 4 === 2) act('use', name, () => store.use(id));
  if (index % 5 === 3) act('pin', name, () => store.setPinned(id, true));
  if (index % 6 !== 4) continue;
  const deleted = act('delete', name, () => store.delete([id]));
  if (index % 12 === 4) for (const clip of deleted) act('restore', name, () => store.restore(clip));
}
