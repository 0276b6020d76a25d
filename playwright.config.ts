import { defineConfig } from '@playwright/test';
import type { ServerSettings } from './e2e/fixtures.ts';
import { systemChromium } from './scripts/testing/chromium.ts';

const asRoot = process.getuid?.() === 0;

export default defineConfig<object, ServerSettings>({
  testDir: 'e2e',
  outputDir: 'test-results/playwright',
  globalSetup: './e2e/global-setup.ts',
  // Two processors: a server and a browser for each worker are enough for them.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'en-US',
    timezoneId: 'UTC',
    viewport: { width: 1360, height: 860 },
    screenshot: 'only-on-failure',
    video: 'off',
    launchOptions: {
      executablePath: systemChromium(),
      args: [
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // What would leave this machine fails, instead of being noticed when it has left.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      ],
    },
  },
});
