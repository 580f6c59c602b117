// Runs the benches and prints their tables: npm run bench [-- <part>… --only <section> --quick --clips <n> --app <path> --list --json --out <file>].
// A part is a module bench/<name>.ts (bench/lib/part.ts says what it exports); it runs in each runtime that it names.
// Never fails because of a figure: it fails where a part could not run.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findApp } from './lib/app-path.mjs';
import { bundle } from './lib/bundle.mjs';
import { currentRuntime } from './lib/electron-runtime.mjs';
import { cacheDir, inRoot, packagedApp, root } from './lib/paths.mjs';

const bundleDir = inRoot('dist', 'bench');

function executableOf(runtime) {
  if (runtime === 'node') return { file: process.execPath, env: process.env };
  const electron = currentRuntime();
  if (electron === null) throw new Error('there is no Electron runtime: run "npm run setup" first');
  return { file: electron.executable, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } };
}

/** Runs one part in one runtime, in a process and a folder of its own. @returns {object} its report */
function runPart(part, runtime, { quick, clips, only, app }) {
  const parent = join(cacheDir, 'bench');
  mkdirSync(parent, { recursive: true });
  const workDir = mkdtempSync(join(parent, `${part}-`));
  try {
    if (runtime === 'app') return runInApp(part, workDir, { quick, clips, app });
    const { file, env } = executableOf(runtime);
    const reportFile = join(workDir, 'report.json');
    const context = { runtime, projectDir: root, bundleDir, workDir, app, quick, clips, only };
    const args = [join(bundleDir, 'run-part.js'), part, JSON.stringify(context), reportFile];
    const { status, signal, error } = spawnSync(file, args, {
      // The end-to-end tests' support, which drives the app in some parts, takes the same one.
      env: app === null ? env : { ...env, CLIPSTEAD_TEST_APP: app },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (error !== undefined) throw error;
    if (status !== 0) throw new Error(`it ended with ${signal ?? `exit code ${status}`}`);
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

/** Has a packaged app run a part that is packed into it (bench/lib/inside.ts); it answers with the report. */
function runInApp(part, workDir, { quick, clips, app }) {
  // Chromium refuses its sandbox to root, also to a command that starts nothing of it.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const words = [part, workDir, ...(quick ? ['quick'] : clips === null ? [] : [String(clips)])];
  const { status, signal, error, stdout, stderr } = spawnSync(app, [...flags, 'bench', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw new Error(`${app} does not start here: ${error.message}`);
  if (status === 2 && stderr.includes('unknown command')) {
    throw new Error(`${app} was built before the app had benches in it: build and pack it again`);
  }
  if (status !== 0) throw new Error(`it ended with ${signal ?? `exit code ${status}`}\n${stderr.trimEnd()}`);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${app} gave no report: it is not Clipstead, or not one with benches in it`);
  }
}

/** Without --app a part runs in each runtime that it names; with it, inside that app where it can. */
function runtimesOf(runtimes, app) {
  return app !== undefined && runtimes.includes('app') ? ['app'] : runtimes.filter((name) => name !== 'app');
}

/** @returns {string | null} the app under measurement: the one named, else the one packed here */
function appOf(named) {
  if (named !== undefined) return findApp(named);
  const { executable } = packagedApp();
  return existsSync(executable) ? executable : null;
}

/** A word that the user can mend. */
function refuse(why) {
  console.error(`bench: ${why}`);
  process.exit(2);
}

function machine() {
  const [cpu] = cpus();
  return {
    platform: process.platform,
    release: release(),
    arch: process.arch,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryMB: Math.round(totalmem() / 1024 / 1024),
    /** Processes that wanted a core just before: more than a few tenths make the figures worse than the product. */
    load: loadavg()[0],
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    clips: { type: 'string' },
    only: { type: 'string' },
    app: { type: 'string' },
    json: { type: 'boolean', default: false },
    out: { type: 'string', default: join(bundleDir, 'report.json') },
    list: { type: 'boolean', default: false },
  },
});

const all = readdirSync(inRoot('bench'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => basename(name, '.ts'));
const unknown = positionals.filter((name) => !all.includes(name));
if (values.list || unknown.length > 0) {
  if (unknown.length > 0) console.error(`bench: no such part: ${unknown.join(', ')}`);
  console.log(`parts: ${all.join(', ')}`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

if (values.clips !== undefined && !/^[1-9]\d{0,7}$/.test(values.clips)) {
  refuse('--clips takes a number of clips, as in --clips 1000000');
}
const clips = values.clips === undefined ? null : Number(values.clips);
let app = null;
try {
  app = appOf(values.app);
} catch (error) {
  refuse(error.message);
}
const wanted = positionals.length > 0 ? positionals : all;
await bundle(
  {
    'run-part': 'bench/lib/run-part.ts',
    format: 'bench/lib/format.ts',
    'maintenance-worker': 'src-main/maintenance-worker.ts',
    'reader-worker': 'src-main/reader-worker.ts',
    ...Object.fromEntries(wanted.map((name) => [name, `bench/${name}.ts`])),
  },
  bundleDir,
);
const load = (name) => import(pathToFileURL(join(bundleDir, `${name}.js`)).href);
const { formatReport } = await load('format');

const report = {
  date: new Date().toISOString(),
  quick: values.quick,
  machine: machine(),
  app: values.app === undefined ? null : app,
  runs: [],
  failures: [],
};
const { cpu, cores, memoryMB, platform, arch, load: busy } = report.machine;
console.log(
  `${cpu}, ${cores} cores, ${memoryMB} MB, ${platform} ${arch}; load ${busy.toFixed(2)} at the start`,
);
for (const part of wanted) {
  const { name, runtimes, sections = [], run } = await load(part);
  if (name !== part || !Array.isArray(runtimes) || typeof run !== 'function') {
    report.failures.push({ part, runtime: null, why: 'it does not export what bench/lib/part.ts says' });
    console.error(`\nbench ${part} could not run: it does not export what bench/lib/part.ts says`);
    continue;
  }
  if (values.only !== undefined && !sections.includes(values.only)) {
    report.failures.push({ part, runtime: null, why: 'it has no such section' });
    const has = sections.length === 0 ? 'no sections' : `the sections ${sections.join(', ')}`;
    console.error(`\nbench ${part} has ${has}, and no ${values.only}`);
    continue;
  }
  for (const runtime of runtimesOf(runtimes, values.app)) {
    try {
      const run = runPart(part, runtime, { quick: values.quick, clips, only: values.only ?? null, app });
      report.runs.push(run);
      console.log(`\n${formatReport(run)}`);
    } catch (error) {
      report.failures.push({ part, runtime, why: error.message });
      console.error(`\nbench ${part} in ${runtime} could not run: ${error.message}`);
    }
  }
}
if (values.json) {
  const file = resolve(values.out);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`report: ${file}`);
}
process.exitCode = report.failures.length > 0 ? 1 : 0;
