// The packaged app on a Wayland compositor with data-control (headless sway): what wl-copy copies, what wl-paste gets.
// Its windows are on an X display, as under Xwayland. Never part of the usual tests: npm run test:wayland.
import { spawn } from 'node:child_process';
import { startCompositor, type TestCompositor } from '../src-main/clipboard/wayland/testing/compositor';
import { App, freshDataDir, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { type Env, run } from './support/programs';

let compositor: TestCompositor;
let env: Env;
let app: App;
let dataDir: string;

test.beforeEach(async ({ desktop }) => {
  compositor = await startCompositor();
  env = {
    ...desktop.env,
    WAYLAND_DISPLAY: compositor.path,
    XDG_RUNTIME_DIR: compositor.env.XDG_RUNTIME_DIR ?? '',
  };
  dataDir = freshDataDir();
  app = await App.start(env, dataDir);
});
test.afterEach(async () => {
  await app.quit();
  const troubles = app.troubles();
  removeDataDir(dataDir);
  await compositor.stop();
  expect(troubles).toEqual([]);
});

async function wlCopy(text: string, ...args: string[]): Promise<void> {
  // It forks into the background, with the pipes.
  const child = spawn('wl-copy', args, { env: { ...env }, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(text);
  await new Promise((done) => child.once('exit', done));
}
const wlPaste = async (type: string) =>
  (await run('wl-paste', ['--no-newline', '--type', type], { env })).toString();

test('what other programs copy is kept, and it says by what it sees it', async () => {
  const status = JSON.parse((await app.cli('status', '--json')).stdout.toString()) as { source: string };
  expect(status.source).toBe('wayland-data-control');
  await wlCopy('from wl-copy ✓\n');
  await app.expectNewest('from wl-copy ✓\n');
  await wlCopy('<b>page</b>', '--type', 'text/html');
  await app.expectNewest('<b>page</b>');
  await wlCopy('last');
  await app.expectNewest('last');
  expect((await app.list()).map(({ formats }) => formats)).toEqual([
    ['text/plain'],
    // wl-copy offers whatever is text as plain text too.
    ['text/plain', 'text/html'],
    ['text/plain'],
  ]);
});

test('a copy from the history reaches other programs, and outlasts the app', async () => {
  await app.addAll(['from the history ✓']);
  expect((await app.cli('copy', `${(await app.list())[0]?.id}`)).code).toBe(0);
  expect(await wlPaste('text/plain;charset=utf-8')).toBe('from the history ✓');
  await app.quit();
  expect(await wlPaste('text/plain;charset=utf-8')).toBe('from the history ✓');
  app = await App.start(env, dataDir);
  await wlCopy('after it');
  await app.expectNewest('after it');
  expect((await app.list()).map(({ preview }) => preview)).toEqual(['after it', 'from the history ✓']);
});
