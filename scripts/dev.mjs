// `npm run dev`: the renderer from Vite with hot reload; main and preload built on change, and Electron restarted.
// Never touch the user's own history: the data lies in .cache/dev-data unless CLIPSTEAD_DATA_DIR says otherwise.
import { join } from 'node:path';
import { devCommand } from './lib/dev-runtime.mjs';
import { onInterrupt, openScreen, startApp } from './lib/launch.mjs';
import { cacheDir, inRoot } from './lib/paths.mjs';
import { exclusively, fail, setUp } from './lib/setup.mjs';

/** A save often touches several files, and main and preload end their builds one after the other. */
const RESTART_AFTER_MS = 150;

/** Builds an environment now and after each change of its sources. `onBuilt` is called after each build that succeeded. */
async function watchBuild(builder, name, onBuilt) {
  const watcher = await builder.build(builder.environments[name]);
  await new Promise((firstBuilt) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') process.stderr.write(`${name}: ${event.error?.message ?? event.error}\n`);
      if (event.code !== 'END') return;
      firstBuilt();
      onBuilt();
    });
  });
  return watcher;
}

try {
  const runtime = await exclusively(() => setUp());
  // Only here: before set-up there may be no packages.
  const { createBuilder, createServer } = await import('vite');
  const configFile = inRoot('vite.config.ts');
  const screen = await openScreen();
  const server = await createServer({ configFile });
  await server.listen();
  const url = `http://127.0.0.1:${server.config.server.port}`;
  const { executable, args } = devCommand(runtime);
  const env = {
    ...screen.env,
    CLIPSTEAD_DEV_URL: url,
    CLIPSTEAD_DATA_DIR: process.env.CLIPSTEAD_DATA_DIR ?? join(cacheDir, 'dev-data'),
  };

  let app = null;
  let ending = false;
  let timer;
  const end = async () => {
    ending = true;
    clearTimeout(timer);
    await app?.stop();
    screen.stop();
    process.exit();
  };
  const restart = async () => {
    const old = app;
    app = null;
    await old?.stop();
    if (ending) return;
    process.stdout.write(
      old === null ? 'Starting Clipstead.\n' : 'Main has changed: restarting Clipstead.\n',
    );
    const started = startApp(executable, [...args, ...screen.flags], env);
    app = started;
    // Ended by itself (Quit in the tray, or a crash): stay, the next change starts it again.
    void started.ended.then((code) => {
      if (app !== started || ending) return;
      app = null;
      process.stdout.write(
        `Clipstead ended with code ${code}; the next change starts it again, Ctrl+C ends this.\n`,
      );
    });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void restart(), RESTART_AFTER_MS);
  };
  onInterrupt(() => void end());

  const watch = { build: { watch: {} } };
  const builder = await createBuilder({
    configFile,
    logLevel: 'warn',
    environments: { main: watch, preload: watch },
  });
  await watchBuild(builder, 'main', soon);
  await watchBuild(builder, 'preload', soon);
  process.stdout.write(`Renderer from ${url} with hot reload; data in ${env.CLIPSTEAD_DATA_DIR}.\n`);
} catch (error) {
  fail(error);
  process.exit();
}
