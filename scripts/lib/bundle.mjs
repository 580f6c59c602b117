// Bundles Node-side TypeScript so that plain Node, a worker thread or Electron can run it: for benches and tests.
// Never used for the product itself: that is vite.config.ts.
// Run as: node scripts/lib/bundle.mjs <outDir> <name>=<entry.ts>…
import { builtinModules } from 'node:module';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { root } from './paths.mjs';

/** Packages stay outside, so the output must lie inside the project; JSON comes in, since Node 20 imports none. */
function isExternal(id) {
  if (builtinModules.includes(id) || id.startsWith('node:')) return true;
  return !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('\0') && !id.endsWith('.json');
}

/**
 * @param {Record<string, string>} entries name of the output (without .js) → source file, relative to the project
 * @param {string} outDir inside the project; emptied first
 */
export async function bundle(entries, outDir) {
  const input = Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, resolve(root, file)]),
  );
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: resolve(root, outDir),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input,
        external: isExternal,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [outDir, ...entries] = process.argv.slice(2);
  await bundle(Object.fromEntries(entries.map((entry) => entry.split('='))), outDir);
}
