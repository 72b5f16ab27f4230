/**
 * `npm run lint [-- FILE…]`: both linters over all files, with the rules that need types for components as well; or
 * over the files that are given, components without those rules.
 */
import { checkTypes } from './lib/component-types.mjs';
import { main } from './lib/log.mjs';
import { tool } from './lib/run.mjs';

const given = process.argv.slice(2);
const isTypeScript = (file) => file.endsWith('.ts');
const isScript = (file) => /\.(svelte|svelte\.ts|js|mjs|cjs)$/.test(file);
const shown = { show: true };

await main(async () => {
  const all = given.length === 0;
  const codes = [];
  if (all || given.some(isTypeScript))
    codes.push(await tool('oxlint/bin/oxlint', ['--deny-warnings', ...given.filter(isTypeScript)], shown));
  if (all || given.some(isScript))
    codes.push(
      await tool(
        'eslint/bin/eslint.js',
        ['--max-warnings', '0', ...(all ? ['.'] : given.filter(isScript))],
        shown,
      ),
    );
  if (all) {
    const types = await checkTypes();
    if (types.code !== 0) console.log(types.output);
    codes.push(types);
  }
  return codes.some(({ code }) => code !== 0) ? 1 : 0;
});
