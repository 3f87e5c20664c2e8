// What lies in the files; that Keras computes the same from them is checked by reference/check_model.py.

import { BlobReader, BlobWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, test } from 'vitest'
import { kerasConfig, kerasLayerNames, olderKerasConfig } from '../../core/keras/config.ts'
import type { ModelCard } from '../../core/model-card.ts'
import { describeModel } from '../../core/models.ts'
import { temper } from '../../core/temper.ts'
import { type ReadBack, readBack } from '../../formats/hdf5/read-back.fixture.ts'
import { encodeModel } from './encode-model.ts'
import { FIVE, trainedModel } from './trained.fixture.ts'

const PLAIN = { temperature: null }

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer())
}

/** Files of an archive by name, and the date of each entry. */
async function unzip(blob: Blob) {
  const files = new Map<string, Blob>()
  const dates = new Set<number>()
  const methods = new Set<number>()
  for (const entry of await new ZipReader(new BlobReader(blob), { checkSignature: true }).getEntries()) {
    if (entry.directory) throw new Error(`Expected files alone, got the folder ${entry.filename}`)
    files.set(entry.filename, await entry.getData(new BlobWriter()))
    dates.add(entry.lastModDate.getFullYear())
    methods.add(entry.compressionMethod)
  }
  return { files, dates, methods }
}

async function readHdf5Of(blob: Blob): Promise<ReadBack> {
  return readBack(await bytesOf(blob))
}

function descriptionOf({ model, length, classes, dropout }: ModelCard) {
  return describeModel(model, length, classes.length, { dropout })
}

/** The paths, in the order of the network's weights, that hold other values. */
function differing(
  { datasets }: ReadBack,
  paths: readonly string[],
  weights: readonly Float32Array[],
): string[] {
  // of millions of values, `toEqual` takes seconds
  const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  return paths.filter((path, i) => !bytes(datasets[path]!.values).equals(bytes(weights[i]!)))
}

describe.each(FIVE)('$id', ({ changes }) => {
  const model = trainedModel(changes)
  const description = descriptionOf(model.card)
  const saved = { ...model.card, origin: 'saved' }

  test('a .keras file holds settings, weights and the card', async () => {
    const { files, dates, methods } = await unzip(await encodeModel(model, 'keras', PLAIN))
    expect([...files.keys()]).toEqual([
      'metadata.json',
      'config.json',
      'model.weights.h5',
      'redshift-studio.json',
    ])
    expect([dates, methods]).toEqual([new Set([1980]), new Set([0])])
    const json = async (name: string): Promise<unknown> => JSON.parse(await files.get(name)!.text())
    expect(await json('metadata.json')).toEqual({
      keras_version: '3.15.1',
      date_saved: '2026-11-26@19:22:34',
    })
    expect(await json('config.json')).toEqual(kerasConfig(description, model.card.model))
    expect(await json('redshift-studio.json')).toEqual(saved)

    const weights = await readHdf5Of(files.get('model.weights.h5')!)
    const paths = description.layers.flatMap(({ name, spec, weights }) => {
      const folder =
        spec.kind === 'gru' || spec.kind === 'lstm' ? `layers/${name}/cell/vars` : `layers/${name}/vars`
      return weights.map((_, i) => `${folder}/${i}`)
    })
    expect(Object.keys(weights.datasets).sort()).toEqual([...paths].sort())
    expect(differing(weights, paths, model.weights)).toEqual([])
    expect(paths.map((path) => weights.datasets[path]!.shape)).toEqual(
      description.layers.flatMap((layer) => layer.weights.map(({ shape }) => shape)),
    )
    const names = kerasLayerNames(description).map((name) => [`layers/${name}/vars`, { name }] as const)
    const cells = description.layers
      .filter(({ spec }) => spec.kind === 'gru' || spec.kind === 'lstm')
      .map(({ name, spec }) => [`layers/${name}/cell/vars`, { name: `${spec.kind}_cell` }] as const)
    expect(weights.attributes).toEqual(
      Object.fromEntries([...names, ...cells, ['vars', { name: model.card.model }]]),
    )
  })

  test('the HDF5 file lists its layers and their weights', async () => {
    const file = await readHdf5Of(await encodeModel(model, 'hdf5', PLAIN))
    const { model_config: config, redshift_studio: card, ...versions } = file.attributes['/']!
    expect(versions).toEqual({ keras_version: '3.15.1', backend: 'jax' })
    expect(JSON.parse(config as string)).toEqual(olderKerasConfig(description, model.card.model))
    expect(JSON.parse(card as string)).toEqual(saved)

    const names = kerasLayerNames(description)
    expect(file.attributes.model_weights).toEqual({ ...versions, layer_names: names })
    const listed = (name: string) => file.attributes[`model_weights/${name}`]!.weight_names as string[]
    expect(listed('top_level_model_weights')).toEqual(new Float64Array(0))
    const paths = names.flatMap((name) => [...listed(name)].map((path) => `model_weights/${name}/${path}`))
    expect(differing(file, paths, model.weights)).toEqual([])
    expect([paths.length, Object.keys(file.datasets).length]).toEqual(Array(2).fill(model.weights.length))
  })
})

test('weights are named as Keras names them', async () => {
  const { datasets } = await readHdf5Of(await encodeModel(trainedModel(FIVE[2]!.changes), 'hdf5', PLAIN))
  expect(Object.keys(datasets).filter((path) => /gru_1|dense|conv1d\//.test(path))).toEqual([
    'model_weights/conv1d/conv1d/bias',
    'model_weights/conv1d/conv1d/kernel',
    'model_weights/dense/dense/bias',
    'model_weights/dense/dense/kernel',
    'model_weights/gru_1/gru_1/gru_cell/bias',
    'model_weights/gru_1/gru_1/gru_cell/kernel',
    'model_weights/gru_1/gru_1/gru_cell/recurrent_kernel',
  ])
})

test('a temperature divides the last layer for good, and the card says so', async () => {
  const model = trainedModel({ temperature: 0.5 })
  const file = await readHdf5Of(await encodeModel(model, 'hdf5', { temperature: 1.7 }))
  const expected = temper(model, 1.7)
  expect(file.datasets['model_weights/dense_2/dense_2/kernel']!.values).toEqual(expected.weights.at(-2))
  expect(file.datasets['model_weights/dense_2/dense_2/bias']!.values).toEqual(expected.weights.at(-1))
  expect(file.datasets['model_weights/dense_1/dense_1/bias']!.values).toEqual(model.weights.at(-3))
  expect(JSON.parse(file.attributes['/']!.redshift_studio as string)).toEqual({
    ...model.card,
    origin: 'saved',
    temperature: 0.85,
  })
})

test.each(['keras', 'hdf5'] as const)('the same network gives the same %s file', async (format) => {
  const encode = async () => Buffer.from(await bytesOf(await encodeModel(trainedModel(), format, PLAIN)))
  expect((await encode()).equals(await encode())).toBe(true)
})

test('weights of another network are a defect', async () => {
  const { card, weights } = trainedModel()
  await expect(encodeModel({ card, weights: weights.slice(1) }, 'keras', PLAIN)).rejects.toMatchObject({
    code: 'internal',
    message:
      'CNN3, DeltaZ has weights of 32 12,288 64 24,576 128 32,768 64 2,048 32 64 2 values; ' +
      'expected 288 32 12,288 64 24,576 128 32,768 64 2,048 32 64 2.',
  })
})
