// What the preview and the menu ask of main for a clip.
// Never act without a clip's id, and never report a failure here: the bridge has done so.
import type { Bridge } from '../bridge';
import type { PickerModel } from '../picker/picker-model';

export class ClipActs {
  readonly #bridge: Bridge;
  readonly #picker: PickerModel;

  constructor(bridge: Bridge, picker: PickerModel) {
    this.#bridge = bridge;
    this.#picker = picker;
  }

  /** The clip's whole text; null where it has none, or too long a one. */
  async text(id: number): Promise<string | null> {
    const reply = await this.#bridge.request('clip:text', { id });
    return reply.ok ? reply.value.text : null;
  }

  /** Pastes or copies a text that was made of the clip. @returns false where that failed */
  async putText(from: number, text: string, how: 'paste' | 'copy'): Promise<boolean> {
    const reply = await this.#bridge.request(how === 'paste' ? 'text:paste' : 'text:copy', { from, text });
    return reply.ok;
  }

  /** Keeps an edited text as a new clip, goes back to the list and selects it. @returns false where that failed */
  async saveEdited(id: number, text: string): Promise<boolean> {
    const reply = await this.#bridge.request('clip:save-edited', { id, text });
    if (!reply.ok) return false;
    this.#picker.cover(null);
    this.#picker.expect(reply.value.id);
    return true;
  }

  async splitLines(id: number): Promise<void> {
    await this.#bridge.request('clip:split-lines', { id });
  }

  async openLink(id: number): Promise<void> {
    await this.#bridge.request('clip:open-link', { id });
  }

  async revealFile(id: number, index: number): Promise<void> {
    await this.#bridge.request('clip:reveal-file', { id, index });
  }

  async saveFile(id: number): Promise<void> {
    await this.#bridge.request('clip:save-file', { id });
  }
}
