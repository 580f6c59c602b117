// Binds the IPC router to Electron. Never answers a message that did not pass the router.
import { ipcMain, type WebContents } from 'electron';
import { REQUEST_CHANNELS } from '../../src-shared/channels';
import type { createRouter } from '../ipc/router';

/**
 * @param route the router.
 * @param isKnown whether the web contents belong to a window of ours.
 */
export function bindIpc(
  route: ReturnType<typeof createRouter>,
  isKnown: (contents: WebContents) => boolean,
): void {
  for (const channel of REQUEST_CHANNELS) {
    ipcMain.handle(channel, (event, payload: unknown) =>
      route(channel, payload, {
        knownWindow: isKnown(event.sender),
        mainFrame: event.senderFrame !== null && event.senderFrame === event.sender.mainFrame,
        url: event.senderFrame?.url ?? '',
      }),
    );
  }
}
