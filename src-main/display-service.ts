// A worker's end of what main asks of a display: the clipboard and the paste by messages, the same for every display server.
// Never let an error or a lost display end the worker: it tells main and waits for the display to come back.

import { parentPort, workerData } from 'node:worker_threads';
import type { AppRules } from '../src-shared/app-rules';
import type { ClipFormat } from '../src-shared/clip';
import { toThreadError } from '../src-shared/errors';
import { type Said, said } from '../src-shared/i18n/said';
import { createPlanner } from './capture/planner';
import type { ClipboardEvent, ClipboardPort, Planner } from './clipboard/port';
import { transferable } from './clipboard/transferable';
import { collectAfterLarge } from './collector';
import { Backlog } from './display-backlog';
import type { DisplayCall, DisplayCalls, DisplayWorkerData, FromWorker, ToWorker } from './display-protocol';
import { errorFields, log } from './log';
import type { PastePort } from './paste/port';

/** A display's ports, as they live in the worker. */
interface DisplayParts {
  /** `handOver`: where a content ends with its owner; elsewhere the system keeps it. */
  readonly clipboard: ClipboardPort & { handOver?(): Promise<readonly ClipFormat[] | null> };
  readonly paste: Omit<PastePort, 'trouble'>;
  /** Connects. @throws where the display does not answer */
  readonly connect: () => Promise<void>;
  /** Why it did not connect, in one line. */
  readonly why: (error: unknown) => Said;
  /** Where something is polled. */
  readonly setOnBattery?: (onBattery: boolean) => void;
}

/** Runs the worker. @param make makes the parts for a display; `pasteTrouble` may be told at any time. */
export function serveDisplay(
  make: (
    data: DisplayWorkerData,
    plan: Planner,
    pasteTrouble: (trouble: Said | null) => void,
  ) => DisplayParts,
): void {
  const port = parentPort;
  if (port === null) throw new Error('this runs as a worker thread only');
  const tell = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);

  const data = workerData as DisplayWorkerData;
  let appRules: AppRules = data.appRules;
  const backlog = new Backlog(data.handled);
  const done = collectAfterLarge();
  const notThere = (why: Said): void => {
    tell({ type: 'ready', trouble: why });
    port.close();
  };
  let parts: DisplayParts;
  try {
    parts = make(
      data,
      createPlanner(() => appRules),
      (trouble) => tell({ type: 'paste-trouble', trouble }),
    );
  } catch (error) {
    log.error('display.not-made', errorFields(error));
    notThere(said('librariesDoNotFit'));
    return;
  }
  const { clipboard, paste, connect, why, setOnBattery } = parts;

  type Handlers = {
    [C in DisplayCall]: (argument: DisplayCalls[C]['in']) => Promise<DisplayCalls[C]['out']>;
  };
  const handlers: Handlers = {
    start: async (options) => {
      await clipboard.start((read) => {
        const event = backlog.admit(read);
        // The pieces that it came in, also of what was too large to be kept.
        done(read.type === 'content' || read.type === 'skipped' ? readBytes(read) : 0);
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
    keyLifted: (accelerator) => paste.keyLifted(accelerator),
    paste: (target) => paste.paste(target),
    taken: () => paste.taken(),
    giveBack: (formats) => paste.giveBack(formats),
    setOnBattery: async (onBattery) => {
      setOnBattery?.(onBattery);
      return null;
    },
    handOver: async () => (await clipboard.handOver?.()) ?? null,
    stop: async () => {
      await clipboard.stop();
      return null;
    },
  };

  async function answer({ id, call, argument }: ToWorker): Promise<void> {
    try {
      const handle = handlers[call] as (argument: unknown) => Promise<DisplayCalls[DisplayCall]['out']>;
      tell({ type: 'answer', id, value: await handle(argument) });
    } catch (error) {
      tell({ type: 'failure', id, error: toThreadError(error) });
    }
    if (call === 'stop') port?.close();
  }

  port.on('message', (message: ToWorker) => {
    void answer(message);
  });
  connect().then(
    () => tell({ type: 'ready', trouble: null }),
    (error: unknown) => notThere(why(error)),
  );
}

/** What was read of a change, kept or not. */
function readBytes({ report }: Extract<ClipboardEvent, { readonly report: unknown }>): number {
  return report.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}
