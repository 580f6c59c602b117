// What the picker asks main for, each request with the part that answers it.
// Never decide anything here: the router has parsed it, and the part that it goes to knows what it may do.
import type { AppStatus } from '../src-shared/ipc-contract';
import { FLOOD_SEARCH_MS } from '../src-shared/limits';
import type { createActions } from './actions';
import type { Pause } from './capture/pause';
import type { createClipTools } from './clip-tools';
import type { createHistoryFeed } from './history-feed';
import type { Handlers } from './ipc/router';
import { newestSearch } from './newest-search';
import type { createPreviews } from './previews';
import type { openReader } from './storage/reader';

export interface PickerRequestParts {
  readonly reader: Pick<Awaited<ReturnType<typeof openReader>>, 'page' | 'snippets'>;
  readonly feed: Pick<ReturnType<typeof createHistoryFeed>, 'firstPage' | 'flooded'>;
  readonly actions: ReturnType<typeof createActions>;
  readonly previews: Pick<ReturnType<typeof createPreviews>, 'preview' | 'text'>;
  readonly tools: ReturnType<typeof createClipTools>;
  readonly pause: Pick<Pause, 'pause' | 'resume' | 'ignoreNext'>;
  readonly status: () => AppStatus;
  /** The page listens from now on: it asks for the status once it does. */
  readonly listens: () => void;
  readonly nextSeparator: () => void;
}

/** One handler for each request of the contract. */
export function pickerHandlers(parts: PickerRequestParts): Handlers {
  const { reader, feed, actions, previews, tools, pause, status, listens, nextSeparator } = parts;
  // What a program copies every few milliseconds is read first: drawing each letter's rows would take the cores from it.
  const page = newestSearch(reader, () => (feed.flooded ? FLOOD_SEARCH_MS : 0));
  return {
    'history:page': (request) => page({ ...request, pinned: request.query === '' ? 'exclude' : 'include' }),
    'history:snippets': ({ query, ids }) => reader.snippets(query, ids),
    'history:first-page': () => feed.firstPage(),
    'clip:paste': ({ id, plain }) => actions.paste(id, plain),
    'clip:copy': ({ id }) => actions.copy(id).then(() => null),
    'clip:join': ({ ids, paste }) =>
      paste ? actions.pasteJoined(ids) : actions.copyJoined(ids).then(() => ({ pasted: false })),
    'clip:queue': ({ ids }) => actions.queue(ids).then(() => null),
    'clip:end-queue': () => {
      actions.endQueue();
      return null;
    },
    'clip:delete': ({ ids }) => actions.delete(ids).then(() => null),
    'clip:undo-delete': ({ ids }) => actions.undoDelete(ids).then(() => null),
    'clip:toggle-pinned': ({ ids }) => actions.togglePinned(ids).then(() => null),
    'settings:next-separator': () => {
      nextSeparator();
      return null;
    },
    'clip:preview': ({ id, reveal }) => previews.preview(id, reveal),
    'clip:text': async ({ id }) => ({ text: await previews.text(id) }),
    'clip:save-edited': ({ id, text }) => tools.saveEdited(id, text),
    'clip:split-lines': ({ id }) => tools.splitLines(id),
    'clip:open-link': ({ id }) => tools.openLink(id).then(() => null),
    'clip:reveal-file': ({ id, index }) => tools.revealFile(id, index).then(() => null),
    'clip:save-file': ({ id }) => tools.saveFile(id),
    'text:paste': ({ from, text }) => tools.pasteText(from, text),
    'text:copy': ({ from, text }) => tools.copyText(from, text).then(() => null),
    'capture:set-paused': ({ paused }) => {
      if (paused) pause.pause(null);
      else pause.resume();
      return null;
    },
    'capture:take-next': () => {
      pause.ignoreNext(false);
      return null;
    },
    'app:status': () => {
      listens();
      return status();
    },
    'picker:hide': () => {
      actions.hide();
      return null;
    },
  };
}
