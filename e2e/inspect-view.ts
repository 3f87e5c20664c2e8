// The view of single objects as journeys use it: the list, the object in the viewer, and what was decided, by role and
// accessible name.

import type { Locator, Page, TestInfo } from '@playwright/test'
import { csvCells, saveWith } from './downloads.ts'
import type { Judged } from './own-trust.ts'
import { expect, region, shownTable } from './studio.ts'

/** Turns the middle of the page to one of its views. */
export async function showMiddle(page: Page, view: 'Training' | 'Trust' | 'Inspect'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'View' }).getByText(view, { exact: true }).click()
}

export function inspectedList(page: Page): Locator {
  return region(page, 'Inspected list')
}

export function inspectedObject(page: Page): Locator {
  return region(page, 'Inspected object')
}

export function listedGrid(page: Page): Locator {
  return page.getByRole('grid', { name: 'Listed objects' })
}

/** Heading of the object in the viewer: `Test, row 3`. */
export function objectTitle(page: Page): Locator {
  return inspectedObject(page).getByRole('heading', { level: 3 })
}

/** Turns the list to the objects whose label the network doubts with so much confidence. */
export async function showDisagreements(page: Page, confidence: number): Promise<void> {
  const list = inspectedList(page)
  await list.getByRole('radiogroup', { name: 'Listed' }).getByText('Disagreements').click()
  const field = list.getByRole('textbox', { name: 'Least confidence' })
  await field.fill(String(confidence))
  await field.press('Enter')
  await expect(list).toContainText(/\d+ objects?, \d+ decided, \d+ remain/)
}

/** A line of the list, by the titles of its columns. */
export type ListedObject = Readonly<Record<string, string>>

/** All lines of the list, from the top; the first object is in the viewer afterwards. */
export async function listedObjects(page: Page): Promise<readonly ListedObject[]> {
  const grid = listedGrid(page)
  const count = Number(await grid.getAttribute('aria-rowcount')) - 1
  const found = new Map<number, ListedObject>()
  // a page at a time, since only the lines in view are in the page
  for (let pages = 0; pages <= count && found.size < count; pages++) {
    await grid.press(pages === 0 ? 'Home' : 'PageDown')
    await expect(grid.locator('tr[aria-selected="true"]')).toBeVisible()
    for (const [index, line] of await linesInView(grid)) found.set(index, line)
  }
  await grid.press('Home')
  expect([...found.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
  return Array.from({ length: count }, (_, i) => found.get(i)!)
}

/** The line of the object in the viewer. */
export async function selectedLine(page: Page): Promise<ListedObject> {
  const grid = listedGrid(page)
  const index = Number(await grid.locator('tr[aria-selected="true"]').getAttribute('aria-rowindex')) - 2
  return new Map(await linesInView(grid)).get(index)!
}

async function linesInView(grid: Locator): Promise<(readonly [number, ListedObject])[]> {
  const titles = (await grid.getByRole('columnheader').allTextContents()).map((title) => title.trim())
  const lines = await grid
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map(
        (row) =>
          [
            Number(row.getAttribute('aria-rowindex')) - 2,
            Array.from(row.querySelectorAll('td'), (cell) => cell.textContent?.trim() ?? ''),
          ] as const,
      ),
    )
  return lines.map(
    ([index, cells]) =>
      [index, Object.fromEntries(titles.map((title, i) => [title, cells[i] ?? '']))] as const,
  )
}

/** Class by class what the table "Probabilities" says of the network; the predicted class, and the label. */
export async function shownProbabilities(page: Page) {
  const rows = await shownTable(inspectedObject(page).getByRole('table', { name: 'Probabilities' }))
  const tagged = (tag: string) => rows.findIndex(([name]) => name!.includes(tag))
  return {
    network: rows.map(([, p]) => p!),
    control: rows.map(([, , p]) => p ?? null),
    label: tagged('label'),
    predicted: tagged('predicted'),
  }
}

/** The peaks of the object in the viewer, the highest first: redshifts. */
export async function shownPeaks(page: Page): Promise<string[]> {
  const rows = await shownTable(inspectedObject(page).getByRole('table', { name: 'Highest peaks' }))
  return rows.filter(([name]) => name !== 'others').map(([, z]) => z!)
}

/** The text of a probability: three digits, and never 0 or 1 for what is only close to it. */
export function expectProbability(shown: string, p: number): void {
  if (p > 0.9995) expect(shown).toBe(p === 1 ? '1.000' : '> 0.999')
  else if (p < 0.0005) expect(shown).toBe(p === 0 ? '0.000' : '< 0.001')
  else expect(Math.abs(Number(shown) - p)).toBeLessThan(0.000_501)
}

/** A line of "Predictions CSV" with what a file says of the object. */
export interface Prediction extends Judged {
  readonly split: string
  readonly file: string
  readonly row: number
  readonly id: string
  readonly redshift: number
}

/** The probabilities of all rows as the view of trust saves them. */
export async function savedPredictions(
  page: Page,
  classes: readonly string[],
  testInfo: TestInfo,
): Promise<readonly Prediction[]> {
  await showMiddle(page, 'Trust')
  const records = await savedRecords(page, 'Predictions CSV', region(page, 'Trust'), testInfo)
  return records.map((cells) => ({
    split: cells.split!,
    file: cells.file!,
    row: Number(cells.row),
    id: cells.id!,
    redshift: Number(cells.z_est),
    label: classes.indexOf(cells.label!),
    p: classes.map((name) => Number(cells[`p_${name}`])),
  }))
}

/** Presses a button and reads the table that it saves: lines by the titles of their columns. */
export async function savedRecords(
  page: Page,
  button: string,
  within: Locator,
  testInfo: TestInfo,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const { text } = await saveWith(page, button, testInfo, within)
  const [titles, ...lines] = csvCells(text)
  return lines.map((cells) => {
    if (cells.length !== titles!.length)
      throw new Error(`${cells.length} cells below ${titles!.length} titles`)
    return Object.fromEntries(titles!.map((title, i) => [title, cells[i]!]))
  })
}

/** Waits until the browser has written so many decisions: a journey reloads faster than anybody. */
export async function untilDecisionsKept(page: Page, count: number): Promise<void> {
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('redshift-studio-reflags')
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const reading = opening.result.transaction('reflags').objectStore('reflags').getAll()
            reading.onerror = () => reject(reading.error)
            reading.onsuccess = () => {
              opening.result.close()
              resolve((reading.result as unknown[][]).reduce((sum, list) => sum + list.length, 0))
            }
          }
        }),
    )
  await expect.poll(kept).toBe(count)
}

/** Ranges of redshift that the sentence below the strip tells, the strongest first. */
export async function toldRanges(page: Page): Promise<readonly ToldRange[]> {
  const text = await saliencyText(page).textContent()
  return Array.from(
    text!.matchAll(/z ([\d.]+)(?: to ([\d.]+))? \(([\d.]+) %[^,]*, (for|against) the class\)/g),
    ([, from, to, share, sign]) => ({
      from: Number(from),
      to: Number(to ?? from),
      share: Number(share) / 100,
      isFor: sign === 'for',
    }),
  )
}

/** A range of the sentence below the strip. */
export interface ToldRange {
  readonly from: number
  readonly to: number
  /** of the sum of absolute values */
  readonly share: number
  readonly isFor: boolean
}

export function saliency(page: Page): Locator {
  return region(page, 'Saliency')
}

/** The sentence below the strip. */
export function saliencyText(page: Page): Locator {
  return saliency(page).getByText(/^Log-odds of /)
}

/** Where the strongest colour of the strip is drawn: ends as shares of the strip, 0 on its left. */
export async function strongestShades(
  page: Page,
): Promise<readonly { readonly from: number; readonly to: number }[]> {
  const drawn = await saliency(page)
    .locator('svg')
    .first()
    .locator('> path')
    .evaluateAll((paths) =>
      paths.map((path) => ({
        d: path.getAttribute('d') ?? '',
        strength: Number(path.getAttribute('fill-opacity') ?? 0),
      })),
    )
  const frame = drawn.map(({ d }) => /^M([\d.]+) [\d.]+h([\d.]+)v[\d.]+h-[\d.]+Z$/.exec(d)).find(Boolean)
  if (!frame) throw new Error('The strip has no frame.')
  const [left, width] = [Number(frame[1]), Number(frame[2])]
  const strongest = Math.max(...drawn.map(({ strength }) => strength))
  return drawn
    .filter(({ strength }) => strength === strongest)
    .flatMap(({ d }) =>
      Array.from(d.matchAll(/M([\d.]+) [\d.]+H([\d.]+)/g), ([, from, to]) => ({
        from: (Number(from) - left) / width,
        to: (Number(to) - left) / width,
      })),
    )
}
