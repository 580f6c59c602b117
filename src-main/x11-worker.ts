// The X11 worker: joins the clipboard source, the capture policy and the paste on one X connection, off the main thread.
// Never let an X error or a lost display end it: it tells main and waits for the display to come back.
import { parentPort, workerData } from 'node:worker_threads';
import { toWireError } from '../src-shared/errors';
import { createPlanner } from './capture/planner';
import { transferable } from './clipboard/transferable';
import { DisplayLink } from './clipboard/x11/display-link';
import { X11Clipboard } from './clipboard/x11/x11-clipboard';
import { X11Paste } from './paste/x11/x11-paste';
import type { FromWorker, ToWorker, X11Call, X11Calls, X11WorkerData } from './x11-protocol';

const port = parentPort;
if (port === null) throw new Error('x11-worker runs as a worker thread only');

const { display, appRules: firstRules } = workerData as X11WorkerData;
let appRules = firstRules;
const link = new DisplayLink(display);
// The paste first: what it tells of a display that came or went is with main when the clipboard's own event gets there.
const paste = new X11Paste(link, () => clipboard.ownPrimary());
const clipboard = new X11Clipboard(
  link,
  createPlanner(() => appRules),
);
paste.onTrouble = (trouble) => tell({ type: 'paste-trouble', trouble });

type Handlers = { [C in X11Call]: (argument: X11Calls[C]['in']) => Promise<X11Calls[C]['out']> };
const handlers: Handlers = {
  start: async (options) => {
    await clipboard.start((event) => {
      if (event.type !== 'content') return tell({ type: 'event', event });
      const { formats, transfer } = transferable(event.formats);
      tell({ type: 'event', event: { ...event, formats } }, transfer);
    }, options);
    return null;
  },
  setPaused: async (paused) => {
    clipboard.setPaused(paused);
    return null;
  },
  setIgnoreNext: async (ignore) => {
    clipboard.setIgnoreNext(ignore);
    return null;
  },
  setAppRules: async (rules) => {
    appRules = rules;
    return null;
  },
  write: async (formats) => {
    await clipboard.write(formats);
    return null;
  },
  currentTarget: () => paste.currentTarget(),
  modifiersHeld: () => paste.modifiersHeld(),
  paste: (target) => paste.paste(target),
  stop: async () => {
    await clipboard.stop();
    return null;
  },
};

port.on('message', (message: ToWorker) => {
  void answer(message);
});

link.start().then(
  () => tell({ type: 'ready', trouble: null }),
  () => {
    tell({ type: 'ready', trouble: `No X display answers at ${display}.` });
    port.close();
  },
);

async function answer({ id, call, argument }: ToWorker): Promise<void> {
  try {
    const handle = handlers[call] as (argument: unknown) => Promise<X11Calls[X11Call]['out']>;
    tell({ type: 'answer', id, value: await handle(argument) });
  } catch (error) {
    tell({ type: 'failure', id, error: toWireError(error) });
  }
  if (call === 'stop') port?.close();
}

function tell(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}
