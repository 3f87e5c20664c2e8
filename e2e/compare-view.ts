// The comparison of runs as journeys use it: what is compared, its curves, matrices and tables, by role and accessible name.

import type { Locator, Page } from '@playwright/test'
import { expect, region, shownTable } from './studio.ts'

/** The region with the chosen runs and what can be done with them. */
export function comparedRuns(page: Page): Locator {
  return region(page, 'Compared runs')
}

/** Takes runs into the comparison, in this order. */
export async function compare(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await page.getByRole('checkbox', { name: `Compare ${name}`, exact: true }).check()
  }
}

/** Compares these runs and no others, whatever was compared before. */
export async function compareOnly(page: Page, names: readonly string[]): Promise<void> {
  await comparedRuns(page).getByRole('button', { name: 'Compare none' }).click()
  await compare(page, names)
}

/** Draws each run on its own. */
export async function unfold(page: Page): Promise<void> {
  await comparedRuns(page).getByRole('checkbox', { name: 'Fold runs that differ by seed only' }).uncheck()
}

/** The choice of one run in "Compared runs". */
function baselineChoice(page: Page, name: string): Locator {
  return comparedRuns(page)
    .getByRole('radiogroup', { name: 'Baseline' })
    .getByRole('radio', { name: new RegExp(`^\\d ${name}( baseline)?$`) })
}

/** Makes a run the baseline and waits until the tables have it first. */
export async function chooseBaseline(page: Page, name: string): Promise<void> {
  await baselineChoice(page, name).check()
  await expectBaseline(page, name)
}

/** Waits until a run is the baseline everywhere. */
export async function expectBaseline(page: Page, name: string): Promise<void> {
  await expect(baselineChoice(page, name)).toBeChecked()
  await expect.poll(async () => (await shownHeads(page, 'Compared metrics'))[0]).toBe(name)
}

/** Names of the runs in the heads of a table's columns, the baseline first. */
export async function shownHeads(
  page: Page,
  name: 'Compared metrics' | 'Settings that differ',
): Promise<string[]> {
  return region(page, name).locator('thead th [title]').allTextContents()
}

/** "Settings that differ": values by setting, in the order of the columns. */
export async function shownSettings(page: Page): Promise<Record<string, string[]>> {
  const rows = await shownTable(region(page, 'Settings that differ').getByRole('table').first())
  return Object.fromEntries(rows.map(([name, ...values]) => [name, values]))
}

/** A matrix of "Compared matrices". */
export interface ShownMatrix {
  readonly name: string
  readonly counts: number[][]
  /** of the row, in per cent */
  readonly percentages: number[][]
  /** counts and percentage points less those of the baseline; `null` where there is no such table */
  readonly difference: { readonly counts: number[][]; readonly points: number[][] } | null
}

/** The matrices in their order; one that is not there yet has no rows. */
export async function shownMatrices(page: Page): Promise<ShownMatrix[]> {
  const cards = await region(page, 'Compared matrices')
    .getByRole('list')
    .getByRole('listitem')
    .evaluateAll((items) =>
      items.map((item) => {
        const cellsOf = (table: Element) =>
          Array.from(table.querySelectorAll('tbody tr'), (row) =>
            Array.from(row.querySelectorAll('td'), (cell) => cell.textContent?.trim().split(' ') ?? []),
          )
        const tables = Array.from(item.querySelectorAll('table'))
        const difference = tables.find((table) => table.ariaLabel?.startsWith('Difference of '))
        const matrix = tables.find((table) => table !== difference)
        return {
          name: item.querySelector('h3 [title]')?.textContent ?? '',
          matrix: matrix === undefined ? [] : cellsOf(matrix),
          difference: difference === undefined ? null : cellsOf(difference),
        }
      }),
    )
  const part = (cells: readonly string[][][], at: 0 | 1) =>
    cells.map((row) => row.map((parts) => signedNumber(parts[at]!)))
  return cards.map(({ name, matrix, difference }) => ({
    name,
    percentages: part(matrix, 0),
    counts: part(matrix, 1),
    difference: difference === null ? null : { points: part(difference, 0), counts: part(difference, 1) },
  }))
}

/** One number of "Compared metrics" in per cent; `null` for what the cell does not have. */
export interface ShownMetric {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly delta: number | null
}

/** The columns of "Compared metrics" by run: accuracy, macro F1, then precision, recall and F1 of each class. */
export async function shownMetrics(page: Page): Promise<Record<string, ShownMetric[]>> {
  const names = await shownHeads(page, 'Compared metrics')
  const rows = await shownTable(region(page, 'Compared metrics').getByRole('table'))
  const metrics = rows.filter(([name]) => METRICS.includes(name!))
  return Object.fromEntries(names.map((name, i) => [name, metrics.map((cells) => metricOf(cells[i + 2]!))]))
}

/** Objects of each class by run, as "Compared metrics" has them. */
export async function shownSupports(page: Page): Promise<Record<string, number[]>> {
  const names = await shownHeads(page, 'Compared metrics')
  const rows = await shownTable(region(page, 'Compared metrics').getByRole('table'))
  const supports = rows.filter(([name]) => name === 'support')
  return Object.fromEntries(
    names.map((name, i) => [name, supports.map((cells) => signedNumber(cells[i + 2]!))]),
  )
}

const METRICS = ['accuracy', 'macro F1', 'precision', 'recall', 'F1']

function metricOf(text: string): ShownMetric {
  const found = /^(\d+\.\d\d)%(?:\s+(\d+\.\d)–(\d+\.\d))?(?:\s+([+−]?\d+\.\d\d))?$/.exec(text)
  if (found === null) throw new Error(`${JSON.stringify(text)} is no metric`)
  const [value, low, high, delta] = found
    .slice(1)
    .map((part?: string) => (part === undefined ? null : signedNumber(part)))
  return { value: value!, low: low!, high: high!, delta: delta! }
}

/** A line of "Same objects (McNemar)". */
export type ShownPair = readonly string[]

/** Rows of "Same objects (McNemar)" by run. */
export async function shownPairs(page: Page): Promise<Record<string, ShownPair>> {
  const table = region(page, 'Same objects (McNemar)').getByRole('table')
  const names = await table.locator('tbody th [title]').allTextContents()
  const rows = await shownTable(table)
  return Object.fromEntries(rows.map(([, ...cells], i) => [names[i], cells]))
}

/** The table below the charts: per line its cells, from the epoch on. */
export async function shownReadout(page: Page): Promise<Record<string, string[]>> {
  const table = region(page, 'Compared curves').getByRole('table').first()
  const names = await table.locator('tbody th [title]').allTextContents()
  const rows = await shownTable(table)
  return Object.fromEntries(rows.map(([, ...cells], i) => [names[i]!, cells]))
}

/** A line of a chart. */
export interface ShownLine {
  /** `rgb(...)` */
  readonly colour: string
  /** pixels */
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** Lines of validation in the order of the table below the charts. */
export async function shownLines(
  page: Page,
): Promise<{ readonly accuracy: ShownLine[]; readonly loss: ShownLine[] }> {
  const lines = await region(page, 'Compared curves')
    .locator('path[data-part="validation"]')
    .evaluateAll((paths) =>
      paths.map((path) => ({
        colour: getComputedStyle(path).stroke,
        points: Array.from(
          (path.getAttribute('d') ?? '').matchAll(/(-?[\d.]+) (-?[\d.]+)/g),
          ([, x, y]) => [Number(x), Number(y)] as const,
        ),
      })),
    )
  return { accuracy: lines.slice(0, lines.length / 2), loss: lines.slice(lines.length / 2) }
}

/** Colours of the swatches within a part of the page, by run; a run may have several. */
export async function shownColours(part: Locator): Promise<Record<string, string[]>> {
  const swatches = await part.locator('span[style*="--run-"]').evaluateAll((spans) =>
    spans.map((span) => {
      const name =
        span.parentElement?.querySelector('[title]') ?? span.closest('tr')?.querySelector('th span')
      return { name: name?.textContent ?? '', colour: getComputedStyle(span).backgroundColor }
    }),
  )
  const colours: Record<string, string[]> = {}
  for (const { name, colour } of swatches) colours[name] = [...(colours[name] ?? []), colour]
  return colours
}

/** A number as the page writes it, with its minus sign and its separators. */
function signedNumber(text: string): number {
  return Number(text.replace('−', '-').replace(/[%,]/g, ''))
}
