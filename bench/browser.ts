// Runs what measures in a worker of a page, in a headless Chromium.

import { type Browser, chromium } from '@playwright/test'
import { CHROMIUM_FLAGS, findChromium } from '../scripts/chromium.mjs'
import { ISOLATION_HEADERS } from '../scripts/headers.mjs'
import { createStaticServer, listen } from '../scripts/static-server.mjs'
import type { BenchWindow } from './page/main.ts'
import type { Message } from './results.ts'
import type { BenchRequest } from './runner.ts'

/** A browser on the built page. */
export interface BenchBrowser {
  readonly version: string
  /** Runs a request on a page of its own; rejects if its worker could not go on. */
  measure(
    engine: 'ours' | 'stock',
    request: BenchRequest,
    onMessage: (message: Message) => void,
  ): Promise<void>
  close(): Promise<void>
}

/**
 * Serves a folder and opens a browser.
 * @param root the built page. It is served without the studio's content security policy: stock tfjs starts threads from
 * text
 */
export async function openBrowser(root: string): Promise<BenchBrowser> {
  const server = createStaticServer(root, ISOLATION_HEADERS)
  const address = `http://127.0.0.1:${await listen(server, 0)}/bench/page/index.html`
  const browser: Browser = await chromium.launch({
    executablePath: await findChromium((line) => console.error(line)),
    args: CHROMIUM_FLAGS,
  })
  return {
    version: browser.version(),
    measure: async (engine, request, onMessage) => {
      const page = await browser.newPage()
      try {
        await page.exposeFunction('report', onMessage)
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(`page: ${message.text()}`)
        })
        const crashed = new Promise<never>((_, reject) => {
          page.on('crash', () => reject(new Error('The page crashed')))
        })
        await page.goto(address)
        const run = page.evaluate(
          ([engine, request]) => (window as unknown as BenchWindow).measure(engine, request),
          [engine, request] as const,
        )
        await Promise.race([run, crashed])
      } finally {
        await page.close()
      }
    },
    close: async () => {
      await browser.close()
      server.closeAllConnections()
      server.close()
    },
  }
}
