import { defineConfig } from '@playwright/test';
import mock from './playwright.config';

/** Browser tests on a real ledger: `tests/ledger/setup.ts` fills and serves it. */
export default defineConfig({
  ...mock,
  testDir: 'tests/ledger',
  testIgnore: [],
  webServer: undefined,
  globalSetup: './tests/ledger/setup.ts',
});
