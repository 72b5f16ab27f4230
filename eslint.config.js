import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Components and plain JavaScript; TypeScript is oxlint's part (.oxlintrc.json), and so are the rules
 * that need types: scripts/lib/component-types.mjs.
 *
 * The house's import rules (docs/decisions/0001-house-rules.md) for components: who may import whom.
 * `deny` holds patterns as they stand in import statements; the last word is the reason.
 */
const rule = '@typescript-eslint/no-restricted-imports';
const deny = (files, regex, message, typesToo = true) => ({
  files,
  rules: { [rule]: ['error', { patterns: [{ regex, message, allowTypeImports: !typesToo }] }] },
});
const drivers = '^(dockerode|ioredis|influx|mysql2|@photostructure)(/|$)';

export default ts.config(
  {
    ignores: [
      ...[
        'out/',
        'dist/',
        'tour/',
        '.svelte-check/',
        'gallery/',
        'test-results/',
        'playwright-report/',
        'node_modules/',
      ],
      // What has runes in it is looked at by both linters.
      ...['**/*.ts', '**/*.mts', '!**/*.svelte.ts'],
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        svelteConfig,
      },
    },
    rules: {
      'prefer-const': 'off',
    },
  },
  // The renderer imports src-shared only.
  deny(
    ['src-renderer/**/*.{svelte.ts,svelte}'],
    `^(node:|electron)|src-main|${drivers}`,
    'The renderer reaches the machine through lib/api.ts only.',
  ),
  deny(
    ['src-renderer/{charts,ui}/**/*.{svelte.ts,svelte}'],
    `^(node:|electron)|src-main|${drivers}|/(features|state|lib/api|wizard)(/|\\.|$)`,
    'ui and charts take props: they import no features, state or api.',
  ),
);
