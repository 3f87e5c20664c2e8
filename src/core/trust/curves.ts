// ROC and precision-recall curves with all their points, as scikit-learn gives them, and the areas under them.

import type { Ranking, ThresholdCurve } from './trust.ts'

/**
 * `x`: false positive rate, `y`: true positive rate; the first point is 0, 0 at threshold Infinity. Equal to scikit-learn's
 * `roc_curve(drop_intermediate=False)`: a rate is NaN throughout where the ranking lacks the rows that it is a share of.
 */
export function rocCurve({
  rows,
  positives,
  scores,
  truePositives,
  falsePositives,
}: Ranking): ThresholdCurve {
  return {
    x: prepended(0 / (rows - positives), falsePositives, (count) => count / (rows - positives)),
    y: prepended(0 / positives, truePositives, (count) => count / positives),
    thresholds: prepended(Number.POSITIVE_INFINITY, scores, (score) => score),
  }
}

/**
 * `x`: recall, rising, `y`: precision; the first point is 0, 1 at threshold Infinity. The other points are those of
 * scikit-learn's `precision_recall_curve(drop_intermediate=False)`, but recall is NaN where no row is of the class:
 * scikit-learn calls it 1 there.
 */
export function precisionRecallCurve({
  positives,
  scores,
  truePositives,
  falsePositives,
}: Ranking): ThresholdCurve {
  return {
    x: prepended(0 / positives, truePositives, (count) => count / positives),
    y: prepended(1, truePositives, (count, i) => count / (count + falsePositives[i]!)),
    thresholds: prepended(Number.POSITIVE_INFINITY, scores, (score) => score),
  }
}

/**
 * Area under the ROC curve by trapezoids: the probability that a row of the class has a higher score than another one, ties
 * counted half. Equal to scikit-learn's `roc_auc_score`; NaN without rows of the class or without others.
 */
export function areaUnderRoc({ rows, positives, truePositives, falsePositives }: Ranking): number {
  let twice = 0
  for (let i = 0; i < truePositives.length; i++) {
    const step = falsePositives[i]! - (falsePositives[i - 1] ?? 0)
    twice += step * (truePositives[i]! + (truePositives[i - 1] ?? 0))
  }
  return twice / (2 * positives * (rows - positives))
}

/**
 * Sum of precisions times the steps of recall: scikit-learn's `average_precision_score`; NaN without rows of the class,
 * where scikit-learn warns and says 0.
 */
export function averagePrecision({ positives, truePositives, falsePositives }: Ranking): number {
  let sum = 0
  for (let i = 0; i < truePositives.length; i++) {
    const hits = truePositives[i]!
    sum += ((hits - (truePositives[i - 1] ?? 0)) * hits) / (hits + falsePositives[i]!)
  }
  return sum / positives
}

/** Growth of the step until few enough points are left. */
const COARSER = 1.25

/**
 * Fewer points for drawing: those that lie more than a step from the last one that was kept, in x or y, and both ends. All
 * points that go are within a step of one that is left. The step is 1 / most, or as much more as it takes.
 * @param most points, at least 2; a curve with no more than that stays as it is
 */
export function decimateCurve(curve: ThresholdCurve, most: number): ThresholdCurve {
  if (curve.x.length <= most) return curve
  let step = 1 / most
  let kept = pointsApart(curve, step)
  while (kept.length > most) {
    step *= COARSER
    kept = pointsApart(curve, step)
  }
  const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]!)
  return { x: pick(curve.x), y: pick(curve.y), thresholds: pick(curve.thresholds) }
}

function pointsApart({ x, y }: ThresholdCurve, step: number): number[] {
  const last = x.length - 1
  const kept = [0]
  let before = 0
  for (let i = 1; i < last; i++) {
    // false for NaN, which is not drawn
    if (Math.abs(x[i]! - x[before]!) > step || Math.abs(y[i]! - y[before]!) > step) {
      kept.push(i)
      before = i
    }
  }
  return [...kept, last]
}

function prepended(
  first: number,
  values: Float64Array,
  map: (value: number, i: number) => number,
): Float64Array<ArrayBuffer> {
  const result = new Float64Array(values.length + 1)
  result[0] = first
  for (let i = 0; i < values.length; i++) result[i + 1] = map(values[i]!, i)
  return result
}
