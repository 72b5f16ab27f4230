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
      {
        // The svelte plugin compiles runes in src-renderer/state/*.svelte.ts for the unit tests.
        plugins: [svelte()],
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          // A busy computer is no failure; what hangs still ends.
          testTimeout: 60_000,
        },
      },
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
