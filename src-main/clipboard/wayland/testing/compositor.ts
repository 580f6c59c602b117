// A private Wayland compositor for a test: headless sway, in a runtime folder of its own.
// Never as root, which sway refuses; and never touch a compositor that it did not start.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, until } from '../../testing/display';

/** nobody and nogroup of Debian. */
const NOBODY = 65534;

export interface TestCompositor {
  /** The path of its socket, which WAYLAND_DISPLAY may be too. */
  readonly path: string;
  /** The environment of programs that are to run there. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** @throws Error naming the Debian package where sway is missing. */
export async function startCompositor(): Promise<TestCompositor> {
  const folder = mkdtempSync(join(tmpdir(), 'clipstead-sway-'));
  const asRoot = process.getuid?.() === 0;
  chmodSync(folder, 0o700);
  if (asRoot) chownSync(folder, NOBODY, NOBODY);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    WLR_BACKENDS: 'headless',
    WLR_LIBINPUT_NO_DEVICES: '1',
    WLR_RENDERER: 'pixman',
  };
  delete env.DISPLAY;
  delete env.WAYLAND_DISPLAY;
  const sway = spawn('sway', ['--config', '/dev/null'], {
    env,
    stdio: 'ignore',
    ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  let failed: Error | null = null;
  sway.once('error', () => {
    failed = new Error('these tests need sway: apt-get install sway wl-clipboard');
  });
  const stop = async () => {
    if (failed === null) await end(sway);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const name = await until('sway', () => {
      if (failed !== null) throw failed;
      return readdirSync(folder).find((each) => /^wayland-\d+$/.test(each));
    });
    const path = join(folder, name);
    return { path, env: { ...env, WAYLAND_DISPLAY: path }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
