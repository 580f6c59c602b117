// Real programs that copy and paste on a test's display.
// Never wait for them synchronously: where Clipstead itself serves the clipboard, that would wait for ourselves.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestDisplay } from './display';

/**
 * Copies by xclip and resolves when xclip owns the selection. It stays in the foreground, so that the test can stop it.
 * @param target what it is offered as; xclip's own default is UTF8_STRING.
 */
export async function copyText(
  { env }: TestDisplay,
  content: string | Uint8Array,
  options: { readonly target?: string; readonly selection?: 'clipboard' | 'primary' } = {},
): Promise<ChildProcess> {
  const target = options.target === undefined ? [] : ['-target', options.target];
  const args = ['-verbose', '-in', '-selection', options.selection ?? 'clipboard', ...target];
  const child = spawn('xclip', args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin?.end(content);
  // With -verbose it stays in the foreground and says so once it owns the selection.
  await new Promise<void>((resolve, reject) => {
    child.once('error', () => reject(new Error('these tests need xclip: apt-get install xclip')));
    child.once('exit', () => resolve());
    child.stderr?.on('data', (text: Buffer) => {
      if (text.includes('Waiting for selection request')) resolve();
    });
  });
  return child;
}

/** What a program that pastes by xclip gets; null where it is refused. */
export async function pasteText(
  { env }: TestDisplay,
  options: { readonly target?: string; readonly selection?: 'clipboard' | 'primary' } = {},
): Promise<Buffer | null> {
  const target = options.target === undefined ? [] : ['-target', options.target];
  const args = ['-out', '-selection', options.selection ?? 'clipboard', ...target];
  const child = spawn('xclip', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? Buffer.concat(chunks) : null;
}
