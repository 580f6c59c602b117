// The entry: a command line call that talks to the running app, or the app itself.
// Never import the app here: a command line call loads nothing but the client.
import { parseCommandLine } from './cli/command-line';
import { resolveDataDir } from './paths';

const invocation = parseCommandLine(process.argv, { defaultApp: Boolean(process.defaultApp) });

if (invocation.type === 'app') {
  const { startApp } = await import('./app');
  startApp(resolveDataDir(invocation.dataDir));
} else {
  // Awaited at the top level on purpose: Electron finishes loading an ES module main before it opens a display or starts its
  // other processes, so the client answers without either (https://www.electronjs.org/docs/latest/tutorial/esm).
  const { runCli } = await import('./cli/client');
  process.exit(await runCli(invocation));
}
