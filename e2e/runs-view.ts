// The list of runs as journeys use it: the view, its rows cell by cell, and what is written about a run, by role and
// accessible name.

import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, region, shownTable } from './studio.ts'

/** A run as the list shows it; '' for what it does not show. */
export interface ListedRun {
  readonly name: string
  readonly tags: readonly string[]
  readonly note: string
  readonly model: string
  readonly target: string
  /** for example `85.00% n = 60`, `–`, or where the run under way is */
  readonly score: string
  /** what else the cell says: the natural test, `stopped`, `failed` */
  readonly beside: string
  /** for example `2 of 4` */
  readonly bestEpoch: string
  readonly time: string
  /** local date and time to the minute */
  readonly when: string
  readonly source: string
  /** for example `no learning rate`; '' for a report that has all its keys */
  readonly lacks: string
}

/** Turns the middle of the page to the list of runs and the comparison. */
export async function showRuns(page: Page): Promise<void> {
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Runs', { exact: true }).click()
  await expect(region(page, 'Runs')).toBeVisible()
}

/** Turns it back to the results. */
export async function showTraining(page: Page): Promise<void> {
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Training', { exact: true }).click()
  await expect(region(page, 'Runs')).toBeHidden()
}

export function runsTable(page: Page): Locator {
  return page.getByRole('table', { name: 'Kept runs' })
}

/** The row of a run. */
export function runRow(page: Page, name: string): Locator {
  return runsTable(page)
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Open ${name}`, exact: true }) })
}

/** The rows that are listed, from the top. */
export async function listedRuns(page: Page): Promise<readonly ListedRun[]> {
  return runsTable(page)
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => {
        const named = (start: RegExp) =>
          Array.from(row.querySelectorAll('button')).find((button) => start.test(button.ariaLabel ?? ''))
        const before = (button: Element | undefined) =>
          Array.from(button?.parentElement?.children ?? [])
            .filter((each) => each !== button)
            .map((each) => each.textContent ?? '')
        const cells = Array.from(row.querySelectorAll('td'), (cell) =>
          Array.from(cell.children, (part) => part.textContent?.trim() ?? ''),
        )
        const [, model = [], score = [], epoch = [], origin = []] = cells
        return {
          name: before(named(/^Rename /)).join(),
          tags: before(named(/^(Add tags to|Edit tags of) /)),
          note: before(named(/^(Add note to|Edit note of) /)).join(),
          model: model[0] ?? '',
          target: model[1] ?? '',
          score: score[0] ?? '',
          beside: score.slice(1).join(', '),
          bestEpoch: epoch[0] ?? '',
          time: epoch[1] ?? '',
          when: origin[0] ?? '',
          source: origin[1] ?? '',
          lacks: origin[2] ?? '',
        }
      }),
    )
}

/** The row of one run, cell by cell. */
export async function listedRun(page: Page, name: string): Promise<ListedRun> {
  const run = (await listedRuns(page)).find((each) => each.name === name)
  if (run === undefined) throw new Error(`${name} is not in the list`)
  return run
}

/** Waits until exactly these runs are listed, from the top. */
export async function expectRuns(page: Page, names: readonly string[]): Promise<void> {
  await expect.poll(async () => (await listedRuns(page)).map(({ name }) => name)).toEqual(names)
}

/** Gives a run another name. */
export async function renameRun(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: `Rename ${from}`, exact: true }).click()
  const field = page.getByRole('textbox', { name: `Name of ${from}`, exact: true })
  await field.fill(to)
  await field.press('Enter')
  await expect(runRow(page, to)).toBeVisible()
}

/** Gives tags and a note to a run that has none. */
export async function describeRun(page: Page, name: string, tags: string, note: string): Promise<void> {
  await page.getByRole('button', { name: `Add tags to ${name}`, exact: true }).click()
  const tagField = page.getByRole('textbox', { name: `Tags of ${name}`, exact: true })
  await tagField.fill(tags)
  await tagField.press('Enter')
  await page.getByRole('button', { name: `Add note to ${name}`, exact: true }).click()
  const noteField = page.getByRole('textbox', { name: `Note of ${name}`, exact: true })
  await noteField.fill(note)
  await noteField.press('Control+Enter')
}

/** Shows a run of the list in the panels of results. */
export async function openRun(page: Page, name: string): Promise<void> {
  await runRow(page, name)
    .getByRole('button', { name: `Open ${name}`, exact: true })
    .click()
}

/** Chooses report files and waits until they were read. */
export async function importReports(page: Page, paths: readonly string[]): Promise<void> {
  await page.getByLabel('Report files').setInputFiles([...paths])
  await expect(page.getByLabel('Report files')).toBeEnabled()
  await expect(region(page, 'Runs')).toBeVisible()
}

/** Presses "Export all runs": the file's name, where it lies, and what it holds. */
export async function exportRuns(page: Page) {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export all runs' }).click()
  const download = await downloading
  const path = await download.path()
  const content: unknown = JSON.parse(await readFile(path, 'utf8'))
  return { fileName: download.suggestedFilename(), path, content }
}

/** The table beneath the training curves: epoch, accuracy, validation accuracy, loss, validation loss. */
export function shownCurves(page: Page): Promise<string[][]> {
  return shownTable(region(page, 'Training curves').locator('table').first())
}
