// The view "Trust" as journeys use it: what it shows, by role and accessible name, and the two tables that it saves.

import type { Locator, Page, TestInfo } from '@playwright/test'
import { csvCells, saveWith } from './downloads.ts'
import type { Judged } from './own-trust.ts'
import { expect, region, shownTable } from './studio.ts'

/** Turns the middle of the page to what the network in use is worth. */
export async function showTrust(page: Page): Promise<void> {
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Trust', { exact: true }).click()
  await expect(region(page, 'Trust')).toBeVisible()
}

/** Chooses rows by the start of their name, such as `Natural test`. */
export async function chooseRows(page: Page, name: string): Promise<void> {
  const rows = region(page, 'Trust').getByRole('combobox', { name: 'Rows' })
  const label = await rows.locator('option', { hasText: new RegExp(`^${name}, `) }).innerText()
  await rows.selectOption({ label: label.trim() })
}

/** One line of "Network and control". */
export interface ShownScore {
  readonly network: number
  readonly control: number
  readonly difference: number
  readonly better: string
  /** whose value is marked as the better one */
  readonly winner: 'network' | 'control' | null
}

/** Scores by their names, accuracy as a share. */
export async function shownScores(page: Page): Promise<Record<string, ShownScore>> {
  const lines = await shownTable(
    region(page, 'Network and control').getByRole('table', { name: 'Scores of network and control' }),
  )
  return Object.fromEntries(
    lines.map(([name = '', network, control, difference, better = '']) => {
      const scale = name.includes('%') ? 0.01 : 1
      const isMarked = [network, control].map((text) => text?.endsWith(MARKED))
      const [a, b, c] = [network, control, difference].map(
        (text) => scale * signed(text?.replace(MARKED, '').replace(NEARLY_NONE, '0') ?? ''),
      )
      // both would be a mistake
      const winner = isMarked[0] === isMarked[1] ? null : isMarked[0] ? 'network' : 'control'
      return [name.replace(' (%)', ''), { network: a!, control: b!, difference: c!, better, winner }]
    }),
  )
}

/** What follows the better of two values, for who sees no bold type. */
const MARKED = ' (better)'
/** What would round to 0 and is not. */
const NEARLY_NONE = '< 0.0001'

export function thresholdSlider(page: Page): Locator {
  return region(page, 'Threshold').getByRole('slider', { name: 'Threshold' })
}

export function thresholdField(page: Page): Locator {
  return region(page, 'Threshold').getByRole('spinbutton', { name: 'Least probability' })
}

export function surveyField(page: Page): Locator {
  return region(page, 'Threshold').getByRole('spinbutton', { name: /^Share of .* in your survey \(%\)$/ })
}

/** Where the network's dot or the control's square on a curve is drawn, both axes from 0 to 1, by the frame of the drawing. */
export async function drawnPoint(
  page: Page,
  name: string,
  of: 'network' | 'control',
): Promise<{ x: number; y: number }> {
  const chart = region(page, name).getByRole('img')
  const [cx, cy] = of === 'network' ? await middleOfDot(chart) : await middleOfSquare(chart)
  const paths = await chart.locator('path').evaluateAll((all) => all.map((path) => path.getAttribute('d')))
  const frame = paths
    .map((path) => /^M([\d.]+) ([\d.]+)v([\d.]+)h([\d.]+)$/.exec(path ?? ''))
    .find((found) => found !== null)
  if (!frame) throw new Error(`The chart of ${name} has no frame.`)
  const [left, top, height, width] = frame.slice(1).map(Number)
  return { x: (cx! - left!) / width!, y: 1 - (cy! - top!) / height! }
}

async function middleOfDot(chart: Locator): Promise<number[]> {
  const dot = chart.locator('circle')
  return (await Promise.all(['cx', 'cy'].map((name) => dot.getAttribute(name)))).map(Number)
}

async function middleOfSquare(chart: Locator): Promise<number[]> {
  const square = chart.locator('rect')
  const names = ['x', 'y', 'width', 'height']
  const [x, y, width, height] = (await Promise.all(names.map((name) => square.getAttribute(name)))).map(
    Number,
  )
  return [x! + width! / 2, y! + height! / 2]
}

/** A row of the table of predictions. */
export interface PredictedRow extends Judged {
  readonly object: number
  readonly z: number
  readonly predicted: number
  /** of the control; `null` where it has none */
  readonly control: readonly number[] | null
}

/** All rows by their split. */
export type PredictedRows = Readonly<Record<string, readonly PredictedRow[]>>

/** Presses "Predictions CSV" and reads what was saved. */
export async function savePredictions(page: Page, testInfo: TestInfo) {
  const { fileName, text } = await saveWith(page, 'Predictions CSV', testInfo, region(page, 'Trust'))
  const [header, ...lines] = csvCells(text)
  const own = header!.flatMap((name, i) => (name.startsWith('p_') ? [i] : []))
  const control = header!.flatMap((name, i) => (name.startsWith('control_p_') ? [i] : []))
  const classes = own.map((i) => header![i]!.slice(2))
  const at = (name: string) => header!.indexOf(name)
  const numbers = (cells: readonly string[], columns: readonly number[]) =>
    columns.map((i) => numberOf(cells[i]!))
  const rows = lines.map((cells) => ({
    split: cells[at('split')]!,
    object: numberOf(cells[at('object')]!),
    z: numberOf(cells[at('z_est')]!),
    label: classes.indexOf(cells[at('label')]!),
    predicted: classes.indexOf(cells[at('predicted')]!),
    p: numbers(cells, own),
    control: control.length === 0 || cells[control[0]!] === '' ? null : numbers(cells, control),
  }))
  const splits: Record<string, PredictedRow[]> = {}
  for (const { split, ...row } of rows) {
    splits[split] ??= []
    splits[split].push(row)
  }
  return { fileName, classes, splits: splits as PredictedRows }
}

/** The control's answers in the place of the network's. */
export function ofControl(rows: readonly PredictedRow[]): Judged[] {
  return rows.map(({ label, control }) => {
    if (control === null) throw new Error('The control has no answer.')
    return { label, p: control }
  })
}

/** A line of the table of measures by the titles of its columns. */
export type Measure = Readonly<Record<string, string>>

/** Presses "Measures CSV" and reads what was saved. */
export async function saveMeasures(page: Page, testInfo: TestInfo) {
  const { fileName, text } = await saveWith(page, 'Measures CSV', testInfo, region(page, 'Trust'))
  const [header, ...lines] = csvCells(text)
  const measures: Measure[] = lines.map((cells) =>
    Object.fromEntries(header!.map((name, i) => [name, cells[i]!])),
  )
  return { fileName, measures }
}

/** Unfolds what is below the button of that name. */
export async function unfold(page: Page, within: string, title: string): Promise<void> {
  const button = region(page, within).getByRole('button', { name: title, exact: true })
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
}

/** '' is no number, which `Number` takes for 0. */
export function numberOf(text: string): number {
  return text === '' ? Number.NaN : Number(text)
}

/** A number with a minus as typesetters have it. */
function signed(text: string): number {
  return numberOf(text.replace('−', '-').replace('+', ''))
}
