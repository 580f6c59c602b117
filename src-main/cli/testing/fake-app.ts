// A running app for the command line's tests: real answers from a history in memory, without Electron or a database.
// Never make it kinder than the real one: it throws the same codes.
import { policyInForce } from '../../../src-shared/capture-policy';
import type { ClipSummary } from '../../../src-shared/clip';
import { ClipsteadError } from '../../../src-shared/errors';
import { DEFAULT_SETTINGS } from '../../../src-shared/settings';
import type { CliActions } from '../actions';
import type { CliExported, CliImported, CliLog, CliStats } from '../protocol';

type TransferOptions = Parameters<CliActions['importFrom']>[1];

interface FakeClip {
  readonly summary: ClipSummary;
  readonly payloads: ReadonlyMap<string, Uint8Array>;
}

export class FakeApp implements CliActions {
  readonly clips: FakeClip[] = [];
  /** What was done to the picker and the clipboard, in order. */
  readonly done: string[] = [];
  paused = false;
  pausedFor: number | null = null;
  ignoringNext = false;
  log: CliLog = [];
  onQuit: () => void = () => {};
  readonly #ids = new Map<string, number>();
  #lastId = 0;
  #clock = 1_700_000_000_000;

  status() {
    return {
      version: '9.9.9',
      pid: process.pid,
      capturing: !this.paused,
      pausedUntil: this.paused && this.pausedFor !== null ? this.#clock + this.pausedFor : null,
      ignoringNext: this.ignoringNext,
      source: 'fake',
      clips: this.clips.length,
      missed: 0,
      dbPath: '/nowhere/clips.db',
      electron: '33.2.1',
    };
  }

  list({ query, limit }: { query: string; limit: number }) {
    return this.clips
      .map((clip) => clip.summary)
      .filter((summary) => summary.preview.includes(query))
      .sort((a, b) => b.order - a.order)
      .slice(0, limit);
  }

  payload(id: number, mime = 'text/plain') {
    return this.clips.find((clip) => clip.summary.id === id)?.payloads.get(mime) ?? null;
  }

  async copy(id: number) {
    this.#require(id);
    this.done.push(`copy ${id}`);
  }

  add(bytes: Uint8Array, preview = Buffer.from(bytes.subarray(0, 200)).toString()) {
    const content = Buffer.from(bytes).toString('latin1');
    const known = this.#ids.get(content);
    if (known !== undefined) return { id: known, isNew: false };
    const at = this.#clock++;
    const summary: ClipSummary = {
      id: ++this.#lastId,
      kind: 'text',
      preview,
      size: bytes.byteLength,
      createdAt: at + 0.25,
      lastUsed: at + 0.75,
      order: at * 1000,
      pinned: false,
      sourceApp: null,
      formats: ['text/plain'],
    };
    this.clips.push({ summary, payloads: new Map([['text/plain', Uint8Array.from(bytes)]]) });
    this.#ids.set(content, summary.id);
    return { id: summary.id, isNew: true };
  }

  delete(ids: readonly number[]) {
    for (const id of ids) this.#require(id);
    for (const id of ids) this.clips.splice(this.#require(id), 1);
    for (const [content, id] of this.#ids) if (ids.includes(id)) this.#ids.delete(content);
  }

  setPinned(id: number, pinned: boolean) {
    const at = this.#require(id);
    const clip = this.clips[at] as FakeClip;
    this.clips[at] = { ...clip, summary: { ...clip.summary, pinned } };
  }

  stats(): CliStats {
    const bytes = this.clips.reduce((sum, { summary }) => sum + summary.size, 0);
    const clips = this.clips.length;
    return {
      clips,
      bytes,
      pinned: 0,
      oldest: this.clips[0]?.summary.createdAt ?? null,
      kinds: clips === 0 ? [] : [{ kind: 'text', clips, bytes }],
      formats: clips === 0 ? [] : [{ mime: 'text/plain\u202e', clips, bytes }],
      largest: this.clips.map(({ summary: { id, kind, size } }) => ({ id, kind, size, lastUsed: 60_000 })),
      database: { bytes: 4_096, walBytes: 0, freeBytes: 0, indexBytes: 1_024 },
      payloadFiles: { files: 0, bytes: 0 },
      backups: { files: 1, bytes: 2_048, newest: 1_700_000_000_000 },
      trash: { clips: 1, bytes: 5 },
      waiting: 2,
    };
  }

  /** What a transfer waits for before it ends. */
  transferring: Promise<void> = Promise.resolve();

  async exportTo(path: string, options: TransferOptions & { readonly force: boolean }): Promise<CliExported> {
    this.done.push(`export ${path}${options.force ? ' by force' : ''}`);
    await this.#transfer(options);
    return { file: path, clips: this.clips.length, bytes: 1_234, leftOut: 0, expiring: 0 };
  }

  async importFrom(path: string, options: TransferOptions): Promise<CliImported> {
    this.done.push(`import ${path}`);
    await this.#transfer(options);
    return { added: 1_000, updated: 2, unchanged: 3, leftOut: 4 };
  }

  /** Says how far it is: half. */
  async #transfer({ onProgress, signal }: TransferOptions): Promise<void> {
    onProgress({ done: 5_000, total: 10_000 });
    const cancelled = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        this.done.push('cancelled');
        reject(new ClipsteadError('cancelled', 'It was cancelled; nothing of it is left.'));
      });
    });
    await Promise.race([this.transferring, cancelled]);
  }

  pause(forMs: number | null) {
    this.paused = true;
    this.pausedFor = forMs;
  }

  resume() {
    this.paused = false;
  }

  ignoreNext(ignore: boolean) {
    this.ignoringNext = ignore;
  }

  captureLog() {
    return this.log;
  }

  rules() {
    return policyInForce(DEFAULT_SETTINGS, []);
  }

  show() {
    this.done.push('show');
  }

  hide() {
    this.done.push('hide');
  }

  async toggle() {
    this.done.push('toggle');
  }

  quit() {
    this.done.push('quit');
    this.onQuit();
  }

  #require(id: number): number {
    const at = this.clips.findIndex((clip) => clip.summary.id === id);
    if (at < 0) throw new ClipsteadError('no-such-clip', `There is no clip ${id}.`);
    return at;
  }
}
