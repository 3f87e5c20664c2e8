import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/orthogonal.json'
import { initialWeight, initialWeights, orthogonalMatrix } from './initialisers.ts'
import { describeModel, modelWeights, size } from './models.ts'
import type { Rng } from './rng.ts'
import { createRng } from './rng.ts'

/** Gives these normal numbers in turn, so that NumPy and this module start from the same ones. */
function replay(normals: readonly number[]): Rng {
  let next = 0
  return { ...createRng(0), normal: () => normals[next++]! }
}

function dotOf(matrix: Float64Array, start: number, other: number, count: number, stride: number): number {
  let total = 0
  for (let i = 0; i < count; i++) total += matrix[start + i * stride]! * matrix[other + i * stride]!
  return total
}

describe('orthogonal', () => {
  test.each(fixture.cases)(
    "$rows x $columns equals NumPy's",
    ({ rows, columns, normals_by_column, matrix }) => {
      const actual = orthogonalMatrix(rows, columns, replay(normals_by_column))
      const errors = matrix.map((expected, i) => Math.abs(actual[i]! - expected))
      expect(actual.length).toBe(matrix.length)
      expect(Math.max(...errors)).toBeLessThan(1e-13)
    },
  )

  test('wide: rows are orthonormal; tall: columns are', () => {
    const wide = orthogonalMatrix(40, 120, createRng(1))
    const tall = orthogonalMatrix(120, 40, createRng(1))
    for (let a = 0; a < 40; a++) {
      for (let b = 0; b <= a; b++) {
        const expected = a === b ? 1 : 0
        expect(Math.abs(dotOf(wide, a * 120, b * 120, 120, 1) - expected)).toBeLessThan(1e-13)
        expect(Math.abs(dotOf(tall, a, b, 120, 40) - expected)).toBeLessThan(1e-13)
      }
    }
  })
})

describe('glorot uniform', () => {
  test('fills +-sqrt(6 / (fanIn + fanOut)) evenly', () => {
    const kernel = modelWeights(describeModel('CNN3', 128, 2)).find(({ name }) => name === 'conv1d_1/kernel')!
    const values = initialWeight(kernel, 1)
    const limit = Math.sqrt(6 / (6 * 32 + 6 * 64))
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length
    expect(values.length).toBe(6 * 32 * 64)
    expect(Math.max(...values)).toBeLessThanOrEqual(limit)
    expect(Math.max(...values)).toBeGreaterThan(0.999 * limit)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-limit)
    expect(Math.min(...values)).toBeLessThan(-0.999 * limit)
    expect(Math.abs(variance / (limit ** 2 / 3) - 1)).toBeLessThan(0.02)
  })
})

describe('biases', () => {
  test('are zero, but for the forget gate of an LSTM', () => {
    const description = describeModel('CNN-LSTM', 16, 2)
    const weights = modelWeights(description)
    const lstm = weights.find(({ name }) => name === 'lstm_3/bias')!
    const dense = weights.find(({ name }) => name === 'dense/bias')!
    expect([...initialWeight(dense, 1)]).toEqual([0, 0])
    expect([...initialWeight(lstm, 1)]).toEqual([
      ...new Array(32).fill(0),
      ...new Array(32).fill(1),
      ...new Array(64).fill(0),
    ])
  })

  test('a GRU starts from zero', () => {
    const bias = modelWeights(describeModel('CNN-GRU', 16, 2)).find(({ name }) => name === 'gru_3/bias')!
    expect([...initialWeight(bias, 1)]).toEqual(new Array(2 * 3 * 64).fill(0))
  })
})

describe('a whole network', () => {
  const description = describeModel('CNN3', 64, 2)

  test("has one array per weight, in get_weights()' order", () => {
    expect(initialWeights(description, 1).map(({ length }) => length)).toEqual(
      modelWeights(description).map(({ shape }) => size(shape)),
    )
  })

  test('one seed gives the same numbers, another others', () => {
    expect(initialWeights(description, 1)).toEqual(initialWeights(description, 1))
    expect(initialWeights(description, 2)[0]).not.toEqual(initialWeights(description, 1)[0])
  })

  test('a weight depends on its name and the seed, not on the layers before', () => {
    const other = describeModel('CNN-2inputs', 64, 2)
    expect(initialWeights(other, 1)[0]).toEqual(initialWeights(description, 1)[0])
    expect(initialWeight(modelWeights(description)[4]!, 1)).toEqual(initialWeights(description, 1)[4])
  })
})
