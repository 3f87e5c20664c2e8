// The panels of the view "Trust" against rows of predictions: what each must say of them, by arithmetic of the journeys' own.

import type { Page } from '@playwright/test'
import { thousands } from './own-counts.ts'
import { pairedTest } from './own-mcnemar.ts'
import { type Share, wilson } from './own-scores.ts'
import {
  calledOf,
  ece,
  equalEdges,
  type Judged,
  keptOf,
  reliabilityBins,
  scoresOf,
  worstGap,
} from './own-trust.ts'
import { expect, region, shownTable } from './studio.ts'
import {
  drawnPoint,
  ofControl,
  type PredictedRow,
  type ShownScore,
  shownScores,
  thresholdSlider,
  unfold,
} from './trust-view.ts'

/** Rows and the class whose redshifts are kept, as the page calls it. */
export interface OwnSample {
  readonly rows: readonly PredictedRow[]
  readonly kept: number
  readonly name: string
}

/** Classes of the target DeltaZ. */
export const NAMES = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'] as const

/** Rows of a split for one class of DeltaZ. */
export function sampleOf(rows: readonly PredictedRow[] | undefined, kept = 0): OwnSample {
  if (rows === undefined) throw new Error('There are no predictions of these rows.')
  return { rows, kept, name: NAMES[kept]! }
}

/** All panels at a threshold. */
export async function expectPanels(page: Page, sample: OwnSample, threshold: number): Promise<void> {
  await expectScores(page, sample)
  await expectReliability(page, sample)
  await expectThreshold(page, sample, threshold)
}

const SCORES = {
  Accuracy: 'accuracy',
  'Log loss': 'logLoss',
  'Brier score': 'brier',
  ECE: 'ece',
  AUC: 'auc',
  'Average precision': 'averagePrecision',
} as const
const BETTER = ['higher', 'lower', 'lower', 'lower', 'higher', 'higher']
/** Half the last of four decimals. */
const ROUNDED = 0.5e-4 + 1e-9

/** Waits until "Network and control" is about these rows; panels follow a moment after a choice. */
export async function expectScores(page: Page, { rows, kept, name: keptName }: OwnSample): Promise<void> {
  const panel = region(page, 'Network and control')
  await expect(panel).toContainText(`AUC and average precision: ${keptName} against all others.`)
  await expect(panel.getByText(/McNemar/)).toHaveText(verdictText(rows))
  const network = scoresOf(rows, kept)
  const control = scoresOf(ofControl(rows), kept)
  await expect(async () => {
    const shown = await shownScores(page)
    expect(Object.keys(shown)).toEqual(Object.keys(SCORES))
    expect(Object.values(shown).map(({ better }) => better)).toEqual(BETTER)
    for (const [name, key] of Object.entries(SCORES)) {
      const own = { network: network[key], control: control[key], difference: network[key] - control[key] }
      expectNear(shown[name]!, own, name)
    }
  }).toPass({ timeout: 10_000 })
}

function expectNear(shown: ShownScore, own: Omit<ShownScore, 'better'>, name: string): void {
  for (const of of ['network', 'control', 'difference'] as const) {
    expect(Math.abs(shown[of] - own[of]), `${name}, ${of}: ${shown[of]} for ${own[of]}`).toBeLessThan(ROUNDED)
  }
}

/** Who has more rows right, and whether chance alone explains it. */
function verdictText(rows: readonly PredictedRow[]): string {
  const digits = (list: readonly Judged[]) => ({
    labels: list.map(({ label }) => label).join(''),
    predicted: list.map(calledOf).join(''),
  })
  const { onlyBaseline, onlyOther, p } = pairedTest(digits(ofControl(rows)), digits(rows))
  const more = onlyOther - onlyBaseline
  const points = ((100 * Math.abs(more)) / rows.length).toFixed(1)
  const how = more === 0 ? 'as many right as' : `${points} points ${more > 0 ? 'more' : 'fewer'} right than`
  const than = `${how} a logistic regression on 8 descriptors (McNemar p = ${twoDigits(p)}).`
  return p < 0.05
    ? `The network has ${than}`
    : `Nothing on these rows shows that the network adds something: it has ${than}`
}

function twoDigits(p: number): string {
  return p === 1 ? '1' : p < 0.001 ? p.toExponential(1) : p.toPrecision(2)
}

/** "Reliability diagram" and its table of bins, for the class that rows are called. */
async function expectReliability(page: Page, { rows, kept }: OwnSample): Promise<void> {
  const fixed = (value: number) => value.toFixed(4)
  const points = (value: number) => `${(100 * value).toFixed(1)} points`
  const [mean, worst] = [ece(rows), worstGap(rows)]
  const worstRows = worst.rows === 1 ? '1 row' : `${thousands(worst.rows)} rows`
  await expect(region(page, 'Reliability diagram')).toContainText(
    `The network's probabilities are ${points(mean)} off on average (ECE ${fixed(mean)}), and ${points(worst.gap)} in the worst bin, of ${worstRows} (MCE ${fixed(worst.gap)}). Brier score ${fixed(scoresOf(rows, kept).brier)}:`,
  )
  await expectBins(page, rows, 'called')
}

/** Legend and table of bins, of the class that rows are called or of one class. */
export async function expectBins(
  page: Page,
  rows: readonly PredictedRow[],
  of: number | 'called',
): Promise<void> {
  const panel = region(page, 'Reliability diagram')
  await expect(panel.getByRole('listitem')).toHaveText([
    `Network, ECE ${ece(rows, of).toFixed(4)}`,
    `Control, ECE ${ece(ofControl(rows), of).toFixed(4)}`,
  ])
  await unfold(page, 'Reliability diagram', 'Table of bins')
  const [network, control] = [reliabilityBins(rows, of), reliabilityBins(ofControl(rows), of)]
  const lines = Array.from({ length: 15 }, (_, index) =>
    [network, control].map((bins) => bins.find((bin) => bin.index === index)),
  )
    .map((pair, i) => ({ pair, title: `${(i / 15).toFixed(3)} to ${((i + 1) / 15).toFixed(3)}` }))
    .filter(({ pair }) => pair.some((bin) => bin !== undefined))
    .map(({ pair, title }) => [
      title,
      ...pair.flatMap((bin) =>
        bin === undefined
          ? ['–', '–', '–']
          : [thousands(bin.rows), `${tenths(bin.predicted)} %`, shareText(bin.observed)],
      ),
    ])
  const table = panel.getByRole('table', { name: 'Bins of the reliability diagram' })
  await expect.poll(() => shownTable(table)).toEqual(lines)
}

/** Everything that depends on the threshold: its panel, the slider's words, both operating points, and the bins of redshift. */
export async function expectThreshold(page: Page, sample: OwnSample, threshold: number): Promise<void> {
  const { rows, kept, name } = sample
  const own = keptOf(rows, kept, threshold)
  const { purity, completeness, coverage, contamination } = own
  const short = String(Number(threshold.toFixed(4)))
  await expect(region(page, 'Threshold').locator('dd')).toHaveText([
    `${shareText(purity)} ${countText(purity)} kept rows belong to ${name}`,
    `${shareText(completeness)} ${countText(completeness)} rows of ${name} are kept`,
    `${shareText(coverage)} ${countText(coverage)} rows are kept`,
  ])
  const [pure, complete, covered, wrong] = [purity, completeness, coverage, contamination].map(percentText)
  await expect(thresholdSlider(page)).toHaveAttribute(
    'aria-valuetext',
    `${short}: purity ${pure}, completeness ${complete}, coverage ${covered}`,
  )
  await expect(region(page, 'ROC curve')).toContainText(
    `At threshold ${short}: completeness ${complete}, false positive rate ${wrong} (dot).`,
  )
  await expect(region(page, 'Precision and recall')).toContainText(
    `At threshold ${short}: purity ${pure}, completeness ${complete} (dot).`,
  )
  await expectDot(page, 'ROC curve', contamination, completeness)
  if (purity.total > 0) await expectDot(page, 'Precision and recall', completeness, purity)
  await expectRedshifts(page, sample, threshold)
}

/** Drawn to a tenth of a pixel. */
async function expectDot(page: Page, name: string, x: Share, y: Share): Promise<void> {
  const dot = await drawnPoint(page, name)
  expect(dot.x, `${name}, across`).toBeCloseTo(x.hits / x.total, 2)
  expect(dot.y, `${name}, upwards`).toBeCloseTo(y.hits / y.total, 2)
}

/** "By redshift": bins with about equally many rows, which together hold all of them. */
async function expectRedshifts(page: Page, { rows, kept }: OwnSample, threshold: number): Promise<void> {
  const edges = equalEdges(
    rows.map(({ z }) => z),
    8,
  )
  const last = edges.length - 2
  const bins = edges.slice(1).map((to, i) => ({
    title: `${edges[i]!.toFixed(3)} to ${to.toFixed(3)}`,
    rows: rows.filter(({ z }) => z >= edges[i]! && (z < to || (i === last && z === to))),
  }))
  const lines = bins.map((bin) => {
    const { purity, completeness, coverage } = keptOf(bin.rows, kept, threshold)
    return [
      bin.title,
      thousands(bin.rows.length),
      ...[purity, completeness, coverage].map(
        (share) => `${percentText(share)} ${intervalText(share)} ${countText(share)}`,
      ),
    ]
  })
  const table = region(page, 'By redshift').getByRole('table', { name: 'Kept rows by estimated redshift' })
  await expect.poll(() => shownTable(table)).toEqual(lines)
  const counts = lines.map((cells) => Number(cells[1]!.replaceAll(',', '')))
  expect(counts.reduce((a, b) => a + b)).toBe(rows.length)
}

/** `90.0 % (85.1 to 93.4)`; a dash where there is nothing to count. */
function shareText(share: Share): string {
  return share.total === 0 ? '–' : `${percentText(share)} (${intervalText(share)})`
}

function percentText({ hits, total }: Share): string {
  return total === 0 ? '–' : `${tenths(hits / total)} %`
}

function intervalText(share: Share): string {
  if (share.total === 0) return '–'
  const [low, high] = wilson(share)
  return `${tenths(low)} to ${tenths(high)}`
}

/** `18 of 20`. */
function countText({ hits, total }: Share): string {
  return `${thousands(hits)} of ${thousands(total)}`
}

/** Of a bound that only rounding carries below 0, too. */
function tenths(share: number): string {
  return (100 * share).toFixed(1).replace('-0.0', '0.0')
}
