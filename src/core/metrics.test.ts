import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/metrics.json'
import type { ClassificationReport } from './metrics.ts'
import {
  accuracy,
  classificationReport,
  confusionMatrix,
  emptyMatrix,
  rowPercentages,
  totalCount,
} from './metrics.ts'

/** All numbers of a report with their places, to compare within a tolerance. */
function flatten(report: object, prefix = ''): [string, number][] {
  return Object.entries(report).flatMap(([key, value]): [string, number][] =>
    typeof value === 'number' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}/`),
  )
}

function expectEqualReports(actual: ClassificationReport, expected: object): void {
  const actualNumbers = flatten(actual)
  const expectedNumbers = flatten(expected)
  expect(actualNumbers.map(([place]) => place)).toEqual(expectedNumbers.map(([place]) => place))
  for (const [i, [place, number]] of expectedNumbers.entries()) {
    expect(Math.abs(actualNumbers[i]![1] - number), place).toBeLessThan(1e-12)
  }
}

describe('equal to scikit-learn', () => {
  test.each(fixture.cases)('$name', ({ classes, true: trueClasses, predicted, matrix, report }) => {
    if (trueClasses !== undefined && predicted !== undefined) {
      expect(confusionMatrix(trueClasses, predicted, classes)).toEqual(matrix)
    }
    expectEqualReports(classificationReport(matrix), report)
    expect(Math.abs(accuracy(matrix) - report.accuracy)).toBeLessThan(1e-12)
  })

  test('most cases hold their rows', () => {
    expect(fixture.cases.filter(({ true: rows }) => rows !== undefined).length).toBe(12)
  })
})

test('an empty matrix, which scikit-learn refuses, gives zeros', () => {
  const none = { precision: 0, recall: 0, 'f1-score': 0, support: 0 }
  expect(confusionMatrix([], [], 2)).toEqual([
    [0, 0],
    [0, 0],
  ])
  expect(classificationReport(emptyMatrix(2))).toEqual({
    '0': none,
    '1': none,
    accuracy: 0,
    'macro avg': none,
    'weighted avg': none,
  })
})

test("JSON has scikit-learn's order of keys", () => {
  const report = classificationReport([
    [3, 1],
    [0, 4],
  ])
  expect(JSON.stringify(report)).toBe(
    '{"0":{"precision":1,"recall":0.75,"f1-score":0.8571428571428571,"support":4},' +
      '"1":{"precision":0.8,"recall":1,"f1-score":0.8888888888888888,"support":4},"accuracy":0.875,' +
      '"macro avg":{"precision":0.9,"recall":0.875,"f1-score":0.873015873015873,"support":8},' +
      '"weighted avg":{"precision":0.9,"recall":0.875,"f1-score":0.873015873015873,"support":8}}',
  )
})

describe('confusionMatrix', () => {
  test('rows are the true class, columns the predicted one', () => {
    expect(confusionMatrix(Uint8Array.of(0, 0, 1), Int32Array.of(1, 1, 0), 2)).toEqual([
      [0, 2],
      [1, 0],
    ])
  })

  test('refuses different lengths', () => {
    expect(() => confusionMatrix([0, 1], [0], 2)).toThrow(
      new RangeError('Expected as many predictions as true classes, got 1 and 2'),
    )
  })

  test.each([
    [2, 0, '2 predicted as 0'],
    [0, 2, '0 predicted as 2'],
    [-1, 0, '-1 predicted as 0'],
    [0, 0.5, '0 predicted as 0.5'],
    [0, Number.NaN, '0 predicted as NaN'],
  ])('refuses class %f predicted as %f', (trueClass, predicted, what) => {
    expect(() => confusionMatrix([0, trueClass], [0, predicted], 2)).toThrow(
      new RangeError(`Expected classes from 0 to 1, got ${what} in row 1`),
    )
  })
})

test('emptyMatrix has rows of its own', () => {
  const matrix = emptyMatrix(2)
  matrix[0]![1] = 5
  expect(matrix).toEqual([
    [0, 5],
    [0, 0],
  ])
})

test('percentages are by row, 0 in a row without objects', () => {
  const matrix = [
    [1, 3, 0],
    [0, 0, 0],
    [2, 2, 4],
  ]
  expect(rowPercentages(matrix)).toEqual([
    [25, 75, 0],
    [0, 0, 0],
    [25, 25, 50],
  ])
  expect(totalCount(matrix)).toBe(12)
})
