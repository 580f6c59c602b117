// What stood on the clipboard before a paste, and that it is put there again: a clip of the history by its id, or clips joined.
// Never hold content here, and never bring back what is no clip: a marked secret, what was not read, or a clipboard that was cleared.
import type { NewClip } from '../src-shared/clip';
import { GIVE_BACK_MS } from '../src-shared/limits';
import type { ClipStore } from './storage/types';

type NotedStore = Pick<ClipStore, 'store' | 'storeAsync' | 'storeMany'>;

/** What can be put on the clipboard. */
export type Put =
  | { readonly type: 'clip'; readonly id: number; readonly plain: boolean }
  | { readonly type: 'joined'; readonly ids: readonly number[]; readonly separator: string };

export interface FormerClipboard {
  /** Another program has changed the clipboard: what it holds is nothing to bring back until copied() and stored() say so. */
  changed(): void;
  /** What it holds becomes this clip, which is no secret; where we have put something there meanwhile it does not hold it any more. */
  copied(clip: NewClip): void;
  /** The same store; what it stores is noted, but for what a slow disk takes many at a time. */
  noting(store: NotedStore): NotedStore;
  /** We have put something there. */
  wrote(put: Put): void;
  /** What a paste that begins now replaces, as far as it can be brought back; null where it cannot, or the user does not want it. */
  readonly former: Put | null;
  /** To be called once a paste has put its clip there: `former` is to come back after it, unless something else comes before. */
  owe(former: Put | null): Debt;
  /**
   * The paste was taken. Brings back what is owed, GIVE_BACK_MS later.
   * @param giveBack puts it there where the clipboard still holds what was pasted, and says whether it did
   */
  pay(debt: Debt, giveBack: (former: Put) => Promise<boolean>): Promise<void>;
  /** The paste was not taken: its clip stays on the clipboard. */
  forgive(debt: Debt): void;
}

/** One paste's former clipboard; each is a new object. */
export interface Debt {
  readonly former: Put | null;
}

/** @param wanted whether the user wants it */
export function createFormerClipboard(wanted: () => boolean): FormerClipboard {
  let now: Put | null = null;
  let storing: NewClip | null = null;
  let owed: Debt | null = null;
  /** What it holds is of us. */
  let ours = false;

  function changed(): void {
    [now, storing, owed, ours] = [null, null, null, false];
  }

  function stored(clip: NewClip, id: number): void {
    if (clip !== storing) return;
    storing = null;
    now = { type: 'clip', id, plain: false };
  }

  return {
    changed,

    copied(clip) {
      if (!ours) storing = clip;
    },

    noting: (store) => ({
      store(clip) {
        const result = store.store(clip);
        stored(clip, result.clip.id);
        return result;
      },
      async storeAsync(clip) {
        const result = await store.storeAsync(clip);
        stored(clip, result.clip.id);
        return result;
      },
      storeMany: (clips) => store.storeMany(clips),
    }),

    wrote(put) {
      changed();
      [now, ours] = [put, true];
    },

    get former() {
      if (!wanted()) return null;
      // A paste right after another: what was there before both.
      return owed?.former ?? now;
    },

    owe(former) {
      const debt = { former };
      owed = former === null || isSame(former, now) ? null : debt;
      return debt;
    },

    async pay(debt, giveBack) {
      // A program may look once more at what it has just pasted.
      await new Promise((resolve) => setTimeout(resolve, GIVE_BACK_MS));
      if (owed !== debt || debt.former === null) return;
      owed = null;
      if (wanted() && (await giveBack(debt.former)) && owed === null) now = debt.former;
    },

    forgive(debt) {
      if (owed === debt) owed = null;
    },
  };
}

function isSame(a: Put, b: Put | null): boolean {
  return a.type === 'clip' && b?.type === 'clip' && a.id === b.id && a.plain === b.plain;
}
