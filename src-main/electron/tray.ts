// The tray icon and its menu: open, pause or resume, ignore the next copy, the newest clips, quit.
// Never show more of a clip than its preview, and never block while a menu is made.
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { ClipSummary } from '../../src-shared/clip';
import { type Said, said } from '../../src-shared/i18n/said';
import type { Speech } from '../../src-shared/i18n/speech';
import { TRAY_UPDATE_MS } from '../../src-shared/limits';
import { menuLabel, queueLine, type TrayMode, trayMode } from '../tray-labels';

export interface TrayState extends TrayMode {
  /** Why capture is not possible; null where it is. */
  readonly captureTrouble: Said | null;
  /** What the next paste gives, and how many clips wait behind it; null where nothing is queued. */
  readonly queued: { readonly preview: string; readonly behind: number } | null;
  readonly clips: readonly ClipSummary[];
  /** What the tray speaks. */
  readonly speech: Speech;
}

export interface TrayActions {
  open(): void;
  /** For so many milliseconds; null = until resumed. */
  pause(forMs: number | null): void;
  resume(): void;
  ignoreNext(ignore: boolean): void;
  endQueue(): void;
  copy(id: number): void;
  quit(): void;
}

/**
 * @param icons paths of the icon while capturing and while paused.
 * @returns a function that shows a new state.
 */
export function createTray(
  icons: { readonly normal: string; readonly paused: string },
  actions: TrayActions,
): { update(state: TrayState): void; destroy(): void } {
  const images = {
    normal: nativeImage.createFromPath(icons.normal),
    paused: nativeImage.createFromPath(icons.paused),
  };
  const tray = new Tray(images.normal);
  tray.setToolTip('Clipstead');
  tray.on('click', () => actions.open());
  let shownOff = false;
  let shownTip = 'Clipstead';

  let latest: TrayState | null = null;
  let timer: NodeJS.Timeout | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;

  function show(): void {
    timer = null;
    shownAt = performance.now();
    const state = latest;
    if (state !== null) tray.setContextMenu(Menu.buildFromTemplate(template(state, actions)));
  }

  return {
    update(state) {
      latest = state;
      timer ??= setTimeout(show, Math.max(0, shownAt + TRAY_UPDATE_MS - performance.now()));
      const mode = trayMode(state, state.speech);
      const off = mode !== null || state.captureTrouble !== null;
      if (off !== shownOff) tray.setImage(off ? images.paused : images.normal);
      const says = state.queued === null ? mode : queueLine(state.queued, state.speech);
      const tip = says === null ? 'Clipstead' : `Clipstead: ${says}`;
      if (tip !== shownTip) tray.setToolTip(tip);
      [shownOff, shownTip] = [off, tip];
    },
    destroy() {
      if (timer !== null) clearTimeout(timer);
      tray.destroy();
    },
  };
}

function template(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const { speech } = state;
  const { say } = speech;
  const items: MenuItemConstructorOptions[] = [
    { label: say(said('trayOpen')), click: () => actions.open() },
    ...(state.paused
      ? [{ label: say(said('trayResume')), click: () => actions.resume() }]
      : pauseItems(state, actions)),
  ];
  const mode = trayMode(state, speech);
  if (mode !== null) items.push({ label: mode, enabled: false });
  if (state.captureTrouble !== null) {
    items.push({ label: menuLabel(say(state.captureTrouble), speech), enabled: false });
  }
  if (state.queued !== null) {
    items.push({ label: queueLine(state.queued, speech).replaceAll('&', '&&'), enabled: false });
    items.push({ label: say(said('trayEndQueue')), click: () => actions.endQueue() });
  }
  items.push({ type: 'separator' });
  for (const clip of state.clips) {
    items.push({ label: menuLabel(clip.preview, speech), click: () => actions.copy(clip.id) });
  }
  if (state.clips.length === 0) items.push({ label: say(said('trayNothingYet')), enabled: false });
  items.push({ type: 'separator' }, { label: say(said('trayQuit')), click: () => actions.quit() });
  return items;
}

const MINUTE_MS = 60_000;

function pauseItems(
  { ignoringNext, speech: { say } }: TrayState,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  return [
    { label: say(said('trayPause')), click: () => actions.pause(null) },
    { label: say(said('trayPauseMinutes', 5)), click: () => actions.pause(5 * MINUTE_MS) },
    { label: say(said('trayPauseHour')), click: () => actions.pause(60 * MINUTE_MS) },
    {
      label: say(said('trayIgnoreNext')),
      type: 'checkbox',
      checked: ignoringNext,
      click: () => actions.ignoreNext(!ignoringNext),
    },
  ];
}
