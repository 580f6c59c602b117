// Brings the picker into the states that are taken, as a user does: by its keys; and by main's own words where no machine is so.
// Never take a picture here.
import type { Locator, Page } from '@playwright/test';
import type { AppStatus, Notice } from '../../../src-shared/ipc-contract';
import type { App } from '../app';
import { expect } from '../fixtures';
import { activeWindowName, pressKey } from '../programs';
import { CLIPS } from './clips';

export class Stage {
  readonly #app: App;
  readonly #page: Page;
  readonly rows: Locator;
  readonly preview: Locator;
  readonly #box: Locator;

  constructor(app: App) {
    this.#app = app;
    this.#page = app.page;
    this.rows = app.page.getByRole('option');
    this.preview = app.page.getByRole('complementary');
    this.#box = app.page.getByRole('combobox');
  }

  async keys(...chords: string[]): Promise<void> {
    for (const chord of chords) await pressKey(this.#app.env, chord);
  }

  async show(): Promise<void> {
    expect((await this.#app.cli('show')).code).toBe(0);
    await expect.poll(() => this.#app.pickerVisible()).toBe(true);
    await expect(this.#box).toBeFocused();
    // Keys come from the keyboard: they go to the window that the window manager has made the active one.
    await expect.poll(() => activeWindowName(this.#app.env)).toContain('Clipstead');
  }

  async hide(): Promise<void> {
    await this.keys('Escape');
    await expect.poll(() => this.#app.pickerVisible()).toBe(false);
  }

  /** Puts the selection on the first row that matches, with an empty box. */
  async search(query: string, count: number): Promise<void> {
    await this.keys('ctrl+a');
    await this.#page.keyboard.type(query);
    await expect(this.rows).toHaveCount(count);
  }

  /** Goes down to the row with this text. */
  async select(text: string): Promise<void> {
    await this.keys('Home');
    // Twice round: the first look may come before what the first key did.
    const seen: string[] = [];
    for (let tries = 0; tries < 2 * CLIPS; tries += 1) {
      const row = await this.#page.getByRole('option', { selected: true }).innerText();
      if (row.includes(text)) return;
      seen.push(row.slice(0, 20));
      await this.keys('Down');
    }
    throw new Error(`there is no row with ${text} among ${seen.join(', ')}`);
  }

  async clear(): Promise<void> {
    if ((await this.#box.inputValue()) !== '') await this.keys('Escape');
    await expect(this.rows.filter({ hasText: 'ssh -L' })).toBeVisible();
    await expect(this.rows.filter({ hasText: 'sqlite' })).toBeVisible();
  }

  async statusNow(): Promise<AppStatus> {
    const status = await this.#page.evaluate(() => window.clipstead?.request('app:status', null));
    if (!status?.ok) throw new Error('the app has no status');
    return status.value;
  }

  /** What main would say on another machine, or in a trouble that does not stand still. */
  async send(channel: 'app:status-changed' | 'app:notice', value: AppStatus | Notice): Promise<void> {
    await this.#app.electron.evaluate(
      ({ BrowserWindow }, [to, what]) => BrowserWindow.getAllWindows()[0]?.webContents.send(to, what),
      [channel, value] as const,
    );
  }

  /**
   * The next search goes on as it does in a history of a million clips: main's answer says that there is more, and what is asked then
   * waits. @returns lets it go on
   */
  async holdSearch(): Promise<() => Promise<void>> {
    await this.#app.electron.evaluate(({ ipcMain }) => {
      type Handler = (event: unknown, asked: { query: string; after: number | null }) => Promise<unknown>;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const real = handlers.get('history:page');
      if (real === undefined) throw new Error('nobody answers history:page');
      const held: (() => void)[] = [];
      handlers.set('test:let-go', async () => {
        handlers.set('history:page', real);
        for (const go of held) go();
      });
      handlers.set('history:page', async (event, asked) => {
        if (asked.query === '') return real(event, asked);
        if (asked.after === null) {
          const reply = (await real(event, asked)) as { readonly value: object };
          return { ...reply, value: { ...reply.value, next: 1 } };
        }
        await new Promise<void>((go) => held.push(go));
        return real(event, asked);
      });
    });
    return () =>
      this.#app.electron.evaluate(async ({ ipcMain }) => {
        const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, () => Promise<unknown>> })
          ._invokeHandlers;
        await handlers.get('test:let-go')?.();
        handlers.delete('test:let-go');
      });
  }
}
