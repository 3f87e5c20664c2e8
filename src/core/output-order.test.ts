import { expect, test } from 'vitest'
import { CARD } from '../data/model-file/trained.fixture.ts'
import type { TrainedModel } from './model-card.ts'
import { reorderOutputs } from './output-order.ts'

const MODEL: TrainedModel = {
  card: {
    ...CARD,
    classes: ['a', 'b', 'c'],
    labels: ['A', 'B', 'C'],
    training: {
      ...CARD.training!,
      dataset: {
        ...CARD.training!.dataset,
        counts: { train: [10, 20, 30], validation: [1, 2, 3], test: [4, 5, 6] },
      },
    },
  },
  // a kernel [2, 3] and a bias [3], behind a weight that stays
  weights: [Float32Array.of(9, 8), Float32Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(0.1, 0.2, 0.3)],
}

test('columns, classes, labels and counts follow the order', () => {
  const { card, weights } = reorderOutputs(MODEL, [2, 0, 1])
  expect(weights).toEqual([
    Float32Array.of(9, 8),
    Float32Array.of(3, 1, 2, 6, 4, 5),
    Float32Array.of(0.3, 0.1, 0.2),
  ])
  expect(weights[0]).toBe(MODEL.weights[0])
  expect([card.classes, card.labels]).toEqual([
    ['c', 'a', 'b'],
    ['C', 'A', 'B'],
  ])
  expect(card.training?.dataset.counts).toEqual({
    train: [30, 10, 20],
    validation: [3, 1, 2],
    test: [6, 4, 5],
  })
})

test('the way back gives the same network', () => {
  expect(reorderOutputs(reorderOutputs(MODEL, [2, 0, 1]), [1, 2, 0])).toEqual(MODEL)
})

test('a card without training stays without', () => {
  const card = { ...MODEL.card, training: null }
  expect(reorderOutputs({ ...MODEL, card }, [1, 0, 2]).card.training).toBe(null)
})

test.each([[[0, 1]], [[0, 1, 1]], [[0, 1, 3]]])('%j is no order of three outputs', (order) => {
  expect(() => reorderOutputs(MODEL, order)).toThrow(`(${order.join(', ')}) is no order of 3 outputs.`)
})
