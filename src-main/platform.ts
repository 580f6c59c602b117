// Which clipboard and which paste this system has: decided once, at start, from what is there.
// Never fail to start because of it: a port that can do nothing says why.
import type { ClipboardPort } from './clipboard/port';
import type { PastePort } from './paste/port';
import { startX11 } from './x11-client';

export interface Platform {
  readonly clipboard: ClipboardPort;
  readonly paste: PastePort;
  stop(): Promise<void>;
}

export async function startPlatform(options: { readonly workerUrl: URL }): Promise<Platform> {
  return await startX11({ workerUrl: options.workerUrl, display: process.env.DISPLAY ?? '' });
}
