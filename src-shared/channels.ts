// The channels' names without their schemas: what the preload needs, so that it carries no validation library.
// The contract's test fails when a name here and there differ.
import type { PushChannel, RequestChannel } from './ipc-contract';

export const REQUEST_CHANNELS = [
  'history:page',
  'history:snippets',
  'history:first-page',
  'clip:paste',
  'clip:copy',
  'clip:join',
  'clip:queue',
  'clip:end-queue',
  'clip:delete',
  'clip:undo-delete',
  'clip:toggle-pinned',
  'settings:next-separator',
  'clip:preview',
  'clip:text',
  'clip:save-edited',
  'clip:split-lines',
  'clip:open-link',
  'clip:reveal-file',
  'clip:save-file',
  'text:paste',
  'text:copy',
  'capture:set-paused',
  'capture:take-next',
  'app:status',
  'picker:hide',
] as const satisfies readonly RequestChannel[];

export const PUSH_CHANNELS = [
  'history:changed',
  'picker:shown',
  'picker:next',
  'picker:choose',
  'app:status-changed',
  'app:notice',
] as const satisfies readonly PushChannel[];
