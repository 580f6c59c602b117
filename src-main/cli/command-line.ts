// What the words behind `clipstead` mean: start the app, or a command for the one that runs.
// Pure: it must never print, exit or look at the machine.
import { MAX_PAGE_ROWS, MAX_PAUSE_MS, MAX_QUERY_CHARS, PAGE_ROWS } from '../../src-shared/limits';
import type { CliRequest } from './protocol';

interface AppInvocation {
  readonly type: 'app';
  /** The value of --data-dir as it was typed; null where it was not given. */
  readonly dataDir: string | null;
  /** --hidden: start in the tray, without showing anything. */
  readonly hidden: boolean;
}

export interface CliInvocation {
  readonly type: 'cli';
  readonly dataDir: string | null;
  readonly json: boolean;
  readonly command: CliCommand;
}

export type CliCommand =
  | { readonly type: 'ask'; readonly request: CliRequest }
  /** `text: null` = the bytes of standard input. */
  | { readonly type: 'add'; readonly text: string | null }
  /** `path` as it was typed. */
  | { readonly type: 'export'; readonly path: string; readonly force: boolean }
  | { readonly type: 'import'; readonly path: string }
  | { readonly type: 'help' | 'version' }
  /** The words make no sense; `message` is one line that names what to do. */
  | { readonly type: 'wrong'; readonly message: string };

/** Measures this build; for whoever develops it, so help does not name it (docs/benchmarks.md does). */
interface BenchInvocation {
  readonly type: 'bench';
  readonly part: string;
  /** As it was typed. */
  readonly workDir: string;
  readonly quick: boolean;
  /** Clips in the history; null = what the part takes by itself. */
  readonly clips: number | null;
}

export type Invocation = AppInvocation | CliInvocation | BenchInvocation;

/** Options that this program knows; a 'value' follows as the next word or behind "=". */
const OPTIONS: Readonly<Record<string, 'flag' | 'value'>> = {
  json: 'flag',
  help: 'flag',
  version: 'flag',
  hidden: 'flag',
  force: 'flag',
  limit: 'value',
  format: 'value',
  'data-dir': 'value',
};

/** What test rigs append behind the verb although it is meant for Chromium. */
const TOLERATED_BEHIND_VERB: ReadonlySet<string> = new Set(['--no-sandbox', '--disable-gpu']);

class WrongUsage extends Error {}

/**
 * Reads a command line. Switches of Chromium and of Node's loader may stand before the verb and are skipped;
 * behind the verb only our own options may stand, up to `--`.
 * @param argv as process.argv: the program first.
 * @param options.defaultApp the program is a plain Electron, so the first word that is no switch is the app's path.
 * @returns never throws: a wrong command line is a 'cli' invocation whose command is 'wrong'.
 */
export function parseCommandLine(
  argv: readonly string[],
  options: { readonly defaultApp: boolean },
): Invocation {
  try {
    return interpret(splitWords(argv.slice(1), options.defaultApp));
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
    return { type: 'cli', dataDir: null, json: false, command: { type: 'wrong', message: error.message } };
  }
}

interface Words {
  readonly verb: string | null;
  readonly operands: readonly Operand[];
  readonly options: ReadonlyMap<string, string>;
}

interface Operand {
  readonly text: string;
  /** It stood behind `--`, where `-` is a text and not standard input. */
  readonly literal: boolean;
}

function splitWords(words: readonly string[], skipAppPath: boolean): Words {
  const operands: Operand[] = [];
  const options = new Map<string, string>();
  let verb: string | null = null;
  let appPathToSkip = skipAppPath;
  let literal = false;

  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (!literal && word === '--') {
      literal = true;
    } else if (!literal && word.startsWith('-') && word !== '-') {
      const option = readOption(word, words[at + 1]);
      if (option !== null) {
        options.set(option.name, option.value);
        if (option.tookNext) at++;
      } else if (verb === null && (word === '-r' || word === '--require')) {
        at++;
      } else if (verb === null ? /^-[^-]$/.test(word) : !TOLERATED_BEHIND_VERB.has(word)) {
        throw new WrongUsage(
          `unknown option ${optionName(word)}; "clipstead help" lists them, and a text that starts with a dash goes behind --`,
        );
      }
    } else if (appPathToSkip) {
      appPathToSkip = false;
    } else if (verb === null) {
      verb = word;
    } else {
      operands.push({ text: word, literal });
    }
  }
  return { verb, operands, options };
}

/** One of our own options; null where the word is none of them. */
function readOption(
  word: string,
  next: string | undefined,
): { name: string; value: string; tookNext: boolean } | null {
  if (word === '-h') return { name: 'help', value: '', tookNext: false };
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  const takes = word.startsWith('--') && Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (takes === undefined) return null;
  if (takes === 'flag') {
    if (equals >= 0) throw new WrongUsage(`--${name} takes no value`);
    return { name, value: '', tookNext: false };
  }
  const value = equals >= 0 ? word.slice(equals + 1) : next;
  if (value === undefined || value === '' || (equals < 0 && value.startsWith('-'))) {
    throw new WrongUsage(`--${name} needs a value, as in --${name} ${EXAMPLES[name] ?? 'X'}`);
  }
  return { name, value, tookNext: equals < 0 };
}

const EXAMPLES: Readonly<Record<string, string>> = {
  limit: '10',
  format: 'text/plain',
  'data-dir': '/path/to/folder',
};

function interpret({ verb, operands, options }: Words): Invocation {
  const dataDir = options.get('data-dir') ?? null;
  const json = options.has('json');
  const cli = (command: CliCommand): CliInvocation => ({ type: 'cli', dataDir, json, command });

  if (options.has('help') || verb === 'help') return cli({ type: 'help' });
  if (options.has('version')) return cli({ type: 'version' });
  if (verb === null) {
    for (const name of ['json', 'force', 'limit', 'format']) {
      if (options.has(name)) throw new WrongUsage(`--${name} needs a command; "clipstead help" lists them`);
    }
    return { type: 'app', dataDir, hidden: options.has('hidden') };
  }
  if (verb === 'bench') return readBench(operands, options);
  const command = readCommand(verb, operands, options);
  if (options.has('hidden')) throw new WrongUsage('--hidden starts the app, so it stands without a command');
  if (options.has('limit') && verb !== 'list' && verb !== 'search') {
    throw new WrongUsage(`--limit goes with list and search, not with ${verb}`);
  }
  if (options.has('format') && verb !== 'get') {
    throw new WrongUsage(`--format goes with get, not with ${verb}`);
  }
  if (options.has('force') && verb !== 'export') {
    throw new WrongUsage(`--force goes with export, not with ${verb}`);
  }
  if (json && verb === 'get') {
    throw new WrongUsage('get writes the clip itself; --json goes with list to see what a clip holds');
  }
  return cli(command);
}

function readCommand(
  verb: string,
  operands: readonly Operand[],
  options: ReadonlyMap<string, string>,
): CliCommand {
  const texts = operands.map((operand) => operand.text);
  switch (verb) {
    case 'status':
    case 'stats':
    case 'resume':
    case 'ignore-next':
    case 'log':
    case 'rules':
    case 'show':
    case 'hide':
    case 'toggle':
    case 'quit':
      noMore(verb, texts, 0);
      return { type: 'ask', request: { verb } };
    case 'pause':
      return { type: 'ask', request: { verb, forMs: readDuration(texts) } };
    case 'list':
      if (texts.length > 0)
        throw new WrongUsage('list takes no words; "clipstead search WORDS" looks for them');
      return { type: 'ask', request: { verb: 'list', query: '', limit: readLimit(options) } };
    case 'search':
      return { type: 'ask', request: { verb: 'list', query: readQuery(texts), limit: readLimit(options) } };
    case 'get':
      return {
        type: 'ask',
        request: { verb, id: oneId(verb, texts), format: readFormat(options) },
      };
    case 'copy':
      return { type: 'ask', request: { verb, id: oneId(verb, texts) } };
    case 'pin':
    case 'unpin':
      return { type: 'ask', request: { verb: 'set-pinned', id: oneId(verb, texts), pinned: verb === 'pin' } };
    case 'delete':
      if (texts.length === 0) throw new WrongUsage('delete needs ids, as in "clipstead delete 12 13"');
      return { type: 'ask', request: { verb, ids: [...new Set(texts.map(readId))] } };
    case 'add':
      return readAdd(operands);
    case 'export':
      return { type: 'export', path: onePath(verb, operands), force: options.has('force') };
    case 'import':
      return { type: 'import', path: onePath(verb, operands) };
    default:
      throw new WrongUsage('unknown command; "clipstead help" lists them');
  }
}

function readBench(operands: readonly Operand[], options: ReadonlyMap<string, string>): BenchInvocation {
  const [part, workDir, size, ...more] = operands.map((operand) => operand.text);
  const isSize = size === undefined || size === 'quick' || /^[1-9]\d{0,7}$/.test(size);
  if (part === undefined || workDir === undefined || !isSize || more.length > 0 || options.size > 0) {
    throw new WrongUsage(
      'bench takes a part, an empty folder and then, perhaps, "quick" or a number of clips',
    );
  }
  const quick = size === 'quick';
  return { type: 'bench', part, workDir, quick, clips: quick || size === undefined ? null : Number(size) };
}

function readAdd(operands: readonly Operand[]): CliCommand {
  const [text, more] = operands;
  if (more !== undefined) throw new WrongUsage('add takes one text; put quotes around it');
  if (text === undefined || (text.text === '-' && !text.literal)) return { type: 'add', text: null };
  return { type: 'add', text: text.text };
}

function onePath(verb: string, operands: readonly Operand[]): string {
  const [path, more] = operands;
  if (path === undefined || path.text === '') {
    throw new WrongUsage(`${verb} needs a file, as in "clipstead ${verb} clips.jsonl.gz"`);
  }
  if (more !== undefined) throw new WrongUsage(`${verb} takes one file; put quotes around its name`);
  if (path.text === '-' && !path.literal) {
    throw new WrongUsage(`${verb} needs a file with a name; the app opens it, not this command`);
  }
  return path.text;
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 60 * 60_000 };

/** @returns milliseconds; null where none is given: until resumed. */
function readDuration(texts: readonly string[]): number | null {
  const [text] = texts;
  if (text === undefined) return null;
  const [, amount, unit] = /^(\d{1,5})(s|m|h)$/.exec(text) ?? [];
  const ms = Number(amount ?? 0) * (UNITS_MS[unit ?? ''] ?? 0);
  if (texts.length > 1 || ms < 1 || ms > MAX_PAUSE_MS) {
    throw new WrongUsage(
      'pause takes a time of at most a day, as in "clipstead pause 5m" or 1h; without one it lasts',
    );
  }
  return ms;
}

function readQuery(texts: readonly string[]): string {
  if (texts.length === 0) throw new WrongUsage('search needs words, as in "clipstead search invoice 2026"');
  const query = texts.join(' ');
  if (query.length > MAX_QUERY_CHARS) {
    throw new WrongUsage(`search takes at most ${MAX_QUERY_CHARS} characters`);
  }
  return query;
}

function readLimit(options: ReadonlyMap<string, string>): number {
  const text = options.get('limit');
  if (text === undefined) return PAGE_ROWS;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_PAGE_ROWS) {
    throw new WrongUsage(`--limit takes a number from 1 to ${MAX_PAGE_ROWS}`);
  }
  return limit;
}

function readFormat(options: ReadonlyMap<string, string>): string | null {
  const format = options.get('format') ?? null;
  if (format !== null && !/^[^\s/]{1,127}\/\S{1,127}$/.test(format)) {
    throw new WrongUsage('--format takes a MIME type, as in --format text/plain');
  }
  return format;
}

function oneId(verb: string, texts: readonly string[]): number {
  const [text] = texts;
  if (text === undefined) throw new WrongUsage(`${verb} needs an id, as in "clipstead ${verb} 12"`);
  noMore(verb, texts, 1);
  return readId(text);
}

function readId(text: string): number {
  const id = /^[1-9]\d*$/.test(text) ? Number(text) : 0;
  if (id === 0 || !Number.isSafeInteger(id)) {
    throw new WrongUsage('an id is a whole number above 0; "clipstead list" shows them');
  }
  return id;
}

function noMore(verb: string, texts: readonly string[], most: number): void {
  if (texts.length > most) {
    throw new WrongUsage(most === 0 ? `${verb} takes no words behind it` : `${verb} takes one id`);
  }
}

/** The option as it may be quoted in an error: without its value, shortened, nothing that a terminal would obey. */
function optionName(word: string): string {
  return word
    .replace(/=.*$/s, '')
    .replace(/[^\w-]/g, '?')
    .slice(0, 40);
}
