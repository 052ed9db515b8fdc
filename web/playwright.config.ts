import { defineConfig } from '@playwright/test';

/**
 * Browser tests. They run against `SEGUN_DESK` (an address where `segun serve` answers), else against the mock,
 * which serves the built pages: `npm run build` first. Those on a real ledger have a configuration of their own.
 */
const desk = process.env.SEGUN_DESK;
const port = process.env.E2E_PORT ?? '8019';
const mock = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: 'tests',
  testIgnore: 'ledger/**',
  outputDir: 'test-results',
  workers: 1,
  // Long enough for a loaded machine; what is right does not wait for it.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  retries: 1,
  reporter: 'list',
  use: {
    baseURL: desk ?? mock,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: desk
    ? undefined
    : { command: 'node mock/server.js', url: `${mock}/`, env: { PORT: port }, timeout: 90_000 },
});
