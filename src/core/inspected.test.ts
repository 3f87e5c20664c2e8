import { describe, expect, test } from 'vitest'
import { predictedSplit } from './inspected.fixture.ts'
import { cellRows, disagreements, type InspectedRow, inspectedRow } from './inspected.ts'
import type { EvaluatedSplit } from './run.ts'

/** A row of two classes as [object, label, probability of class 1]; the class follows from the probability. */
type Row = readonly [object: number, label: number, p: number]

function splitOf(split: EvaluatedSplit, rows: readonly Row[]) {
  return {
    predictions: predictedSplit(
      split,
      rows.map(([object, label, p]) => ({ object, label, logits: [0.5, p], redshift: object / 4 })),
    ),
    probabilities: Float64Array.from(rows.flatMap(([, , p]) => [1 - p, p])),
  }
}

function brief(rows: readonly InspectedRow[]) {
  return rows.map(({ split, row, object, confidence }) => [split, row, object, confidence])
}

describe('rows of a cell', () => {
  const { predictions, probabilities } = splitOf('test', [
    [10, 1, 0.25],
    [11, 1, 0.125],
    [12, 0, 0.125],
    [13, 1, 0.75],
    [14, 1, 0.25],
    [15, 1, 0.0625],
  ])
  const rowsOf = (truth: number, predicted: number) => [
    ...cellRows(predictions, probabilities, 2, { truth, predicted }),
  ]

  test('stand by falling probability of the predicted class, equal ones by row', () => {
    expect(rowsOf(1, 0)).toEqual([5, 1, 0, 4])
  })

  test('have this true class and this predicted one', () => {
    expect(rowsOf(0, 0)).toEqual([2])
    expect(rowsOf(1, 1)).toEqual([3])
    expect(rowsOf(0, 1)).toEqual([])
  })

  test('are counted as the confusion matrix does: the first of equal logits, whatever the temperature does', () => {
    const even = predictedSplit('test', [
      { object: 0, label: 0, logits: [2, 2] },
      // float64 cannot tell their probabilities apart
      { object: 1, label: 0, logits: [0, 1e-30] },
    ])
    const half = Float64Array.of(0.5, 0.5, 0.5, 0.5)
    expect([...cellRows(even, half, 2, { truth: 0, predicted: 0 })]).toEqual([0])
    expect([...cellRows(even, half, 2, { truth: 0, predicted: 1 })]).toEqual([1])
  })
})

test('a row has all that the network says of it', () => {
  const split = {
    predictions: predictedSplit('natural', [
      { object: 7, label: 0, logits: [0, 0, 0] },
      { object: 9, label: 2, logits: [1, 3, 2], redshift: 1.5 },
    ]),
    probabilities: Float64Array.of(0.25, 0.5, 0.25, 0.125, 0.625, 0.25),
  }
  expect(inspectedRow(split, 3, 1)).toEqual({
    split: 'natural',
    row: 1,
    object: 9,
    label: 2,
    predicted: 1,
    confidence: 0.625,
    probabilities: [0.125, 0.625, 0.25],
    redshift: 1.5,
  })
  expect(inspectedRow(split, 3, 0).redshift).toBeNaN()
})

describe('disagreements', () => {
  const TEST = splitOf('test', [
    [20, 0, 0.75],
    [21, 1, 0.75],
    [22, 1, 0.125],
    [23, 0, 0.875],
  ])
  const NATURAL = splitOf('natural', [
    [23, 0, 0.875],
    [24, 0, 0.9375],
    [22, 1, 0.125],
    [25, 1, 0.125],
  ])

  test('are those whose predicted class is not the label, most confident first, over all splits', () => {
    expect(brief(disagreements([TEST, NATURAL], 2, 0.5))).toEqual([
      ['natural', 1, 24, 0.9375],
      ['test', 2, 22, 0.875],
      ['test', 3, 23, 0.875],
      ['natural', 3, 25, 0.875],
      ['test', 0, 20, 0.75],
    ])
  })

  test('reach the least confidence', () => {
    expect(brief(disagreements([TEST], 2, 0.875))).toEqual([
      ['test', 2, 22, 0.875],
      ['test', 3, 23, 0.875],
    ])
    expect(disagreements([TEST, NATURAL], 2, 0.94)).toEqual([])
  })

  test('come once where an object is in two splits, from the first', () => {
    expect(brief(disagreements([NATURAL], 2, 0.875)).map(([, , object]) => object)).toEqual([24, 23, 22, 25])
    expect(brief(disagreements([NATURAL, TEST], 2, 0.875)).map(([split]) => split)).toEqual([
      'natural',
      'natural',
      'natural',
      'natural',
    ])
  })

  test('have no rows whose probabilities are not numbers', () => {
    const broken = {
      predictions: predictedSplit('test', [{ object: 1, label: 1, logits: [Number.NaN, Number.NaN] }]),
      probabilities: Float64Array.of(Number.NaN, Number.NaN),
    }
    expect(disagreements([broken], 2, 0)).toEqual([])
  })

  test('of no split are none', () => {
    expect(disagreements([], 0, 0)).toEqual([])
  })
})
