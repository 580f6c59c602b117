// The app as a process: one instance for a data folder, ends only when told to, and ends in order.
// Never let a closed window end it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, Notification, powerMonitor } from 'electron';
import type { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import type { Speech } from '../../src-shared/i18n/speech';
import { QUIT_MS } from '../../src-shared/limits';
import { errorFields, log } from '../log';

/**
 * Puts Chromium's own files below the data folder and takes the single-instance lock, which is by that folder.
 * @param onSecond runs in the first instance when a second one starts, unless that one was told to stay hidden (a login item).
 * @returns false in a second instance: it must end at once.
 */
export function becomeTheOnlyInstance(dataDir: string, onSecond: () => void): boolean {
  const profile = join(dataDir, 'chromium');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  app.setPath('sessionData', profile);
  app.setName('Clipstead');
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes('--hidden')) onSecond();
  });
  return true;
}

/** Ends this process now, without any of the steps of an orderly end. */
export function exitNow(code: number): void {
  app.exit(code);
}

export function quit(): void {
  app.quit();
}

/** Runs `start` once Electron is ready; `onFailure` gets what it fails with. */
export function whenReady(start: () => Promise<void>, onFailure: (error: unknown) => void): void {
  app.on('window-all-closed', () => {
    // The tray stays.
  });
  // Not awaited by the caller: Electron is not ready before the main module has finished loading.
  void app.whenReady().then(start).catch(onFailure);
}

/** Says in words why the app cannot start, on stderr and, where there is a screen, in a window; then ends. */
export function failStart(error: ClipsteadError, { say }: Speech): void {
  log.error('start.failed', errorFields(error.cause ?? error));
  process.stderr.write(`clipstead: ${error.message}\n`);
  // Before the app is ready Electron writes this to stderr on Linux, where the line stands already.
  if (app.isReady()) {
    dialog.showErrorBox(say(said('cannotStart')), error.said === null ? error.message : say(error.said));
  }
  app.exit(1);
}

/** What nobody caught is logged without its words, which could quote content; Electron's own dialog would show them. */
export function logUncaught(): void {
  process.on('uncaughtException', (error) => log.error('uncaught.exception', errorFields(error)));
  process.on('unhandledRejection', (error) => log.error('uncaught.rejection', errorFields(error)));
}

/** Runs `stop` to its end before the app quits, once. @param onHung runs where it took QUIT_MS, and the process ends then. */
export function onQuit(stop: () => Promise<void>, onHung: () => void): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    const deadline = setTimeout(() => {
      log.error('stop.hung', {});
      try {
        onHung();
      } finally {
        app.exit(1);
      }
    }, QUIT_MS);
    void stop()
      .catch((error: unknown) => log.error('stop.failed', errorFields(error)))
      .finally(() => {
        clearTimeout(deadline);
        app.exit(0);
      });
  });
}

/**
 * Runs `save` when the machine is about to sleep, after which it may lose its power, or to shut down (there the system may not
 * wait for the orderly end, which follows). https://www.electronjs.org/docs/latest/api/power-monitor
 */
export function onSuspend(save: () => void): void {
  powerMonitor.on('suspend', save);
  powerMonitor.on('shutdown', save);
}

/** Tells whether the machine runs on its battery: now, and whenever that changes. */
export function onBatteryChange(tell: (onBattery: boolean) => void): void {
  powerMonitor.on('on-battery', () => tell(true));
  powerMonitor.on('on-ac', () => tell(false));
  tell(powerMonitor.onBatteryPower);
}

/** The user's languages as the system has them, the dearest first. Call once the app is ready. */
export function systemLanguages(): readonly string[] {
  return [...app.getPreferredSystemLanguages(), app.getLocale()];
}

/** What the CLI's status and the paths are made of. */
export function appInfo() {
  return {
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    packaged: app.isPackaged,
    root: app.getAppPath(),
    resources: process.resourcesPath,
    program: ownProgram(),
  };
}

/**
 * How this program is started again to run nothing but Node: an AppImage by its own file, since what it runs from goes with it.
 * Without the zygotes, from which Chromium makes sandboxed processes: none is made there, and they hold 45 MB.
 */
function ownProgram() {
  const args = ['--no-sandbox', '--no-zygote'];
  const { APPIMAGE } = process.env;
  if (app.isPackaged) return { file: APPIMAGE || process.execPath, args };
  return { file: process.execPath, args: [...args, app.getAppPath()] };
}

/** One quiet line to the user while no window of ours is open. @returns false where the system shows none. */
export function notify(text: string): boolean {
  if (!Notification.isSupported()) return false;
  new Notification({ title: 'Clipstead', body: text, silent: true }).show();
  return true;
}
