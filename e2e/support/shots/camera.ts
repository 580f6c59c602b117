// Looks at one state of the picker in every theme: a picture of it, beside the one in docs/shots, and what axe finds.
// Never wait for a time here: a state is there when what it is made of is seen.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { App } from '../app';
import { expect } from '../fixtures';
import { FONT_FILES } from './fonts';

/** `npm run shots` sets it: pictures are taken, not compared with. */
const taking = process.env.CLIPSTEAD_TAKE_SHOTS === '1';

/** What the pictures were made with: another Chromium, or other fonts, draw the same letters a little otherwise. */
const MADE_WITH = join(import.meta.dirname, '../../../docs/shots/made-with.json');

/** How far a pixel may be off before it counts, and which part of all pixels may count. */
const THRESHOLD = 0.1;
const SAME_MACHINERY = 0.001;
const OTHER_MACHINERY = 0.06;

export class Camera {
  readonly #app: App;
  readonly #page: Page;
  /** The page is shown at another size than its own, which Playwright's pictures of it do not know. */
  scaled = false;
  #mayDiffer = SAME_MACHINERY;
  /** The page has axe already, which is large. */
  #ready = false;
  /** Images in view that have no picture in their rows. */
  unseen = 0;
  /** What axe found gravely wrong, each with its state. */
  readonly grave: string[] = [];

  constructor(app: App) {
    this.#app = app;
    this.#page = app.page;
  }

  /** Holds the clock of the page's dates, and what blinks or moves. Call once, before the picker is opened. */
  async prepare(now: number): Promise<void> {
    await this.setTime(now);
    await this.readyPage();
    const machinery = await this.#machinery();
    if (taking) {
      mkdirSync(dirname(MADE_WITH), { recursive: true });
      writeFileSync(MADE_WITH, `${JSON.stringify(machinery, null, 2)}\n`);
    }
    const made: unknown = existsSync(MADE_WITH) ? JSON.parse(readFileSync(MADE_WITH, 'utf8')) : null;
    if (JSON.stringify(made) !== JSON.stringify(machinery)) {
      this.#mayDiffer = OTHER_MACHINERY;
      // A line of its own among those of the test's reporter.
      process.stderr.write(
        `\nWARNING: the pictures are compared COARSELY: ${OTHER_MACHINERY * 100} % of each one's pixels may differ, instead of ` +
          `${SAME_MACHINERY * 100} %. docs/shots was made with ${JSON.stringify(made)}, this is ${JSON.stringify(machinery)}.\n`,
      );
    }
    await this.#look('light');
  }

  /** Milliseconds since the epoch: what the page takes for now. */
  async setTime(now: number): Promise<void> {
    await this.#page.clock.setFixedTime(now);
  }

  /** Whatever a page needs for its pictures; once more where another one was loaded in its place. */
  async readyPage(): Promise<void> {
    this.#ready = false;
    await this.#page.evaluate(() => {
      // Not by an element: the page's policy takes none.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { caret-color: transparent !important; }');
      document.adoptedStyleSheets.push(sheet);
    });
  }

  /** Takes the state that stands, in light and in dark; axe looks at it in strong contrast too. @param all every rule in dark as well */
  async take(name: string, all = false): Promise<void> {
    for (const scheme of ['light', 'dark'] as const) {
      await this.#look(scheme);
      await this.#shoot(`${name}-${scheme}`);
      // All but the colours is the same in every theme, save that a rule may judge what another state of the colours hides.
      await this.#axe(`${name}, ${scheme}`, all || scheme === 'light');
    }
    await this.#look('light', 'more');
    await this.#axe(`${name}, light, strong contrast`, false);
    await this.#look('light');
  }

  /** Pictures of the state that stands in strong contrast; take() has let axe look at the light one. */
  async takeContrast(name: string): Promise<void> {
    for (const scheme of ['light', 'dark'] as const) {
      await this.#look(scheme, 'more');
      await this.#shoot(`${name}-contrast-${scheme}`);
      if (scheme === 'dark') await this.#axe(`${name}, dark, strong contrast`, false);
    }
    await this.#look('light');
  }

  /** The comparison sees a block of 24 by 24 pixels that does not belong there. */
  async expectToSeeABlock(name: string): Promise<void> {
    if (taking) return;
    await this.#page.evaluate(() => {
      const block = document.createElement('div');
      block.id = 'block';
      block.style.cssText =
        'position: fixed; inset: 40px auto auto 40px; width: 24px; height: 24px; background: #888';
      document.body.append(block);
    });
    const looks = expect(this.#page).toHaveScreenshot(`${name}.png`, {
      ...this.#tolerance(),
      timeout: 1_000,
    });
    if (this.#mayDiffer === SAME_MACHINERY) await expect(looks).rejects.toThrow('pixels');
    else await looks;
    await this.#page.evaluate(() => document.querySelector('#block')?.remove());
  }

  #tolerance() {
    return { maxDiffPixelRatio: this.#mayDiffer, threshold: THRESHOLD };
  }

  async #shoot(name: string): Promise<void> {
    // Pictures in rows come a moment after their rows.
    await this.#page.waitForFunction(
      (unseen) =>
        document.querySelectorAll('.row-tile-image').length ===
        document.querySelectorAll('.row-thumbnail[data-loaded]').length + unseen,
      this.unseen,
    );
    if (!this.scaled) {
      await expect.soft(this.#page).toHaveScreenshot(`${name}.png`, this.#tolerance());
      return;
    }
    const picture = await this.#app.electron.evaluate(async ({ BrowserWindow }) => {
      const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
      return image?.toPNG().toString('base64') ?? '';
    });
    expect.soft(Buffer.from(picture, 'base64')).toMatchSnapshot(`${name}.png`, this.#tolerance());
  }

  async #look(
    colorScheme: 'light' | 'dark',
    contrast: 'no-preference' | 'more' = 'no-preference',
  ): Promise<void> {
    await this.#page.emulateMedia({ colorScheme, contrast, reducedMotion: 'reduce' });
    await this.#page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  /** @param all every rule; else the one on colours alone */
  async #axe(state: string, all: boolean): Promise<void> {
    // In the page itself: the builder's other way opens a page of its own for the results, which an app's windows do not allow.
    // What was copied is not ours to judge, so the frame that shows it is left out.
    const axe = new AxeBuilder({ page: this.#page, ...(this.#ready ? { axeSource: '0' } : {}) })
      .setLegacyMode()
      .exclude('iframe');
    this.#ready = true;
    const { violations, passes } = await (all ? axe : axe.withRules(['color-contrast'])).analyze();
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
    for (const { id, impact, nodes } of violations) {
      if (impact === 'serious' || impact === 'critical')
        this.grave.push(`${state}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    }
  }

  async #machinery(): Promise<{ readonly chromium: string; readonly fonts: string }> {
    const agent = await this.#page.evaluate(() => navigator.userAgent);
    const fonts = createHash('sha256');
    for (const file of FONT_FILES) fonts.update(existsSync(file) ? readFileSync(file) : '-');
    return { chromium: /Chrome\/(\d+)/.exec(agent)?.[1] ?? '', fonts: fonts.digest('hex').slice(0, 16) };
  }
}
