// The composition root: makes the parts in order and joins them. The order and its reasons stand here; logic does not.
// Never let one part's trouble stop the others: what still works is started, and the trouble is said in words.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { policyInForce, problemLine } from '../src-shared/capture-policy';
import { languageOf } from '../src-shared/i18n/languages';
import { type Said, said } from '../src-shared/i18n/said';
import { english, type Speech, speechIn } from '../src-shared/i18n/speech';
import type { AppStatus, FirstPage, Notice } from '../src-shared/ipc-contract';
import { keymapOf } from '../src-shared/keymap';
import { JUDGED_AT_QUIT_MS, TRAY_CLIPS } from '../src-shared/limits';
import { createActions } from './actions';
import { startCapture } from './capture/capture';
import { CaptureLog } from './capture/capture-log';
import { newClipFromText } from './capture/normalise';
import { createPause } from './capture/pause';
import { rulesInForce } from './capture/secrets/rules-in-force';
import { startCliServer } from './cli/server';
import { createClipTools } from './clip-tools';
import { cliActions } from './command-line-actions';
import { mayLoad, pageAddress, registerSchemes, serveRenderer } from './electron/app-protocol';
import { desktop } from './electron/desktop';
import { goWithout } from './electron/frugal';
import { registerHotkey, unregisterHotkeys } from './electron/hotkeys';
import { createImageDecoder } from './electron/image-decoder';
import { bindIpc } from './electron/ipc-binding';
import {
  appInfo,
  becomeTheOnlyInstance,
  exitNow,
  failStart,
  logUncaught,
  notify,
  onBatteryChange,
  onQuit,
  onSuspend,
  quit,
  systemLanguages,
  whenReady,
} from './electron/lifecycle';
import { denyRemoteDebugging, enableSandbox, lockDown } from './electron/lockdown';
import { servePayloads } from './electron/payload-protocol';
import { createPickerWindow } from './electron/picker-window';
import { createTray } from './electron/tray';
import { createFormerClipboard } from './former-clipboard';
import { createHistoryFeed } from './history-feed';
import { startImageWork } from './image-work';
import { createRouter } from './ipc/router';
import { errorFields, log, openLog } from './log';
import { leftOverFolders, socketPaths } from './paths';
import { pickerHandlers } from './picker-requests';
import { startPlatform } from './platform';
import { createPreviews } from './previews';
import { nextSeparator } from './separators';
import { onPartChange, openSettings } from './settings/settings-file';
import { watchSettings } from './settings/watch-settings';
import { storageError } from './storage/failures';
import { openHistory } from './storage/history';
import { findNativeBinding } from './storage/native-binding';
import { openReader } from './storage/reader';
import { policyOf } from './storage/retention';
import { keepWaitingClips } from './storage/waiting-clips';
import { takeInLeftOver, writeLeftOver } from './transfer/left-over';
import { createTransfers } from './transfer/transfers';

/** Starts the app on a data folder, or shows the picker of the one that runs on it already and ends. */
export function startApp(dataDir: string): void {
  // Chromium makes files of its own, by its own modes.
  process.umask(0o077);
  logUncaught();
  enableSandbox();
  denyRemoteDebugging();
  goWithout();
  registerSchemes();
  let askedToShow = false;
  let show = () => {
    askedToShow = true;
  };
  const fail = (error: unknown) => failStart(storageError(error), speech);
  try {
    if (!becomeTheOnlyInstance(dataDir, () => show())) {
      exitNow(0);
      return;
    }
  } catch (error) {
    fail(error);
    return;
  }
  whenReady(async () => {
    show = await compose(dataDir);
    if (askedToShow) show();
  }, fail);
}

/** What the user is spoken to in; English until the settings and the system have said otherwise. */
let speech: Speech = english;
const say = (message: Said): string => speech.say(message);
const sayOr = (message: Said | null): string | null => message && speech.say(message);

/** @returns what shows the picker. */
async function compose(dataDir: string): Promise<() => void> {
  const info = appInfo();
  openLog(dataDir);
  log.info('app.start', { version: info.version, electron: info.electron, pid: process.pid });
  const settings = openSettings(dataDir);
  const language = () => languageOf(settings.current.language, systemLanguages());
  speech = await speechIn(language());
  // Not relative to this module: the bundler decides in which file it ends up.
  const worker = (name: string) => pathToFileURL(join(info.root, 'dist', 'main', name));

  // Storage before capture: nothing is taken that could not be kept.
  const nativeBinding = findNativeBinding(
    info.packaged ? { resourcesPath: info.resources } : { projectDir: info.root },
  );
  const history = await openHistory({
    dir: dataDir,
    nativeBinding,
    maintenanceUrl: worker('maintenance-worker.js'),
    policy: () => policyOf(settings.current.retention),
    onPolicyChange: (listener) => onPartChange(settings, ({ retention }) => retention, listener),
    onTrouble: (message) => tell('error', message),
  });
  const { store } = history;
  // What is copied waits in memory where it cannot be written now; where it never can, the copy is refused at once.
  const leftOver = leftOverFolders(dataDir, tmpdir());
  const clipboardBefore = createFormerClipboard(() => settings.current.restoreClipboard);
  const waiting = keepWaitingClips(clipboardBefore.noting(store), {
    busy: () => history.busy,
    // That the history cannot be written is said at the start already.
    onTrouble: (level, message) => history.later || tell(level, message),
    onFailure: (error) => history.failed(error),
    onGivenUp: (clips) => void writeLeftOver(leftOver, clips, { app: info.version, now: Date.now() }),
  });
  onSuspend(() => history.suspend());
  const reader = await openReader({
    dir: dataDir,
    workerUrl: worker('reader-worker.js'),
    nativeBinding,
    empty: history.empty,
  });

  // The window is made now, hidden, and its page is loaded once its requests have answers.
  const rendererFolder = join(info.root, 'dist', 'renderer');
  serveRenderer(rendererFolder);
  const devUrl = info.packaged ? undefined : process.env.CLIPSTEAD_DEV_URL;
  lockDown((url) => mayLoad(url, devUrl));
  const payload = (id: number, mime: string) => store.readPayload(id, mime);
  const previews = createPreviews({ details: (id) => store.details(id), payload });
  const images = startImageWork({
    store,
    free: history.free,
    decoder: createImageDecoder(rendererFolder),
    touch: history.touch,
    onError: (error) => log.error('images.failed', errorFields(error)),
  });
  servePayloads({ image: previews.image, thumbnail: images.thumbnail });
  const picker = createPickerWindow({
    preload: join(info.root, 'dist', 'preload', 'preload.cjs'),
    icon: join(info.root, 'resources', 'icon-256.png'),
  });
  picker.setLook(settings.current);
  onPartChange(settings, ({ theme, scale }) => ({ theme, scale }), picker.setLook);

  const platform = await startPlatform({
    worker,
    program: info.program,
    appRules: settings.current.apps,
    captureSelection: settings.current.captureSelection,
  });
  onBatteryChange((onBattery) => platform.setOnBattery(onBattery));
  const secrets = rulesInForce(settings.current.secrets, worker('rules-worker.js'), (message) =>
    tell('error', message),
  );
  const transfers = createTransfers({
    dir: dataDir,
    nativeBinding,
    workerUrl: worker('transfer-worker.js'),
    app: info.version,
    store,
    history,
  });
  const actions = createActions({
    store,
    free: history.free,
    transfers,
    stats: history.stats,
    clipboard: platform.clipboard,
    paste: platform.paste,
    clipboardBefore,
    picker,
    onShow: () => feed.hurry(),
    pending: () => feed.pending,
    newClipFromText: (bytes) => newClipFromText(bytes, null),
    notify: (message) => tell('info', message),
    separator: () => settings.current.separator,
    hotkey: settings.current.hotkey,
    onQueue: () => tellStatus(),
  });

  const tools = createClipTools({
    store,
    payload,
    previews,
    actions,
    newClipFromText: (bytes) => newClipFromText(bytes, null),
    desktop,
    tell: (level, message) => tell(level, message),
  });

  let captureTrouble = platform.clipboard.captureTrouble;
  let hotkeyTrouble: Said | null = null;
  let shown: FirstPage | null = null;

  const pause = createPause({
    settings,
    port: platform.clipboard,
    onChange: () => tellStatus(),
    onNotSaved: (paused) => tell('error', said(paused ? 'pausedNotSaved' : 'resumedNotSaved')),
  });
  const captureLog = new CaptureLog();

  // What is written into the settings file holds from the next copy on; the hotkey from the next start on.
  const { hotkey } = settings.current;
  onPartChange(settings, ({ paused, pausedUntil }) => [paused, pausedUntil], pause.follow);
  onPartChange(settings, ({ apps }) => apps, platform.setAppRules);
  onPartChange(
    settings,
    (current) => current.secrets,
    (changed) => {
      secrets.change(changed);
      const problem = problemLine(secrets.problems);
      if (problem !== null) tell('error', problem);
    },
  );
  onPartChange(
    settings,
    ({ keys, separator }) => [keys, separator],
    () => {
      tellStatus();
      const { trouble } = keymapOf(settings.current.keys, onMac);
      if (trouble !== null) tell('error', trouble);
    },
  );

  onPartChange(
    settings,
    ({ contrast }) => contrast,
    () => tellStatus(),
  );

  const queued = (): AppStatus['queued'] => {
    const state = actions.queued;
    return state && { id: state.next.id, preview: state.next.preview, behind: state.behind };
  };
  const status = (): AppStatus => ({
    capturing: !pause.paused && captureTrouble === null,
    paused: pause.paused,
    pausedUntil: pause.until,
    ignoringNext: pause.ignoringNext,
    captureTrouble: sayOr(captureTrouble),
    pasteTrouble: sayOr(platform.paste.trouble),
    hotkey,
    hotkeyTrouble: sayOr(hotkeyTrouble),
    keys: settings.current.keys,
    separator: settings.current.separator,
    contrast: settings.current.contrast,
    queued: queued(),
    platform: process.platform as AppStatus['platform'],
  });
  const onMac = process.platform === 'darwin';
  const tray = createTray(
    {
      // macOS tints template images itself, for light and dark menu bars.
      normal: join(info.root, 'resources', onMac ? 'trayTemplate.png' : 'tray.png'),
      paused: join(info.root, 'resources', onMac ? 'trayPausedTemplate.png' : 'tray-paused.png'),
    },
    {
      open: () => void actions.show(),
      pause: pause.pause,
      resume: pause.resume,
      ignoreNext: pause.ignoreNext,
      endQueue: actions.endQueue,
      copy: (id) => void actions.copy(id).catch(tellFailure),
      quit,
    },
  );
  const updateTray = () =>
    tray.update({
      paused: pause.paused,
      pausedUntil: pause.until,
      ignoringNext: pause.ignoringNext,
      captureTrouble,
      queued: queued(),
      clips: newest(shown),
      speech,
    });
  const tellStatus = () => {
    picker.send('app:status-changed', status());
    updateTray();
  };

  function goToNextSeparator(): void {
    try {
      settings.update({ separator: nextSeparator(settings.current.separator) });
    } catch (error) {
      log.error('settings.write-failed', errorFields(error));
      tell('error', said('separatorNotSaved'));
    }
    tellStatus();
  }
  /** One line to the user. Trouble stands in the picker too: whoever missed the system's notice sees it there. */
  function tell(level: Notice['level'], message: Said): void {
    const text = say(message);
    if (!notify(text) || level === 'error') picker.send('app:notice', { level, text });
  }
  /** The same in the picker alone. */
  function tellThere(level: Notice['level'], message: Said): void {
    picker.send('app:notice', { level, text: say(message) });
  }
  function tellFailure(error: unknown): void {
    log.error('action.failed', errorFields(error));
    tell('error', said('didNotWork'));
  }

  const feed = createHistoryFeed(reader, store, (page) => {
    shown = page;
    picker.send('history:changed', page);
    updateTray();
  });

  bindIpc(
    createRouter(
      pickerHandlers({
        reader,
        feed,
        actions,
        previews,
        tools,
        pause,
        status,
        listens: picker.listens,
        nextSeparator: goToNextSeparator,
      }),
      (url) => mayLoad(url, devUrl),
      say,
    ),
    (contents) => picker.isOurs(contents),
  );
  const loadPicker = () => picker.load(pageAddress(language(), devUrl));
  onPartChange(settings, language, (changed) => {
    void speechIn(changed).then((loaded) => {
      // The settings may have changed again meanwhile.
      if (language() !== loaded.language) return;
      speech = loaded;
      loadPicker();
      tellStatus();
    });
  });
  loadPicker();

  // Capture last: from here on copies come in, and everything that they reach stands.
  const capture = await startCapture({
    port: platform.clipboard,
    store(clip) {
      if (!history.readOnly || history.later) return waiting.store(clip);
      return store.store(clip).isNew ? 'new' : 'known';
    },
    pause,
    judge: secrets.judge,
    onCopied: clipboardBefore.copied,
    onEvent: (event) => captureLog.add(event),
    onTrouble: (trouble) => {
      captureTrouble = trouble;
      tellStatus();
    },
    onStoreFailed: (message) => tell('error', message),
    onTaken: actions.taken,
    onForeign: () => {
      clipboardBefore.changed();
      actions.endQueue();
    },
  });
  hotkeyTrouble = registerHotkey(hotkey, () => void actions.hotkey());
  if (hotkeyTrouble !== null) log.warn('hotkey.refused');
  // Without its command line the app is still a clipboard manager.
  const server = await startCliServer({
    socketPaths: socketPaths(dataDir),
    actions: cliActions({
      info,
      dataDir,
      sourceName: platform.clipboard.name,
      status,
      reader,
      actions,
      pause,
      captureLog,
      waiting: () => waiting.waiting,
      rules: () => policyInForce(settings.current, secrets.problems),
      quit,
    }),
    onError: (error) => log.error('cli.failed', errorFields(error)),
  }).catch((error: unknown) => {
    log.error('cli.not-started', errorFields(error));
    return null;
  });

  const stopWatching = watchSettings(dataDir, settings, (message) => tell('error', message));

  onQuit(async () => {
    platform.stayAway();
    // Against the flow: first nothing new comes in, then what is under way ends, storage last.
    stopWatching();
    unregisterHotkeys();
    await server?.close();
    await platform.stop();
    await capture.settled(JUDGED_AT_QUIT_MS);
    secrets.close();
    await capture.settled();
    pause.stop();
    feed.stop();
    images.stop();
    await transfers.stop();
    await waiting.stop();
    await reader.close();
    await history.close();
    tray.destroy();
  }, waiting.giveUp);

  tellStatus();
  const ruleTrouble = problemLine(secrets.problems);
  const keyTrouble = keymapOf(settings.current.keys, onMac).trouble;
  // The picker shows one notice, so the one that weighs most: a loss is said once and never again.
  if (history.notice !== null) tell('error', history.notice);
  else if (settings.trouble !== null) tellThere('error', settings.trouble);
  else if (ruleTrouble !== null) tell('error', ruleTrouble);
  else if (keyTrouble !== null) tellThere('error', keyTrouble);
  else if (platform.caveat !== null) tellThere('info', platform.caveat);
  const first = await feed.firstPage();
  shown = first;
  picker.send('history:changed', first);
  updateTray();
  if (!history.readOnly) void takeInLeftOver(leftOver, transfers, tell);
  log.info('app.ready', { source: platform.clipboard.name });
  return () => void actions.show();
}

/** The newest clips of a first page, pinned or not, as the tray lists them. */
function newest(page: FirstPage | null) {
  if (page === null) return [];
  return [...page.pinned, ...page.clips].sort((a, b) => b.order - a.order).slice(0, TRAY_CLIPS);
}
