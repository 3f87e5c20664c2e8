import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { createRng } from '../rng.ts'
import { expectClose } from './close.fixture.ts'
import { areaUnderRoc, averagePrecision, decimateCurve, precisionRecallCurve, rocCurve } from './curves.ts'
import { rankRows } from './ranking.ts'
import type { ThresholdCurve } from './trust.ts'

describe('equal to scikit-learn', () => {
  test.each(fixture.cases)('$name', (one) => {
    const ranking = rankRows(one.probabilities.flat(), one.labels, one.classes, one.keptClass)
    const roc = rocCurve(ranking)
    const precisionRecall = precisionRecallCurve(ranking)
    for (const { thresholds } of [roc, precisionRecall]) {
      expect([...thresholds]).toEqual([Number.POSITIVE_INFINITY, ...one.thresholds])
    }
    expectClose({ x: roc.x, y: roc.y }, one.roc)
    expectClose({ x: precisionRecall.x, y: precisionRecall.y }, one.precisionRecall)
    expectClose(areaUnderRoc(ranking), one.scores.auc)
    expectClose(averagePrecision(ranking), one.scores.averagePrecision)
  })
})

test('the curves of three rows by hand', () => {
  // scores 0.75 (of the class), 0.5 (another), 0.25 (of the class)
  const ranking = rankRows([0.75, 0.25, 0.5, 0.5, 0.25, 0.75], [0, 1, 0], 2, 0)
  const thresholds = Float64Array.of(Number.POSITIVE_INFINITY, 0.75, 0.5, 0.25)
  expect(rocCurve(ranking)).toEqual({
    x: Float64Array.of(0, 0, 1, 1),
    y: Float64Array.of(0, 0.5, 0.5, 1),
    thresholds,
  })
  expect(precisionRecallCurve(ranking)).toEqual({
    x: Float64Array.of(0, 0.5, 0.5, 1),
    y: Float64Array.of(1, 1, 0.5, 2 / 3),
    thresholds,
  })
  expect(areaUnderRoc(ranking)).toBe(0.5)
  expect(averagePrecision(ranking)).toBe((1 + 2 / 3) / 2)
})

describe('fewer points for drawing', () => {
  const rng = createRng(3)
  const labels = Uint8Array.from({ length: 8_000 }, () => rng.int(2))
  const score = Float64Array.from(labels, (label) => (1 + Math.exp(rng.normal() - label)) ** -1)
  const ranking = rankRows(
    Float64Array.from({ length: 16_000 }, (_, i) => (i % 2 === 0 ? 1 - score[i >> 1]! : score[i >> 1]!)),
    labels,
    2,
    1,
  )

  /** Largest distance of a point, in x or y, from the nearest one of those that are left. */
  function farthest(all: ThresholdCurve, left: ThresholdCurve): number {
    let most = 0
    for (let i = 0; i < all.x.length; i++) {
      let nearest = Number.POSITIVE_INFINITY
      for (let k = 0; k < left.x.length; k++) {
        const distance = Math.max(Math.abs(all.x[i]! - left.x[k]!), Math.abs(all.y[i]! - left.y[k]!))
        nearest = Math.min(nearest, distance)
      }
      most = Math.max(most, nearest)
    }
    return most
  }

  test.each([
    ['ROC', rocCurve(ranking)],
    ['precision-recall', precisionRecallCurve(ranking)],
  ])('%s', (_, curve) => {
    for (const most of [40, 300]) {
      const left = decimateCurve(curve, most)
      expect(left.x.length).toBeLessThanOrEqual(most)
      expect(left.x.length).toBeGreaterThan(most / 2)
      expect([left.x[0], left.y[0], left.thresholds[0]]).toEqual([curve.x[0], curve.y[0], Infinity])
      expect([left.x.at(-1), left.y.at(-1), left.thresholds.at(-1)]).toEqual([
        curve.x.at(-1),
        curve.y.at(-1),
        curve.thresholds.at(-1),
      ])
      // every point of the drawn line is one of the curve
      for (const [i, threshold] of left.thresholds.entries()) {
        const at = curve.thresholds.indexOf(threshold)
        expect([left.x[i], left.y[i]]).toEqual([curve.x[at], curve.y[at]])
      }
      expect(farthest(curve, left)).toBeLessThan(3 / most)
    }
  })

  test('a rate that does not exist keeps the points that the other one needs', () => {
    const noOther = rocCurve(rankRows([0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4], [0, 0, 0, 0], 2, 0))
    expect([...noOther.x]).toEqual(new Array(5).fill(Number.NaN))
    expect([...decimateCurve(noOther, 3).y]).toEqual([0, 0.5, 1])
    expect([...decimateCurve({ ...noOther, y: noOther.x }, 3).thresholds]).toEqual([Infinity, 0.6])
  })

  test('a curve with few points stays as it is', () => {
    const curve = rocCurve(rankRows([0.75, 0.25, 0.5, 0.5], [0, 1], 2, 0))
    expect(decimateCurve(curve, 3)).toBe(curve)
    expect([...decimateCurve(curve, 2).thresholds]).toEqual([Number.POSITIVE_INFINITY, 0.5])
  })
})
