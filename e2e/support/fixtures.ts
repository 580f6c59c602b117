// What each test gets: a display with a window manager and a message bus (one for each worker), and the app on a fresh folder.
// Never share a data folder between tests.
import { test as base, expect } from '@playwright/test';
import { App, removeDataDir } from './app';
import { type Desktop, startDesktop } from './desktop';
import { ChromiumWindow, GtkWindow, XtermWindow } from './programs';

interface Fixtures {
  readonly emptyClipboard: undefined;
  /** The app, running, nothing copied yet. */
  readonly app: App;
  readonly gtk: GtkWindow;
  readonly chromium: ChromiumWindow;
  readonly xterm: XtermWindow;
  /** Events that the test expects among the app's warnings; any other warning fails it. */
  readonly expectedTroubles: string[];
}

export const test = base.extend<Fixtures, { readonly desktop: Desktop }>({
  desktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its first parameter's pattern
    async ({}, use) => {
      const desktop = await startDesktop();
      await use(desktop);
      await desktop.stop();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  expectedTroubles: async ({}, use) => use([]),
  // Also for tests that start the app themselves: what the test before it left on the clipboard would be a copy.
  emptyClipboard: [
    async ({ desktop }, use) => {
      await desktop.clearClipboard();
      desktop.tray.reset();
      await use(undefined);
    },
    { auto: true },
  ],
  app: async ({ desktop, expectedTroubles }, use) => {
    const app = await App.start(desktop.env);
    await use(app);
    await app.quit();
    const unexpected = app.troubles().filter(({ event }) => !expectedTroubles.includes(event));
    removeDataDir(app.dataDir);
    expect(unexpected, 'warnings and errors in the app’s log').toEqual([]);
  },
  gtk: async ({ desktop }, use) => {
    const window = await GtkWindow.open(desktop.env);
    await use(window);
    window.close();
  },
  chromium: async ({ desktop }, use) => {
    const window = await ChromiumWindow.open(desktop.env);
    await use(window);
    await window.close();
  },
  xterm: async ({ desktop }, use) => {
    const window = await XtermWindow.open(desktop.env);
    await use(window);
    window.close();
  },
});

export { expect };
