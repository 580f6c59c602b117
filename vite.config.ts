// One build for every part: renderer (client), main with its workers, preload, and the benches.
// The main process keeps its three runtime packages outside the bundle: two hold native code, one loads its parts by name.
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { gatherPackages, writeNotices } from './scripts/lib/notices.mjs';

const here = (path: string) => resolve(import.meta.dirname, path);
const nodeExternals = [...builtinModules, /^node:/, 'electron', 'better-sqlite3', 'x11', 'koffi'];

/** A build of Node-side code; `format` is what its loader takes (a sandboxed preload can only be CommonJS). */
function nodeBuild(outDir: string, input: Record<string, string>, format: 'es' | 'cjs') {
  return {
    consumer: 'server' as const,
    resolve: { noExternal: true as const },
    build: {
      outDir: here(outDir),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input,
        external: nodeExternals,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  };
}

export default defineConfig({
  root: here('src-renderer'),
  base: './',
  plugins: [react(), gatherPackages()],
  worker: { plugins: () => [gatherPackages()] },
  server: { port: 5273, strictPort: true, host: '127.0.0.1' },
  environments: {
    client: {
      build: {
        outDir: here('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome130',
        modulePreload: false,
        assetsInlineLimit: 0,
        rolldownOptions: { input: [here('src-renderer/index.html'), here('src-renderer/decoder.html')] },
      },
    },
    main: nodeBuild(
      'dist/main',
      {
        main: here('src-main/main.ts'),
        'x11-worker': here('src-main/x11-worker.ts'),
        'wayland-worker': here('src-main/wayland-worker.ts'),
        'polling-worker': here('src-main/polling-worker.ts'),
        'reader-worker': here('src-main/reader-worker.ts'),
        'rules-worker': here('src-main/rules-worker.ts'),
        'maintenance-worker': here('src-main/maintenance-worker.ts'),
        'transfer-worker': here('src-main/transfer-worker.ts'),
      },
      'es',
    ),
    preload: nodeBuild('dist/preload', { preload: here('src-main/preload.ts') }, 'cjs'),
  },
  builder: {
    buildApp: async (builder) => {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr') await builder.build(environment);
      }
      writeNotices();
    },
  },
});
