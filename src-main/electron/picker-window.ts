// The picker's window: made once, hidden, shown and hidden ever after. Showing it does no work but place it.
// Never make a second one, and never quit the app with it.
import { app, BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { Push, PushChannel } from '../../src-shared/ipc-contract';
import type { Settings } from '../../src-shared/settings';
import { log } from '../log';

const RELOAD_PAUSE_MS = 30_000;
/** At 100 %, in the screen's own pixels for programs. */
const WIDTH = 760;
const HEIGHT = 480;

export interface PickerWindow {
  /** Loads a page, once nobody looks at the one before it; call it once whoever answers the page's requests is there. */
  load(url: string): void;
  /** The page listens from now on: what waited for it is sent. */
  listens(): void;
  readonly visible: boolean;
  /** Takes over how it is to look; at once, where it is shown. */
  setLook(look: Pick<Settings, 'theme' | 'scale'>): void;
  /**
   * Shows the window on the screen with the cursor and gives it the focus; one that is shown stays as it is.
   * @param pending what was copied last is still on its way to the page
   */
  show(pending: boolean): void;
  hide(): void;
  /** Sends a push; until the page listens it waits. */
  send<C extends PushChannel>(channel: C, payload: Push<C>): void;
  isOurs(contents: WebContents): boolean;
}

export interface PickerWindowOptions {
  readonly preload: string;
  readonly icon: string;
}

/** Makes the window, hidden and empty. Call once the app is ready. */
export function createPickerWindow(options: PickerWindowOptions): PickerWindow {
  let waiting: { readonly channel: PushChannel; readonly payload: unknown }[] = [];
  let listening = false;
  let address = '';
  let outdated = false;
  let destroyed = false;
  let reloadedAt = Number.NEGATIVE_INFINITY;
  let zoom = 1;

  const window = new BrowserWindow({
    width: WIDTH,
    height: HEIGHT,
    show: false,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    title: 'Clipstead',
    icon: options.icon,
    acceptFirstMouse: true,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // The hidden page takes every push at once, so that showing it shows what is so.
      backgroundThrottling: false,
    },
  });
  window.removeMenu();
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });

  // A page that is loaded does not listen yet: its language is still on its way.
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) listening = false;
  });
  function load(): void {
    outdated = false;
    void window.loadURL(address).catch((error: unknown) => {
      if (!destroyed) log.error('picker.load-failed', { code: (error as { code?: string }).code });
    });
  }
  window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(zoom));
  window.on('hide', () => {
    if (outdated && !destroyed) load();
  });
  window.webContents.on('render-process-gone', (_event, details) => {
    log.error('picker.renderer-gone', { reason: details.reason });
    if (destroyed) return;
    listening = false;
    window.hide();
    // A page that ends as soon as it is loaded must not be loaded for ever.
    const pause = performance.now() - reloadedAt < RELOAD_PAUSE_MS ? RELOAD_PAUSE_MS : 0;
    setTimeout(() => {
      reloadedAt = performance.now();
      if (!destroyed) load();
    }, pause);
  });
  let quitting = false;
  app.once('before-quit', () => {
    quitting = true;
  });
  window.on('close', (event) => {
    // Alt+F4 hides the picker; only the tray's or the CLI's quit ends the app.
    if (quitting) return;
    event.preventDefault();
    window.hide();
  });
  window.on('closed', () => {
    destroyed = true;
  });
  window.on('blur', () => {
    if (!destroyed && window.isVisible() && !window.webContents.isDevToolsOpened()) {
      window.hide();
    }
  });

  /** On the screen with the cursor; as large as the scale asks for, and no larger than there is room. */
  const place = () => {
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const width = Math.min(Math.round(WIDTH * zoom), workArea.width);
    const height = Math.min(Math.round(HEIGHT * zoom), workArea.height);
    window.setBounds({
      x: Math.round(workArea.x + (workArea.width - width) / 2),
      y: Math.round(workArea.y + (workArea.height - height) / 3),
      width,
      height,
    });
  };

  return {
    load(url) {
      address = url;
      outdated = true;
      if (!destroyed && !window.isVisible()) load();
    },
    listens() {
      listening = true;
      for (const { channel, payload } of waiting) window.webContents.send(channel, payload);
      waiting = [];
    },
    get visible() {
      return !destroyed && window.isVisible();
    },
    setLook({ theme, scale }) {
      if (destroyed) return;
      nativeTheme.themeSource = theme;
      zoom = scale / 100;
      window.webContents.setZoomFactor(zoom);
      if (window.isVisible()) place();
    },
    show(pending) {
      if (window.isVisible()) {
        window.focus();
        return;
      }
      place();
      this.send('picker:shown', { pending });
      window.show();
      window.focus();
    },
    hide() {
      if (!destroyed) window.hide();
    },
    send(channel, payload) {
      if (destroyed) return;
      if (listening) window.webContents.send(channel, payload);
      else {
        // Of a state the latest is enough; each notice is one of its own.
        if (channel !== 'app:notice') waiting = waiting.filter((push) => push.channel !== channel);
        waiting.push({ channel, payload });
      }
    },
    isOurs: (contents) => !destroyed && contents === window.webContents,
  };
}
