// Files that Keras wrote, files of this studio, and what must be refused.

import { deflateRawSync } from 'node:zlib'
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, test } from 'vitest'
import type { ModelCard } from '../../core/model-card.ts'
import { loadH5wasm, withTemporaryFile } from '../../formats/hdf5/h5wasm.ts'
import { writeHdf5 } from '../../formats/hdf5/write-hdf5.ts'
import { type EntrySpec, zipBytes } from '../../formats/zip/zip.fixture.ts'
import { encodeModel } from './encode-model.ts'
import { KERAS_CASES, kerasBytes, kerasFile } from './keras-models.fixture.ts'
import { readModel } from './read-model.ts'
import { FIVE, trainedModel } from './trained.fixture.ts'

const CREATED = '2026-11-26T20:15:00.000Z'
const OPTIONS = { created: CREATED, length: 34 }
const PLAIN = { temperature: null }

function file(bytes: Uint8Array<ArrayBuffer>, name = 'net.keras') {
  return { name, blob: new Blob([bytes]) }
}

async function refusal(chosen: { name: string; blob: Blob }, options: object = OPTIONS): Promise<string> {
  const error = await readModel(chosen, { ...OPTIONS, ...options }).then(
    ({ card }) => {
      throw new Error(`Expected a refusal, got ${card.name}`)
    },
    (thrown: { code?: string; message: string }) => thrown,
  )
  expect(error).toMatchObject({ code: 'bad-input' })
  return error.message
}

/** Whether two networks have the same weights; of millions of values `toEqual` takes seconds. */
function expectSameWeights(actual: readonly Float32Array[], expected: readonly Float32Array[]): void {
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    Buffer.from(buffer, byteOffset, byteLength)
  const same = expected.map((values, i) => bytes(values).equals(bytes(actual[i]!)))
  expect(same).toEqual(expected.map(() => true))
  expect(actual.length).toBe(expected.length)
}

/** A file changed by the library itself. */
async function changedHdf5(
  bytes: Uint8Array<ArrayBuffer>,
  change: (file: import('h5wasm').File) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const library = await loadH5wasm()
  return withTemporaryFile(library, (path) => {
    library.FS.writeFile(path, bytes)
    const opened = new library.File(path, 'a')
    change(opened)
    opened.close()
    return Uint8Array.from(library.FS.readFile(path, { encoding: 'binary' }))
  })
}

async function entriesOf(archive: Blob): Promise<EntrySpec[]> {
  const entries = await new ZipReader(new BlobReader(archive)).getEntries()
  return Promise.all(
    entries.map(async (entry) => {
      if (entry.directory) throw new Error(`Expected files alone, got ${entry.filename}`)
      return { name: entry.filename, data: await entry.getData(new Uint8ArrayWriter()) }
    }),
  )
}

/** An archive with one entry replaced; `null` leaves it out. */
async function changedArchive(
  archive: Blob,
  name: string,
  change: (data: Uint8Array) => Partial<EntrySpec> | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = (await entriesOf(archive)).flatMap((entry) => {
    const changed = entry.name === name ? change(entry.data) : {}
    return changed === null ? [] : [{ ...entry, ...changed }]
  })
  return Uint8Array.from(zipBytes(entries))
}

const json = (value: unknown) => ({ data: Uint8Array.from(Buffer.from(JSON.stringify(value))) })

describe('files of Keras', () => {
  test.each(KERAS_CASES)('$file', async ({ file: name, model, length, classes, dropout, sums, firsts }) => {
    const { card, weights } = await readModel(kerasFile(name), { created: CREATED, length })
    const isAmazed = name === 'cnn3-amazed.h5'
    const isAlone = name.includes('weights')
    const names = isAmazed ? ['success', 'failure'] : Array.from({ length: classes }, (_, i) => `class ${i}`)
    expect(card).toEqual({
      version: 1,
      name: `${model}, ${name}`,
      studio: null,
      created: CREATED,
      origin: 'imported',
      model,
      length,
      // weights alone do not tell it
      dropout: isAlone ? 0 : dropout,
      target: null,
      classes: names,
      labels: names,
      input: isAmazed ? 'PDF' : null,
      redshift: 'value',
      floor: null,
      zgrid: isAmazed ? { first: 0, last: 4.9937658, step: 1e-4, spacing: 'ln(1+z)', points: 34 } : null,
      temperature: null,
      training: null,
    })
    const sumsHere = weights.map((values) => values.reduce((sum, value) => sum + value, 0))
    expect(sumsHere).toHaveLength(sums.length)
    for (const [i, sum] of sumsHere.entries()) expect(sum).toBeCloseTo(sums[i]!, 6)
    if (!isAmazed) expect(weights.map((values) => values[0])).toEqual(firsts)
  })

  test("AMAZED's outputs are put in the other order, success first", async () => {
    const [amazed, plain] = await Promise.all(
      ['cnn3-amazed.h5', 'cnn3.h5'].map(async (name) => (await readModel(kerasFile(name), OPTIONS)).weights),
    )
    const swap = (values: Float32Array) => values.map((_, i) => values[i ^ 1]!)
    expectSameWeights(amazed!, [...plain!.slice(0, -2), ...plain!.slice(-2).map(swap)])
  })

  test('a list of layers that is too long for one attribute is put together', async () => {
    const bytes = await changedHdf5(kerasBytes('cnn3-tf2-weights.h5'), (opened) => {
      const names = opened.attrs.layer_names!.value as string[]
      opened.delete_attribute('layer_names')
      opened.create_attribute('layer_names0', names.slice(0, 3))
      opened.create_attribute('layer_names1', names.slice(3))
    })
    const whole = await readModel(kerasFile('cnn3-tf2-weights.h5'), OPTIONS)
    const { card, weights } = await readModel(file(bytes), OPTIONS)
    expect(card.model).toBe('CNN3')
    expectSameWeights(weights, whole.weights)
  })

  test('more than ten layers of a class are read in the order of their numbers', async () => {
    const names = ['conv1d_10', 'conv1d_2', 'dense', 'conv1d']
    const one = (shape: number[]) => ({
      shape,
      values: new Float32Array(shape.reduce((product, size) => product * size, 1)),
    })
    const layer = (shapes: number[][]) => ({
      attributes: {},
      datasets: {},
      groups: { vars: { attributes: {}, groups: {}, datasets: { 0: one(shapes[0]!), 1: one(shapes[1]!) } } },
    })
    const shapes = [
      [[3, 64, 128], [128]],
      [[6, 32, 64], [64]],
      [[128, 64], [64]],
      [[9, 1, 32], [32]],
    ]
    const bytes = await writeHdf5({
      attributes: {},
      datasets: {},
      groups: {
        layers: {
          attributes: {},
          datasets: {},
          groups: {
            ...Object.fromEntries(names.map((name, i) => [name, layer(shapes[i]!)])),
            dense_1: layer([[64, 32], [32]]),
            dense_2: layer([[32, 2], [2]]),
          },
        },
      },
    })
    const { card, weights } = await readModel(file(bytes, 'w.weights.h5'), OPTIONS)
    expect(card).toMatchObject({ model: 'CNN3', length: 34 })
    expect(weights.map(({ length }) => length).slice(0, 6)).toEqual([288, 32, 12_288, 64, 24_576, 128])
  })
})

describe('the length of weights alone', () => {
  test('is that of the data in use where it fits, else the one of the reference', async () => {
    const lengthOf = async (name: string, length?: number) =>
      (await readModel(kerasFile(name), { created: CREATED, length })).card.length
    expect(await lengthOf('cnn3.weights.h5', 41)).toBe(41)
    expect(await lengthOf('cnn8.weights.h5', 31)).toBe(31)
    // a configuration says it
    expect(await lengthOf('cnn3.h5', 41)).toBe(34)
  })

  test('is asked for where neither fits', async () => {
    expect(await refusal(kerasFile('cnn3.weights.h5'), { length: 42 })).toBe(
      'cnn3.weights.h5 holds weights for posteriors of 34 to 41 points, and does not say for how many.',
    )
  })
})

describe('files of this studio', () => {
  test.each(FIVE)('$id as .keras and as .h5', async ({ changes }) => {
    const model = trainedModel(changes)
    for (const format of ['keras', 'hdf5'] as const) {
      const read = await readModel({ name: 'net', blob: await encodeModel(model, format, PLAIN) }, OPTIONS)
      expect(read.card).toEqual({ ...model.card, origin: 'saved' })
      expectSameWeights(read.weights, model.weights)
    }
  })

  test("a file for AMAZED comes back in the target's order", async () => {
    const model = trainedModel({ classes: ['Deltaz<5e-3', 'Deltaz>=5e-3'], labels: ['good', 'bad'] })
    const blob = await encodeModel(model, 'amazed', {
      ...PLAIN,
      range: { min: 0, max: 5, step: 1e-4 },
      failureClass: 1,
    })
    const read = await readModel({ name: 'net.h5', blob }, OPTIONS)
    expect(read.card).toEqual({ ...model.card, origin: 'saved' })
    expectSameWeights(read.weights, model.weights)
  })

  test('a card of another network than the weights is refused', async () => {
    const archive = await encodeModel(trainedModel(), 'keras', PLAIN)
    const withCard = async (change: Partial<ModelCard>) =>
      refusal(
        file(
          await changedArchive(archive, 'redshift-studio.json', () =>
            json({ ...trainedModel().card, ...change }),
          ),
        ),
      )
    expect(await withCard({ model: 'CNN8' })).toBe(
      'net.keras: its card is of CNN8 with 2 classes and 64 points, its weights of CNN3 with 2 classes and 64 points.',
    )
    expect(await withCard({ length: 65, zgrid: null })).toBe(
      'net.keras: its card is of CNN3 with 2 classes and 65 points, its weights of CNN3 with 2 classes and 64 points.',
    )
    expect(await withCard({ classes: ['Success', 'x'] })).toBe(
      "net.keras: its card has the target DeltaZ and the classes Success and x, which are not that target's.",
    )
    expect(await withCard({ version: 2 } as unknown as Partial<ModelCard>)).toBe(
      'net.keras, card of the network: version is 2, saved by studio "0.1.0"; this studio reads version 1',
    )
  })

  test('without its card it is a file of Keras', async () => {
    const model = trainedModel()
    const archive = await encodeModel(model, 'keras', PLAIN)
    const bytes = await changedArchive(archive, 'redshift-studio.json', () => null)
    const { card, weights } = await readModel(file(bytes), OPTIONS)
    expect(card).toMatchObject({ origin: 'imported', model: 'CNN3', length: 64, target: null, input: null })
    expectSameWeights(weights, model.weights)
  })

  test('an archive that somebody packed again, deflated, is read', async () => {
    const model = trainedModel()
    const archive = await encodeModel(model, 'keras', PLAIN)
    const bytes = zipBytes((await entriesOf(archive)).map((entry) => ({ ...entry, method: 8 })))
    const read = await readModel(file(Uint8Array.from(bytes)), OPTIONS)
    expect(read.card).toEqual({ ...model.card, origin: 'saved' })
    expectSameWeights(read.weights, model.weights)
  })
})

describe('what must be refused', () => {
  test('weights that are not numbers, with their places', async () => {
    const model = trainedModel()
    const kernel = Float32Array.from(model.weights[2]!)
    for (const at of [7, 100, 101, 102, 2000, 3000]) kernel[at] = Number.NaN
    kernel[9] = Number.NEGATIVE_INFINITY
    const broken = { ...model, weights: model.weights.map((values, i) => (i === 2 ? kernel : values)) }
    const blob = await encodeModel(broken, 'keras', PLAIN)
    await expect(readModel({ name: 'net.keras', blob }, OPTIONS)).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'net.keras: layer conv1d_1 has 7 weights of 12,288 in /layers/conv1d_1/vars/0 that are NaN or infinite, at 7, 9, 100, 101, 102 and 2 more.',
      hint: 'Training had failed by then: take the weights of an earlier epoch, or train it again.',
    })
    kernel.fill(0, 102)
    expect(await refusal({ name: 'net.keras', blob: await encodeModel(broken, 'keras', PLAIN) })).toMatch(
      / has 4 weights of 12,288 .* at 7, 9, 100 and 101\.$/,
    )
  })

  test('other files, called what they are', async () => {
    const text = (value: string) => file(Uint8Array.from(Buffer.from(value)), 'net.h5')
    const expected = 'net.h5 is not a saved network (.keras, .h5)'
    expect(await refusal(text(''))).toBe(`${expected}: it is empty (0 bytes)`)
    expect(await refusal(text('<html>'))).toBe(
      `${expected}: it is an HTML page, probably an error or sign-in page saved in place of the download`,
    )
    expect(await refusal(text('version https://git-lfs.github.com/spec/v1'))).toBe(
      `${expected}: it is a Git LFS pointer, not the data themselves`,
    )
    expect(await refusal(text('\x93NUMPY'))).toMatch(expected)
  })

  test('archives and HDF5 files of something else', async () => {
    const zip = zipBytes([{ name: 'X.npy', data: new Uint8Array(3) }])
    expect(await refusal(file(Uint8Array.from(zip)))).toBe(
      'net.keras is a ZIP archive without config.json: it holds X.npy',
    )
    const other = await writeHdf5({
      attributes: {},
      groups: {},
      datasets: { flux: { shape: [1], values: new Float32Array(1) } },
    })
    expect(await refusal(file(other, 'spectra.h5'))).toBe(
      'spectra.h5 holds no network of Keras: it holds flux; expected layers or model_weights.',
    )
    const many = await writeHdf5({
      attributes: {},
      groups: {},
      datasets: Object.fromEntries(
        ['a'.repeat(1000), 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [
          name,
          { shape: [1], values: new Float32Array(1) },
        ]),
      ),
    })
    expect(await refusal(file(many, 'many.h5'))).toBe(
      `many.h5 holds no network of Keras: it holds ${'a'.repeat(60)}..., b, c, d, e and 2 more; expected layers or model_weights.`,
    )
  })

  test('an archive that is damaged, with the hint of Keras', async () => {
    const archive = await encodeModel(trainedModel(), 'keras', PLAIN)
    const { size } = archive
    const cut = file(new Uint8Array(await archive.slice(0, size - 100).arrayBuffer()))
    await expect(readModel(cut, OPTIONS)).rejects.toMatchObject({
      message: expect.stringMatching(/^net\.keras is truncated or was not closed: /),
      hint: 'Save it again with model.save("network.keras").',
    })
    const flipped = await changedArchive(archive, 'model.weights.h5', () => ({ crc: 1 }))
    expect(await refusal(file(flipped))).toMatch(
      /^net\.keras, model\.weights\.h5 is damaged: its checksum \(CRC-32\) is [0-9a-f]{8}, the archive says 00000001$/,
    )
    const noJson = await changedArchive(archive, 'config.json', () => ({
      data: Uint8Array.from(Buffer.from('{')),
    }))
    expect(await refusal(file(noJson))).toMatch(/^net\.keras, config\.json is not JSON: /)
  })

  test('an archive that expands without measure', async () => {
    const archive = await encodeModel(trainedModel(), 'keras', PLAIN)
    const claimed = await changedArchive(archive, 'model.weights.h5', (data) => ({
      method: 8,
      packed: deflateRawSync(data),
      size: 2 ** 30 + 1,
    }))
    expect(await refusal(file(claimed))).toMatch(/^net\.keras, model\.weights\.h5 .*1,073,741,825 bytes/)
    const config = await changedArchive(archive, 'config.json', () => ({
      data: new Uint8Array(16 * 2 ** 20 + 1),
    }))
    expect(await refusal(file(config))).toBe(
      'net.keras, config.json has 16,777,217 bytes; expected at most 16,777,216',
    )
  })

  test("AMAZED's attributes that contradict the network", async () => {
    const withAttribute = async (name: string, value: number | string) =>
      refusal(
        file(
          await changedHdf5(kerasBytes('cnn3-amazed.h5'), (opened) => {
            if (opened.attrs[name] !== undefined) opened.delete_attribute(name)
            if (typeof value === 'number') opened.create_attribute(name, value, [], '<d')
            else opened.create_attribute(name, value)
          }),
          'amazed.h5',
        ),
      )
    expect(await withAttribute('classes', '["a", "b", "c"]')).toBe(
      'amazed.h5, attribute classes names 3 classes, the network has 2 outputs',
    )
    expect(await withAttribute('classes', '{"a": 1}')).toBe(
      'amazed.h5, attribute classes is an object; expected a list of different names',
    )
    expect(await withAttribute('zrange_step', -1)).toBe(
      'amazed.h5: its redshift range is from 0 to 4.9937658 in steps of -1; expected a minimum below the maximum and a step above 0.',
    )
  })

  test.each(['zrange_min', 'zgrid_end', 'zrange_step'])("AMAZED's %s as a text", async (name) => {
    const bytes = await changedHdf5(kerasBytes('cnn3-amazed.h5'), (opened) => {
      opened.delete_attribute(name)
      opened.create_attribute(name, '0.0001')
    })
    await expect(readModel(file(bytes, 'amazed.h5'), OPTIONS)).rejects.toMatchObject({
      code: 'bad-input',
      message: `amazed.h5, attribute ${name} is the text "0.0001"; expected a number`,
      hint: `Write the attribute as a number, with h5py: file.attrs["${name}"] = ...`,
    })
  })

  test('names of outputs that are those of a target give the target', async () => {
    const named = async (classes: string) => {
      const bytes = await changedHdf5(kerasBytes('cnn3-amazed.h5'), (opened) => {
        opened.create_attribute('classes', classes)
      })
      const { card } = await readModel(file(bytes, 'amazed.h5'), OPTIONS)
      return { target: card.target, classes: card.classes, labels: card.labels }
    }
    expect(await named('["Spurious/Mismatch", "Success"]')).toEqual({
      target: 'Success2',
      classes: ['Success', 'Spurious/Mismatch'],
      labels: ['Success', 'Spurious/Mismatch'],
    })
    expect(await named('["bad", "good"]')).toEqual({
      target: null,
      classes: ['bad', 'good'],
      labels: ['bad', 'good'],
    })
  })

  test('weights that are listed and not there', async () => {
    const bytes = await changedHdf5(kerasBytes('cnn3-tf2-weights.h5'), (opened) => {
      const layer = (opened.attrs.layer_names!.value as string[])[1]!
      const group = opened.get(layer) as import('h5wasm').Group
      group.delete_attribute('weight_names')
      group.create_attribute('weight_names', ['nothing/kernel:0', 'nothing/bias:0'])
    })
    expect(await refusal(file(bytes, 'w.h5'))).toMatch(
      /^w\.h5 is damaged: it lists the weights \/conv1d\w*\/nothing\/kernel:0 and does not hold them$/,
    )
  })
})
