// The entry: a command line call that talks to the running app, the app itself, what holds its last copy after it, what brings it back
// with its display, or a measurement of this build.
// Never import the app here: a command line call loads nothing but the client.
import { parseCommandLine } from './cli/command-line';
import { HOLD_SWITCH } from './clipboard/holder/protocol';
import { COMEBACK_SWITCH } from './comeback/protocol';
import { resolveDataDir } from './paths';

const ZYGOTE_START_MS = 50;

const invocation = parseCommandLine(process.argv, { defaultApp: Boolean(process.defaultApp) });

if (process.argv.at(-1) === HOLD_SWITCH) {
  // Awaited here for the same reason as the client below: what only holds the clipboard needs nothing of Electron.
  const { hold } = await import('./clipboard/holder/hold');
  process.exit(await hold(process.stdin, (word) => process.stdout.write(word)));
} else if (process.argv.at(-1) === COMEBACK_SWITCH) {
  const { waitForDisplay } = await import('./comeback/wait');
  process.exit(await waitForDisplay(process.env));
} else if (invocation.type === 'app') {
  const { startApp } = await import('./app');
  startApp(resolveDataDir(invocation.dataDir));
} else {
  // Awaited at the top level on purpose: Electron finishes loading an ES module main before it opens a display or starts its
  // other processes, so the client answers without either (https://www.electronjs.org/docs/latest/tutorial/esm).
  const code =
    invocation.type === 'bench'
      ? await (await import('./bench-command')).benchCommand(invocation)
      : await (await import('./cli/client')).runCli(invocation);
  // Chromium's zygote is still starting: where its browser process has gone before it is up, it complains on stderr, beside the
  // one line that an error of ours is (1 in 30 calls without this pause, none in 100 with it).
  if (code !== 0) await new Promise((resolve) => setTimeout(resolve, ZYGOTE_START_MS));
  process.exit(code);
}
