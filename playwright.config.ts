import { defineConfig } from '@playwright/test';

// The real app on the real engine: one worker. A test that needs a second try is named in the summary.
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'e2e', testMatch: '**/*.spec.ts', testIgnore: ['**/tour.spec.ts', '**/gallery.spec.ts'] },
    { name: 'tour', testMatch: '**/tour.spec.ts' },
    { name: 'gallery', testMatch: '**/gallery.spec.ts', retries: 0 },
    { name: 'package', testDir: 'test/package' },
  ],
});
