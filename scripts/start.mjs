// `npm start`: sets up what is missing, builds and packs what has changed, and runs the app until it ends or Ctrl+C.
// Further arguments go to the app: npm start -- --data-dir /tmp/try
import { relative } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { onInterrupt, openScreen, startApp } from './lib/launch.mjs';
import { ensurePacked } from './lib/packing.mjs';
import { packagedApp } from './lib/paths.mjs';
import { bindingFor, exclusively, fail, setUp } from './lib/setup.mjs';

const { executable } = packagedApp();

function tellWhatToTry(screen) {
  const program = relative(process.cwd(), executable);
  const call = `${program}${screen.flags.includes('--no-sandbox') ? ' --no-sandbox' : ''}`;
  process.stdout.write(`Try in another terminal:\n  ${call} status\n`);
  if (screen.virtual !== null) {
    process.stdout.write(
      `  echo hello | DISPLAY=${screen.virtual} xclip -selection clipboard   (where xclip is installed)\n` +
        `  ${call} add 'hello again'\n  ${call} list\n  ${call} quit\n`,
    );
  }
  process.stdout.write('Ctrl+C ends it.\n');
}

try {
  const runtime = await exclusively(async () => {
    const found = await setUp();
    await ensureBuild();
    await ensurePacked(found, bindingFor(found));
    return found;
  });
  const screen = await openScreen();
  const origin = runtime.source === 'official' ? '' : ', the stand-in from the npm registry';
  process.stdout.write(`Running Clipstead on Electron ${runtime.version}${origin}.\n`);
  tellWhatToTry(screen);
  const app = startApp(executable, [...screen.flags, ...process.argv.slice(2)], screen.env);
  onInterrupt(() => void app.stop());
  process.exitCode = await app.ended;
  screen.stop();
  // The signal handlers would keep nothing alive, but the screen's pipes do until its programs have gone.
  process.exit();
} catch (error) {
  fail(error);
}
