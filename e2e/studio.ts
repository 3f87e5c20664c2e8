// The page as journeys use it: by role and accessible name. Unhandled errors, console errors and violations of the
// Content Security Policy fail the journey that caused them.

import { readFile } from 'node:fs/promises'
import { test as base, expect, type Locator, type Page } from '@playwright/test'
import type { Report } from '../src/core/report.ts'

export { expect }

/** Playwright's test with a page that may not complain. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(`unhandled: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
    })
    await use(page)
    expect(complaints).toEqual([])
  },
})

/** Opens the studio and waits until it knows its device. */
export async function openStudio(page: Page, path = './'): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { name: 'Redshift Studio' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Backend' })).toContainText(/auto: (wasm|webgpu) here/)
}

export function region(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true })
}

/** Fills numbers by their accessible names. */
export async function setNumbers(page: Page, values: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    await page.getByRole('spinbutton', { name, exact: true }).fill(String(value))
  }
}

/** Loads sample data of the given size and waits for the data report. */
export async function loadSample(page: Page, settings: Readonly<Record<string, number>> = {}): Promise<void> {
  if (Object.keys(settings).length > 0) {
    const rows = page.getByRole('spinbutton', { name: 'Sample rows' })
    if (!(await rows.isVisible())) await page.getByRole('button', { name: 'Adjust' }).click()
    await setNumbers(page, settings)
  }
  await page.getByRole('button', { name: 'Load sample data' }).click()
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled({ timeout: 60_000 })
}

/** Starts training and waits for its end. */
export async function trainToEnd(
  page: Page,
  end: 'finished' | 'stopped' | 'failed' = 'finished',
): Promise<void> {
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(region(page, 'Run status')).toContainText(end, { timeout: 170_000 })
}

/** Presses "Export report JSON" and reads what was saved. */
export async function exportReport(page: Page): Promise<{ fileName: string; report: Report }> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export report JSON' }).click()
  const download = await downloading
  const report = JSON.parse(await readFile(await download.path(), 'utf8')) as Report
  return { fileName: download.suggestedFilename(), report }
}

/** Counts of a confusion matrix as the page shows them, [true][predicted]. */
export async function shownMatrix(page: Page, which: 'train' | 'test'): Promise<number[][]> {
  const rows = region(page, `Confusion matrix ${which}`).locator('tr:has([data-count])')
  const matrix: number[][] = []
  for (const row of await rows.all()) {
    const counts = await row
      .locator('[data-count]')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-count'))))
    matrix.push(counts)
  }
  return matrix
}

/** Texts of a table's body, cell by cell. */
export async function shownTable(table: Locator): Promise<string[][]> {
  return table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => Array.from(row.querySelectorAll('th, td'), (cell) => cell.textContent?.trim() ?? '')),
    )
}
