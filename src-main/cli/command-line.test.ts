import { describe, expect, it } from 'vitest';
import { type CliCommand, type CliInvocation, type Invocation, parseCommandLine } from './command-line';

const parse = (...words: string[]): Invocation =>
  parseCommandLine(['/opt/clipstead', ...words], { defaultApp: false });
const asks = (request: object): CliCommand => ({ type: 'ask', request }) as CliCommand;
const commandOf = (invocation: Invocation) => (invocation as CliInvocation).command;

describe('commands', () => {
  it.each<[string[], CliCommand]>([
    [['status'], asks({ verb: 'status' })],
    [['list'], asks({ verb: 'list', query: '', limit: 50 })],
    [['list', '--limit', '7'], asks({ verb: 'list', query: '', limit: 7 })],
    [['--limit=10000', 'list'], asks({ verb: 'list', query: '', limit: 10_000 })],
    [['search', 'a b'], asks({ verb: 'list', query: 'a b', limit: 50 })],
    [['search', 'a', 'b', '--limit=2'], asks({ verb: 'list', query: 'a b', limit: 2 })],
    [['search', '--limit', '2', 'a'], asks({ verb: 'list', query: 'a', limit: 2 })],
    [['search', '--', '--json'], asks({ verb: 'list', query: '--json', limit: 50 })],
    [['search', '--', '--'], asks({ verb: 'list', query: '--', limit: 50 })],
    [['search', '-'], asks({ verb: 'list', query: '-', limit: 50 })],
    [['search', ''], asks({ verb: 'list', query: '', limit: 50 })],
    [['get', '12'], asks({ verb: 'get', id: 12, format: null })],
    [['get', '12', '--format', 'text/html'], asks({ verb: 'get', id: 12, format: 'text/html' })],
    [
      ['get', '--format=text/plain;charset=utf-8', '9007199254740991'],
      asks({ verb: 'get', id: Number.MAX_SAFE_INTEGER, format: 'text/plain;charset=utf-8' }),
    ],
    [['copy', '1'], asks({ verb: 'copy', id: 1 })],
    [['delete', '3'], asks({ verb: 'delete', ids: [3] })],
    [['delete', '3', '2', '3'], asks({ verb: 'delete', ids: [3, 2] })],
    [['pin', '5'], asks({ verb: 'set-pinned', id: 5, pinned: true })],
    [['unpin', '5'], asks({ verb: 'set-pinned', id: 5, pinned: false })],
    [['pause'], asks({ verb: 'pause', forMs: null })],
    [['pause', '5m'], asks({ verb: 'pause', forMs: 300_000 })],
    [['pause', '1h'], asks({ verb: 'pause', forMs: 3_600_000 })],
    [['pause', '90s'], asks({ verb: 'pause', forMs: 90_000 })],
    [['pause', '24h'], asks({ verb: 'pause', forMs: 86_400_000 })],
    [['resume'], asks({ verb: 'resume' })],
    [['ignore-next'], asks({ verb: 'ignore-next' })],
    [['log'], asks({ verb: 'log' })],
    [['rules'], asks({ verb: 'rules' })],
    [['show'], asks({ verb: 'show' })],
    [['hide'], asks({ verb: 'hide' })],
    [['toggle'], asks({ verb: 'toggle' })],
    [['quit'], asks({ verb: 'quit' })],
    [['add'], { type: 'add', text: null }],
    [['add', '-'], { type: 'add', text: null }],
    [['add', ' two  spaces '], { type: 'add', text: ' two  spaces ' }],
    [['add', ''], { type: 'add', text: '' }],
    [['add', '--', '-'], { type: 'add', text: '-' }],
    [['add', '--', '--json'], { type: 'add', text: '--json' }],
    [['--', 'add', '-x'], { type: 'add', text: '-x' }],
    [['stats'], asks({ verb: 'stats' })],
    [['export', 'a b'], { type: 'export', path: 'a b', force: false }],
    [['export', '--force', '../x'], { type: 'export', path: '../x', force: true }],
    [['export', '--', '-'], { type: 'export', path: '-', force: false }],
    [['import', '--', '--force'], { type: 'import', path: '--force' }],
    [['help'], { type: 'help' }],
    [['--help'], { type: 'help' }],
    [['-h'], { type: 'help' }],
    [['list', '--help'], { type: 'help' }],
    [['--version'], { type: 'version' }],
    // Switches of others before the verb, and the two that test rigs append.
    [['--no-sandbox', '--disable-gpu', 'toggle'], asks({ verb: 'toggle' })],
    [['toggle', '--no-sandbox', '--disable-gpu'], asks({ verb: 'toggle' })],
    [['--inspect=0', '--remote-debugging-port=0', '-r', '/x/loader.js', 'status'], asks({ verb: 'status' })],
    [['--require', 'loader', '-psn_0_12345', 'status'], asks({ verb: 'status' })],
    [['--enable-features=A,B', '-enable-logging', 'show'], asks({ verb: 'show' })],
  ])('%j', (words, command) => {
    expect(parse(...words)).toEqual({ type: 'cli', dataDir: null, json: false, command });
  });

  it('takes --json and --data-dir on either side of the verb', () => {
    const expected = { dataDir: '/d', json: true };
    expect(parse('--json', '--data-dir', '/d', 'status')).toMatchObject(expected);
    expect(parse('status', '--data-dir=/d', '--json')).toMatchObject(expected);
    expect(parse('status', '--data-dir=-d')).toMatchObject({ dataDir: '-d' });
  });

  it('lets the last of two equal options win', () => {
    expect(parse('--data-dir=/a', 'status', '--data-dir=/b')).toMatchObject({ dataDir: '/b' });
  });
});

describe('the app', () => {
  it.each<[string[], object]>([
    [[], { dataDir: null, hidden: false }],
    [['--hidden'], { dataDir: null, hidden: true }],
    [['--data-dir', 'd'], { dataDir: 'd', hidden: false }],
    [['--no-sandbox', '--data-dir=d', '--disable-gpu', '--hidden'], { dataDir: 'd', hidden: true }],
    [['--'], { dataDir: null, hidden: false }],
    [['-r', 'status'], { dataDir: null, hidden: false }],
  ])('%j', (words, expected) => {
    expect(parse(...words)).toEqual({ type: 'app', ...expected });
  });

  it('skips the path that a plain Electron was given, wherever switches stand', () => {
    const electron = (...words: string[]) => parseCommandLine(['electron', ...words], { defaultApp: true });
    expect(electron('.')).toMatchObject({ type: 'app' });
    expect(commandOf(electron('.', 'status'))).toEqual(asks({ verb: 'status' }));
    expect(commandOf(electron('--inspect=0', '-r', 'x', 'dist/main.js', '--no-sandbox', 'status'))).toEqual(
      asks({ verb: 'status' }),
    );
  });
});

describe('a measurement of this build', () => {
  it.each<[string[], object]>([
    [['bench', 'storage', '/empty'], { part: 'storage', workDir: '/empty', quick: false, clips: null }],
    [
      ['--no-sandbox', 'bench', 'loop', 'd', 'quick'],
      { part: 'loop', workDir: 'd', quick: true, clips: null },
    ],
    [['bench', 'loop', 'd', '1000000'], { part: 'loop', workDir: 'd', quick: false, clips: 1_000_000 }],
  ])('%j', (words, expected) => {
    expect(parse(...words)).toEqual({ type: 'bench', ...expected });
  });

  it.each([
    [['bench']],
    [['bench', 'storage']],
    [['bench', 'storage', 'd', 'slow']],
    [['bench', 'storage', 'd', '0']],
    [['bench', 'storage', 'd', '100000000']],
    [['bench', 'storage', 'd', 'quick', 'more']],
    // It has no business in a data folder.
    [['bench', 'storage', 'd', '--data-dir=/home/ann/data']],
    [['--json', 'bench', 'storage', 'd']],
  ])('%j is none', (words) => {
    expect(commandOf(parse(...words))).toEqual({
      type: 'wrong',
      message: expect.stringContaining('bench takes a part, an empty folder'),
    });
  });
});

describe('wrong usage', () => {
  it.each<[string[], RegExp]>([
    [['frobnicate'], /unknown command.*help/],
    [['/some/file.txt'], /unknown command/],
    [['-j', 'list'], /unknown option -j/],
    [['list', '--jsno'], /unknown option --jsno/],
    [['list', '-l'], /unknown option -l/],
    [['list', '--enable-features=A'], /unknown option --enable-features;/],
    [['add', '-x'], /behind --/],
    [['list', 'word'], /search/],
    [['list', '--limit'], /--limit needs a value/],
    [['list', '--limit', '--json'], /--limit needs a value/],
    [['list', '--limit='], /--limit needs a value/],
    [['list', '--limit', '0'], /1 to 10000/],
    [['list', '--limit', '10001'], /1 to 10000/],
    [['list', '--limit', '1e3'], /1 to 10000/],
    [['list', '--limit=-1'], /1 to 10000/],
    [['list', '--json=yes'], /--json takes no value/],
    [['list', '--format', 'text/plain'], /--format goes with get/],
    [['get', '1', '--limit', '1'], /--limit goes with list/],
    [['get', '1', '--json'], /get writes the clip itself/],
    [['get', '1', '--format', 'html'], /MIME/],
    [['get'], /get needs an id/],
    [['get', '1', '2'], /get takes one id/],
    [['get', '0'], /id is a whole number/],
    [['get', '01'], /id is a whole number/],
    [['get', '1.5'], /id is a whole number/],
    [['get', '--', '-1'], /id is a whole number/],
    [['get', '9007199254740992'], /id is a whole number/],
    [['copy', 'x'], /id is a whole number/],
    [['delete'], /delete needs ids/],
    [['delete', '1', 'x'], /id is a whole number/],
    [['pin'], /pin needs an id/],
    [['unpin', '1', '2'], /unpin takes one id/],
    [['search'], /search needs words/],
    [['search', 'x'.repeat(1001)], /1000/],
    [['add', 'two', 'words'], /quotes/],
    [['status', 'now'], /status takes no words/],
    [['stats', '7'], /stats takes no words/],
    [['export'], /export needs a file/],
    [['export', ''], /export needs a file/],
    [['import', 'a', 'b'], /one file; put quotes/],
    [['export', '-'], /a file with a name/],
    [['import', 'x', '--force'], /--force goes with export/],
    [['list', '--force'], /--force goes with export/],
    [['export', 'x', '--force=yes'], /--force takes no value/],
    [['--force'], /--force needs a command/],
    ...['5', '0m', '5d', '25h', '-5m', 'soon', '1.5h', '5m '].map((time): [string[], RegExp] => [
      ['pause', ...(time.startsWith('-') ? ['--'] : []), time],
      /pause takes a time/,
    ]),
    [['pause', '5', 'm'], /pause takes a time/],
    [['resume', '5m'], /resume takes no words/],
    [['ignore-next', '2'], /ignore-next takes no words/],
    [['status', '--hidden'], /--hidden/],
    [['--json'], /--json needs a command/],
    [['--limit', '3'], /--limit needs a command/],
    [['--data-dir'], /--data-dir needs a value/],
    [['--data-dir', '--json', 'list'], /--data-dir needs a value/],
    [['--data-dir=', 'list'], /--data-dir needs a value/],
  ])('%j', (words, message) => {
    const command = commandOf(parse(...words));
    expect(command).toMatchObject({ type: 'wrong', message: expect.stringMatching(message) });
  });

  it('quotes no value and no control character', () => {
    const command = commandOf(parse('list', '--\u001b[31m=hush-hush'));
    expect(command).toMatchObject({ type: 'wrong', message: expect.stringContaining('--??31m;') });
    expect(JSON.stringify(commandOf(parse('my hush-hush text')))).not.toContain('hush');
  });
});
