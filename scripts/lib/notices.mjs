// The licences of other people's code that goes into the app: gathered from what the build really took in.
// Never a list by hand, and never a package without its own words: a build that cannot find them fails.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

/** Lies beside the program in every package. */
export const NOTICES = join('dist', 'THIRD-PARTY-NOTICES.txt');

/**
 * @param {string} id a module's path, as the bundler has it; it may begin with a NUL and end with a query
 * @returns {string | null} the folder of the npm package that it is from; null for our own code
 */
export function packageFolder(id) {
  const path = id.replace(/^\0/, '').replace(/\?.*$/, '').replaceAll('\\', '/');
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
}

/** Vite reads its configuration anew for each part of the build, and everything that it imports: what they gather lies outside. */
const GATHERED = Symbol.for('clipstead.gathered-packages');
/** @returns {Set<string>} folders of the packages that this build has taken in so far */
const gathered = () => (globalThis[GATHERED] ??= new Set());

/** @returns a plugin for one part of the build, which notes the folders of the packages that went into it */
export function gatherPackages(folders = gathered()) {
  return {
    name: 'gather-packages',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
          const folder = packageFolder(id);
          if (folder !== null) folders.add(folder);
        }
      }
    },
  };
}

/** The packages that are packed beside the bundles, as package.json names them. */
function packedFolders() {
  const { dependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return Object.keys(dependencies).map((name) => inRoot('node_modules', name));
}

/**
 * One package's part.
 * @throws Error where it has no file with its licence
 */
function noticeOf(folder) {
  const {
    name,
    version,
    license = 'see below',
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)\b/i.test(file));
  if (files.length === 0) throw new Error(`${name} goes into the app and has no file with its licence`);
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { name, text: `${name} ${version} (${license})\n\n${texts.join('\n\n')}` };
}

/** @param {Iterable<string>} folders packages that were bundled. @returns {string} all parts, by name */
export function noticesOf(folders) {
  const parts = [...folders].map(noticeOf).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  const head =
    'Clipstead holds the work of others, under the licences that follow. Electron and Chromium have files of their own beside this one.';
  return `${[head, ...parts.map(({ text }) => text)].join(rule)}\n`;
}

/** Writes the notices of what was bundled and of what is packed beside it. */
export function writeNotices() {
  writeFileSync(inRoot(NOTICES), noticesOf(new Set([...gathered(), ...packedFolders()])));
}
