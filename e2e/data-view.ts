// The data side of the page as journeys use it: splits, plans, findings and their remedies, by role and accessible name.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import type { SplitCounts } from './own-counts.ts'
import { expect, region, shownTable } from './studio.ts'

export async function chooseFolder(page: Page, directory: string): Promise<void> {
  await page.getByLabel('Dataset folder').setInputFiles(directory)
}

/** Turns the middle of the page to the data or back. */
export async function showView(page: Page, view: 'Training' | 'Splits and objects'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'View' }).getByText(view, { exact: true }).click()
}

export function startButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Start training' })
}

/** Numbers of a column of the plan: class by class, of rows without a class, and their sum. */
export interface PlanColumn {
  readonly counts: readonly number[]
  readonly other?: number
  readonly total: number
}

/** The table of the region "Splits", by the titles of its columns; the shares are left to the eye. */
export async function shownPlan(page: Page): Promise<Record<string, PlanColumn>> {
  const table = region(page, 'Splits').getByRole('table')
  const titles = await table.locator('thead th').allTextContents()
  const body = await shownTable(table)
  const others = body.at(-1)?.[0] === 'No class' ? body.pop() : undefined
  const foot = await table.locator('tfoot td').allTextContents()
  return Object.fromEntries(
    titles.slice(1).map((title, i) => [
      title.trim(),
      {
        counts: body.map((cells) => leadingNumber(cells[i + 1]!)),
        ...(others?.[i + 1] ? { other: leadingNumber(others[i + 1]!) } : {}),
        total: leadingNumber(foot[i]!),
      },
    ]),
  )
}

/** Class counts of the data report: `counts[class][split]`. */
export async function shownCounts(page: Page): Promise<number[][]> {
  const table = await shownTable(region(page, 'Data report').getByRole('table').first())
  return table.map((cells) => cells.slice(1).map(leadingNumber))
}

/** Waits until the data report counts so many objects. */
export async function expectCounts(
  page: Page,
  { train, validation, test: tested }: SplitCounts,
): Promise<void> {
  await expect
    .poll(() => shownCounts(page))
    .toEqual(train.map((count, label) => [count, validation[label], tested[label]]))
}

/** The first number of a text, without its separators; NaN for a text that starts otherwise. */
export function leadingNumber(text: string): number {
  return Number(/^[\d,]+/.exec(text.trim())?.[0]?.replaceAll(',', '') ?? Number.NaN)
}

export async function shownFingerprint(page: Page): Promise<string> {
  return (await region(page, 'Data report').locator('p:has-text("Fingerprint") code').textContent()) ?? ''
}

/** Saves what a press makes the page download, and unpacks it below `directory`. */
export async function unpackDownload(
  page: Page,
  press: () => Promise<void>,
  directory: string,
): Promise<{ readonly fileName: string; readonly paths: readonly string[] }> {
  const downloading = page.waitForEvent('download')
  await press()
  const download = await downloading
  const archive = new ZipReader(new Uint8ArrayReader(await readFile(await download.path())))
  const entries = (await archive.getEntries()).filter(({ directory: isFolder }) => !isFolder)
  for (const entry of entries) {
    if (entry.directory) continue
    const path = join(directory, entry.filename)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, await entry.getData(new Uint8ArrayWriter()))
  }
  return { fileName: download.suggestedFilename(), paths: entries.map(({ filename }) => filename).sort() }
}

/** Waits until the numbers of a draft have been worked out. */
export async function expectPreview(page: Page): Promise<void> {
  await expect(region(page, 'Splits')).toContainText(/Not in use yet\.|These splits are in use\./)
}

/** Rows of the table of objects that are in view: their place in the order, from 0, and their cells by column. */
export async function shownObjects(page: Page): Promise<readonly ShownObject[]> {
  const grid = page.getByRole('grid', { name: 'Objects' })
  const titles = (await grid.getByRole('columnheader').allTextContents()).map((title) => title.trim())
  const rows = await grid.locator('tbody tr').evaluateAll((all) =>
    all.map((row) => ({
      index: Number(row.getAttribute('aria-rowindex')) - 2,
      isSelected: row.getAttribute('aria-selected') === 'true',
      cells: Array.from(row.querySelectorAll('td'), (cell) => cell.textContent?.trim() ?? ''),
    })),
  )
  return rows
    .map(({ index, isSelected, cells }) => ({
      index,
      isSelected,
      cells: Object.fromEntries(titles.map((title, i) => [title, cells[i] ?? ''])),
    }))
    .sort((a, b) => a.index - b.index)
}

/** An object as a line of the table. */
export interface ShownObject {
  readonly index: number
  readonly isSelected: boolean
  readonly cells: Readonly<Record<string, string>>
}
