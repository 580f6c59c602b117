// Prints how large the history is and where its bytes lie: npm run stats [-- --json --data-dir <folder>].
// Asks the app that runs with the data folder; where none does, looks at the folder itself, and writes nothing there (SQLite leaves its two
// empty helper files, as every reader of a database with a write-ahead log does).
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { bundle } from './lib/bundle.mjs';
import { inRoot, root } from './lib/paths.mjs';

/** Exit codes of docs/cli.md. */
const NOT_RUNNING = 3;
const FAILED = 4;

const out = inRoot('dist', 'stats');
await bundle(
  {
    client: 'src-main/cli/client.ts',
    'command-line': 'src-main/cli/command-line.ts',
    output: 'src-main/cli/output.ts',
    'output-history': 'src-main/cli/output-history.ts',
    paths: 'src-main/paths.ts',
    stats: 'src-main/storage/stats.ts',
    binding: 'src-main/storage/native-binding.ts',
  },
  out,
);
const load = (name) => import(pathToFileURL(join(out, `${name}.js`)).href);

const { parseCommandLine } = await load('command-line');
const words = ['clipstead', 'stats', ...process.argv.slice(2)];
const invocation = parseCommandLine(words, { defaultApp: false });
const { runCli } = await load('client');
let said = '';
const stderr = new Writable({
  write(chunk, _encoding, done) {
    said += chunk;
    done();
  },
});
const io = { stdin: process.stdin, stdout: process.stdout, stderr, onInterrupt: () => () => {} };
const code = await runCli(invocation, io);
if (code === NOT_RUNNING) {
  const { readStats } = await load('stats');
  const { findNativeBinding } = await load('binding');
  const { resolveDataDir } = await load('paths');
  try {
    const dir = resolveDataDir(invocation.dataDir);
    const stats = readStats({ dir, nativeBinding: findNativeBinding({ projectDir: root }) });
    const { toJson } = await load('output');
    const { renderStats } = await load('output-history');
    // Nobody runs whose copies could wait.
    const all = { ...stats, waiting: 0 };
    process.stdout.write(invocation.json ? toJson(all) : renderStats(all));
  } catch (error) {
    console.error(`stats: ${error.message}`);
    process.exitCode = FAILED;
  }
} else {
  process.stderr.write(said);
  process.exitCode = code;
}
