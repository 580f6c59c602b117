// Notices that wait to be read: one at a time, errors first, each for its time on the screen.
// Never let a notice's time run while the picker is hidden: nobody can read it there.
import type { Notice } from '../../src-shared/ipc-contract';
import type { Clock } from './undo-stack';

/** How long a notice can be seen, all openings together. */
const NOTICE_MS = { info: 4_000, error: 10_000 } as const;
/** More than this many troubles in a row tell nothing more; the least urgent go. */
const MAX_NOTICES = 4;

interface Waiting {
  readonly notice: Notice;
  /** Milliseconds that it is still to be seen. */
  left: number;
}

export class NoticeQueue {
  /** The first is the one that is shown. */
  #waiting: readonly Waiting[] = [];
  #open = false;
  #stop: () => void = () => {};
  readonly #clock: Clock;
  readonly #changed: () => void;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** The notice that is shown, or will be as soon as the picker is; null where there is none. */
  get current(): Notice | null {
    return this.#waiting[0]?.notice ?? null;
  }

  /**
   * Takes a notice in; one that waits already keeps its place and is to be seen anew. One that comes while the picker is
   * open answers what was just done: it goes before its like.
   */
  add(notice: Notice): void {
    const same = this.#waiting.find(({ notice: { text } }) => text === notice.text);
    if (same !== undefined && !this.#open && same.notice.level === notice.level) {
      same.left = NOTICE_MS[notice.level];
      return;
    }
    this.#halt();
    const others = this.#waiting.filter((other) => other !== same);
    const rank = (level: Notice['level']) => (level === 'error' ? 0 : 1);
    const before = others.filter((other) => {
      const behind = rank(other.notice.level) - rank(notice.level);
      return behind < 0 || (behind === 0 && !this.#open);
    });
    const added = { notice, left: NOTICE_MS[notice.level] };
    this.#set([...before, added, ...others.slice(before.length)].slice(0, MAX_NOTICES));
  }

  /** Takes away the one that is shown. */
  dismiss(): void {
    this.#halt();
    this.#set(this.#waiting.slice(1));
  }

  /** The picker is on the screen. */
  shown(): void {
    this.#halt();
    this.#open = true;
    this.#go();
  }

  /** The picker is off the screen. */
  hidden(): void {
    this.#halt();
    this.#open = false;
  }

  #set(waiting: readonly Waiting[]): void {
    this.#waiting = waiting;
    this.#changed();
    this.#go();
  }

  #go(): void {
    const first = this.#waiting[0];
    if (!this.#open || first === undefined) return;
    const since = this.#clock.now();
    const cancel = this.#clock.after(first.left, () => this.dismiss());
    this.#stop = () => {
      cancel();
      first.left = Math.max(0, first.left - (this.#clock.now() - since));
    };
  }

  #halt(): void {
    this.#stop();
    this.#stop = () => {};
  }
}
