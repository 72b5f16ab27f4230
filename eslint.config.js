import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Components and plain JavaScript; TypeScript is oxlint's part (.oxlintrc.json). Rules that need types take seven times
 * as long for components as all the others: `npm run check` leaves them to `npm test`, which sets FLOTILLA_LINT_TYPES
 * as `npm run lint` does.
 *
 * The house's import rules (docs/decisions/0001-house-rules.md) for components: who may import whom.
 * `deny` holds patterns as they stand in import statements; the last word is the reason.
 */
const rule = '@typescript-eslint/no-restricted-imports';
const deny = (files, regex, message, typesToo = true) => ({
  files,
  rules: { [rule]: ['error', { patterns: [{ regex, message, allowTypeImports: !typesToo }] }] },
});
const typed = Boolean(process.env.FLOTILLA_LINT_TYPES);
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
  ...(typed ? ts.configs.strictTypeChecked : ts.configs.strict),
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: typed,
        tsconfigRootDir: import.meta.dirname,
        // The same for all files: each time it differs from the file before, every type is read anew.
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      ...(typed && {
        '@typescript-eslint/no-floating-promises': 'error',
        '@typescript-eslint/restrict-template-expressions': [
          'error',
          { allowNumber: true, allowBoolean: true },
        ],
        '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      }),
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        projectService: typed,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
        svelteConfig,
      },
    },
    rules: {
      // The Svelte parser hands typescript-eslint `any` for component props: svelte-check covers these.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // There are neither enums nor stores here, and to look for them took half of the time for these files.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'svelte/require-store-reactive-access': 'off',
      'prefer-const': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    ...ts.configs.disableTypeChecked,
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
