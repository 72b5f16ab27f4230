import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * The house's import rules (docs/decisions/0001-house-rules.md): who may import whom.
 * `deny` holds patterns as they stand in import statements; the last word is the reason.
 */
const rule = '@typescript-eslint/no-restricted-imports';
const deny = (files, regex, message, typesToo = true) => ({
  files,
  rules: { [rule]: ['error', { patterns: [{ regex, message, allowTypeImports: !typesToo }] }] },
});
const drivers = '^(dockerode|ioredis|influx|mysql2)(/|$)';

export default ts.config(
  { ignores: ['out/', 'dist/', 'tour/', 'gallery/', 'test-results/', 'playwright-report/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        // The same for all files: each time it differs from the file before, every type is read anew.
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
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
        projectService: true,
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
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },

  // src-shared imports nothing of ours beyond itself, and no platform.
  deny(
    ['src-shared/**/*.ts'],
    `^(node:|electron|svelte)|src-(main|renderer)|${drivers}`,
    'src-shared is pure: no node, no electron, no svelte, no drivers.',
  ),
  // The renderer imports src-shared only.
  deny(
    ['src-renderer/**/*.{ts,svelte}'],
    `^(node:|electron)|src-main|${drivers}`,
    'The renderer reaches the machine through lib/api.ts only.',
  ),
  deny(
    ['src-renderer/{charts,ui}/**/*.{ts,svelte}'],
    `^(node:|electron)|src-main|${drivers}|/(features|state|lib/api|wizard)(/|\\.|$)`,
    'ui and charts take props: they import no features, state or api.',
  ),
  // src-main: drivers live in clients; only the composition roots join ops to the runner.
  deny(
    ['src-main/**/*.ts'],
    `${drivers}|^electron$|src-renderer`,
    'Drivers are imported by src-main/clients only, electron by src-main/index.ts, preload.ts and desktop/.',
  ),
  deny(
    ['src-main/clients/**/*.ts'],
    '^electron$|src-renderer|/(ipc|ops|runner|observe|metrics)/',
    'clients import drivers and src-shared.',
  ),
  deny(
    ['src-main/runner/**/*.ts'],
    `${drivers}|^electron$|/(ipc|ops|observe|clients|metrics)/|redis|mysql|compose|swarm`,
    'The runner names no domain.',
  ),
  deny(
    ['src-main/{ops,observe}/**/*.ts'],
    `${drivers}|^electron$|/(ipc|runner)/`,
    'ops and observe import clients and src-shared; of the runner, types only.',
    false,
  ),
  deny(
    ['src-main/ipc/**/*.ts'],
    `${drivers}|^electron$|/ops/`,
    'ipc reaches the runner, observe and metrics.',
  ),
  deny(
    ['src-main/preload.ts'],
    '^(?!electron$|@shared/(channels|contract)$)',
    'preload imports electron and the contract only (channels.ts at run time).',
  ),
  {
    files: ['src-main/index.ts', 'src-main/desktop/**/*.ts'],
    rules: {
      [rule]: ['error', { patterns: [{ regex: drivers, message: 'Drivers: clients only.' }] }],
    },
  },
);
