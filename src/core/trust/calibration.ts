// Reliability diagrams: whether objects that a network calls right with 90 % are right in nine of ten cases.

import { argmax } from '../argmax.ts'
import { knownRows } from './rows.ts'
import { shareOf } from './share.ts'
import type { Calibration, ReliabilityBin } from './trust.ts'

/** Bins of a reliability diagram; Guo et al. 2017 take as many. */
const BINS = 15

/**
 * Confidence of the most probable class against being right: the calibration of Guo et al. 2017.
 * @param probabilities [row, class]; rows with NaN are left out
 * @param labels true class per row
 * @param bins of equal width, all of which are returned; a value on an edge belongs to the lower bin, as in scikit-learn's
 * `calibration_curve`
 * @returns `ece` and `mce` are NaN without any row
 * @throws RangeError unless there are `classes` probabilities for each label
 */
export function topClassCalibration(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  bins = BINS,
): Calibration {
  const counts = emptyBins(bins)
  for (const row of knownRows(probabilities, labels, classes)) {
    const top = argmax(probabilities, row * classes, classes)
    count(counts, probabilities[row * classes + top]!, labels[row] === top)
  }
  return calibrationOf(counts)
}

/**
 * Probability of one class against being that class: scikit-learn's `calibration_curve(strategy='uniform')`. Arguments as
 * `topClassCalibration` has them.
 */
export function classCalibration(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  classIndex: number,
  bins = BINS,
): Calibration {
  const counts = emptyBins(bins)
  for (const row of knownRows(probabilities, labels, classes)) {
    count(counts, probabilities[row * classes + classIndex]!, labels[row] === classIndex)
  }
  return calibrationOf(counts)
}

interface BinCounts {
  /** one more than bins, 0 to 1 */
  readonly edges: Float64Array
  readonly rows: Float64Array
  /** sum of probabilities per bin */
  readonly sums: Float64Array
  /** rows per bin that are what the probability says */
  readonly hits: Float64Array
}

function emptyBins(bins: number): BinCounts {
  // as NumPy's linspace rounds them: i / bins differs for some numbers of bins, such as 5
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? 1 : i * (1 / bins)))
  return { edges, rows: new Float64Array(bins), sums: new Float64Array(bins), hits: new Float64Array(bins) }
}

function count({ edges, rows, sums, hits }: BinCounts, probability: number, isHit: boolean): void {
  let bin = 0
  while (bin < rows.length - 1 && probability > edges[bin + 1]!) bin++
  rows[bin]! += 1
  sums[bin]! += probability
  if (isHit) hits[bin]! += 1
}

function calibrationOf({ edges, rows, sums, hits }: BinCounts): Calibration {
  const bins = Array.from(rows, (inBin, i): ReliabilityBin => {
    const { share: observed, low, high } = shareOf(hits[i]!, inBin)
    return {
      from: edges[i]!,
      to: edges[i + 1]!,
      rows: inBin,
      predicted: sums[i]! / inBin,
      observed,
      low,
      high,
    }
  })
  const filled = bins.filter((bin) => bin.rows > 0)
  const total = filled.reduce((sum, bin) => sum + bin.rows, 0)
  const gaps = filled.map(({ observed, predicted }) => Math.abs(observed - predicted))
  return {
    bins,
    ece: filled.reduce((sum, bin, i) => sum + bin.rows * gaps[i]!, 0) / total,
    mce: total === 0 ? Number.NaN : Math.max(...gaps),
  }
}
