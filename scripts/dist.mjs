// `npm run dist`: the installers of this platform, in release/. Further arguments go to electron-builder ("--linux deb").
// Never pack the stand-in runtime: packing.mjs refuses it.
import { ensureBuild } from './lib/build.mjs';
import { releaseFlavour, runBuilder } from './lib/packing.mjs';
import { exclusively, fail, setUp } from './lib/setup.mjs';
import { step } from './lib/step.mjs';

try {
  await exclusively(async () => {
    const configuration = releaseFlavour(await setUp());
    process.stdout.write('Release\n');
    await ensureBuild({ force: true });
    await step('installers', async () => {
      await runBuilder(configuration, process.argv.slice(2));
      return 'written to release/';
    });
  });
} catch (error) {
  fail(error);
}
