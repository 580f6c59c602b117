// Starts other programs for the scripts and waits for them.
// Never leave a child behind: every call ends with its program's end.
import { spawn } from 'node:child_process';
import { SetupError } from './step.mjs';

/**
 * Runs a program and collects what it prints.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{code: number, stdout: string, stderr: string}>} `code` is 127 where the program does not exist,
 *   1 where a signal ended it.
 */
export function capture(command, args, options = {}) {
  return new Promise((done) => {
    const out = { stdout: '', stderr: '' };
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const name of ['stdout', 'stderr']) {
      child[name]?.setEncoding('utf8').on('data', (text) => {
        out[name] += text;
      });
    }
    child.on('error', (error) => done({ code: 127, ...out, stderr: String(error.message) }));
    child.on('close', (code) => done({ code: code ?? 1, ...out }));
  });
}

/**
 * Like capture(), for programs that must succeed.
 * @returns {Promise<string>} what it printed on stdout
 * @throws SetupError naming the command, with the last lines that it printed.
 */
export async function must(command, args, options = {}) {
  const { code, stdout, stderr } = await capture(command, args, options);
  if (code === 0) return stdout;
  throw new SetupError(
    `"${[command, ...args].join(' ')}" ended with code ${code}.\n${tail(`${stdout}\n${stderr}`, 40)}`,
  );
}

/** Runs a program on this terminal. @returns {Promise<number>} its exit code, 127 where it does not exist. */
export function onTerminal(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      done(127);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}

/** The last lines of a program's output: where it says what went wrong. */
export function tail(text, lines = 15) {
  return text.trim().split('\n').slice(-lines).join('\n');
}

/** How to call npm: the one that started us where there is one, so that versions agree and Windows needs no shell. */
export function npmCommand(args, env = process.env) {
  const cli = env.npm_execpath;
  if (cli?.endsWith('npm-cli.js')) return [process.execPath, [cli, ...args]];
  return ['npm', args];
}

/** True while a process with this id exists. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
