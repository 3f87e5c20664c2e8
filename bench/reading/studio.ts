// A large data set in the studio itself: how long until the page tells the class counts, how long until all was looked
// at, how fast training goes on, and how much memory page and worker take at most.

import type { Page } from '@playwright/test'

/** Seconds and steps of one visit. */
export interface VisitFigures {
  readonly open: number
  readonly scan: number
  readonly steps: number
  readonly stepSeconds: number
}

const PATIENCE = { timeout: 600_000 }
const WATCH_MS = 250

/** Opens the folder and trains CNN3 for a few steps of an epoch. */
export async function visitStudio(
  page: Page,
  address: string,
  folder: string,
  steps: number,
): Promise<VisitFigures> {
  await page.goto(address)
  await page.getByRole('combobox', { name: 'Backend' }).waitFor()
  const started = performance.now()
  await page.getByLabel('Dataset folder').setInputFiles(folder)
  const report = page.getByRole('region', { name: 'Data report', exact: true })
  await report.getByRole('table').first().waitFor(PATIENCE)
  const open = (performance.now() - started) / 1000
  const start = page.locator('button:not([disabled])', { hasText: 'Start training' })
  await start.waitFor(PATIENCE)
  const scan = (performance.now() - started) / 1000 - open
  await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1')
  const begun = performance.now()
  await start.click()
  const done = await stepsDone(page, steps)
  const stepSeconds = (performance.now() - begun) / 1000 / Math.max(1, done)
  const stop = page.getByRole('button', { name: 'Stop' })
  // the first press would evaluate the whole test
  await stop.click()
  await stop.click({ timeout: 5000 }).catch(() => {})
  return { open, scan, steps: done, stepSeconds }
}

/** Waits until the page tells so many steps of the epoch. */
async function stepsDone(page: Page, steps: number): Promise<number> {
  const status = page.getByRole('region', { name: 'Run status', exact: true })
  for (const end = performance.now() + PATIENCE.timeout; performance.now() < end; ) {
    const [, step] = /(?:step|batch) ([\d,]+)/i.exec((await status.textContent()) ?? '') ?? []
    const done = Number((step ?? '0').replaceAll(',', ''))
    if (done >= steps) return done
    await page.waitForTimeout(WATCH_MS)
  }
  throw new Error(`The page did not tell ${steps} steps: ${await status.textContent()}`)
}
