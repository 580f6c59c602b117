// The worker of systems that tell nobody of a copy: macOS and Windows, through their own interfaces, off the main thread.
// Never load another system's library.

import { said } from '../src-shared/i18n/said';
import { loadObjC } from './clipboard/macos/objc';
import { MacPasteboard } from './clipboard/macos/pasteboard';
import type { ChangeCounter } from './clipboard/polling/change-counter';
import { PollingClipboard, type SystemClipboard } from './clipboard/polling/polling-clipboard';
import { loadWin32 } from './clipboard/windows/win32';
import { WindowsClipboard } from './clipboard/windows/windows-clipboard';
import { serveDisplay } from './display-service';
import { unavailablePaste } from './paste/unavailable';

const NO_PASTE = said('noPasteHere');

function nativeClipboard(platform: string): SystemClipboard & { readonly counter: ChangeCounter } {
  if (platform === 'darwin') return new MacPasteboard(loadObjC());
  if (platform === 'win32') return new WindowsClipboard(loadWin32());
  throw new Error(`there is no clipboard to poll on ${platform}`);
}

serveDisplay(({ display: platform }, plan, pasteTrouble) => {
  const system = nativeClipboard(platform);
  const clipboard = new PollingClipboard({
    name: `polling-${platform}`,
    counter: system.counter,
    system,
    plan,
  });
  pasteTrouble(NO_PASTE);
  return {
    clipboard,
    paste: unavailablePaste(NO_PASTE),
    // What is read once can be read again; a library that does not fit shows here and not at the first copy.
    async connect() {
      system.counter.read();
      await system.formats();
    },
    why: () => said('clipboardNotReached'),
    setOnBattery: (onBattery) => clipboard.setOnBattery(onBattery),
  };
});
