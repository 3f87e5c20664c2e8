// The journeys: a real browser on the built studio, served with the headers of `npm start`. `npm run e2e` builds first
// and chooses a browser and a free port; without it, CHROMIUM_PATH must name a browser, or Playwright's own is used.

import { defineConfig } from '@playwright/test'
import { CHROMIUM_FLAGS } from './scripts/chromium.mjs'

const port = process.env.E2E_PORT ?? '4199'
const chromiumPath = process.env.CHROMIUM_PATH

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  // journeys train, and two at once would only slow each other down
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    browserName: 'chromium',
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    // recording costs a quarter of the time; `--trace retain-on-failure` where one is needed
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      args: CHROMIUM_FLAGS,
      ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    },
  },
  webServer: {
    command: 'node scripts/serve.mjs',
    env: { PORT: port, HOST: '127.0.0.1', NO_OPEN: '1' },
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 30_000,
  },
})
