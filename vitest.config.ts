import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const alias = { '@shared': fileURLToPath(new URL('src-shared', import.meta.url)) };

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
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          // One engine, two cores: files run one after another.
          fileParallelism: false,
          // Real servers race; a test that needs a second try is named in the summary, for it has something to tell.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
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
