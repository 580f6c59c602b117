// `npm run pack`: the unzipped app in release/, as tests and `npm start` run it. `--force` packs although nothing has changed.
// Never make a release here: dist.mjs does.
import { ensureBuild } from './lib/build.mjs';
import { ensurePacked } from './lib/packing.mjs';
import { bindingFor, exclusively, fail, setUp } from './lib/setup.mjs';

const force = process.argv.includes('--force');
try {
  await exclusively(async () => {
    const runtime = await setUp();
    process.stdout.write('Packaging\n');
    await ensureBuild({ force });
    await ensurePacked(runtime, bindingFor(runtime), { force });
  });
} catch (error) {
  fail(error);
}
