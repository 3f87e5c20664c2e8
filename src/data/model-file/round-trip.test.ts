// What the studio saves it reads back, bit for bit.

import { expect, test } from 'vitest'
import type { ModelFormat } from '../../core/model-card.ts'
import { encodeModel } from './encode-model.ts'
import { readModel } from './read-model.ts'
import { FIVE, trainedModel } from './trained.fixture.ts'

const OPTIONS = { temperature: null, range: { min: 0, max: 6, step: 1e-4 }, failureClass: 1 }
const IMPORT = { created: '2026-01-01T00:00:00.000Z' }

const CASES = FIVE.flatMap(({ id, changes }) =>
  (id === 'CNN-2inputs' ? (['keras', 'hdf5'] as const) : (['keras', 'hdf5', 'amazed'] as const)).map(
    (format): [string, ModelFormat, typeof changes] => [id, format, changes],
  ),
)

test.each(CASES)('%s as %s', async (_, format, changes) => {
  const model = trainedModel(changes)
  const blob = await encodeModel(model, format, OPTIONS)
  const { card, weights } = await readModel({ name: 'network', blob }, IMPORT)
  // AMAZED's order is turned back: outputs of a known target stand in its order
  expect(card).toEqual({ ...model.card, origin: 'saved' })
  const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  expect(weights.map((values, i) => bytes(values).equals(bytes(model.weights[i]!)))).toEqual(
    model.weights.map(() => true),
  )
})
