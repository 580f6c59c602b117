// The X11 worker: the clipboard and the paste on one X connection, off the main thread.
// Never anything else here: what main asks is served the same for every display (display-service.ts).
import { said } from '../src-shared/i18n/said';
import { DisplayLink } from './clipboard/x11/display-link';
import { X11Clipboard } from './clipboard/x11/x11-clipboard';
import { serveDisplay } from './display-service';
import { X11Paste } from './paste/x11/x11-paste';

serveDisplay(({ display, captureSelection }, plan, pasteTrouble) => {
  const link = new DisplayLink(display);
  // The paste first: what it tells of a display that came or went is with main when the clipboard's own event gets there.
  const paste = new X11Paste(link, () => clipboard);
  const clipboard = new X11Clipboard(link, plan, { primary: captureSelection });
  paste.onTrouble = pasteTrouble;
  return {
    clipboard,
    paste,
    connect: () => link.start(),
    why: () => said('noXDisplay', display),
  };
});
