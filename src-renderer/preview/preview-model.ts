// What the preview shows: it follows the selected clip, asks for no more than is looked at, and drops what comes too late.
// Never touch the DOM, and never make a key wait: the selection moves first.
import type { ClipSummary } from '../../src-shared/clip';
import type { ClipPreview } from '../../src-shared/clip-preview';
import type { Bridge } from '../bridge';
import { viewRow } from '../history/history';
import type { PickerModel } from '../picker/picker-model';
import type { Clock } from '../picker/undo-stack';
import type { CodeSpan } from './code-spans';
import type { TextWork } from './text-work';
import { isCode, mayBePretty, type View, viewsOf } from './views';

/** A clip with what is shown of it. */
export interface Shown {
  readonly clip: ClipSummary;
  readonly preview: ClipPreview;
  /** The usual view first. */
  readonly views: readonly View[];
  /** JSON or XML, indented; null where the text is neither or nobody has looked yet. */
  readonly pretty: string | null;
  /** Colours of the text as it is and of the indented one. */
  readonly spans: { readonly text: readonly CodeSpan[]; readonly pretty: readonly CodeSpan[] };
}

/** An image's pixel in CSS pixels; 'fit' = as large as there is room, and no larger than it is. */
export type Zoom = 'fit' | number;
const ZOOMS = [0.25, 0.5, 1, 2, 4, 8] as const;

/** What the preview is at one moment. Immutable. */
export interface PreviewState {
  readonly open: boolean;
  /** The selected clip; null where there is none. */
  readonly clip: ClipSummary | null;
  /** Of `clip`, or of the one before until its own has come. */
  readonly shown: Shown | null;
  /** In words, why there is nothing to show of `clip`. */
  readonly failed: string | null;
  /** The view that the user chose last; where a clip lacks it, its usual one is shown. */
  readonly chosen: View | null;
  readonly spaces: boolean;
  readonly zoom: Zoom;
}

/** So far apart are two questions while the selection runs through the list. */
const FOLLOW_MS = 70;

export class PreviewModel {
  #state: PreviewState = {
    open: false,
    clip: null,
    shown: null,
    failed: null,
    chosen: null,
    spaces: false,
    zoom: 'fit',
  };
  /** Scrolls what is shown, down by 1 or up by -1; whoever shows it says how. */
  onScroll: (step: 1 | -1) => void = () => {};
  readonly #listeners = new Set<() => void>();
  readonly #bridge: Bridge;
  readonly #picker: PickerModel;
  readonly #work: TextWork;
  readonly #clock: Clock;
  /** Edited texts that are not saved yet, by the clip that they were made of. */
  readonly #drafts = new Map<number, string>();
  /** Rises with every clip that is followed: an answer of before is dropped. */
  #token = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #stopWaiting: () => void = () => {};
  /** A clip whose secret the user asked to see; see #conceal(). */
  #revealed: number | null = null;
  /** The picker's opening that is followed. */
  #opening: number;

  constructor(bridge: Bridge, picker: PickerModel, work: TextWork, clock: Clock) {
    this.#bridge = bridge;
    this.#picker = picker;
    this.#work = work;
    this.#clock = clock;
    this.#opening = picker.snapshot().opening;
  }

  /** Follows the picker from now on. Call once. */
  start(): void {
    this.#picker.addDeed('preview', () => this.toggle());
    this.#picker.addDeed('actions', () => this.#coverSelected('actions'));
    this.#picker.addDeed('edit', () => this.#coverSelected('edit'));
    this.#picker.addDeed('preview-down', () => this.onScroll(1));
    this.#picker.addDeed('preview-up', () => this.onScroll(-1));
    this.#picker.subscribe(() => this.#follow());
    this.#follow();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): PreviewState => this.#state;

  toggle(): void {
    this.#set({ open: !this.#state.open });
    if (!this.#state.open) this.#conceal();
    this.#follow();
  }

  choose(view: View): void {
    // The usual one is no choice that the next clip would have to follow.
    const usual = this.#state.shown?.views[0] === view;
    this.#set({ chosen: usual ? null : view, open: true });
    this.#follow();
  }

  toggleSpaces(): void {
    this.#set({ spaces: !this.#state.spaces });
  }

  /** @param fitted what 'fit' comes to for the image that is shown. */
  zoom(step: 1 | -1 | 'fit', fitted = 1): void {
    const { zoom } = this.#state;
    const now = zoom === 'fit' ? fitted : zoom;
    const next = step === 1 ? ZOOMS.find((each) => each > now) : ZOOMS.findLast((each) => each < now);
    this.#set({ zoom: step === 'fit' ? 'fit' : (next ?? zoom) });
  }

  /** Shows the secret that is selected, until another clip is, the preview is closed or the picker is. */
  reveal(): void {
    this.#revealed = this.#state.clip?.id ?? null;
    this.#ask();
  }

  /** Covers the secret that is shown. */
  conceal(): void {
    this.#conceal();
    this.#ask();
  }

  /** A secret that was shown is shown no more, and nothing of it is kept: whoever comes next has not asked for it. */
  #conceal(): void {
    if (this.#revealed === null) return;
    this.#revealed = null;
    this.#token += 1;
    this.#stopWaiting();
    this.#set({ shown: null });
  }

  draftOf(id: number): string | undefined {
    return this.#drafts.get(id);
  }

  /** Keeps what was typed, so that a window that closes in the middle takes nothing along. @param text null = nothing is left to keep */
  keepDraft(id: number, text: string | null): void {
    if (text === null) this.#drafts.delete(id);
    else this.#drafts.set(id, text);
  }

  /** What needs a clip is not laid over a list without one. */
  #coverSelected(cover: 'actions' | 'edit'): void {
    const { clip, open } = this.#state;
    if (clip === null) return;
    // A secret is not spread out for being edited before the user has asked to see it: the preview says so.
    if (cover === 'edit' && clip.masked === true && this.#revealed !== clip.id) {
      if (!open) this.toggle();
    } else this.#picker.cover(cover);
  }

  /** Whether anybody looks at what the selected clip holds. */
  #isLookedAt(): boolean {
    return this.#state.open || this.#picker.snapshot().cover === 'actions';
  }

  #follow(): void {
    const { view, selection, opening } = this.#picker.snapshot();
    // It rises where the window is hidden, and once more where it is shown.
    if (opening !== this.#opening) {
      this.#opening = opening;
      this.#conceal();
    }
    const clip = viewRow(view, selection.index) ?? null;
    const before = this.#state.clip;
    if (clip?.id !== before?.id) this.#conceal();
    if (clip !== before) this.#set({ clip });
    if (clip?.id !== before?.id) {
      this.#token += 1;
      this.#set({
        zoom: 'fit',
        failed: null,
        chosen: this.#state.chosen === 'qr' ? null : this.#state.chosen,
      });
    }
    if (clip === null) {
      this.#set({ shown: null });
      return;
    }
    if (!this.#isLookedAt()) return;
    // A clip that was used or got new formats is another one to look at.
    const { shown } = this.#state;
    if (
      shown?.clip.id === clip.id &&
      shown.clip.lastUsed === clip.lastUsed &&
      shown.clip.size === clip.size
    ) {
      if (shown.clip !== clip) this.#set({ shown: { ...shown, clip } });
      return;
    }
    this.#askSoon();
  }

  /** At once where the selection rests, and now and then while it runs. */
  #askSoon(): void {
    this.#stopWaiting();
    const wait = this.#askedAt + FOLLOW_MS - this.#clock.now();
    if (wait <= 0) this.#ask();
    else this.#stopWaiting = this.#clock.after(wait, () => this.#ask());
  }

  async #ask(): Promise<void> {
    this.#stopWaiting();
    const { clip } = this.#state;
    if (clip === null) return;
    this.#askedAt = this.#clock.now();
    this.#token += 1;
    const token = this.#token;
    const { id } = clip;
    const reply = await this.#bridge.request('clip:preview', { id, reveal: this.#revealed === id }, 'any');
    if (token !== this.#token) return;
    if (!reply.ok) {
      this.#set({ failed: reply.error.message, shown: null });
      return;
    }
    const preview = reply.value;
    const views = viewsOf(clip.kind, preview, false);
    this.#work.dropWaiting();
    this.#set({
      failed: null,
      shown: { clip, preview, views, pretty: null, spans: { text: [], pretty: [] } },
    });
    await this.#look(token, clip, preview);
  }

  /** What takes longer: indenting and colouring. */
  async #look(token: number, clip: ClipSummary, preview: ClipPreview): Promise<void> {
    const text = preview.text?.text ?? '';
    const change = (part: Partial<Shown>) => {
      const { shown } = this.#state;
      if (token === this.#token && shown !== null) this.#set({ shown: { ...shown, ...part } });
    };
    let pretty: string | null = null;
    if (mayBePretty(preview)) {
      pretty = await this.#work.run({ do: 'pretty', text });
      // One that is indented already says nothing new.
      if (pretty === text.trim()) pretty = null;
      if (pretty !== null) change({ pretty, views: viewsOf(clip.kind, preview, true) });
    }
    if (token !== this.#token || (pretty === null && !isCode(clip.kind, preview))) return;
    const language = pretty === null ? null : pretty.startsWith('<') ? 'xml' : 'json';
    const ofText = this.#work.run({ do: 'highlight', text, language });
    const ofPretty = pretty === null ? null : this.#work.run({ do: 'highlight', text: pretty, language });
    const spans = { text: (await ofText) ?? [], pretty: (await ofPretty) ?? [] };
    change({ spans });
  }

  #set(change: Partial<PreviewState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
