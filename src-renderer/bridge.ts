// The only user of window.clipstead: typed requests, pushes, and the one path that every trouble takes to the error line.
// Never let a rejection out of here, and never put clip content into a message.
import type { WireError } from '../src-shared/errors';
import type {
  ClipsteadBridge,
  Notice,
  Push,
  PushChannel,
  Reply,
  RequestChannel,
  RequestIn,
} from '../src-shared/ipc-contract';
import { words } from './i18n/words';

declare global {
  interface Window {
    readonly clipstead?: ClipsteadBridge;
  }
}

/** What the renderer knows of the main process. */
export interface Bridge {
  /**
   * Never rejects: a reply that is not ok has been reported to the onNotice listeners already.
   * @param expected an error with this code ('any' = whatever it is) is the caller's to tell
   */
  request<C extends RequestChannel>(
    channel: C,
    payload: RequestIn<C>,
    expected?: WireError['code'] | 'any',
  ): Promise<Reply<C>>;
  /** @returns a function that stops listening. */
  on<C extends PushChannel>(channel: C, listener: (payload: Push<C>) => void): () => void;
  /** Main's notices and failed requests alike. @returns a function that stops listening. */
  onNotice(listener: (notice: Notice) => void): () => void;
}

/** @param api what the preload exposes; undefined where the preload did not run, which every request then reports. */
export function createBridge(api: ClipsteadBridge | undefined): Bridge {
  const listeners = new Set<(notice: Notice) => void>();
  const tell = (notice: Notice) => {
    for (const listener of listeners) listener(notice);
  };
  api?.on('app:notice', tell);

  async function request<C extends RequestChannel>(
    channel: C,
    payload: RequestIn<C>,
    expected?: WireError['code'] | 'any',
  ): Promise<Reply<C>> {
    const reply = await ask(api, channel, payload);
    const told = expected === 'any' || (!reply.ok && reply.error.code === expected);
    if (!reply.ok && !told) tell({ level: 'error', text: reply.error.message });
    return reply;
  }

  return {
    request,
    on: (channel, listener) => api?.on(channel, listener) ?? (() => {}),
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function ask<C extends RequestChannel>(
  api: ClipsteadBridge | undefined,
  channel: C,
  payload: RequestIn<C>,
): Promise<Reply<C>> {
  if (api === undefined) return failed<C>(words.noConnection);
  try {
    return await api.request(channel, payload);
  } catch {
    // The rejection's own message could quote the payload.
    return failed<C>(words.requestFailed);
  }
}

function failed<C extends RequestChannel>(message: string): Reply<C> {
  return { ok: false, error: { code: 'internal', message } };
}
