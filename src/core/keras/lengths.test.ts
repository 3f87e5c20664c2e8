import { describe, expect, test } from 'vitest'
import { describeModel, MODEL_IDS, type ModelId } from '../models.ts'
import { includesLength, lengthsOf } from './lengths.ts'

/** Points per channel in front of the first dense layer. */
function pointsOf(model: ModelId, length: number): number {
  const { layers } = describeModel(model, length, 2)
  return layers[layers.findIndex(({ type }) => type === 'Flatten') - 1]!.outputShape[0]!
}

describe('the range holds exactly the lengths that lead to the same number of points', () => {
  test.each(['CNN3', 'CNN8', 'CNN-2inputs'] as const)('%s', (model) => {
    for (const length of [describeModel(model, 17_908, 2).minimumLength, 100, 1021, 17_908]) {
      const points = pointsOf(model, length)
      const { least, most } = lengthsOf(model, points)
      expect(includesLength({ least, most }, length)).toBe(true)
      expect([pointsOf(model, least), pointsOf(model, most)]).toEqual([points, points])
      expect(pointsOf(model, most + 1)).toBe(points + 1)
      if (points > 1) expect(pointsOf(model, least - 1)).toBe(points - 1)
    }
  })
})

test('a recurrent network takes any length from the shortest on', () => {
  const found = MODEL_IDS.map((model) => lengthsOf(model, null).least)
  expect(found).toEqual([34, 16, 16, 16, 34])
  expect(lengthsOf('CNN-GRU', null).most).toBe(1_000_000)
})
