// How far a classifier's probabilities can be trusted, by formulas of the journeys' own, in the plainest form that each has:
// nothing here comes from the studio.

import { type Share, wilson } from './own-scores.ts'

/** A row with its true class and the probability of each class. */
export interface Judged {
  readonly label: number
  readonly p: readonly number[]
}

/** The class that a row is taken for. */
export function calledOf({ p }: Judged): number {
  return p.indexOf(Math.max(...p))
}

/** Six numbers of a classifier; `kept` is the class that the last two set against all others. */
export function scoresOf(rows: readonly Judged[], kept: number) {
  return {
    accuracy: mean(rows.map((row) => (calledOf(row) === row.label ? 1 : 0))),
    logLoss: logLoss(rows),
    brier: brier(rows),
    ece: ece(rows),
    auc: areaUnderRoc(rows, kept),
    averagePrecision: averagePrecision(rows, kept),
  }
}

/** Counts of a confusion matrix, [true class][called class]. */
export function matrixOf(rows: readonly Judged[], classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (const row of rows) matrix[row.label]![calledOf(row)]!++
  return matrix
}

/** Mean of minus the logarithm of what the true class was given. */
export function logLoss(rows: readonly Judged[]): number {
  return -mean(rows.map(({ label, p }) => Math.log(p[label]!)))
}

/** Mean squared distance from the truth, as scikit-learn has it: of two classes one counts. */
function brier(rows: readonly Judged[]): number {
  const distances = rows.map(({ label, p }) =>
    p.reduce((sum, each, k) => sum + (each - (k === label ? 1 : 0)) ** 2, 0),
  )
  return mean(distances) / (rows[0]!.p.length === 2 ? 2 : 1)
}

const BINS = 15

/** Rows whose probability lies above `index / 15` and not above the next fifteenth. */
export interface OwnBin {
  readonly index: number
  readonly rows: number
  /** mean probability */
  readonly predicted: number
  readonly observed: Share
}

/** Bins with rows: of the class that a row is called, and whether that is right; or of one class, and whether it is that. */
export function reliabilityBins(rows: readonly Judged[], of: number | 'called'): OwnBin[] {
  const judged = rows.map((row) => {
    const k = of === 'called' ? calledOf(row) : of
    return { p: row.p[k]!, isSo: row.label === k }
  })
  return Array.from({ length: BINS }, (_, index) => {
    const inBin = judged.filter(({ p }) => Math.max(1, Math.ceil(p * BINS)) === index + 1)
    return {
      index,
      rows: inBin.length,
      predicted: mean(inBin.map(({ p }) => p)),
      observed: { hits: inBin.filter(({ isSo }) => isSo).length, total: inBin.length },
    }
  }).filter((bin) => bin.rows > 0)
}

/** Expected calibration error of the called class, or of one class. */
export function ece(rows: readonly Judged[], of: number | 'called' = 'called'): number {
  const bins = reliabilityBins(rows, of)
  return bins.reduce((sum, bin) => sum + (bin.rows / rows.length) * gapOf(bin), 0)
}

/** The error of the worst bin with at least so many rows, and how many it holds; `null` where none has as many. */
export function worstGap(
  rows: readonly Judged[],
  least: number,
): { readonly gap: number; readonly rows: number } | null {
  const bins = reliabilityBins(rows, 'called').filter((bin) => bin.rows >= least)
  const gaps = bins.map((bin) => ({ gap: gapOf(bin), rows: bin.rows }))
  return gaps.length === 0 ? null : gaps.reduce((worst, bin) => (bin.gap > worst.gap ? bin : worst))
}

function gapOf({ predicted, observed }: OwnBin): number {
  return Math.abs(observed.hits / observed.total - predicted)
}

/** Of all pairs of a row of the class and another one, those where the first has more of it; a draw is half a pair. */
export function areaUnderRoc(rows: readonly Judged[], kept: number): number {
  const scores = (isOf: boolean) =>
    rows.filter((row) => (row.label === kept) === isOf).map(({ p }) => p[kept]!)
  const [members, others] = [scores(true), scores(false)]
  const won = members.flatMap((one) => others.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)))
  return mean(won)
}

/** Mean, over rows of the class, of the purity of all rows that have at least as much of it. */
function averagePrecision(rows: readonly Judged[], kept: number): number {
  const members = rows.filter(({ label }) => label === kept)
  return mean(
    members.map(({ p }) => {
      const { purity } = keptOf(rows, kept, p[kept]!)
      return purity.hits / purity.total
    }),
  )
}

/** What remains of rows if those below a probability go. */
export interface OwnKept {
  readonly purity: Share
  readonly completeness: Share
  readonly coverage: Share
  readonly contamination: Share
}

/** Counts of the kept sample. */
export function keptOf(rows: readonly Judged[], kept: number, threshold: number): OwnKept {
  const sample = rows.filter(({ p }) => p[kept]! >= threshold)
  const of = (list: readonly Judged[]) => list.filter(({ label }) => label === kept).length
  const hits = of(sample)
  return {
    purity: { hits, total: sample.length },
    completeness: { hits, total: of(rows) },
    coverage: { hits: sample.length, total: rows.length },
    contamination: { hits: sample.length - hits, total: rows.length - of(rows) },
  }
}

/**
 * Purity where a share `q` of all objects is of the class, with its interval: of the ratio r of contamination f to completeness
 * c, whose bounds are where f - r c may just be 0, found by halving.
 */
export function purityAt({ completeness, contamination }: OwnKept, q: number) {
  const [c, f] = [completeness, contamination].map(({ hits, total }) => hits / total) as [number, number]
  const [[cLow, cHigh], [fLow, fHigh]] = [wilson(completeness), wilson(contamination)]
  const of = (ratio: number) => q / (q + (1 - q) * ratio)
  const bound = (isReached: (ratio: number) => boolean) => {
    let [from, to] = [0, 1e6]
    for (let i = 0; i < 100; i++) {
      const middle = (from + to) / 2
      if (isReached(middle)) to = middle
      else from = middle
    }
    return of(to)
  }
  return {
    share: of(f / c),
    low: bound((r) => r * c - f >= Math.hypot(fHigh - f, r * (c - cLow))),
    high: bound((r) => f - r * c <= Math.hypot(f - fLow, r * (cHigh - c))),
  }
}

/** The same rows with logits divided by `temperature`; a probability's logarithm is a logit, but for a constant of the row. */
export function tempered<Row extends Judged>(rows: readonly Row[], temperature: number): Row[] {
  return rows.map((row) => {
    const powers = row.p.map((each) => Math.exp(Math.log(each) / temperature))
    const sum = powers.reduce((a, b) => a + b)
    return { ...row, p: powers.map((each) => each / sum) }
  })
}

/** The temperature of the least log loss: the best of a coarse row of them, then of ever finer ones around it. */
export function searchTemperature(rows: readonly Judged[]): number {
  let [from, to] = [Math.log(0.05), Math.log(100)]
  for (let round = 0; round < 12; round++) {
    const step = (to - from) / 24
    const tried = Array.from({ length: 25 }, (_, i) => from + i * step)
    const losses = tried.map((each) => logLoss(tempered(rows, Math.exp(each))))
    const best = tried[losses.indexOf(Math.min(...losses))]!
    ;[from, to] = [best - 2 * step, best + 2 * step]
  }
  return Math.exp((from + to) / 2)
}

/** Edges of so many bins with equally many values, as quantiles that lie between two values by their distance. */
export function equalEdges(values: readonly number[], bins: number): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const edges = Array.from({ length: bins + 1 }, (_, i) => {
    const place = (i * (sorted.length - 1)) / bins
    const below = sorted[Math.floor(place)]!
    return below + (place % 1) * (sorted[Math.ceil(place)]! - below)
  })
  return [...new Set(edges)]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
