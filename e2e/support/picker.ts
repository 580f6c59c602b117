// The picker as a user works it: the hotkey, the search box, the rows. Keys come from the keyboard (XTEST), not from the page.
import { expect, type Locator } from '@playwright/test';
import type { App } from './app';
import { activeWindowName, pressKey } from './programs';

const HOTKEY = 'ctrl+shift+v';

export class Picker {
  readonly #app: App;
  readonly box: Locator;
  readonly rows: Locator;

  constructor(app: App) {
    this.#app = app;
    this.box = app.page.getByRole('combobox');
    this.rows = app.page.getByRole('option');
  }

  /** Opens it by the global hotkey and waits until its box has the caret. */
  async open(): Promise<void> {
    await pressKey(this.#app.env, HOTKEY);
    await this.expectOpen();
  }

  async pressHotkey(): Promise<void> {
    await pressKey(this.#app.env, HOTKEY);
  }

  async expectOpen(): Promise<void> {
    await expect.poll(() => this.#app.pickerVisible()).toBe(true);
    await expect
      .poll(() => this.#app.page.evaluate(() => document.hasFocus() && document.activeElement?.role))
      .toBe('combobox');
    // The page knows of its focus before the window manager has said so to everybody.
    await expect.poll(() => activeWindowName(this.#app.env)).toContain('Clipstead');
  }

  async expectClosed(): Promise<void> {
    await expect.poll(() => this.#app.pickerVisible()).toBe(false);
  }

  async press(...keys: string[]): Promise<void> {
    await pressKey(this.#app.env, ...keys);
  }

  async type(text: string): Promise<void> {
    await this.#app.page.keyboard.type(text);
  }

  /** The previews of the rows on screen, top to bottom. */
  async previews(): Promise<string[]> {
    return this.#app.page.locator('[role=option] .row-preview').allInnerTexts();
  }

  async expectPreviews(expected: readonly string[]): Promise<void> {
    await expect.poll(() => this.previews()).toEqual(expected);
  }

  /** The preview of the row that Enter would take. */
  selected(): Locator {
    return this.#app.page.getByRole('option', { selected: true }).locator('.row-preview');
  }
}
