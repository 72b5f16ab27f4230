/** Types in components: svelte-check, then the linter's rules that need types, on what svelte-check made of each component. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';
import { tool } from './run.mjs';

const made = at('.svelte-check');

/**
 * svelte-check looks at every TypeScript file as well, so tsc need not. Its `--tsgo` writes each component as
 * TypeScript; a linter with a type checker of its own, built anew for each component, takes minutes for the same.
 * Line numbers in the script part are nearly the component's own.
 * @returns {Promise<{code: number, output: string, note?: string}>}
 */
export async function checkTypes() {
  // A component that was taken away leaves its file behind.
  rmSync(made, { recursive: true, force: true });
  const types = await tool('svelte-check/bin/svelte-check', [
    '--tsgo',
    '--tsconfig',
    './tsconfig.json',
    '--fail-on-warnings',
  ]);
  if (types.code !== 0) return types;
  const components = readdirSync(made, { recursive: true }).filter((file) =>
    /(^|[\\/])\+\+[^\\/]+\.svelte\.ts$/.test(file),
  );
  if (components.length === 0)
    return {
      code: 1,
      output: `svelte-check left no component as TypeScript in ${made}: has it changed how?`,
    };
  const lint = await tool('oxlint/bin/oxlint', [
    ...['--type-aware', '--deny-warnings', '--no-ignore'],
    ...['--config', '.oxlintrc.components.json', '--tsconfig', '.svelte-check/tsconfig.json'],
    ...components.map((each) => join(made, each)),
  ]);
  return { ...lint, note: `${components.length} components` };
}
