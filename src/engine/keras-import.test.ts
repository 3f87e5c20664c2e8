// Networks that Keras saved, read and computed here: the probabilities are Keras'. With KERAS_FILES the same holds for the
// folder that reference/write_keras_models.py writes, which has every network in every format at full length.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrainedModel } from '../core/model-card.ts'
import { describeModel } from '../core/models.ts'
import { KERAS_CASES, kerasFile } from '../data/model-file/keras-models.fixture.ts'
import { readModel } from '../data/model-file/read-model.ts'
import { openNpy } from '../formats/npy.ts'
import { npyColumn } from '../formats/npy-column.ts'
import { bytesSource } from '../formats/source.ts'
import { startWasm } from './kernels/testing.ts'
import { createNetwork, disposeNetwork, logits } from './model.ts'

const CREATED = '2026-11-26T20:15:00.000Z'
/** Of a probability, absolute. */
const LIMIT = 1e-6

beforeAll(startWasm)

/** Probabilities [row, class] of posteriors [row, z]. */
async function probabilitiesOf(
  { card, weights }: TrainedModel,
  x: Float32Array,
  redshift: Float32Array | null,
): Promise<Float32Array> {
  const { model, length, dropout, classes } = card
  const network = createNetwork(describeModel(model, length, classes.length, { dropout }), weights, 0)
  const rows = x.length / length
  const probabilities = tf.tidy(() => {
    const z = redshift === null ? null : tf.tensor2d(redshift, [rows, 1])
    return tf.softmax(logits(network, { x: tf.tensor3d(x, [rows, length, 1]), redshift: z }, false))
  })
  const values = (await probabilities.data()) as Float32Array
  probabilities.dispose()
  disposeNetwork(network)
  return values
}

function largestDifference(values: Float32Array, expected: ArrayLike<number>): number {
  expect(values.length).toBe(expected.length)
  return Math.max(...Array.from(values, (value, i) => Math.abs(value - expected[i]!)))
}

/** Outputs of two classes in the other order. */
function swapped(values: ArrayLike<number>): number[] {
  return Array.from(values, (_, i) => values[i ^ 1]!)
}

/** AMAZED's two outputs, failure and success, come back with success first. */
test.each(KERAS_CASES)('$file predicts what Keras predicts', async (one) => {
  const { file, length, x, redshift, probabilities } = one
  const model = await readModel(kerasFile(file), { created: CREATED, length })
  const expected = file === 'cnn3-amazed.h5' ? swapped(probabilities.flat()) : probabilities.flat()
  const actual = await probabilitiesOf(
    model,
    Float32Array.from(x.flat()),
    redshift === null ? null : Float32Array.from(redshift),
  )
  expect(largestDifference(actual, expected)).toBeLessThanOrEqual(LIMIT)
})

test('a weight in another place is noticed', async () => {
  const { file, length, x, probabilities } = KERAS_CASES.find((one) => one.file === 'cnn3.keras')!
  const { card, weights } = await readModel(kerasFile(file), { created: CREATED, length })
  const shifted = weights.map((values, i) =>
    i === 6 ? Float32Array.of(...values.slice(1), values[0]!) : values,
  )
  const actual = await probabilitiesOf({ card, weights: shifted }, Float32Array.from(x.flat()), null)
  expect(largestDifference(actual, probabilities.flat())).toBeGreaterThan(LIMIT)
})

const FOLDER = process.env.KERAS_FILES

interface WrittenCase {
  readonly file: string
  readonly folder: string
  readonly length: number
  readonly reversed?: boolean
}

describe.runIf(FOLDER !== undefined)('files of reference/write_keras_models.py', () => {
  const folder = FOLDER ?? ''
  const cases: readonly WrittenCase[] =
    FOLDER === undefined ? [] : JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf-8')).cases

  async function values(path: string): Promise<Float32Array> {
    const source = bytesSource(readFileSync(join(folder, path)), path)
    const column = npyColumn(await openNpy(source), source, {
      name: 'x',
      file: path,
      byteLength: source.byteLength,
      access: 'rows',
    })
    return Float32Array.from((await column.readAll()).values as ArrayLike<number>)
  }

  test.each(cases)('$file', { timeout: 600_000 }, async (one) => {
    const started = performance.now()
    const blob = new Blob([readFileSync(join(folder, one.file))])
    const model = await readModel({ name: one.file, blob }, { created: CREATED, length: one.length })
    const seconds = (performance.now() - started) / 1000
    const needsRedshift = model.card.model === 'CNN-2inputs'
    const x = await values(`${one.folder}/x.npy`)
    const redshift = needsRedshift ? await values(`${one.folder}/redshift.npy`) : null
    const expected = await values(`${one.folder}/probabilities.npy`)
    const actual = await probabilitiesOf(model, x, redshift)
    const difference = largestDifference(actual, one.reversed === true ? swapped(expected) : expected)
    const { rss } = process.memoryUsage()
    console.log(
      `${one.file}: ${blob.size} bytes in ${seconds.toFixed(2)} s, ${(rss / 1e6).toFixed(0)} MB, largest difference ${difference.toExponential(1)}`,
    )
    expect(difference).toBeLessThanOrEqual(LIMIT)
  })
})
