// The choice that is under way: pasting, copying or queuing clips, one choice at a time.
// Never let a bounced key choose twice: until main has answered nothing else is taken, unless the picker is shown again meanwhile.
import type { CommandId } from '../../src-shared/commands';
import type { Bridge } from '../bridge';

export type ChooseHow = 'paste' | 'plain' | 'copy' | 'queue';

/** Commands that choose. */
export const CHOICES: ReadonlySet<CommandId> = new Set([
  'paste',
  'paste-plain',
  'copy',
  'paste-nth',
  'paste-nth-plain',
  'queue',
]);

export class Choosing {
  readonly #bridge: Bridge;
  /** One that waits for its rows ends with the act that it belongs to. */
  #choice: { readonly act: number; asked: boolean } | null = null;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Whether a choice made in this act, or asked for already, stands in the way of another. */
  busy(act: number): boolean {
    return this.#choice !== null && (this.#choice.asked || this.#choice.act === act);
  }

  /** The picker is shown anew: what was chosen before is over. */
  forget(): void {
    this.#choice = null;
  }

  /**
   * @param act the user's act that this choice belongs to
   * @param clips the clips, as soon as they are known; none where the user went on meanwhile
   * @returns whether it was done, and the picker was not shown anew meanwhile
   */
  async choose(how: ChooseHow, act: number, clips: () => Promise<readonly number[]>): Promise<boolean> {
    const choice = { act, asked: false };
    this.#choice = choice;
    const ids = await clips();
    let done = false;
    if (ids.length > 0) {
      choice.asked = true;
      done = (await this.#ask(how, ids)).ok;
    }
    if (this.#choice !== choice) return false;
    // Main has hidden the picker before it answers, and keys go before answers: the next key is of the next opening, which main may
    // not have told of yet.
    this.#choice = null;
    return done;
  }

  #ask(how: ChooseHow, ids: readonly number[]): Promise<{ readonly ok: boolean }> {
    const [id, another] = ids;
    if (how === 'queue') return this.#bridge.request('clip:queue', { ids });
    if (id === undefined || another !== undefined) {
      return this.#bridge.request('clip:join', { ids, paste: how !== 'copy' });
    }
    if (how === 'copy') return this.#bridge.request('clip:copy', { id });
    return this.#bridge.request('clip:paste', { id, plain: how === 'plain' });
  }
}
