// What the main thread and the worker that talks to the display (x11-worker, wayland-worker, polling-worker) say to each other. Types only, so that neither pulls the other's code in.
// Never add a message that waits for the other side in both directions.

import type { AppRules } from '../src-shared/app-rules';
import type { ClipFormat } from '../src-shared/clip';
import type { ThreadError } from '../src-shared/errors';
import type { Said } from '../src-shared/i18n/said';
import type { ClipboardEvent, StartOptions, Taking } from './clipboard/port';
import type { PasteResult, PasteTarget } from './paste/port';

/** `workerData` of the worker. */
export interface DisplayWorkerData {
  /** The X display, for example ":0", the path of the compositor's socket, or the system that has no display's name: 'darwin', 'win32'. */
  readonly display: string;
  readonly appRules: AppRules;
  /** Whether what is selected is captured too (X11's PRIMARY). */
  readonly captureSelection: boolean;
  /** See display-backlog.ts. */
  readonly handled: Int32Array;
}

/** What main asks, by name: its argument and its answer. */
export interface DisplayCalls {
  /** Begins to watch; events follow. */
  start: { in: StartOptions; out: null };
  setPaused: { in: boolean; out: null };
  setIgnoreNext: { in: boolean; out: null };
  setAppRules: { in: AppRules; out: null };
  /** Whether the machine runs on its battery. */
  setOnBattery: { in: boolean; out: null };
  write: { in: readonly ClipFormat[]; out: null };
  currentTarget: { in: null; out: PasteTarget | null };
  modifiersHeld: { in: null; out: boolean };
  keyLifted: { in: string; out: boolean };
  paste: { in: PasteTarget; out: PasteResult };
  taken: { in: null; out: Taking };
  giveBack: { in: readonly ClipFormat[]; out: boolean };
  /** Ends the capture. Gives what would be gone from the clipboard with us; null = nothing, or a clipboard manager has saved it. */
  handOver: { in: null; out: readonly ClipFormat[] | null };
  stop: { in: null; out: null };
}
export type DisplayCall = keyof DisplayCalls;

export type ToWorker = {
  [C in DisplayCall]: { readonly id: number; readonly call: C; readonly argument: DisplayCalls[C]['in'] };
}[DisplayCall];

export type FromWorker =
  /** The display is connected, or `trouble` says why not and the worker ends. */
  | { readonly type: 'ready'; readonly trouble: Said | null }
  | { readonly type: 'event'; readonly event: ClipboardEvent }
  /** Why nothing can be pasted; null = it can. Comes before 'ready' and before the 'source' event that goes with it. */
  | { readonly type: 'paste-trouble'; readonly trouble: Said | null }
  | { readonly type: 'answer'; readonly id: number; readonly value: DisplayCalls[DisplayCall]['out'] }
  | { readonly type: 'failure'; readonly id: number; readonly error: ThreadError };
