import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { bundledPackages } from './scripts/lib/bundled.mjs';
import { textsAsData } from './scripts/lib/texts.mjs';

const r = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const alias = { '@shared': r('src-shared') };

// What dockerode loads at once and only BuildKit builds and its own way over SSH use: three quarters of its
// loading time. Engines over SSH (src-main/clients/ssh.ts) import `ssh2/lib/index.js`, which is let through.
const unused = ['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2'];
const absent = unused.map((name) => ({
  find: new RegExp(`^${name}$`),
  replacement: r('src-main/clients/absent.ts'),
}));

// Targets are explicit: what is typed against the newest Electron still runs on the oldest runtime
// that set-up may find (Electron 33: Node 20.18, Chrome 130).
export default defineConfig({
  main: {
    resolve: {
      alias: [...Object.entries(alias).map(([find, replacement]) => ({ find, replacement })), ...absent],
    },
    plugins: [
      bundledPackages('main'),
      textsAsData(),
      {
        // cli.js begins with a shebang: `npx flotilla` and a link to it need it executable as well.
        name: 'executable-command',
        writeBundle: ({ dir }) => {
          if (dir !== undefined && process.platform !== 'win32') chmodSync(`${dir}/cli.js`, 0o755);
        },
      },
    ],
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      outDir: 'out/main',
      // Less to read and compile before the window answers.
      minify: true,
      rolldownOptions: {
        input: {
          index: r('src-main/index.ts'),
          cli: r('src-main/cli.ts'),
          'metrics-store': r('src-main/metrics/store/thread.ts'),
        },
        // SQLite looks for its binary beside itself.
        external: ['cpu-features', /\.node$/, '@photostructure/sqlite'],
        output: { format: 'es' },
      },
    },
  },
  preload: {
    resolve: { alias },
    plugins: [bundledPackages('preload')],
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: r('src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: r('src-renderer'),
    resolve: {
      alias: [
        // The static import in src-shared/i18n/index.ts: the window fetches Chinese when it is asked for.
        { find: /^\.\/zh-CN\/index$/, replacement: r('src-renderer/lib/chinese.ts') },
        { find: '@shared', replacement: alias['@shared'] },
      ],
    },
    worker: { format: 'es' },
    build: {
      target: 'chrome130',
      minify: true,
      outDir: r('out/renderer'),
      // One style sheet, and one chunk for what every page uses: each file at start is a round trip
      // to a main process that is starting as well. What opens later (the palette and its pinyin among it) is
      // not in it: a group takes along all that its files import.
      cssCodeSplit: false,
      rolldownOptions: {
        input: { index: r('src-renderer/index.html') },
        output: {
          codeSplitting: {
            groups: [
              {
                name: 'core',
                test: /node_modules[\\/](svelte|esm-env|clsx)[\\/]|src-shared[\\/]i18n[\\/](?!zh-CN)|src-renderer[\\/](ui|state)[\\/]|src-renderer[\\/]frame[\\/](?!palette|KeySheet|EnginePanel)|src-renderer[\\/]lib[\\/](api|chinese|format|i18n)|[\\/](RunList|ClusterState|cluster-shape|cluster-tone|look)\./,
              },
            ],
          },
        },
      },
    },
    // The renderer's root is a folder below: the plugin would not find it by itself.
    plugins: [bundledPackages('renderer'), textsAsData(), svelte({ configFile: r('svelte.config.js') })],
  },
});
