// Which clipboard and which paste this system has: decided once, at start, from what is there.
// Never fail to start because of it: a port that can do nothing says why.

import type { AppRules } from '../src-shared/app-rules';
import type { ClipFormat } from '../src-shared/clip';
import { type Said, said } from '../src-shared/i18n/said';
import { createPlanner, SECRET_MARKERS } from './capture/planner';
import { chooseSource, type SourceChoice } from './clipboard/choose';
import type { HoldPlace } from './clipboard/holder/protocol';
import { type OwnProgram, startHolder } from './clipboard/holder/start-holder';
import { nativeChangeCounter } from './clipboard/polling/change-counter';
import { PollingClipboard } from './clipboard/polling/polling-clipboard';
import type { ClipboardPort } from './clipboard/port';
import { unavailableClipboard } from './clipboard/unavailable';
import { comeBackWith } from './comeback/start';
import { startDisplayWorker } from './display-client';
import { createSystemClipboard } from './electron/system-clipboard';
import { errorFields, log } from './log';
import type { PastePort } from './paste/port';
import { unavailablePaste } from './paste/unavailable';

export interface Platform {
  readonly clipboard: ClipboardPort;
  readonly paste: PastePort;
  /** Says where not all copies can be seen; null where they can. */
  readonly caveat: Said | null;
  /** Which programs are captured from, from the next copy on. */
  setAppRules(rules: AppRules): void;
  /** Whether the machine runs on its battery: where copies have to be polled for, that is done less often then. */
  setOnBattery(onBattery: boolean): void;
  /** Its end is meant: it does not come back with its display. */
  stayAway(): void;
  stop(): Promise<void>;
}

type Ports = Omit<Platform, 'stayAway'>;

const NO_PASTE = said('noPasteHere');

export interface PlatformOptions {
  /** Where a built worker lies. */
  readonly worker: (name: string) => URL;
  /** How this program is started again, for the process that holds the clipboard after it has quit. */
  readonly program: OwnProgram;
  readonly appRules: AppRules;
  /** Whether what is selected is captured too (X11 only). */
  readonly captureSelection: boolean;
}

export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const choice = chooseSource(process.platform, process.env);
  // Behind Wayland an X server may be there only as long as a program needs it: its end says nothing of the session's.
  const stayAway =
    choice.type === 'x11' && choice.caveat === null
      ? comeBackWith(choice.display, options.program, process.argv.slice(1))
      : () => {};
  return { ...(await startPorts(choice, options)), stayAway };
}

async function startPorts(choice: SourceChoice, options: PlatformOptions): Promise<Ports> {
  try {
    if (choice.type === 'polling') return await startPolling(options);
    return await startDisplay(choice, options);
  } catch (error) {
    log.error('platform.failed', errorFields(error));
    const why = said('clipboardNotReachedSeeLog');
    return withoutPaste(unavailableClipboard(why), why);
  }
}

async function startDisplay(
  choice: Exclude<SourceChoice, { type: 'polling' }>,
  options: PlatformOptions,
): Promise<Ports> {
  const { worker, program, appRules, captureSelection } = options;
  if (choice.type === 'none') return withoutPaste(unavailableClipboard(choice.trouble), choice.trouble);
  const place: HoldPlace =
    choice.type === 'x11'
      ? { system: 'x11', display: choice.display }
      : { system: 'wayland', display: choice.path };
  const common = {
    display: place.display,
    appRules,
    captureSelection,
    hold: (formats: readonly ClipFormat[]) => startHolder(program, place, formats),
  };
  if (choice.type === 'x11') {
    const workerUrl = worker('x11-worker.js');
    return {
      ...(await startDisplayWorker({ ...common, name: 'x11-xfixes', noticesPastes: true, workerUrl })),
      caveat: choice.caveat,
    };
  }
  try {
    const workerUrl = worker('wayland-worker.js');
    return {
      ...(await startDisplayWorker({
        ...common,
        name: 'wayland-data-control',
        noticesPastes: false,
        workerUrl,
      })),
      caveat: null,
    };
  } catch (error) {
    log.info('platform.no-data-control', errorFields(error));
    return startDisplay(choice.otherwise, options);
  }
}

async function startPolling({ worker, appRules }: PlatformOptions): Promise<Ports> {
  const { platform } = process;
  const name = `polling-${platform}`;
  try {
    const workerUrl = worker('polling-worker.js');
    return {
      ...(await startDisplayWorker({ name, noticesPastes: false, workerUrl, display: platform, appRules })),
      caveat: null,
    };
  } catch (error) {
    log.error('platform.no-native-clipboard', errorFields(error));
  }
  // Electron's interface knows text, HTML and RTF, and not the program; still a clipboard.
  let rules = appRules;
  const clipboard = new PollingClipboard({
    name: `${name}-electron`,
    counter: nativeChangeCounter(platform),
    system: createSystemClipboard(SECRET_MARKERS),
    plan: createPlanner(() => rules),
  });
  const setAppRules: Platform['setAppRules'] = (changed) => {
    rules = changed;
  };
  const setOnBattery = (onBattery: boolean) => clipboard.setOnBattery(onBattery);
  return { ...withoutPaste(clipboard, NO_PASTE), setAppRules, setOnBattery };
}

function withoutPaste(clipboard: ClipboardPort, why: Said): Ports {
  return {
    clipboard,
    paste: unavailablePaste(why),
    caveat: null,
    setAppRules: () => {},
    setOnBattery: () => {},
    stop: () => clipboard.stop(),
  };
}
