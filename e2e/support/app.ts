// The packaged app as a user has it, on a data folder of its own; and its command line.
// Never reach inside it for what a user could see from outside.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { encodeHead } from '../../src-main/cli/protocol';
import { socketPaths } from '../../src-main/paths';
import type { Env } from './programs';

export const executable =
  process.env.CLIPSTEAD_TEST_APP ?? resolve(import.meta.dirname, '../../release/linux-unpacked/clipstead');
/** Root needs the first (Chromium refuses its sandbox there), a virtual display the second. */
export const flags = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'];

export interface CliResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface ListedClip {
  readonly id: number;
  readonly kind: string;
  readonly preview: string;
  readonly size: number;
  readonly createdAt: number;
  readonly lastUsed: number;
  readonly pinned: boolean;
  readonly sourceApp: string | null;
  readonly formats: readonly string[];
  readonly masked: boolean;
  readonly expiresAt: number | null;
}

/** A call of the command line, in a process of its own. */
export function cli(
  env: Env,
  dataDir: string,
  args: readonly string[],
  input?: string | Uint8Array,
): Promise<CliResult> {
  return new Promise((done, failed) => {
    const child = spawn(executable, [...(flags[0] === '--no-sandbox' ? ['--no-sandbox'] : []), ...args], {
      env: { ...env, CLIPSTEAD_DATA_DIR: dataDir },
    });
    const stdout: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', failed);
    child.on('close', (code) => done({ code: code ?? -1, stdout: Buffer.concat(stdout), stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** A new empty data folder. */
export function freshDataDir(): string {
  return join(mkdtempSync(join(tmpdir(), 'clipstead-e2e-')), 'data');
}

/** A new data folder with these settings, as a user writes them. */
export function dataDirWith(settings: object): string {
  const dataDir = freshDataDir();
  mkdirSync(dataDir, { mode: 0o700 });
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
  return dataDir;
}

/** The files of a folder that hold a text. */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .filter((path) => readFileSync(path).includes(text));
}

export class App {
  readonly env: Env;
  readonly dataDir: string;
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** The app's main process. */
  readonly process: ChildProcess;

  private constructor(env: Env, dataDir: string, electron: ElectronApplication, page: Page) {
    this.env = env;
    this.dataDir = dataDir;
    this.electron = electron;
    this.page = page;
    this.process = electron.process();
  }

  /** Starts the app and waits until its command line answers. */
  static async start(env: Env, dataDir: string = freshDataDir()): Promise<App> {
    const electron = await _electron.launch({
      executablePath: executable,
      args: flags,
      // Playwright would show every page in light.
      colorScheme: null,
      env: { ...env, CLIPSTEAD_DATA_DIR: dataDir },
    });
    const page = await electron.firstWindow();
    const app = new App(env, dataDir, electron, page);
    await expect.poll(async () => (await app.cli('status')).code).toBe(0);
    return app;
  }

  cli(...args: string[]): Promise<CliResult> {
    return cli(this.env, this.dataDir, args);
  }

  /** Stores texts, oldest first, as `clipstead add` does, without a process for each. */
  async addAll(texts: readonly string[]): Promise<void> {
    const socketPath = socketPaths(this.dataDir)[0] ?? '';
    for (const text of texts) {
      const body = Buffer.from(text);
      const socket = connect(socketPath);
      socket.write(encodeHead({ verb: 'add' }, body.byteLength));
      socket.write(body);
      const answer: Buffer[] = [];
      for await (const chunk of socket) answer.push(chunk as Buffer);
      if (!Buffer.concat(answer).toString().includes('"ok":true'))
        throw new Error('a text could not be added');
    }
  }

  async list(): Promise<ListedClip[]> {
    const { stdout } = await this.cli('list', '--json', '--limit', '1000');
    return JSON.parse(stdout.toString()) as ListedClip[];
  }

  /** The exact bytes of a clip. */
  async bytes(id: number): Promise<Buffer> {
    return (await this.cli('get', String(id))).stdout;
  }

  /** Waits until the newest clip has exactly this content. */
  async expectNewest(content: string | Uint8Array): Promise<ListedClip> {
    let newest: ListedClip | undefined;
    await expect
      .poll(async () => {
        newest = (await this.list())[0];
        return newest === undefined ? null : (await this.bytes(newest.id)).equals(Buffer.from(content));
      })
      .toBe(true);
    return newest as ListedClip;
  }

  async pickerVisible(): Promise<boolean> {
    return this.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some((window) => window.isVisible()),
    );
  }

  /** Every warning and error that the app has logged; a test that expects none says so. */
  troubles(): { level: string; event: string }[] {
    return readFileSync(join(this.dataDir, 'logs', 'clipstead.log'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { level: string; event: string })
      .filter((entry) => entry.level !== 'info');
  }

  /** Ends the app as a user does. */
  async quit(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.cli('quit');
    await ended;
  }
}

/** Removes a data folder that a test made. */
export function removeDataDir(dataDir: string): void {
  rmSync(resolve(dataDir, '..'), { recursive: true, force: true });
}
