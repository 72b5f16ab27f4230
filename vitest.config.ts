import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const alias = { '@shared': fileURLToPath(new URL('src-shared', import.meta.url)) };

/**
 * What measures the computer as a whole, tidies the engine up, or proves that it is on the whole as it was before: one
 * file after another, with nothing beside it.
 */
const alone = [
  'test/integration/metrics/**/*.test.ts',
  ...['loss', 'resources', 'compose-cancel', 'compose-finance', 'redis-cluster'].map(
    (name) => `test/integration/${name}.test.ts`,
  ),
];

/**
 * Unit tests that must not share modules with another file: those that replace modules, clocks or globals (they use
 * `vi`), those of the window's state, which is one for a window, and those of the history, which counts threads. All
 * others load a module once for all files of a worker: loading is most of what unit tests cost.
 */
const apart = readdirSync('test/unit', { recursive: true, encoding: 'utf8' })
  .map((file) => join('test/unit', file))
  .filter(
    (file) =>
      file.endsWith('.test.ts') &&
      (/^test.unit.(renderer|src-main.metrics)\b/.test(file) || /\bvi\b/.test(readFileSync(file, 'utf8'))),
  );

const unit = (name: string, options: TestProjectInlineConfiguration['test']) =>
  ({
    // The svelte plugin compiles runes in src-renderer/state/*.svelte.ts for the unit tests.
    plugins: [svelte()],
    resolve: { alias },
    test: {
      name,
      environment: 'node',
      // A busy computer is no failure; what hangs still ends.
      testTimeout: 60_000,
      ...options,
    },
  }) satisfies TestProjectInlineConfiguration;

const integration = (name: string, options: TestProjectInlineConfiguration['test']) =>
  ({
    resolve: { alias },
    test: {
      name,
      environment: 'node',
      // Real servers race; a test that needs a second try is named in the summary, for it has something to tell.
      retry: 1,
      testTimeout: 120_000,
      hookTimeout: 180_000,
      ...options,
    },
  }) satisfies TestProjectInlineConfiguration;

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      unit('unit', { include: ['test/unit/**/*.test.ts'], exclude: apart, isolate: false }),
      unit('unit, apart', { include: apart }),
      integration('integration', {
        include: ['test/integration/**/*.test.ts'],
        exclude: alone,
        // They wait for servers more than they work: two at a time on two cores.
        maxWorkers: 2,
        sequence: { groupOrder: 1 },
      }),
      integration('integration, alone', {
        include: alone,
        fileParallelism: false,
        sequence: { groupOrder: 2 },
      }),
      {
        resolve: { alias },
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: { name: 'soak', include: ['test/soak/**/*.test.ts'], environment: 'node' },
      },
    ],
  },
});
