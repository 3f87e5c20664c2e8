import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { describeModel, modelWeights } from '../core/models.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { type ByteSource, bytesSource } from '../formats/source.ts'
import { readFixture } from './keras-fixture.ts'

const FIXTURES = join(import.meta.dirname, '../../reference/fixtures/keras')
const FOLDERS = readdirSync(FIXTURES)
  .filter((name) => name !== 'kernels')
  .sort()

/** The files of a committed fixture, some replaced, or left out by `null`. */
function fixtureFiles(folder: string, changes: Readonly<Record<string, Uint8Array | null>> = {}) {
  const root = join(FIXTURES, folder)
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.includes('.'))
  const files = new Map<string, ByteSource>()
  for (const path of [...paths, ...Object.keys(changes)]) {
    const bytes = path in changes ? changes[path]! : new Uint8Array(readFileSync(join(root, path)))
    if (bytes === null) files.delete(path)
    else files.set(path, bytesSource(bytes, path))
  }
  return files
}

function settings(changes: Readonly<Record<string, unknown>>): Uint8Array {
  const text = readFileSync(join(FIXTURES, 'CNN-GRU-16/fixture.json'), 'utf8')
  return new TextEncoder().encode(JSON.stringify({ ...JSON.parse(text), ...changes }))
}

async function failure(changes: Readonly<Record<string, Uint8Array | null>>): Promise<string> {
  const error: unknown = await readFixture(fixtureFiles('CNN-GRU-16', changes)).catch((thrown) => thrown)
  if (!(error instanceof StudioError)) throw new Error('Expected a StudioError', { cause: error })
  expect(error.code).toBe('bad-input')
  expect(error.hint).not.toBe('')
  return error.message
}

test('the repository holds every network', () => {
  expect(FOLDERS).toEqual([
    'CNN-2inputs-100',
    'CNN-2inputs-34',
    'CNN-2inputs-35',
    'CNN-GRU-16',
    'CNN-GRU-2240-memory',
    'CNN-GRU-99',
    'CNN-LSTM-16',
    'CNN-LSTM-2240-memory',
    'CNN-LSTM-99',
    'CNN3-34',
    'CNN3-61-confident',
    'CNN3-97',
    'CNN8-16',
    'CNN8-31',
    'CNN8-97',
  ])
})

describe('a committed fixture', () => {
  test.each(FOLDERS)('%s has consistent values', async (folder) => {
    const fixture = await readFixture(fixtureFiles(folder))
    const { batch, length, classes, oneHot, weightShapes, expect: expected } = fixture
    expect(folder.startsWith(`${fixture.model}-${length}`)).toBe(true)
    expect(fixture.x).toHaveLength(batch * length)
    expect(fixture.redshift?.length ?? null).toBe(fixture.model === 'CNN-2inputs' ? batch : null)
    expect(fixture.keras).toBe('3.15.1')

    const sizes = weightShapes.map((shape) => shape.reduce((product, size) => product * size, 1))
    expect(fixture.weights.map((tensor) => tensor.length)).toEqual(sizes)
    expect(expected.gradients.map((tensor) => tensor.length)).toEqual(sizes)
    expect(expected.adam.map((tensor) => tensor.length)).toEqual(sizes)
    const network = describeModel(fixture.model, length, classes, { scale: fixture.scale })
    expect(weightShapes).toEqual(modelWeights(network).map((weight) => weight.shape))

    // the parts agree with each other: loss with probabilities, the last bias' gradient with both
    const { probabilities } = expected
    let loss = 0
    const biasGradient = new Float64Array(classes)
    for (const [i, label] of oneHot.entries()) {
      if (label === 1) loss -= Math.log(probabilities[i]!) / batch
      biasGradient[i % classes]! += (probabilities[i]! - label) / batch
    }
    expect(Math.abs(expected.loss - loss)).toBeLessThan(1e-12)
    for (const [k, value] of biasGradient.entries()) {
      expect(Math.abs(expected.gradients.at(-1)![k]! - value)).toBeLessThan(1e-12)
    }
  })

  test('gives its settings', async () => {
    const full = await readFixture(fixtureFiles('CNN3-34'))
    expect(full).toMatchObject({ model: 'CNN3', length: 34, classes: 2, batch: 2, steps: 3, scale: 1 })
    expect(full.learningRate).toBe(0.001)
    expect(full.weightShapes[6]).toEqual([128, 64])
    const scaled = await readFixture(fixtureFiles('CNN-GRU-2240-memory'))
    expect(scaled).toMatchObject({ model: 'CNN-GRU', length: 2240, classes: 3, batch: 2, scale: 16 })
    expect(scaled.weightShapes.slice(16, 19)).toEqual([
      [16, 96],
      [32, 96],
      [2, 96],
    ])
  })

  test('keeps a probability below 1e-7 in its loss', async () => {
    const { expect: expected } = await readFixture(fixtureFiles('CNN3-61-confident'))
    expect(expected.loss).toBeGreaterThan(-Math.log(1e-7) + 5)
  })
})

describe('other ways to save', () => {
  test('a tensor in several pieces', async () => {
    const rows = 2 ** 17 + 3
    const values = Float64Array.from({ length: rows * 3 }, (_, i) => i)
    const tensor = encodeNpy('<f8', [rows, 3], values)
    const { expect: expected } = await readFixture(
      fixtureFiles('CNN-GRU-16', {
        'weights/00.npy': encodeNpy('<f4', [rows, 3], values),
        'expect/gradients/00.npy': tensor,
        'expect/adam/00.npy': tensor,
      }),
    )
    expect(expected.gradients[0]).toHaveLength(values.length)
    expect(expected.gradients[0]!.findIndex((value, i) => value !== i)).toBe(-1)
  })

  test('the loss as an array of one', async () => {
    const { expect: expected } = await readFixture(
      fixtureFiles('CNN-GRU-16', { 'expect/loss.npy': encodeNpy('<f8', [1], [0.7]) }),
    )
    expect(expected.loss).toBe(0.7)
  })

  test('by columns, as np.save does with a transposed array', async () => {
    const [r, c] = [6, 12]
    const byColumns = encodeNpy(
      '<f8',
      [r, c],
      Float64Array.from({ length: r * c }, (_, i) => i),
    )
    const header = Buffer.from("'fortran_order': False")
    byColumns.set(Buffer.from("'fortran_order': True "), Buffer.from(byColumns).indexOf(header))
    const { expect: expected } = await readFixture(
      fixtureFiles('CNN-GRU-16', {
        'weights/00.npy': encodeNpy('<f4', [r, c], new Float32Array(r * c)),
        'expect/gradients/00.npy': byColumns,
        'expect/adam/00.npy': byColumns,
      }),
    )
    expect(Array.from(expected.adam[0]!.subarray(0, 4))).toEqual([0, 6, 12, 18])
  })
})

describe('a wrong fixture', () => {
  test.each<[string, Readonly<Record<string, Uint8Array | null>>]>([
    ['fixture.json is missing from the fixture', { 'fixture.json': null }],
    ['fixture.json is not JSON', { 'fixture.json': new TextEncoder().encode('{') }],
    [
      'fixture.json does not hold an object; expected {"format": "redshift-studio-fixture", ...}',
      { 'fixture.json': new TextEncoder().encode('[]') },
    ],
    [
      'fixture.json has "redshift-studio-fixture", 2 as format and version; expected "redshift-studio-fixture", 1',
      { 'fixture.json': settings({ version: 2 }) },
    ],
    [
      'fixture.json has "CNN4" as model; expected one of CNN3, CNN8, CNN-GRU, CNN-LSTM, CNN-2inputs',
      { 'fixture.json': settings({ model: 'CNN4' }) },
    ],
    [
      'fixture.json has 1 as classes; expected an integer of at least 2',
      { 'fixture.json': settings({ classes: 1 }) },
    ],
    [
      'fixture.json has nothing as steps; expected an integer of at least 1',
      { 'fixture.json': settings({ steps: undefined }) },
    ],
    [
      'fixture.json has 0.5 as scale; expected an integer of at least 1',
      { 'fixture.json': settings({ scale: 0.5 }) },
    ],
    [
      'fixture.json has "1e-3" as learningRate; expected a positive number',
      { 'fixture.json': settings({ learningRate: '1e-3' }) },
    ],
    ['x.npy has the shape (1, 16, 1); expected (1, 17, 1)', { 'fixture.json': settings({ length: 17 }) }],
    ['redshift.npy is missing from the fixture', { 'fixture.json': settings({ model: 'CNN-2inputs' }) }],
    ['weights/00.npy is missing from the fixture', { 'weights/00.npy': null }],
    ['expect/adam/03.npy is missing from the fixture', { 'expect/adam/03.npy': null }],
    [
      'expect/gradients/30.npy belongs to no weight; weights/ has 30',
      { 'expect/gradients/30.npy': encodeNpy('<f8', [1], [0]) },
    ],
    [
      'expect/gradients/01.npy has the shape (1, 2); expected (2,)',
      { 'expect/gradients/01.npy': encodeNpy('<f8', [1, 2], [0, 0]) },
    ],
    [
      'expect/loss.npy has the shape (2,); expected ()',
      { 'expect/loss.npy': encodeNpy('<f8', [2], [0.7, 0.7]) },
    ],
    [
      'expect/probabilities.npy holds NaN at position 1; expected finite numbers',
      { 'expect/probabilities.npy': encodeNpy('<f8', [1, 2], [1, Number.NaN]) },
    ],
    [
      'y.npy has the row 0 (0.5, 0.5); expected one 1 and zeros',
      { 'y.npy': encodeNpy('<f4', [1, 2], [0.5, 0.5]) },
    ],
    [
      'y.npy is not a NumPy file (NPY)',
      { 'y.npy': new TextEncoder().encode('neither this nor that, but long enough') },
    ],
  ])('%s', async (message, changes) => {
    expect(await failure(changes)).toBe(message)
  })
})
