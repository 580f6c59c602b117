// Pausing: for a time, until resumed, or for the next copy only; kept over a restart, except for the last.
// Never let what was copied unread be taken later, when capture goes on or the app starts again: the clipboard still holds it.
import { MAX_PAUSE_MS } from '../../src-shared/limits';
import type { ClipboardPort, SkipReason } from '../clipboard/port';
import { errorFields, log } from '../log';

/** Timers stand still while the machine sleeps: a pause ends this long after it woke up at the latest. */
const LOOK_EVERY_MS = 15_000;

/** What the settings keep of it. */
interface KeptPause {
  readonly paused: boolean;
  readonly pausedUntil: number | null;
  readonly leaveStanding: boolean;
}

export interface PauseParts {
  readonly settings: { readonly current: KeptPause; update(change: Partial<KeptPause>): void };
  readonly port: Pick<ClipboardPort, 'setPaused' | 'setIgnoreNext'>;
  /** After every change of the state. */
  readonly onChange: () => void;
  /** A state that holds now could not be written for the next start. */
  readonly onNotSaved: (paused: boolean) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface Pause {
  readonly paused: boolean;
  /** When the pause ends by itself, milliseconds since the epoch; null = it does not, or there is none. */
  readonly until: number | null;
  readonly ignoringNext: boolean;
  /** What stands on the clipboard at the start was copied unread in the run before, or was kept for a time only. */
  readonly leaveStanding: boolean;
  /** @param forMs null = until resumed, which more than MAX_PAUSE_MS means too. */
  pause(forMs: number | null): void;
  resume(): void;
  ignoreNext(ignore: boolean): void;
  /** The settings were changed by somebody else: they hold from now on. */
  follow(): void;
  /**
   * Tells that the clipboard has changed.
   * @param unread why nothing was read of it; null where it was read
   * @param forATime it is kept for a time only: taken again at the next start, it would begin that time anew
   */
  saw(unread: SkipReason | null, forATime: boolean): void;
  stop(): void;
}

export function createPause(parts: PauseParts): Pause {
  const { settings, port, onChange, onNotSaved, now = Date.now } = parts;
  let timer: NodeJS.Timeout | null = null;
  let ignoringNext = false;
  /** What the port was told. */
  let portPaused = false;
  const leaveStanding = settings.current.leaveStanding || settings.current.paused;

  function save(change: Partial<KeptPause>): void {
    try {
      settings.update(change);
    } catch (error) {
      log.error('settings.write-failed', errorFields(error));
      if (change.paused !== undefined) onNotSaved(change.paused);
    }
  }

  function arm(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const { paused, pausedUntil } = settings.current;
    if (!paused || pausedUntil === null) return;
    timer = setTimeout(look, Math.min(Math.max(pausedUntil - now(), 0), LOOK_EVERY_MS)).unref();
  }

  function look(): void {
    const { paused, pausedUntil } = settings.current;
    if (paused && pausedUntil !== null && pausedUntil <= now()) resume();
    else arm();
  }

  function tellPort(paused: boolean): void {
    port.setPaused(paused);
    portPaused = paused;
  }

  function resume(): void {
    tellPort(false);
    save({ paused: false, pausedUntil: null });
    arm();
    onChange();
  }

  // A pause whose time was over while the app did not run: its copies are left alone all the same.
  const { paused, pausedUntil } = settings.current;
  if (paused && pausedUntil !== null && pausedUntil <= now()) {
    save({ paused: false, pausedUntil: null, leaveStanding: true });
  }
  tellPort(settings.current.paused);
  arm();

  return {
    get paused() {
      return settings.current.paused;
    },
    get until() {
      return settings.current.paused ? settings.current.pausedUntil : null;
    },
    get ignoringNext() {
      return ignoringNext;
    },
    leaveStanding,
    pause(forMs) {
      // Paused first, then noted: whoever pauses is about to copy a secret.
      tellPort(true);
      const until = forMs === null || forMs > MAX_PAUSE_MS ? null : now() + forMs;
      save({ paused: true, pausedUntil: until, leaveStanding: true });
      arm();
      onChange();
    },
    resume,
    follow() {
      if (settings.current.paused !== portPaused) tellPort(settings.current.paused);
      arm();
      onChange();
    },
    ignoreNext(ignore) {
      port.setIgnoreNext(ignore);
      ignoringNext = ignore;
      onChange();
    },
    saw(unread, forATime) {
      const left = unread === 'paused' || unread === 'ignored' || forATime;
      const leave = left || settings.current.paused;
      if (leave !== settings.current.leaveStanding) save({ leaveStanding: leave });
      if (unread !== 'ignored' || !ignoringNext) return;
      ignoringNext = false;
      onChange();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
