// Where the history's window gets its pages: main, over the bridge.
// Never tell of a failure here: the bridge has told of all but those that belong to the query itself.
import type { Bridge } from '../bridge';
import type { HistoryPort } from './history';

export function historyPort(bridge: Bridge): HistoryPort {
  const value = async <T>(reply: Promise<{ ok: true; value: T } | { ok: false }>) => {
    const settled = await reply;
    return settled.ok ? settled.value : null;
  };
  return {
    page: async (wish) => {
      const reply = await bridge.request('history:page', wish, 'bad-request');
      if (reply.ok) return reply.value;
      return reply.error.code === 'bad-request' ? { refused: reply.error.message } : null;
    },
    snippets: (wish) => value(bridge.request('history:snippets', wish)),
    firstPage: () => value(bridge.request('history:first-page', null)),
  };
}
