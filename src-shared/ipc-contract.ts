// Every IPC channel once: what goes in, what comes out, which way. Router, preload, bridge and the refusal tests derive from it.
// Never add a channel elsewhere, and never let a path or SQL cross: ids do.
import { z } from 'zod';
import { CLIP_KINDS } from './clip';
import { clipPreviewSchema } from './clip-preview';
import { ERROR_CODES } from './errors';
import { MAX_PICKED_CLIPS, MAX_QUERY_CHARS, MAX_TRANSFORMED_CHARS, PAGE_ROWS } from './limits';
import { settingsSchema } from './settings';

const clipId = z.number().int().positive();
/** Clips that are picked together, in the order in which they were picked. */
const clipIds = z.array(clipId).min(1).max(MAX_PICKED_CLIPS).readonly();
const order = z.number().int().nonnegative();
const nothing = z.null();

const range = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]).readonly();
const ranges = z.array(range).readonly();
const text = z.string().min(1).max(MAX_TRANSFORMED_CHARS);

const snippetSchema = z.object({
  text: z.string(),
  matches: ranges,
  at: z.number().int().nonnegative(),
});

const clipSummarySchema = z.object({
  id: clipId,
  kind: z.enum(CLIP_KINDS),
  preview: z.string(),
  size: z.number().int().nonnegative(),
  createdAt: z.number(),
  lastUsed: z.number(),
  order,
  pinned: z.boolean(),
  sourceApp: z.string().nullable(),
  formats: z.array(z.string()).readonly(),
  masked: z.literal(true).exactOptional(),
  expiresAt: z.number().exactOptional(),
  matches: ranges.exactOptional(),
  snippet: snippetSchema.exactOptional(),
  deeper: z.literal(true).exactOptional(),
});

const pageSchema = z.object({ clips: z.array(clipSummarySchema).readonly(), next: order.nullable() });

/** The first page as it is pushed to the hidden picker: pinned clips in their own order, then the newest others. */
export const firstPageSchema = z.object({
  pinned: z.array(clipSummarySchema).readonly(),
  clips: z.array(clipSummarySchema).readonly(),
  next: order.nullable(),
  /** Clips in the whole history. */
  total: z.number().int().nonnegative(),
});
export type FirstPage = z.infer<typeof firstPageSchema>;

export const appStatusSchema = z.object({
  /** False while the user has paused it, or where it is not possible. */
  capturing: z.boolean(),
  paused: z.boolean(),
  /** When the pause ends by itself, milliseconds since the epoch; null = it does not, or there is none. */
  pausedUntil: z.number().nullable(),
  /** The next copy is to be ignored. */
  ignoringNext: z.boolean(),
  /** One line in words: why nothing can be captured here; null where it can. */
  captureTrouble: z.string().nullable(),
  /** One line in words: why Enter can only copy here; null where it pastes. */
  pasteTrouble: z.string().nullable(),
  /** The global hotkey as Electron writes it, for example "CommandOrControl+Shift+V". */
  hotkey: z.string(),
  /** One line in words: why the hotkey does not work; null where it does. */
  hotkeyTrouble: z.string().nullable(),
  /** What settings.json says of the picker's keys; keymap.ts makes a keymap of it. */
  keys: settingsSchema.shape.keys,
  /** What stands between clips that are joined. */
  separator: settingsSchema.shape.separator,
  /** Strong contrast: as the desktop has it, or always. */
  contrast: settingsSchema.shape.contrast,
  /** What the next paste gives, and how many clips wait behind it; null where nothing is queued. */
  queued: z.object({ id: clipId, preview: z.string(), behind: z.number().int().nonnegative() }).nullable(),
  platform: z.enum(['linux', 'darwin', 'win32']),
});
export type AppStatus = z.infer<typeof appStatusSchema>;

export const noticeSchema = z.object({ level: z.enum(['info', 'error']), text: z.string() });
export type Notice = z.infer<typeof noticeSchema>;

/** Renderer asks, main answers. */
export const requests = {
  /** Clips that match `query` ('' = all but the pinned), newest first, after the cursor. */
  'history:page': {
    in: z.object({
      query: z.string().max(MAX_QUERY_CHARS),
      after: order.nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    out: pageSchema,
  },
  /** The parts that matched, of clips that a page brought without one. Those that are gone, or do not match, are left out. */
  'history:snippets': {
    in: z.object({ query: z.string().max(MAX_QUERY_CHARS), ids: z.array(clipId).max(PAGE_ROWS).readonly() }),
    out: z.array(z.object({ id: clipId, snippet: snippetSchema })).readonly(),
  },
  'history:first-page': { in: nothing, out: firstPageSchema },
  /** Hides the picker and pastes into the window that had the focus. */
  'clip:paste': {
    in: z.object({ id: clipId, plain: z.boolean() }),
    out: z.object({ pasted: z.boolean() }),
  },
  /** Puts the clip on the clipboard and hides the picker. */
  'clip:copy': { in: z.object({ id: clipId }), out: nothing },
  /** The texts of several clips as one, with the separator between them: pasted, or only put on the clipboard. */
  'clip:join': {
    in: z.object({ ids: clipIds, paste: z.boolean() }),
    out: z.object({ pasted: z.boolean() }),
  },
  /** Puts the first clip on the clipboard and hides the picker; each paste then brings on the next. */
  'clip:queue': { in: z.object({ ids: clipIds }), out: nothing },
  'clip:end-queue': { in: nothing, out: nothing },
  /** Deletes all of the clips, or none. */
  'clip:delete': { in: z.object({ ids: clipIds }), out: nothing },
  /** Brings back clips that were deleted within TRASH_MS. */
  'clip:undo-delete': { in: z.object({ ids: clipIds }), out: nothing },
  /** Pins those that are not pinned yet; where all are, unpins them. Main decides: what the picker shows may be a moment old. */
  'clip:toggle-pinned': { in: z.object({ ids: clipIds }), out: nothing },
  /** The next of what can stand between joined clips, over a restart too. */
  'settings:next-separator': { in: nothing, out: nothing },
  /** What the preview shows of it; a masked secret only with `reveal`. */
  'clip:preview': { in: z.object({ id: clipId, reveal: z.boolean() }), out: clipPreviewSchema },
  /** Its whole text, where that is at most MAX_EDITED_BYTES. */
  'clip:text': { in: z.object({ id: clipId }), out: z.object({ text: z.string() }) },
  /** Keeps an edited text as a new clip; `id` is the clip that it was made of, and in the answer the new one. */
  'clip:save-edited': { in: z.object({ id: clipId, text }), out: z.object({ id: clipId }) },
  /** Makes a clip of each line. */
  'clip:split-lines': { in: z.object({ id: clipId }), out: z.object({ count: z.number() }) },
  /** Opens the address that it is, if that is one of the web or of mail. */
  'clip:open-link': { in: z.object({ id: clipId }), out: nothing },
  /** Shows its file at `index` in the file manager. */
  'clip:reveal-file': {
    in: z.object({ id: clipId, index: z.number().int().nonnegative() }),
    out: nothing,
  },
  /** Asks the user where to, and saves its main content there. */
  'clip:save-file': { in: z.object({ id: clipId }), out: z.object({ saved: z.boolean() }) },
  /** Keeps a text that was made of clip `from` as the newest one, and pastes it. */
  'text:paste': { in: z.object({ from: clipId, text }), out: z.object({ pasted: z.boolean() }) },
  /** The same, and copies it. */
  'text:copy': { in: z.object({ from: clipId, text }), out: nothing },
  'capture:set-paused': { in: z.object({ paused: z.boolean() }), out: nothing },
  /** The next copy is not to be ignored after all. */
  'capture:take-next': { in: nothing, out: nothing },
  'app:status': { in: nothing, out: appStatusSchema },
  'picker:hide': { in: nothing, out: nothing },
} as const;

/** Main tells, renderer listens. */
export const pushes = {
  /** After every change, also while the picker is hidden: showing it does no work. */
  'history:changed': firstPageSchema,
  /**
   * The picker was just shown: clear the query, select the newest clip, put the caret into the box.
   * `pending`: what was copied last is not in the page's first rows yet; a 'history:changed' with it follows.
   */
  'picker:shown': z.object({ pending: z.boolean() }),
  /** The hotkey was pressed again while its modifiers are held: the next clip; and they were let go: paste it. */
  'picker:next': z.null(),
  'picker:choose': z.null(),
  'app:status-changed': appStatusSchema,
  'app:notice': noticeSchema,
} as const;

export type RequestChannel = keyof typeof requests;
export type PushChannel = keyof typeof pushes;
export type RequestIn<C extends RequestChannel> = z.infer<(typeof requests)[C]['in']>;
export type RequestOut<C extends RequestChannel> = z.infer<(typeof requests)[C]['out']>;
export type Push<C extends PushChannel> = z.infer<(typeof pushes)[C]>;

/** What `window.clipstead.request` resolves with: Electron's own rejections lose the error's type. */
export const wireErrorSchema = z.object({ code: z.enum(ERROR_CODES), message: z.string() });
export type Reply<C extends RequestChannel> =
  | { readonly ok: true; readonly value: RequestOut<C> }
  | { readonly ok: false; readonly error: z.infer<typeof wireErrorSchema> };

/** `window.clipstead`: what the preload exposes, frozen. */
export interface ClipsteadBridge {
  request<C extends RequestChannel>(channel: C, payload: RequestIn<C>): Promise<Reply<C>>;
  /** @returns a function that stops listening. */
  on<C extends PushChannel>(channel: C, listener: (payload: Push<C>) => void): () => void;
}
