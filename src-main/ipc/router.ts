// From a message of a renderer to a typed call: checks the sender, parses the payload, answers with a typed error.
// Never hand a handler anything that the contract's schema has not passed.

import { crossing } from '../../src-shared/errors';
import { type Said, said } from '../../src-shared/i18n/said';
import {
  type Reply,
  type RequestChannel,
  type RequestIn,
  type RequestOut,
  requests,
} from '../../src-shared/ipc-contract';
import { errorFields, log } from '../log';

export type Handlers = {
  readonly [C in RequestChannel]: (payload: RequestIn<C>) => RequestOut<C> | Promise<RequestOut<C>>;
};

/** What is known of who sent a message. */
export interface Sender {
  /** The web contents of a window that we made and still know. */
  readonly knownWindow: boolean;
  readonly mainFrame: boolean;
  /** The frame's URL, as the browser process knows it. */
  readonly url: string;
}

/**
 * @param handlers one for each request of the contract.
 * @param isOurUrl whether a frame at this URL may talk to us.
 * @param say words what went wrong, for the user.
 * @returns a function that answers one message and never throws: refusals, bad payloads and failures are typed replies.
 */
export function createRouter(
  handlers: Handlers,
  isOurUrl: (url: string) => boolean,
  say: (message: Said) => string,
) {
  const refuse = (code: 'refused' | 'bad-request', message: Said) =>
    ({ ok: false, error: { code, message: say(message) } }) as const;

  return async <C extends RequestChannel>(
    channel: C,
    payload: unknown,
    sender: Sender,
  ): Promise<Reply<C>> => {
    if (!Object.hasOwn(requests, channel)) return refuse('bad-request', said('noSuchRequest'));
    if (!sender.knownWindow || !sender.mainFrame || !isOurUrl(sender.url)) {
      log.warn('ipc.refused', { channel, mainFrame: sender.mainFrame, knownWindow: sender.knownWindow });
      return refuse('refused', said('pageRefused'));
    }
    const parsed = requests[channel].in.safeParse(payload);
    if (!parsed.success) {
      // Paths and codes only: zod's messages and the payload itself could quote what the user typed.
      log.warn('ipc.bad-payload', {
        channel,
        issues: parsed.error.issues.map((i) => [i.path.join('.'), i.code]),
      });
      return refuse('bad-request', said('requestNotUnderstood'));
    }
    try {
      return { ok: true, value: await handlers[channel](parsed.data as never) } as Reply<C>;
    } catch (error) {
      const { code, message, said } = crossing(error);
      if (code === 'internal') log.error('ipc.failed', { channel, ...errorFields(error) });
      return { ok: false, error: { code, message: said === null ? message : say(said) } };
    }
  };
}
