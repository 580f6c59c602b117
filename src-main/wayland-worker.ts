// The Wayland worker: the clipboard by data-control, off the main thread.
// Never press keys: Wayland lets no program do that in another without the desktop's leave, which is not asked for yet.

import { ClipsteadError } from '../src-shared/errors';
import { said } from '../src-shared/i18n/said';
import { Link } from './clipboard/link';
import { WaylandConnection } from './clipboard/wayland/connection';
import { SocketLost } from './clipboard/wayland/unix-socket';
import { WaylandClipboard } from './clipboard/wayland/wayland-clipboard';
import { serveDisplay } from './display-service';
import { errorFields, log } from './log';
import { unavailablePaste } from './paste/unavailable';

const NO_PASTE = said('noPasteOnWayland');

serveDisplay(({ display: path }, plan, pasteTrouble) => {
  const link = new Link(() => WaylandConnection.open(path));
  const clipboard = new WaylandClipboard(link, plan);
  pasteTrouble(NO_PASTE);
  return {
    clipboard,
    paste: unavailablePaste(NO_PASTE),
    connect: () =>
      link.start().catch((error: unknown) => {
        link.stop();
        throw error;
      }),
    why(error) {
      if (error instanceof ClipsteadError && error.said !== null) return error.said;
      if (!(error instanceof SocketLost)) log.error('wayland.failed', errorFields(error));
      return said('noCompositor');
    },
  };
});
