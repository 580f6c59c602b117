// LibreOffice Calc as users have it: what comes of cells that are copied, and that they paste back into it.
// Never part of the usual tests, since not every machine has it: npm run test:e2e:office.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from './support/fixtures';
import { type Env, pressKey, run } from './support/programs';

const CELLS = 'Name\tAmount\nApples ✓\t3\nPears\t4\n';

/** A spreadsheet in one file of XML (OpenDocument 1.3, part 3). */
const SHEET = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="Fruit">
${CELLS.trimEnd()
  .split('\n')
  .map((row) => `<table:table-row>${row.split('\t').map(cell).join('')}</table:table-row>`)
  .join('\n')}
</table:table></office:spreadsheet></office:body></office:document>`;

function cell(text: string): string {
  const number = /^\d+$/.test(text)
    ? ` office:value-type="float" office:value="${text}"`
    : ' office:value-type="string"';
  return `<table:table-cell${number}><text:p>${text}</text:p></table:table-cell>`;
}

/** The first start shows a tip of the day, which would take the keys. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>`;

class CalcWindow {
  readonly #env: Env;
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(env: Env, folder: string, child: ChildProcess) {
    this.#env = env;
    this.#folder = folder;
    this.#child = child;
  }

  static async open(env: Env): Promise<CalcWindow> {
    const folder = mkdtempSync(join(tmpdir(), 'clipstead-calc-'));
    const sheet = join(folder, 'fruit.fods');
    writeFileSync(sheet, SHEET);
    mkdirSync(join(folder, 'profile', 'user'), { recursive: true });
    writeFileSync(join(folder, 'profile', 'user', 'registrymodifications.xcu'), SETTINGS);
    const profile = pathToFileURL(join(folder, 'profile')).href;
    const args = [
      '--calc',
      '--nologo',
      '--norestore',
      '--nofirststartwizard',
      `-env:UserInstallation=${profile}`,
      sheet,
    ];
    // In a group of its own: soffice is a script that starts the program.
    const child = spawn('soffice', args, { env: { ...env }, stdio: 'ignore', detached: true });
    await run('xdotool', ['search', '--sync', '--onlyvisible', '--name', 'fruit.fods'], { env });
    return new CalcWindow(env, folder, child);
  }

  async keys(...keys: string[]): Promise<void> {
    await run('xdotool', ['search', '--name', 'fruit.fods', 'windowactivate', '--sync'], { env: this.#env });
    await pressKey(this.#env, ...keys);
  }

  close(): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

test('cells come as text, HTML and RTF together, and paste back into Calc and elsewhere', async ({
  app,
  desktop,
  gtk,
}) => {
  test.setTimeout(180_000);
  const calc = await CalcWindow.open(desktop.env);
  try {
    // The window is there before it takes keys.
    await expect(async () => {
      await calc.keys('ctrl+Home', 'ctrl+shift+End', 'ctrl+c');
      expect(await app.list()).toHaveLength(1);
    }).toPass({ timeout: 60_000 });
    const clip = await app.expectNewest(CELLS);
    expect(clip.formats).toEqual(['text/plain', 'text/html', 'text/rtf']);
    expect(clip.sourceApp).toMatch(/soffice/);
    const log = JSON.parse((await app.cli('log', '--json')).stdout.toString()) as object[];
    test.info().annotations.push({ type: 'capture log', description: JSON.stringify(log.at(-1)) });

    expect((await app.cli('copy', `${clip.id}`)).code).toBe(0);
    expect((await gtk.paste('text/html'))?.toString()).toMatch(/<table.*Apples.*<\/table>/s);
    // Into an empty place of the sheet; what is copied from there is the same again.
    await calc.keys('ctrl+Home', 'Right', 'Right', 'Right', 'ctrl+v');
    await expect(async () => {
      await calc.keys(
        'Escape',
        'ctrl+Home',
        'Right',
        'Right',
        'Right',
        'shift+Right',
        'shift+Down',
        'shift+Down',
        'ctrl+c',
      );
      const log = JSON.parse((await app.cli('log', '--json')).stdout.toString()) as { result: string }[];
      expect(log.at(-1)?.result).toBe('merged');
    }).toPass({ timeout: 60_000 });
    expect((await app.list()).map(({ id }) => id)).toEqual([clip.id]);
  } finally {
    calc.close();
  }
});
