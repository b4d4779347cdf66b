//! Browser tests: a real server, a real Chromium, no download of another one.
import { defineConfig } from '@playwright/test';

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'tests/browser',
  // Two people at once already keep a small machine busy.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A machine that does other things at the same time; what passed only the second time is listed as flaky.
  retries: 1,
  reporter: [['list']],
  use: {
    actionTimeout: 15_000,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      // Chromium refuses its sandbox to root, which is what a container's only user is.
      args: isRoot ? ['--no-sandbox'] : [],
    },
    trace: 'on-first-retry',
  },
});
