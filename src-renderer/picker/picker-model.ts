// The picker without its looks: query, selection, what each command does, undo, notices, status.
// Never touch the DOM, and never act on rows that answer an older query than the one in the box.
import type { CommandId } from '../../src-shared/commands';
import type { AppStatus } from '../../src-shared/ipc-contract';
import { keymapOf } from '../../src-shared/keymap';
import { MAX_PICKED_CLIPS } from '../../src-shared/limits';
import type { FilterTerm, QueryTerm } from '../../src-shared/search-query';
import type { Bridge } from '../bridge';
import { History, type HistoryView, viewCount, viewIndex, viewRow } from '../history/history';
import { historyPort } from '../history/history-port';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { CHOICES, type ChooseHow, Choosing } from './choosing';
import { ClipChanges } from './clip-changes';
import type { KeyCommand } from './keys';
import { NoticeQueue } from './notice-queue';
import { type Cover, firstState, type PickerState } from './picker-state';
import { extended, toggled } from './picks';
import { SearchInput } from './search-input';
import { at, follow, moved, startOf } from './selection';
import type { Clock } from './undo-stack';

/** What a command does. */
type Act = (command: KeyCommand) => void;

/** A window that lost the focus is about to be hidden; it is made ready for the next time where nobody sees it. */
const HIDDEN_AFTER_BLUR_MS = 150;

/** Copy, then the hotkey at once: the copied clip may arrive just after the window. So long the newest stays selected. */
const FOLLOW_TOP_MS = 300;
/** Where main says that it is on its way, it is waited for, so long at most. */
const PAGE_DUE_MS = 2_000;

/** How far one press of End goes beyond the rows that are known: a second or two of loading. */
const END_ROWS = 5_000;

/** After a search's answer, rows below those that it brought are asked for this much later: most letters are followed by another. */
const AHEAD_AFTER_MS = 120;

/** The window's own timers. */
export const windowClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export class PickerModel {
  #state: PickerState;
  readonly #listeners = new Set<() => void>();
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #history: History;
  readonly #changes: ClipChanges;
  readonly #notices: NoticeQueue;
  readonly #input: SearchInput;
  readonly #choosing: Choosing;
  #stayOpen: () => void = () => {};
  #followTopUntil = Number.POSITIVE_INFINITY;
  /** Rows up to which the end is followed as they come in. */
  #toEndUntil = 0;
  #visible = { top: 0, rows: 1 };
  /** The act that left all ready for the next opening; null where that is still to be done. */
  #readySince: number | null = null;
  #deletesPicked = false;
  #stopWaiting: () => void = () => {};
  /** Rises with every act of the user; a choice that waited for its rows is dropped when another act came. */
  #act = 0;
  /** A restored clip that is selected as soon as it is in the list. */
  #awaited: number | null = null;
  readonly #deeds = new Map<CommandId, Act>();

  /** @param onMac which keys are the usual ones until main has told its platform */
  constructor(bridge: Bridge, clock: Clock = windowClock, onMac = false) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#history = new History(
      historyPort(bridge),
      () => this.#historyChanged(),
      (call) => clock.after(AHEAD_AFTER_MS, call),
    );
    this.#changes = new ClipChanges(bridge, this.#history, clock, () =>
      this.#set({ undoable: this.#changes.undoable }),
    );
    this.#choosing = new Choosing(bridge);
    this.#input = new SearchInput(
      (input, query) => {
        this.#set(input);
        if (query !== null) this.#history.search(query);
      },
      () => this.#apps(),
    );
    this.#notices = new NoticeQueue(clock, () => this.#set({ notice: this.#notices.current }));
    this.#state = firstState(this.#history.view, onMac);
    this.#addOwnDeeds();
  }

  /** Gives a command what it does: the parts of the picker that live outside the model bring theirs. */
  addDeed(id: CommandId, act: Act): void {
    this.#deeds.set(id, act);
    this.#set({ commands: new Set(this.#deeds.keys()) });
  }

  /** Listens to main and asks for what it has not told yet. Call once. */
  start(): void {
    this.#bridge.on('history:changed', (first) => this.#history.applyFirstPage(first));
    this.#bridge.on('picker:shown', ({ pending }) => this.#shown(pending));
    this.#bridge.on('picker:next', () => this.run({ id: 'row-down' }));
    this.#bridge.on('picker:choose', () => this.run({ id: 'paste' }));
    this.#bridge.on('app:status-changed', (status) => this.#told(status));
    this.#bridge.onNotice((notice) => this.#notices.add(notice));
    void this.#history.start();
    void this.#bridge.request('app:status', null).then((reply) => {
      if (reply.ok && this.#state.status === null) this.#told(reply.value);
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): PickerState => this.#state;

  /** The box's text changed. @param atEnd the caret stands behind the last letter */
  type(text: string, composing = false, atEnd = true): void {
    this.#acts();
    this.#input.type(text, composing, atEnd);
  }

  /** Takes a filter away; the last one where none is given. */
  dropFilter(filter?: FilterTerm): void {
    this.#acts();
    this.#input.drop(filter);
  }

  /** Searches for these terms instead of what is typed. */
  searchFor(terms: readonly QueryTerm[]): void {
    this.#acts();
    this.#input.take(terms);
  }

  #tab(step: 1 | -1): void {
    this.#acts();
    this.#input.tab(step);
  }

  /** Programs that clips at hand came from. */
  #apps(): readonly string[] {
    const { pinned, list } = this.#state.view;
    const rows = [...pinned, ...list.pages.flatMap((page) => page.rows ?? [])];
    return rows.flatMap(({ sourceApp }) => sourceApp ?? []);
  }

  /** The window got the focus, or lost it. */
  focused(focused: boolean): void {
    this.#stayOpen();
    this.#stayOpen = focused ? () => {} : this.#clock.after(HIDDEN_AFTER_BLUR_MS, () => this.#hidden());
  }

  /** A new look at the history: no query, the newest clip selected, scrolled to the top. */
  #reset(): void {
    this.#act += 1;
    this.#awaited = null;
    this.#followTopUntil = Number.POSITIVE_INFINITY;
    this.#input.clear();
    this.#set({
      cover: null,
      selection: startOf(this.#history.view),
      picked: [],
      reveal: this.#state.reveal + 1,
      opening: this.#state.opening + 1,
    });
  }

  /** Does what a key means. @returns false where nobody does it: the key is the search box's then */
  run({ id, fresh = true, digit = null }: Pick<KeyCommand, 'id'> & Partial<KeyCommand>): boolean {
    const deed = this.#deeds.get(id);
    if (deed === undefined) return false;
    if (!CHOICES.has(id) || !this.#choosing.busy(this.#act)) deed({ id, fresh, digit });
    return true;
  }

  /** Lays something over the list, or takes away what lies there. */
  cover(cover: Cover | null): void {
    this.#acts();
    this.#set({ cover });
  }

  #addOwnDeeds(): void {
    const own: Partial<Record<CommandId, Act>> = {
      paste: () => this.#chooseSelected('paste'),
      'paste-plain': () => this.#chooseSelected('plain'),
      copy: () => this.#chooseSelected('copy'),
      'paste-nth': ({ digit }) => this.#chooseNth(digit, 'paste'),
      'paste-nth-plain': ({ digit }) => this.#chooseNth(digit, 'plain'),
      'row-down': ({ fresh }) => this.#move('row', 1, fresh),
      'row-up': ({ fresh }) => this.#move('row', -1, fresh),
      'page-down': ({ fresh }) => this.#move('page', 1, fresh),
      'page-up': ({ fresh }) => this.#move('page', -1, fresh),
      last: ({ fresh }) => this.#move('edge', 1, fresh),
      first: ({ fresh }) => this.#move('edge', -1, fresh),
      pin: () => void this.#pin(),
      delete: () => void this.#delete(),
      undo: () => void this.undo(),
      queue: () => void this.#queue(),
      separator: () => void this.#bridge.request('settings:next-separator', null),
      'extend-down': () => this.#extend(1),
      'extend-up': () => this.#extend(-1),
      'filter-next': () => this.#tab(1),
      'filter-previous': () => this.#tab(-1),
      help: () => this.cover(this.#state.cover === 'keys' ? null : 'keys'),
      close: () => this.#close(),
    };
    for (const [id, act] of Object.entries(own)) this.#deeds.set(id as CommandId, act);
    this.#set({ commands: new Set(this.#deeds.keys()) });
  }

  #move(by: 'row' | 'page' | 'edge', step: 1 | -1, fresh: boolean): void {
    this.#acts();
    const { view, selection } = this.#state;
    const to = moved(view, selection, by, step, this.#visible.rows, fresh);
    if (by === 'edge' && step === 1) this.#toEndUntil = viewCount(view) + END_ROWS;
    this.#set({ selection: to, reveal: this.#state.reveal + 1 });
  }

  #extend(step: 1 | -1): void {
    this.#acts();
    const { view, selection, picked } = this.#state;
    const to = moved(view, selection, 'row', step, 1, false);
    if (selection.id === null || to.id === null) return;
    this.#pick(extended(picked, selection.id, to.id));
    this.#set({ selection: to, reveal: this.#state.reveal + 1 });
  }

  #pick(picked: readonly number[]): void {
    if (picked.length > MAX_PICKED_CLIPS) {
      this.#notices.add({ level: 'info', text: words.pickedEnough(formatCount(MAX_PICKED_CLIPS)) });
    } else this.#set({ picked });
  }

  /** The picked clips, else the selected one once the rows answer what is typed; none where the user went on meanwhile. */
  async #targets(): Promise<readonly number[]> {
    const { picked } = this.#state;
    if (picked.length > 0) return picked;
    const clip = await this.#settledRow(() => this.#state.selection.index);
    return clip === undefined ? [] : [clip.id];
  }

  #chooseSelected(how: ChooseHow): void {
    // Chosen before the newest copy has come to the list: that copy is meant.
    const followTopUntil = this.#history.due ? this.#followTopUntil : 0;
    this.#acts();
    this.#followTopUntil = followTopUntil;
    void this.#choose(how, () => this.#targets());
  }

  #queue(): void {
    this.#acts();
    void this.#choose('queue', () => this.#targets());
  }

  #chooseNth(digit: number | null, how: ChooseHow): void {
    this.#acts();
    if (digit === null) return;
    void this.#choose(how, async () => {
      const clip = await this.#settledRow(() => this.#visible.top + digit - 1);
      return clip === undefined ? [] : [clip.id];
    });
  }

  /** One thing after another: what lies over the list, the query, the window. */
  #close(): void {
    this.#acts();
    if (this.#state.cover !== null) this.#set({ cover: null });
    else if (this.#state.picked.length > 0) this.#set({ picked: [] });
    else if (!this.#input.empty) this.searchFor([]);
    else void this.#hide();
  }

  /** The mouse moved onto a row: it is selected where it stands. */
  point(index: number): void {
    if (index === this.#state.selection.index) return;
    this.#followTopUntil = 0;
    this.#toEndUntil = 0;
    this.#set({ selection: at(this.#state.view, index) });
  }

  /** A row was clicked: what is done there is done to it alone, save that 'pick' adds it to those picked before. */
  click(index: number, what: 'choose' | 'pin' | 'delete' | 'pick'): void {
    this.point(index);
    const { selection, picked } = this.#state;
    if (what === 'pick') {
      this.#acts();
      if (selection.id !== null) this.#pick(toggled(picked, selection.id));
      return;
    }
    this.#set({ picked: [] });
    this.run({ id: what === 'choose' ? 'paste' : what });
  }

  /** Which rows are rendered, and which are fully visible: the first of them has the digit 1. */
  see(first: number, last: number, top: number, rows: number): void {
    this.#visible = { top, rows };
    this.#history.see(first, last);
  }

  async undo(): Promise<void> {
    this.#acts();
    const restored = await this.#changes.undo();
    if (restored === null) return;
    this.#awaited = restored;
    this.#historyChanged();
  }

  /** A clip that is about to come is selected as soon as it is in the list. */
  expect(id: number): void {
    this.#acts();
    this.#awaited = id;
    this.#historyChanged();
  }

  resume(): void {
    void this.#bridge.request('capture:set-paused', { paused: false });
  }

  takeNext(): void {
    void this.#bridge.request('capture:take-next', null);
  }

  dismiss(): void {
    this.#notices.dismiss();
  }

  endQueue(): void {
    void this.#bridge.request('clip:end-queue', null);
  }

  async #choose(how: ChooseHow, clips: () => Promise<readonly number[]>): Promise<void> {
    if (await this.#choosing.choose(how, this.#act, clips)) this.#hidden();
  }

  /** Pins those that are not pinned yet; where all are, unpins them. */
  async #pin(): Promise<void> {
    this.#acts();
    await this.#changes.pin(await this.#targets());
  }

  async #delete(): Promise<void> {
    // A second press before the first is done would delete the same clips, which are gone by then.
    if (this.#deletesPicked) return;
    this.#acts();
    this.#deletesPicked = this.#state.picked.length > 0;
    const ids = await this.#targets();
    const isDone = await this.#changes.delete(ids);
    this.#deletesPicked = false;
    if (isDone) this.#set({ picked: this.#state.picked.filter((id) => !ids.includes(id)) });
  }

  async #hide(): Promise<void> {
    const reply = await this.#bridge.request('picker:hide', null);
    if (reply.ok) this.#hidden();
  }

  /** The row meant, once the rows answer what is typed; undefined where the user went on meanwhile or there is none. */
  async #settledRow(indexOf: () => number) {
    const act = this.#act;
    const settled = await this.#history.settled();
    return settled && act === this.#act ? viewRow(this.#state.view, indexOf()) : undefined;
  }

  #acts(): void {
    this.#act += 1;
    this.#awaited = null;
    this.#followTopUntil = 0;
    this.#toEndUntil = 0;
  }

  #shown(pending: boolean): void {
    this.#stayOpen();
    // Keys go before what main tells: where the user has done something since all was made ready, that was in this opening.
    const acted = this.#readySince !== null && this.#readySince !== this.#act;
    this.#readySince = null;
    if (acted) this.#set({ opening: this.#state.opening + 1 });
    else {
      this.#choosing.forget();
      this.#reset();
      this.#followTopUntil = this.#clock.now() + FOLLOW_TOP_MS;
    }
    this.#stopWaiting();
    if (pending) {
      this.#history.expectPage();
      this.#stopWaiting = this.#clock.after(PAGE_DUE_MS, () => this.#history.giveUpPage());
    }
    this.#notices.shown();
  }

  /** The window is hidden: it is made ready for the next time where nobody sees it. */
  #hidden(): void {
    this.#notices.hidden();
    this.#reset();
    this.#readySince = this.#act;
  }

  #followsTop(): boolean {
    return this.#clock.now() < this.#followTopUntil || (this.#followTopUntil > 0 && this.#history.due);
  }

  #historyChanged(): void {
    const view = this.#history.view;
    const before = this.#state;
    const awaitedAt = this.#awaited === null ? -1 : viewIndex(view, this.#awaited);
    let selection = follow(view, before.selection);
    if (awaitedAt !== -1) selection = at(view, awaitedAt);
    else if (view.query !== before.view.query || this.#followsTop()) {
      selection = startOf(view);
      this.#toEndUntil = 0;
    } else if (this.#isOnTheWayToEnd(before.view)) {
      selection = at(view, viewCount(view) - 1);
    } else {
      this.#set({ view, selection });
      return;
    }
    this.#awaited = null;
    this.#set({ view, selection, reveal: before.reveal + 1 });
  }

  /** The last row of all was asked for, and was not known yet: the last one that is known is selected until it is. */
  #isOnTheWayToEnd(before: HistoryView): boolean {
    return before.list.next !== null && viewCount(this.#history.view) <= this.#toEndUntil;
  }

  #told(status: AppStatus): void {
    const keymap = keymapOf(status.keys, status.platform === 'darwin').keymap;
    this.#set({ status, keymap });
  }

  #set(change: Partial<PickerState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
