// What no page of ours may do, whatever it is told: navigate, open windows, ask for permissions, download, embed a webview.
// Never loosen one of these for a single page; a page that needs it gets a request in the contract.
// After https://www.electronjs.org/docs/latest/tutorial/security
import inspector from 'node:inspector';
import { app, type Session, session } from 'electron';
import { readPayloadUrl, readThumbnailUrl } from '../../src-shared/payload-url';
import { log } from '../log';

/**
 * Turns the process sandbox on for every renderer. Call before the app is ready. Whoever starts Clipstead with --no-sandbox
 * (root in a test has to) keeps the window's own sandboxing by webPreferences; both together end every child process.
 */
export function enableSandbox(): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

/**
 * Keeps Chromium's remote debugging off, which would show every clip to whoever connects. Where the build lets a debugger attach
 * to the main process and one has (the tests' flavour, by a fuse), it stays. Call before the app is ready.
 */
export function denyRemoteDebugging(): void {
  if (inspector.url() !== undefined) return;
  for (const name of ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address']) {
    app.commandLine.removeSwitch(name);
  }
}

/**
 * Denies all of it for every web contents made from now on. Call once the app is ready, before the first window.
 * @param mayLoad whether a URL is one of our own pages (the development server included, in development only).
 */
export function lockDown(mayLoad: (url: string) => boolean): void {
  app.on('web-contents-created', (_event, contents) => {
    const deny = (what: string) => (event: { preventDefault(): void }) => {
      event.preventDefault();
      log.warn('lockdown.denied', { what });
    };
    contents.on('will-navigate', (event) => {
      // A reload of our own page is the development server's hot reload.
      if (!mayLoad(event.url)) deny('navigation')(event);
    });
    contents.on('will-frame-navigate', (event) => {
      if (!mayLoad(event.url)) deny('frame navigation')(event);
    });
    contents.on('will-redirect', deny('redirect'));
    contents.on('will-attach-webview', deny('webview'));
    contents.setWindowOpenHandler(() => {
      log.warn('lockdown.denied', { what: 'window' });
      return { action: 'deny' };
    });
  });
  denyInSession(session.defaultSession, mayLoad);
}

/** The same for what a session asks for. @param mayLoad whether a URL is one of the session's own. */
export function denyInSession(target: Session, mayLoad: (url: string) => boolean): void {
  target.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on('will-download', (event) => {
    event.preventDefault();
    log.warn('lockdown.denied', { what: 'download' });
  });
  // Nothing of ours is on the network, so every request that is not for our own pages is cancelled before it leaves.
  target.webRequest.onBeforeRequest((details, callback) => {
    // A clip's image is for an <img> of our own page; the frame in it that shows copied HTML gets none.
    const image = details.resourceType === 'image' && details.frame?.parent == null;
    const payload = image && (readPayloadUrl(details.url) ?? readThumbnailUrl(details.url)) !== null;
    const ours = mayLoad(details.url) || payload || details.url.startsWith('devtools:');
    callback({ cancel: !ours });
  });
}
