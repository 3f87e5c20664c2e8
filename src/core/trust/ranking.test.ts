import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { rankRows } from './ranking.ts'

describe('distinct scores as scikit-learn has them', () => {
  test.each(fixture.cases)('$name', ({ classes, labels, probabilities, keptClass, thresholds }) => {
    const ranking = rankRows(probabilities.flat(), labels, classes, keptClass)
    expect([...ranking.scores]).toEqual(thresholds)
    expect(ranking.rows).toBe(labels.length)
    expect(ranking.positives).toBe(labels.filter((label) => label === keptClass).length)
    for (const [i, threshold] of thresholds.entries()) {
      const reached = labels.filter((_, row) => probabilities[row]![keptClass]! >= threshold)
      expect(ranking.truePositives[i]).toBe(reached.filter((label) => label === keptClass).length)
      expect(ranking.falsePositives[i]).toBe(reached.filter((label) => label !== keptClass).length)
    }
  })
})

test('rows without probabilities are left out of all counts', () => {
  const nan = Number.NaN
  expect(rankRows([0.25, 0.75, nan, nan, 0.25, 0.75, 0.5, 0.5], [0, 0, 1, 1], 2, 0)).toEqual({
    rows: 3,
    positives: 1,
    scores: Float64Array.of(0.5, 0.25),
    truePositives: Float64Array.of(0, 1),
    falsePositives: Float64Array.of(1, 2),
  })
})

test('no row at all', () => {
  const none = new Float64Array(0)
  expect(rankRows([], [], 3, 1)).toEqual({
    rows: 0,
    positives: 0,
    scores: none,
    truePositives: none,
    falsePositives: none,
  })
})
