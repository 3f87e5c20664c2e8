// What remains if only redshifts with at least a certain probability of being right are kept: how pure and how complete.

import { shareOf } from './share.ts'
import type { KeptSample, Ranking } from './trust.ts'

/** The numbers behind a kept sample. */
export interface KeptCounts {
  readonly rows: number
  /** rows of the class */
  readonly positives: number
  /** kept rows of the class, and kept others */
  readonly truePositives: number
  readonly falsePositives: number
}

/** Shares of counted rows, with their intervals. */
export function keptSample(
  threshold: number,
  { rows, positives, truePositives, falsePositives }: KeptCounts,
): KeptSample {
  const kept = truePositives + falsePositives
  return {
    threshold,
    purity: shareOf(truePositives, kept),
    completeness: shareOf(truePositives, positives),
    coverage: shareOf(kept, rows),
    contamination: shareOf(falsePositives, rows - positives),
  }
}

/** The sample of rows whose score is at least `threshold`; in log time, so that it can follow a slider. */
export function keptAt(ranking: Ranking, threshold: number): KeptSample {
  const last = countAtLeast(ranking.scores, threshold) - 1
  return keptSample(threshold, {
    rows: ranking.rows,
    positives: ranking.positives,
    truePositives: ranking.truePositives[last] ?? 0,
    falsePositives: ranking.falsePositives[last] ?? 0,
  })
}

/**
 * The smallest sample of at least `count` rows, the most probable ones; of more where rows are equal, of all where there are
 * fewer. Two classifiers are compared by it at the same coverage.
 */
export function keptAsMany(ranking: Ranking, count: number): KeptSample {
  return keptAt(ranking, thresholdForCount(ranking, count))
}

/** Kept samples at every threshold that makes a difference. */
export interface KeptCurves {
  /** rising from 0 to 1: the distinct scores and both ends, each once */
  readonly thresholds: Float64Array<ArrayBuffer>
  /** NaN where nothing is kept */
  readonly purity: Float64Array<ArrayBuffer>
  /** NaN where no row is of the class */
  readonly completeness: Float64Array<ArrayBuffer>
  readonly coverage: Float64Array<ArrayBuffer>
}

/**
 * Purity, completeness and coverage against the threshold, without intervals. Each value holds from just above the threshold
 * before it up to its own, ends included: a line through them steps before each point (d3's `curveStepBefore`).
 */
export function keptCurves({ rows, positives, scores, truePositives, falsePositives }: Ranking): KeptCurves {
  const thresholds = withEnds(scores)
  const purity = new Float64Array(thresholds.length)
  const completeness = new Float64Array(thresholds.length)
  const coverage = new Float64Array(thresholds.length)
  let last = scores.length - 1
  for (const [i, threshold] of thresholds.entries()) {
    while (last >= 0 && scores[last]! < threshold) last--
    const hits = truePositives[last] ?? 0
    const kept = hits + (falsePositives[last] ?? 0)
    purity[i] = hits / kept
    completeness[i] = hits / positives
    coverage[i] = kept / rows
  }
  return { thresholds, purity, completeness, coverage }
}

/**
 * The threshold whose sample has at least that purity and the largest completeness; of equally complete ones the purest. It is
 * one of the scores; `null` where no sample is as pure.
 * @param purity 0 to 1
 */
export function thresholdForPurity(
  { scores, truePositives, falsePositives }: Ranking,
  purity: number,
): number | null {
  let best = -1
  for (let i = 0; i < scores.length; i++) {
    const hits = truePositives[i]!
    if (hits / (hits + falsePositives[i]!) < purity) continue
    if (best < 0 || hits > truePositives[best]!) best = i
  }
  return scores[best] ?? null
}

/**
 * The largest threshold that keeps at least `count` rows: the score of the count-th row, so that rows of equal score stay
 * together and more may be kept; in log time. 1 where `count` is 0; the lowest score where there are fewer rows, and 0 without any.
 */
export function thresholdForCount(ranking: Ranking, count: number): number {
  if (count <= 0) return 1
  const { scores, truePositives, falsePositives } = ranking
  let low = 0
  let high = scores.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (truePositives[middle]! + falsePositives[middle]! >= count) high = middle
    else low = middle + 1
  }
  return scores[low] ?? 0
}

/**
 * How many kept rows it takes, all of them right, until the interval of their purity begins at `purity`: fewer cannot show it.
 * @param purity below 1
 */
export function rowsToShow(purity: number): number {
  let rows = 1
  while (shareOf(rows, rows).low < purity) rows++
  return rows
}

/** How many of the falling scores are not below the threshold. */
function countAtLeast(scores: Float64Array, threshold: number): number {
  let low = 0
  let high = scores.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (scores[middle]! >= threshold) low = middle + 1
    else high = middle
  }
  return low
}

/** Falling scores as rising thresholds that begin with 0 and end with 1. */
function withEnds(scores: Float64Array): Float64Array<ArrayBuffer> {
  const inner = scores.filter((score) => score > 0 && score < 1)
  const thresholds = new Float64Array(inner.length + 2)
  thresholds.set(inner.reverse(), 1)
  thresholds[thresholds.length - 1] = 1
  return thresholds
}
