// The table of measures that the view "Trust" saves, number by number, against rows of predictions.

import { wilson } from './own-scores.ts'
import { type Judged, keptOf, reliabilityBins, scoresOf } from './own-trust.ts'
import { expect } from './studio.ts'
import { type Measure, numberOf } from './trust-view.ts'

/** What a table of measures is about. */
interface Measured {
  readonly classifier: 'network' | 'control'
  readonly rows: readonly Judged[]
  readonly kept: number
  readonly threshold: number
  /** `null` where logits are taken as they are */
  readonly temperature: number | null
}

const MEASURES = ['accuracy', 'log_loss', 'brier_score', 'ece', 'roc_auc', 'average_precision']
/** Digits after the point; a formula of another form rounds otherwise in the last ones of float64. */
const DIGITS = 9

/** Every number of one classifier in the table of measures. */
export function expectMeasures(measures: readonly Measure[], of: Measured): void {
  const { classifier, rows, kept, threshold, temperature } = of
  const own = measures.filter((line) => line.classifier === classifier)
  const lines = (name: string) => own.filter(({ measure }) => measure === name)
  const numbers = (line: Measure, keys: readonly string[]) => keys.map((key) => numberOf(line[key]!))
  expect(new Set(own.map((line) => line.temperature))).toEqual(new Set([temperature?.toString() ?? '']))

  const scores = Object.values(scoresOf(rows, kept))
  for (const [i, name] of MEASURES.entries()) {
    expect(lines(name), name).toHaveLength(1)
    expectClose(numbers(lines(name)[0]!, ['value', 'rows']), [scores[i]!, rows.length], name)
  }
  for (const [name, share] of Object.entries(keptOf(rows, kept, threshold))) {
    const line = lines(name)[0]!
    expect(Number(line.threshold)).toBe(threshold)
    expectClose(numbers(line, ['value', 'rows']), [share.hits / share.total, share.total], name)
    expectClose(numbers(line, ['low', 'high']), [...wilson(share)], name, 6)
  }
  for (const [name, index] of [
    ['top', 'called'],
    ['', kept],
  ] as const) {
    const measure = name === 'top' ? 'reliability_top_class' : 'reliability_class'
    const bins = reliabilityBins(rows, index)
    expect(lines(measure)).toHaveLength(bins.length)
    for (const [i, bin] of bins.entries()) {
      const { hits, total } = bin.observed
      const expected = [bin.index / 15, (bin.index + 1) / 15, bin.predicted, hits / total, bin.rows]
      expectClose(numbers(lines(measure)[i]!, ['from', 'to', 'x', 'value', 'rows']), expected, measure)
    }
  }
  for (const [name, across, upwards] of [
    ['roc', 'contamination', 'completeness'],
    ['precision_recall', 'completeness', 'purity'],
  ] as const) {
    const [first, ...points] = lines(name)
    expect(numbers(first!, ['threshold', 'x', 'value'])).toEqual([Number.NaN, 0, name === 'roc' ? 0 : 1])
    // one point for each probability that there is
    const distinct = [...new Set(rows.map(({ p }) => p[kept]!))].sort((a, b) => b - a)
    expect(points).toHaveLength(distinct.length)
    const expected = distinct.flatMap((threshold) => {
      const shares = keptOf(rows, kept, threshold)
      const [x, y] = [shares[across], shares[upwards]]
      return [threshold, x.hits / x.total, y.hits / y.total]
    })
    const shown = points.flatMap((point) => numbers(point, ['threshold', 'x', 'value']))
    expectClose(shown, expected, name)
  }
  const covered = lines('coverage_by_redshift').map(({ rows: count }) => Number(count))
  expect(covered.reduce((a, b) => a + b)).toBe(rows.length)
}

/** One expectation for all numbers: each costs more than its arithmetic. */
function expectClose(shown: readonly number[], own: readonly number[], what: string, digits = DIGITS): void {
  const farthest = Math.max(...own.map((value, i) => Math.abs(value - shown[i]!)))
  expect(farthest, `${what}: ${shown} for ${own}`).toBeLessThan(10 ** -digits)
}
