import { describe, expect, test } from 'vitest'
import { type PredictedRow, predictedSplit } from './inspected.fixture.ts'
import { equalMatrices, largestMistake, matrixOfSplit } from './split-matrix.ts'

/** A split whose matrix this is. */
function splitOf(name: 'test' | 'validation', matrix: readonly (readonly number[])[]) {
  const rows = matrix.flatMap((counts, label) =>
    counts.flatMap((count, predicted) =>
      Array.from(
        { length: count },
        (): Omit<PredictedRow, 'object'> => ({
          label,
          logits: counts.map((_, k) => (k === predicted ? 1 : 0)),
        }),
      ),
    ),
  )
  return predictedSplit(
    name,
    rows.map((row, object) => ({ ...row, object })),
  )
}

const TEST = splitOf('test', [
  [1, 1],
  [3, 1],
])

describe('the matrix of predictions', () => {
  test('counts objects by true and predicted class, once', () => {
    expect(matrixOfSplit(TEST)).toEqual([
      [1, 1],
      [3, 1],
    ])
    expect(matrixOfSplit(TEST)).toBe(matrixOfSplit(TEST))
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

  test.each([
    [
      [
        [1, 1],
        [3, 1],
      ],
      { truth: 1, predicted: 0 },
    ],
    [
      [
        [5, 0],
        [0, 5],
      ],
      { truth: 0, predicted: 0 },
    ],
    [
      [
        [5, 2, 9],
        [9, 0, 0],
        [10, 0, 0],
      ],
      { truth: 2, predicted: 0 },
    ],
  ])('%j has a cell of most mistakes', (matrix, cell) => {
    const other = splitOf('validation', [
      [0, 50],
      [0, 0],
    ])
    expect(largestMistake({ splits: [splitOf('test', matrix), other] })).toEqual({ split: 'test', ...cell })
  })

  test('without a split there is none', () => {
    expect(largestMistake({ splits: [] })).toBeNull()
  })
})
