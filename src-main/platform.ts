// Which clipboard and which paste this system has: decided once, at start, from what is there.
// Never fail to start because of it: a port that can do nothing says why.
import type { AppRules } from '../src-shared/app-rules';
import { createPlanner, SECRET_MARKERS } from './capture/planner';
import { chooseSource } from './clipboard/choose';
import { nativeChangeCounter } from './clipboard/polling/change-counter';
import { PollingClipboard } from './clipboard/polling/polling-clipboard';
import type { ClipboardPort } from './clipboard/port';
import { unavailableClipboard } from './clipboard/unavailable';
import { createSystemClipboard } from './electron/system-clipboard';
import { errorFields, log } from './log';
import type { PastePort } from './paste/port';
import { unavailablePaste } from './paste/unavailable';
import { startX11 } from './x11-client';

export interface Platform {
  readonly clipboard: ClipboardPort;
  readonly paste: PastePort;
  /** One line in words where not all copies can be seen; null where they can. */
  readonly caveat: string | null;
  /** Which programs are captured from, from the next copy on. */
  setAppRules(rules: AppRules): void;
  stop(): Promise<void>;
}

const NO_PASTE = 'Pasting into other programs is not built for this system yet.';

/** @param options.workerUrl the X11 worker. */
export async function startPlatform(options: {
  readonly workerUrl: URL;
  readonly appRules: AppRules;
}): Promise<Platform> {
  const { workerUrl, appRules } = options;
  const choice = chooseSource(process.platform, process.env);
  try {
    if (choice.type === 'x11') {
      return { ...(await startX11({ workerUrl, appRules, display: choice.display })), caveat: choice.caveat };
    }
    if (choice.type === 'polling') {
      let rules = appRules;
      const clipboard = new PollingClipboard({
        name: `polling-${process.platform}`,
        counter: nativeChangeCounter(process.platform),
        system: createSystemClipboard(SECRET_MARKERS),
        plan: createPlanner(() => rules),
      });
      return withoutPaste(clipboard, NO_PASTE, (changed) => {
        rules = changed;
      });
    }
    return withoutPaste(unavailableClipboard(choice.trouble), choice.trouble);
  } catch (error) {
    log.error('platform.failed', errorFields(error));
    const why = 'The clipboard of this system could not be reached; Clipstead’s log names the place.';
    return withoutPaste(unavailableClipboard(why), why);
  }
}

function withoutPaste(
  clipboard: ClipboardPort,
  why: string,
  setAppRules: Platform['setAppRules'] = () => {},
): Platform {
  return {
    clipboard,
    paste: unavailablePaste(why),
    caveat: null,
    setAppRules,
    stop: () => clipboard.stop(),
  };
}
