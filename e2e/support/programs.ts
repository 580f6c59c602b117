// The other programs: they copy into Clipstead and take its pastes. Real ones, on the test's own display.
// Never reach into Clipstead from here.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from '@playwright/test';

export type Env = Readonly<Record<string, string>>;

/** From here, and from where benches are bundled. */
const programs = ['..', '../../e2e']
  .map((way) => join(import.meta.dirname, way, 'programs'))
  .find((folder) => existsSync(folder));

/** Runs a program to its end. @throws with its exit code where that is not 0 */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly env: Env; readonly input?: string | Uint8Array; readonly detached?: boolean },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...options.env }, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.resume();
    child.on('error', reject);
    // 'exit', not 'close': xclip leaves a child behind that keeps the pipes open and owns the selection.
    child.on('exit', (code) => {
      if (code === 0) setImmediate(() => resolve(Buffer.concat(out)));
      else reject(new Error(`${command} ended with ${code}`));
    });
    // A program that ends without reading its input is no fault.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

/** Copies as users of a terminal do. */
export async function xclipCopy(env: Env, text: string | Uint8Array): Promise<void> {
  await run('xclip', ['-selection', 'clipboard', '-in'], { env, input: text });
}

/** What any other program would be given now. */
export function clipboardText(env: Env, selection: 'clipboard' | 'primary' = 'clipboard'): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('xclip', ['-selection', selection, '-out', '-target', 'UTF8_STRING'], {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const out: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(out).toString('utf8')));
  });
}

/** A key or chord pressed as a user's keyboard does, by XTEST. */
export async function pressKey(env: Env, ...keys: string[]): Promise<void> {
  await run('xdotool', ['key', ...keys], { env });
}

/**
 * Looks for a window, and does with it what `then` says, waiting for it to be done. Once more where that fails: any other window that
 * goes in the middle of the search fails it.
 */
export async function withWindow(env: Env, search: readonly string[], ...then: string[]): Promise<void> {
  for (const end = Date.now() + 10_000; ; ) {
    try {
      await run('xdotool', ['search', '--sync', ...search, ...then], { env });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The active window's name; '' in the moment in which none is, or in which it goes. */
export function activeWindowName(env: Env): Promise<string> {
  return run('xdotool', ['getactivewindow', 'getwindowname'], { env }).then(String, () => '');
}

/** A GTK 3 window with one entry and one rich text. */
export class GtkWindow {
  readonly #child: ChildProcess;
  readonly #answers: ((value: Record<string, unknown>) => void)[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async open(env: Env, title = 'gtk target'): Promise<GtkWindow> {
    const child = spawn('/usr/bin/python3', [join(programs ?? '', 'gtk_window.py'), title], {
      env: { ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const gtk = new GtkWindow(child);
    const ended = new Promise<never>((_, reject) => {
      child.once('exit', () => reject(new Error('the GTK program ended before it was ready')));
    });
    const ready = Promise.race([gtk.#answer(), ended]);
    createInterface({ input: child.stdout }).on('line', (line) => {
      gtk.#answers.shift()?.(JSON.parse(line) as Record<string, unknown>);
    });
    await ready;
    return gtk;
  }

  async copy(text: string): Promise<void> {
    await this.#ask({ do: 'copy', text });
  }

  /** Copies "<name> 1" to "<name> n", `everyMs` apart. */
  async copies(name: string, count: number, everyMs: number): Promise<void> {
    await this.#ask({ do: 'copies', name, count, every: everyMs });
  }

  /** Copies a bold text out of the rich text. */
  async copyRich(text: string): Promise<void> {
    await this.#ask({ do: 'copy rich', text });
  }

  /** Copies an image of noise, the same one each time. */
  async copyImage(width: number, height: number): Promise<void> {
    await this.#ask({ do: 'copy image', width, height });
  }

  /** Encodes a picture as another program does. @param pixels RGB, or RGBA, row by row */
  async encode(
    picture: { readonly width: number; readonly height: number; readonly pixels: Uint8Array },
    kind: 'png' | 'jpeg' | 'bmp',
    options: Readonly<Record<string, string>> = {},
  ): Promise<Buffer> {
    const { width, height, pixels } = picture;
    const channels = pixels.length / (width * height);
    const { content } = await this.#ask({
      do: 'encode',
      ...{ width, height, channels, kind, options },
      pixels: Buffer.from(pixels).toString('base64'),
    });
    return Buffer.from(String(content), 'base64');
  }

  /** Offers these formats together. */
  async copyFormats(formats: Readonly<Record<string, string>>): Promise<void> {
    const encoded = Object.entries(formats).map(([name, text]) => [
      name,
      Buffer.from(text).toString('base64'),
    ]);
    await this.#ask({ do: 'copy formats', formats: Object.fromEntries(encoded) });
  }

  /** Formats of copyFormats() that were asked for since, in order. */
  async asked(): Promise<string[]> {
    return (await this.#ask({ do: 'asked' })).asked as string[];
  }

  /** The clipboard's content in a format; null where it is refused. */
  async paste(format: string): Promise<Buffer | null> {
    const { content } = await this.#ask({ do: 'paste', format });
    return content === null ? null : Buffer.from(String(content), 'base64');
  }

  /** Empties the rich text and gives it the focus. */
  async focusRich(): Promise<void> {
    await this.#ask({ do: 'focus rich' });
  }

  async rich(): Promise<{ readonly text: string; readonly bold: boolean; readonly focus: boolean }> {
    const { text, bold, focus } = await this.#ask({ do: 'rich' });
    return { text: String(text), bold: bold === true, focus: focus === true };
  }

  /** Takes the clipboard and hangs (SIGSTOP) before anybody could read it; resume() lets it go on. */
  async copyAndStop(text: string): Promise<void> {
    await this.#ask({ do: 'copy and stop', text });
  }

  /** Hangs until resume(). */
  hang(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  async text(): Promise<string> {
    return String((await this.#ask({ do: 'text' })).text);
  }

  async hasFocus(): Promise<boolean> {
    return (await this.#ask({ do: 'text' })).focus === true;
  }

  async clear(): Promise<void> {
    await this.#ask({ do: 'clear' });
  }

  async focus(): Promise<void> {
    await this.#ask({ do: 'focus' });
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #answer(): Promise<Record<string, unknown>> {
    return new Promise((resolve) => this.#answers.push(resolve));
  }

  #ask(command: Record<string, unknown>): Promise<Record<string, unknown>> {
    const answer = this.#answer();
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
    return answer;
  }
}

/** Debian's Chromium with one page that holds a textarea. */
export class ChromiumWindow {
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(env: Env): Promise<ChromiumWindow> {
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      headless: false,
      env: { ...env },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--window-size=500,400',
      ],
    });
    const page = await browser.newPage({ viewport: null });
    await page.setContent('<title>chromium target</title><textarea autofocus rows=8 cols=40></textarea>');
    await page.locator('textarea').focus();
    return new ChromiumWindow(browser, page);
  }

  /** Types the text, selects it and copies it by the keyboard, as a user does. */
  async copy(env: Env, text: string): Promise<void> {
    await this.page.locator('textarea').fill(text);
    await this.focus(env);
    await pressKey(env, 'ctrl+a');
    await pressKey(env, 'ctrl+c');
  }

  /** Clicks into the textarea as a user does: a page's own focus() leaves the caret in the address bar. */
  async focus(env: Env): Promise<void> {
    await withWindow(env, ['--name', 'chromium target'], 'windowactivate', '--sync');
    const [x, y] = await this.page.evaluate(() => {
      const box = document.querySelector('textarea')?.getBoundingClientRect() ?? new DOMRect();
      const border = (outerWidth - innerWidth) / 2;
      return [screenX + border + box.x + 40, screenY + (outerHeight - innerHeight) - border + box.y + 40];
    });
    await run(
      'xdotool',
      ['mousemove', String(Math.round(x ?? 0)), String(Math.round(y ?? 0)), 'click', '1'],
      {
        env,
      },
    );
  }

  text(): Promise<string> {
    return this.page.locator('textarea').inputValue();
  }

  async clear(): Promise<void> {
    await this.page.locator('textarea').fill('');
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

/** An xterm whose shell writes whatever is typed or pasted into a file, byte for byte. */
export class XtermWindow {
  readonly #child: ChildProcess;
  readonly #file: string;

  readonly #env: Env;

  private constructor(child: ChildProcess, file: string, env: Env) {
    this.#child = child;
    this.#file = file;
    this.#env = env;
  }

  static async open(env: Env): Promise<XtermWindow> {
    const file = join(mkdtempSync(join(tmpdir(), 'clipstead-xterm-')), 'typed');
    const script = 'stty raw -echo; : > "$OUT"; exec dd bs=1 of="$OUT" conv=notrunc status=none';
    const child = spawn('xterm', ['-u8', '-title', 'xterm target', '-e', 'sh', '-c', script], {
      env: { ...env, OUT: file },
      stdio: 'ignore',
    });
    await withWindow(env, ['--onlyvisible', '--name', 'xterm target']);
    return new XtermWindow(child, file, env);
  }

  async focus(): Promise<void> {
    await withWindow(this.#env, ['--name', 'xterm target'], 'windowactivate', '--sync');
  }

  text(): string {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch {
      return '';
    }
  }

  close(): void {
    this.#child.kill();
    rmSync(dirname(this.#file), { recursive: true, force: true });
  }
}
