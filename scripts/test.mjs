// `npm test`: set-up, static checks, unit tests, production build, packaging and end-to-end tests, each whatever the others
// gave; the last line has the sum. Never let a stage that failed, or did not run, count as passed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureBuild } from './lib/build.mjs';
import { E2E_PROJECTS, e2eReport, runE2e } from './lib/e2e.mjs';
import { ensurePacked } from './lib/packing.mjs';
import { cacheDir, inRoot, root } from './lib/paths.mjs';
import { isGood, playwrightCounts, stageCounts, sum, summaryLine, vitestCounts } from './lib/results.mjs';
import { onTerminal } from './lib/run.mjs';
import { bindingFor, exclusively, fail, setUp } from './lib/setup.mjs';
import { readJson } from './lib/stamp.mjs';
import { seconds } from './lib/step.mjs';

const stages = [];

/** Runs one stage and keeps its counts and time. @returns {Promise<boolean>} true where nothing failed */
async function stage(name, run) {
  process.stdout.write(`\n=== ${name}\n`);
  const began = performance.now();
  let counts;
  try {
    counts = await run();
  } catch (error) {
    fail(error);
    counts = stageCounts(1);
  }
  stages.push({ name, counts, ms: performance.now() - began });
  return counts.failed === 0;
}

const tool = (path, ...args) =>
  onTerminal(process.execPath, [inRoot('node_modules', ...path), ...args], { cwd: root });
const check =
  (path, ...args) =>
  async () =>
    stageCounts(await tool(path, ...args));

/** Runs a step that throws where it fails. */
const made = (work) => async () => {
  await work();
  return stageCounts(0);
};

/** Runs a test runner and reads the report that it wrote, never one of an earlier run. */
async function tests(report, count, run) {
  rmSync(report, { force: true });
  const code = await run();
  return count(readJson(report), code);
}

let runtime = null;
const isSetUp = await stage('set-up', () =>
  exclusively(
    made(async () => {
      runtime = await setUp({ forTests: true });
    }),
  ),
);

if (isSetUp) {
  await stage('lint', check(['@biomejs', 'biome', 'bin', 'biome'], 'check', '.'));
  await stage('types', check(['typescript', 'bin', 'tsc'], '--noEmit'));
  await stage('dead code', check(['knip', 'bin', 'knip.js']));
  const unitReport = join(cacheDir, 'reports', 'unit.json');
  await stage('unit tests', () =>
    tests(unitReport, vitestCounts, () =>
      tool(
        ['vitest', 'vitest.mjs'],
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${unitReport}`,
      ),
    ),
  );
  const isBuilt = await stage('build', () => exclusively(made(() => ensureBuild({ force: true }))));
  const isPacked =
    isBuilt &&
    (await stage('packaging', () =>
      exclusively(made(() => ensurePacked(runtime, bindingFor(runtime), { force: true }))),
    ));
  if (isPacked) {
    for (const project of E2E_PROJECTS)
      await stage(`end to end, ${project}`, () => tests(e2eReport, playwrightCounts, () => runE2e(project)));
  }
}

process.stdout.write('\n');
for (const { name, counts, ms } of stages) {
  const result = counts.failed === 0 && counts.passed === 0 ? 'ok' : summaryLine(counts);
  process.stdout.write(`${name.padEnd(20)} ${seconds(ms).padStart(12)}   ${result}\n`);
}
const total = sum(stages.map(({ counts }) => counts));
process.exitCode = isGood(total) ? 0 : 1;
process.stdout.write(`${summaryLine(total)}\n`);
