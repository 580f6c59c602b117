// Runs one part in this process and writes its report: the entry that the runner starts in Node and in Electron.
// Run as: run-part.js <part> <context as JSON, without nativeBinding> <file for the report>
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNativeBinding } from '../../src-main/storage/native-binding';
import type { BenchContext, BenchPart } from './part';
import { runAndReport } from './report';

const [part = '', contextText = '{}', reportFile = ''] = process.argv.slice(2);
const given = JSON.parse(contextText) as Omit<BenchContext, 'nativeBinding'>;
const context: BenchContext = {
  ...given,
  nativeBinding: findNativeBinding({ projectDir: given.projectDir }) ?? null,
};
const module = (await import(
  /* @vite-ignore */ pathToFileURL(join(context.bundleDir, `${part}.js`)).href
)) as BenchPart;
writeFileSync(reportFile, JSON.stringify(await runAndReport(module, context)));
