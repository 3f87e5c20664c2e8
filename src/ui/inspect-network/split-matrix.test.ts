import { describe, expect, test } from 'vitest'
import { PREDICTIONS } from './inspect.fixture.ts'
import { equalMatrices, matrixOfSplit, mostMistaken } from './split-matrix.ts'

const [TEST] = PREDICTIONS.splits as [(typeof PREDICTIONS.splits)[0]]

describe('the matrix of predictions', () => {
  test('counts objects by true and predicted class, once', () => {
    expect(matrixOfSplit(TEST)).toEqual([
      [1, 1],
      [3, 1],
    ])
    expect(matrixOfSplit(TEST)).toBe(matrixOfSplit(TEST))
    expect(matrixOfSplit(PREDICTIONS.splits[1]!)).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  test('is equal to one of the same counts only', () => {
    const matrix = matrixOfSplit(TEST)
    expect(
      equalMatrices(matrix, [
        [1, 1],
        [3, 1],
      ]),
    ).toBe(true)
    expect(
      equalMatrices(matrix, [
        [1, 1],
        [3, 2],
      ]),
    ).toBe(false)
    expect(equalMatrices(matrix, [[1, 1]])).toBe(false)
    expect(
      equalMatrices(
        [[1]],
        [
          [1, 0],
          [0, 0],
        ],
      ),
    ).toBe(false)
  })

  test('has a cell of most mistakes', () => {
    expect(mostMistaken(matrixOfSplit(TEST))).toEqual({ truth: 1, predicted: 0 })
    expect(
      mostMistaken([
        [5, 0],
        [0, 5],
      ]),
    ).toEqual({ truth: 0, predicted: 0 })
    expect(
      mostMistaken([
        [5, 2, 9],
        [9, 0, 0],
        [10, 0, 0],
      ]),
    ).toEqual({ truth: 2, predicted: 0 })
  })
})
