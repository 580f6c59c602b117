// What the command line can make the app do, each verb with the part that does it.
// Never decide anything here: the server has parsed the call, and the picker and the tray call the same parts.
import type { AppStatus } from '../src-shared/ipc-contract';
import type { createActions } from './actions';
import type { CaptureLog } from './capture/capture-log';
import type { Pause } from './capture/pause';
import type { CliActions } from './cli/actions';
import { databaseFile } from './storage/files';
import type { openReader } from './storage/reader';

export interface CommandLineParts {
  readonly info: { readonly version: string; readonly electron: string };
  readonly dataDir: string;
  /** The clipboard port's name. */
  readonly sourceName: string;
  readonly status: () => AppStatus;
  readonly reader: Pick<Awaited<ReturnType<typeof openReader>>, 'page' | 'count'>;
  readonly actions: ReturnType<typeof createActions>;
  readonly pause: Pause;
  readonly captureLog: CaptureLog;
  /** Clips that could not be written yet. */
  readonly waiting: () => number;
  readonly rules: CliActions['rules'];
  readonly quit: () => void;
}

export function cliActions(parts: CommandLineParts): CliActions {
  const { info, dataDir, sourceName, status, reader, actions, pause, captureLog, waiting, rules, quit } =
    parts;
  return {
    status: async () => ({
      version: info.version,
      pid: process.pid,
      capturing: status().capturing,
      pausedUntil: pause.until,
      ignoringNext: pause.ignoringNext,
      source: sourceName,
      clips: await reader.count(),
      missed: captureLog.missed,
      dbPath: databaseFile(dataDir),
      electron: info.electron,
    }),
    list: async ({ query, limit }) =>
      (await reader.page({ query, after: null, limit, pinned: 'include' })).clips,
    stats: async () => ({ ...(await actions.stats()), waiting: waiting() }),
    exportTo: actions.exportTo,
    importFrom: actions.importFrom,
    payload: actions.payload,
    copy: actions.copy,
    add: actions.add,
    delete: actions.delete,
    setPinned: actions.setPinned,
    pause: pause.pause,
    resume: pause.resume,
    ignoreNext: pause.ignoreNext,
    captureLog: () => captureLog.events(),
    rules,
    show: actions.show,
    hide: actions.hide,
    toggle: actions.toggle,
    quit,
  };
}
