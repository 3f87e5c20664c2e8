// Runs what measures in a worker of a page, in a headless Chromium. One that broke is replaced by a new one.

import { type Browser, type BrowserServer, chromium } from '@playwright/test'
import { CHROMIUM_FLAGS, findChromium } from '../scripts/chromium.mjs'
import { ISOLATION_HEADERS } from '../scripts/headers.mjs'
import { createStaticServer, listen } from '../scripts/static-server.mjs'
import type { BenchWindow } from './page/main.ts'
import type { Measure } from './restarts.ts'

/** Chromium on the built page. */
export interface BenchBrowser {
  /** Runs a request on a page of its own; rejects if its worker could not go on. */
  readonly engines: Readonly<Record<'ours' | 'stock', Measure>>
  close(): Promise<void>
}

/** A Chromium that can be killed, and the connection to it. */
interface Running {
  readonly process: BrowserServer
  readonly browser: Browser
}

/**
 * Serves a folder. The first request starts Chromium.
 * @param root the built page. It is served without the studio's content security policy: stock tfjs starts threads from
 * text
 */
export async function openBrowser(root: string): Promise<BenchBrowser> {
  const server = createStaticServer(root, ISOLATION_HEADERS)
  const address = `http://127.0.0.1:${await listen(server, 0)}/bench/page/index.html`
  let executablePath: string | null = null
  let running: Running | null = null

  const start = async (): Promise<Running> => {
    executablePath ??= await findChromium((line) => console.error(line))
    const process = await chromium.launchServer({ executablePath, args: CHROMIUM_FLAGS })
    running = { process, browser: await chromium.connect(process.wsEndpoint()) }
    return running
  }
  // a browser whose GPU process hangs does not close when it is asked to
  const kill = async () => {
    const broken = running
    running = null
    await broken?.process.kill()
  }
  const engine =
    (name: 'ours' | 'stock'): Measure =>
    async (request, onMessage, signal) => {
      const { browser } = running ?? (await start())
      signal.addEventListener('abort', kill)
      try {
        signal.throwIfAborted()
        onMessage({ type: 'versions', versions: { chromium: browser.version() } })
        const page = await browser.newPage()
        await page.exposeFunction('report', onMessage)
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(`page: ${message.text()}`)
        })
        const crashed = new Promise<never>((_, reject) => {
          page.on('crash', () => reject(new Error('the page crashed')))
        })
        await page.goto(address)
        const run = page.evaluate(
          ([name, request]) => (window as unknown as BenchWindow).measure(name, request),
          [name, request] as const,
        )
        await Promise.race([run, crashed])
        await page.close()
      } catch (error) {
        const reason = browser.isConnected() ? reasonOf(error) : 'Chromium crashed'
        await kill()
        throw new Error(reason)
      } finally {
        signal.removeEventListener('abort', kill)
      }
    }
  return {
    engines: { ours: engine('ours'), stock: engine('stock') },
    close: async () => {
      await kill()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** What the page threw, without Playwright's words around it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n')[0]!.replace(/^page\.evaluate: (Error: )?/, '')
}
