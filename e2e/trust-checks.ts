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
  type OwnKept,
  purityAt,
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

/** How common the class is where the network is used, by the data or by who is asked. */
export interface Survey {
  /** 0 to 1 */
  readonly share: number
  readonly as: 'as of all objects' | 'as in your survey'
}

/** All panels at a threshold. */
export async function expectPanels(
  page: Page,
  sample: OwnSample,
  threshold: number,
  survey?: Survey,
): Promise<void> {
  await expectScores(page, sample)
  await expectReliability(page, sample)
  await expectThreshold(page, sample, threshold, survey)
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
  const network = scoresOf(rows, kept)
  const control = scoresOf(ofControl(rows), kept)
  await expect(panel.getByText(/McNemar/)).toHaveText(verdictText(rows, network, control, keptName))
  await expect(async () => {
    const shown = await shownScores(page)
    expect(Object.keys(shown)).toEqual(Object.keys(SCORES))
    expect(Object.values(shown).map(({ better }) => better)).toEqual(BETTER)
    for (const [i, [name, key]] of Object.entries(SCORES).entries()) {
      expect(shown[name]!.winner, name).toBe(winner(network[key], control[key], BETTER[i]!))
      const own = { network: network[key], control: control[key], difference: network[key] - control[key] }
      expectNear(shown[name]!, own, name)
    }
  }).toPass({ timeout: 10_000 })
}

function expectNear(
  shown: ShownScore,
  own: Pick<ShownScore, 'network' | 'control' | 'difference'>,
  name: string,
): void {
  for (const of of ['network', 'control', 'difference'] as const) {
    expect(Math.abs(shown[of] - own[of]), `${name}, ${of}: ${shown[of]} for ${own[of]}`).toBeLessThan(ROUNDED)
  }
}

type Scores = ReturnType<typeof scoresOf>

/** Who has more rows right and whether chance alone explains it, whose ranking is better, and in how many scores each is. */
function verdictText(
  rows: readonly PredictedRow[],
  network: Scores,
  control: Scores,
  keptName: string,
): string {
  const digits = (list: readonly Judged[]) => ({
    labels: list.map(({ label }) => label).join(''),
    predicted: list.map(calledOf).join(''),
  })
  const { onlyBaseline, onlyOther, p } = pairedTest(digits(ofControl(rows)), digits(rows))
  const wins = Object.values(SCORES).map((key, i) => winner(network[key], control[key], BETTER[i]!))
  const count = (of: string) => String(wins.filter((each) => each === of).length).replace(/^0$/, 'none')
  return [
    advantageText(rows.length, onlyOther, onlyBaseline, p, [network.accuracy, control.accuracy]),
    ...rankingText(Math.sign(onlyOther - onlyBaseline), network.auc, control.auc, keptName),
    `Of the 6 scores, the network is better in ${count('network')} and the control in ${count('control')}.`,
  ].join(' ')
}

function advantageText(
  rows: number,
  onlyNetwork: number,
  onlyControl: number,
  p: number,
  accuracies: readonly number[],
): string {
  const right = accuracies.map((accuracy) => `${tenths(accuracy)} %`).join(' right against ')
  const test = `(McNemar p = ${twoDigits(p)}).`
  const than = `than the control, a logistic regression on 8 descriptors: ${right}`
  const apart = onlyNetwork + onlyControl
  if (apart < 6) {
    return `Too few of these rows tell the network from the control, a logistic regression on 8 descriptors: ${right}, and in only ${apart} of ${thousands(rows)} rows just one of the two is right; fewer than 6 prove nothing ${test}`
  }
  if (p < 0.05) {
    const how = onlyNetwork > onlyControl ? 'better' : 'worse'
    return `On these rows the network does ${how} ${than}, more than chance explains ${test}`
  }
  if (onlyNetwork > onlyControl) {
    return `These rows do not show that the network does better ${than}, a difference that chance explains ${test}`
  }
  const explained = onlyNetwork === onlyControl ? '' : ', a difference that chance explains'
  return `On these rows the network does no better ${than}${explained} ${test}`
}

/** Told where it is another than who has more rows right. */
function rankingText(more: number, network: number, control: number, keptName: string): string[] {
  const better = winner(network, control, 'higher')
  if (better === null || (better === 'network' ? more > 0 : more < 0)) return []
  const how = better === 'network' ? 'better' : 'less well'
  const start = more === 0 ? 'Its' : 'But its'
  return [
    `${start} probabilities rank ${keptName} above the rest ${how} (AUC ${network.toFixed(4)} against ${control.toFixed(4)}).`,
  ]
}

/** Of two that are told apart by four decimals. */
function winner(network: number, control: number, better: string): 'network' | 'control' | null {
  if (network.toFixed(4) === control.toFixed(4)) return null
  return network > control === (better === 'higher') ? 'network' : 'control'
}

function twoDigits(p: number): string {
  return p === 1 ? '1' : p < 0.001 ? p.toExponential(1) : p.toPrecision(2)
}

/** "Reliability diagram" and its table of bins, for the class that rows are called. */
async function expectReliability(page: Page, { rows, kept }: OwnSample): Promise<void> {
  const fixed = (value: number) => value.toFixed(4)
  const points = (value: number) => `${(100 * value).toFixed(1)} points`
  const mean = ece(rows)
  const worst = worstGap(rows, FEW_ROWS)
  const worstText =
    worst === null
      ? `No bin holds ${FEW_ROWS} rows.`
      : `Of the bins with ${FEW_ROWS} rows or more the worst is ${points(worst.gap)} off, of ${thousands(worst.rows)} rows.`
  await expect(region(page, 'Reliability diagram')).toContainText(
    `The network's probabilities are ${points(mean)} off on average (ECE ${fixed(mean)}). ${worstText} Brier score ${fixed(scoresOf(rows, kept).brier)}:`,
  )
  await expectBins(page, rows, 'called')
  const [all, ofControls] = [rows, ofControl(rows)].map((each) => fixed(worstGap(each, 1)!.gap))
  await expect(region(page, 'Reliability diagram')).toContainText(
    `Largest error of any bin, few rows or many (MCE): network ${all}, control ${ofControls}.`,
  )
}

/** A bin of fewer is off by chance. */
const FEW_ROWS = 10

/** Legend and table of bins, of the class that rows are called or of one class. */
export async function expectBins(
  page: Page,
  rows: readonly PredictedRow[],
  of: number | 'called',
): Promise<void> {
  const panel = region(page, 'Reliability diagram')
  const [network, control] = [reliabilityBins(rows, of), reliabilityBins(ofControl(rows), of)]
  const withFew = [...network, ...control].filter((bin) => bin.rows < FEW_ROWS)
  await expect(panel.getByRole('listitem')).toHaveText([
    `Network, ECE ${ece(rows, of).toFixed(4)}`,
    `Control, ECE ${ece(ofControl(rows), of).toFixed(4)}`,
    ...(withFew.length === 0 ? [] : [`fewer than ${FEW_ROWS} rows`]),
  ])
  await unfold(page, 'Reliability diagram', 'Table of bins')
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
          : [
              thousands(bin.rows),
              `${tenths(bin.predicted)} %`,
              `${percentText(bin.observed)} ${intervalText(bin.observed)}`,
            ],
      ),
    ])
  const table = panel.getByRole('table', { name: 'Bins of the reliability diagram' })
  await expect.poll(() => shownTable(table)).toEqual(lines)
}

/** Everything that depends on the threshold: its panel, the slider's words, both operating points, and the bins of redshift. */
export async function expectThreshold(
  page: Page,
  sample: OwnSample,
  threshold: number,
  survey?: Survey,
): Promise<void> {
  const { rows, kept } = sample
  const own = keptOf(rows, kept, threshold)
  const { purity, completeness, coverage, contamination } = own
  const short = String(Number(threshold.toFixed(4)))
  await expect(region(page, 'Threshold').locator('dl > div')).toHaveText(keptLines(sample, own, survey))
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
  await expectDot(page, 'ROC curve', 'network', contamination, completeness)
  if (purity.total > 0) await expectDot(page, 'Precision and recall', 'network', completeness, purity)
  const control = controlKept(sample, purity.total)
  if (control !== null) await expectControl(page, purity.total, control)
  await expectRedshifts(page, sample, threshold)
}

/** The kept sample in numbers, and the control's of as many rows: a threshold of its own, at which equal rows stay together. */
function keptLines({ rows, kept, name }: OwnSample, own: OwnKept, survey?: Survey): string[] {
  const { purity, completeness, coverage } = own
  const lines = [
    `Purity${shareText(purity)} ${countText(purity)} kept rows belong to ${name}`,
    `Completeness${shareText(completeness)} ${countText(completeness)} rows of ${name} are kept`,
    `Coverage${shareText(coverage)} ${countText(coverage)} rows are kept`,
  ]
  if (survey !== undefined) {
    const { share, low, high } = purityAt(own, survey.share)
    const text = `${tenths(share)} % (${tenths(low)} to ${tenths(high)}) if so many are ${name}, ${survey.as}`
    lines.splice(1, 0, `Purity at ${tenths(survey.share)} %${text}`)
  }
  const control = controlKept({ rows, kept }, purity.total)
  if (control === null) return lines
  const { total } = control.purity
  const asMany =
    total === purity.total ? 'as many rows' : `${thousands(total)} rows, since equal ones stay together`
  return [
    ...lines,
    `Control${shareText(control.purity)} pure, ${shareText(control.completeness)} complete, if it keeps ${asMany}`,
  ]
}

/** The control's sample that has as many rows as the network's; `null` where there is none. Equal rows stay together. */
function controlKept({ rows, kept }: Pick<OwnSample, 'rows' | 'kept'>, count: number): OwnKept | null {
  const least = leastOfControl({ rows, kept }, count)
  return least === null ? null : keptOf(ofControl(rows), kept, least)
}

/** The least of the control's probabilities in that sample. */
function leastOfControl({ rows, kept }: Pick<OwnSample, 'rows' | 'kept'>, count: number): number | null {
  if (count === 0 || rows.some(({ control }) => control === null)) return null
  const falling = ofControl(rows).map(({ p }) => p[kept]!)
  return falling.toSorted((a, b) => b - a)[count - 1]!
}

/** The control's squares, and what is said of them. */
async function expectControl(page: Page, count: number, control: OwnKept): Promise<void> {
  const { purity, completeness, contamination } = control
  const rowsText = (rows: number) => (rows === 1 ? '1 row' : `${thousands(rows)} rows`)
  const which =
    purity.total === count
      ? `with as many rows kept (${rowsText(count)})`
      : `with ${rowsText(purity.total)} kept, as equal probabilities stay together`
  const [pure, complete, wrong] = [purity, completeness, contamination].map(percentText)
  await expect(region(page, 'ROC curve')).toContainText(
    `The control ${which}: completeness ${complete}, false positive rate ${wrong} (square).`,
  )
  await expect(region(page, 'Precision and recall')).toContainText(
    `The control ${which}: purity ${pure}, completeness ${complete} (square).`,
  )
  await expectDot(page, 'ROC curve', 'control', contamination, completeness)
  await expectDot(page, 'Precision and recall', 'control', completeness, purity)
}

/** Drawn to a tenth of a pixel. */
async function expectDot(
  page: Page,
  name: string,
  of: 'network' | 'control',
  x: Share,
  y: Share,
): Promise<void> {
  const dot = await drawnPoint(page, name, of)
  expect(dot.x, `${name}, ${of}, across`).toBeCloseTo(x.hits / x.total, 2)
  expect(dot.y, `${name}, ${of}, upwards`).toBeCloseTo(y.hits / y.total, 2)
}

/** "By redshift": bins with about equally many rows, which together hold all of them. */
async function expectRedshifts(page: Page, { rows, kept }: OwnSample, threshold: number): Promise<void> {
  const edges = equalEdges(
    rows.map(({ z }) => z),
    8,
  )
  const last = edges.length - 2
  const hasControl = rows.every(({ control }) => control !== null)
  // where the network keeps nothing the control keeps nothing
  const least =
    leastOfControl({ rows, kept }, keptOf(rows, kept, threshold).purity.total) ?? Number.POSITIVE_INFINITY
  const bins = edges.slice(1).map((to, i) => ({
    title: `${edges[i]!.toFixed(3)} to ${to.toFixed(3)}`,
    rows: rows.filter(({ z }) => z >= edges[i]! && (z < to || (i === last && z === to))),
  }))
  const lines = bins.map((bin) => {
    const { purity, completeness, coverage } = keptOf(bin.rows, kept, threshold)
    return [
      bin.title,
      thousands(bin.rows.length),
      ...[
        purity,
        completeness,
        coverage,
        ...(hasControl ? [keptOf(ofControl(bin.rows), kept, least).purity] : []),
      ].map((share) => `${percentText(share)} ${intervalText(share)} ${countText(share)}`),
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
