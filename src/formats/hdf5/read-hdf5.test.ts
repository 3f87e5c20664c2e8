import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/rng.ts'
import { kerasBytes } from '../../data/model-file/keras-models.fixture.ts'
import { loadH5wasm, withTemporaryFile } from './h5wasm.ts'
import { isHdf5, readHdf5 } from './read-hdf5.ts'
import type { Hdf5Reader } from './read-tree.ts'
import { writeHdf5 } from './write-hdf5.ts'

const WEIGHTS = 'layers/conv1d_1/vars/0'

function source(bytes: Uint8Array<ArrayBuffer>, name = 'net.h5') {
  return { name, blob: new Blob([bytes]) }
}

/** A file as h5wasm writes it. */
async function written(fill: (file: import('h5wasm').File) => void): Promise<Uint8Array<ArrayBuffer>> {
  const library = await loadH5wasm()
  return withTemporaryFile(library, (path) => {
    const file = new library.File(path, 'w')
    fill(file)
    file.close()
    return Uint8Array.from(library.FS.readFile(path, { encoding: 'binary' }))
  })
}

async function reading<T>(bytes: Uint8Array<ArrayBuffer>, use: (reader: Hdf5Reader) => T): Promise<T> {
  return readHdf5(source(bytes), use)
}

describe('a file of Keras', () => {
  test('names, attributes, shapes and values', async () => {
    const found = await reading(kerasBytes('cnn3.weights.h5'), (reader) => ({
      root: reader.names('/'),
      conv: reader.names('/layers/conv1d_1/vars'),
      name: reader.text('/layers/conv1d_1/vars', 'name'),
      shape: reader.shape(`/${WEIGHTS}`),
      values: reader.readFloat32(`/${WEIGHTS}`),
    }))
    expect({ ...found, values: found.values.length }).toEqual({
      root: ['layers', 'vars'],
      conv: ['0', '1'],
      name: 'conv1d_1',
      shape: [6, 32, 64],
      values: 6 * 32 * 64,
    })
    // reference/keras_files.py: weight 2 starts its pattern at 22 of 61
    expect(found.values[0]).toBe(Math.fround(Math.sqrt(6 / (6 * 32 + 64)) * (22 / 30 - 1)))
  })

  test('what is not there is null', async () => {
    const found = await reading(kerasBytes('cnn3.weights.h5'), (reader) => [
      reader.names('/nothing'),
      reader.names(`/${WEIGHTS}`),
      reader.shape('/nothing'),
      reader.shape('/layers'),
      reader.text('/', 'nothing'),
      reader.texts('/nothing', 'name'),
      reader.number('/', 'nothing'),
      reader.number('/layers/conv1d_1/vars', 'name'),
    ])
    expect(found).toEqual(Array(8).fill(null))
  })

  test('texts of fixed and variable length, lists and empty lists', async () => {
    const listsOf = (file: string) =>
      reading(kerasBytes(file), (reader) => ({
        version: reader.text('/', 'keras_version'),
        first: reader.texts('/model_weights', 'layer_names')?.[0]?.replace(/_\d+$/, ''),
        none: reader.texts(
          `/model_weights/${reader.texts('/model_weights', 'layer_names')![0]!}`,
          'weight_names',
        ),
      }))
    expect(await listsOf('cnn3.h5')).toEqual({ version: '3.15.1', first: 'input_layer', none: [] })
    expect(await listsOf('cnn3-tf2.h5')).toEqual({ version: '2.15.0', first: 'input_layer', none: [] })
  })

  test('float16 and big-endian float64 become float32', async () => {
    const [half, plain] = await Promise.all(
      ['cnn3-half.h5', 'cnn3.h5'].map((file) =>
        reading(kerasBytes(file), (reader) => {
          const layer = reader.texts('/model_weights', 'layer_names')![1]!
          const [kernel, bias] = reader.texts(`/model_weights/${layer}`, 'weight_names')!
          return [kernel, bias].map((name) => reader.readFloat32(`/model_weights/${layer}/${name}`))
        }),
      ),
    )
    for (const [i, values] of half!.entries()) {
      expect(values.length).toBe(plain![i]!.length)
      const largest = Math.max(...values.map((value, k) => Math.abs(value - plain![i]![k]!)))
      // of values up to 0.5, rounded to 11 bits
      expect(largest).toBeLessThanOrEqual(2 ** -12)
      expect(largest).toBeGreaterThan(0)
    }
  })
})

describe('other types', () => {
  test('attributes of every type', async () => {
    const bytes = await written((file) => {
      file.create_attribute('double', 1e-4, [], '<d')
      file.create_attribute('single', 0.5, [], '<f')
      file.create_attribute('int', -3, [], '<i')
      file.create_attribute('long', new BigInt64Array([7n]), [], '<q')
      file.create_attribute('fixed', 'Γ', [], 'S5')
      file.create_attribute('texts', ['a', '', 'Δz'])
      file.create_attribute('numbers', [1, 2])
    })
    const found = await reading(bytes, (reader) => ({
      numbers: ['double', 'single', 'int', 'long', 'numbers', 'texts'].map((name) =>
        reader.number('/', name),
      ),
      texts: ['fixed', 'texts', 'double'].map((name) => reader.texts('/', name)),
      text: ['fixed', 'texts', 'double'].map((name) => reader.text('/', name)),
    }))
    expect(found).toEqual({
      numbers: [1e-4, 0.5, -3, 7, null, null],
      texts: [['Γ'], ['a', '', 'Δz'], null],
      text: ['Γ', null, null],
    })
  })

  test('a scalar, an empty dataset and one of several pieces', async () => {
    const long = Float32Array.from({ length: 3_000_001 }, (_, i) => i % 1021)
    const bytes = await writeHdf5({
      attributes: {},
      groups: {},
      datasets: {
        scalar: { shape: [], values: Float32Array.of(0.25) },
        empty: { shape: [0, 3], values: new Float32Array(0) },
        long: { shape: [3_000_001, 1], values: long },
      },
    })
    const [scalar, empty, read] = await reading(bytes, (reader) =>
      ['/scalar', '/empty', '/long'].map((path) => reader.readFloat32(path)),
    )
    expect([...scalar!]).toEqual([0.25])
    expect([...empty!]).toEqual([])
    expect(Buffer.compare(Buffer.from(read!.buffer), Buffer.from(long.buffer))).toBe(0)
  })

  test('integers and texts are no weights', async () => {
    const bytes = await written((file) => {
      file.create_dataset({ name: 'ints', data: new Int32Array(2) })
      file.create_dataset({ name: 'double', data: Float64Array.of(1, 1e39, -2e300) })
    })
    await expect(reading(bytes, (reader) => reader.readFloat32('/ints'))).rejects.toMatchObject({
      code: 'bad-input',
      message: 'net.h5, /ints is of a type of 4 bytes that is not read; expected float16, float32 or float64',
    })
    await expect(reading(bytes, (reader) => reader.readFloat32('/double'))).rejects.toMatchObject({
      code: 'bad-input',
      message: 'net.h5, /double has 2 values beyond float32 (3.4e38)',
    })
  })

  test('a dataset that claims 4 TB in a few bytes', async () => {
    const bytes = await written((file) => {
      const dataset = file.create_dataset({
        name: 'w',
        data: new Float32Array(1),
        shape: [1, 1],
        maxshape: [2 ** 20, 2 ** 20],
        chunks: [1, 1],
      })
      dataset.resize([2 ** 20, 2 ** 20])
    })
    expect(bytes.length).toBeLessThan(10_000)
    await expect(reading(bytes, (reader) => reader.readFloat32('/w'))).rejects.toMatchObject({
      code: 'bad-input',
      message: 'net.h5, /w is damaged: it claims 1,099,511,627,776 values; expected at most 268,435,456',
    })
  })

  test('a list of 10,001 texts', async () => {
    const library = await loadH5wasm()
    // beyond 64 kB an attribute needs the newer layout
    const bytes = withTemporaryFile(library, (path) => {
      const file = new library.File(path, 'w', { libver: 'latest' })
      file.create_attribute('most', Array(10_000).fill('n'))
      file.create_attribute('more', Array(10_001).fill('n'))
      file.close()
      return Uint8Array.from(library.FS.readFile(path, { encoding: 'binary' }))
    })
    expect(await reading(bytes, (reader) => reader.texts('/', 'most')?.length)).toBe(10_000)
    await expect(reading(bytes, (reader) => reader.texts('/', 'more'))).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'net.h5, attribute more is damaged: it claims 10,001 values of 4 bytes; expected at most 67,108,864 bytes and 10,000 texts',
    })
  })

  test('links to other files lead nowhere', async () => {
    const bytes = await written((file) => {
      file.create_external_link('/redshift-studio-1.h5', '/', 'outside')
      file.create_soft_link('/nowhere', 'dangling')
      file.create_group('g').create_soft_link('/g', 'self')
    })
    const found = await reading(bytes, (reader) => [
      reader.names('/')?.toSorted(),
      reader.names('/outside'),
      reader.names('/dangling'),
      reader.names('/g/self/self/self'),
    ])
    expect(found).toEqual([['dangling', 'g', 'outside'], null, null, ['self']])
  })
})

describe('what is no HDF5 file, or no whole one', () => {
  const refused = async (bytes: Uint8Array<ArrayBuffer>) =>
    readHdf5(source(bytes), () => null).then(
      () => 'read',
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    )
  const text = (value: string) => Uint8Array.from(Buffer.from(value))

  test('is called what it is', async () => {
    expect(await refused(new Uint8Array(0))).toBe(
      'bad-input: net.h5 is not an HDF5 file: it is empty (0 bytes)',
    )
    expect(await refused(text('<!DOCTYPE html><html>'))).toBe(
      'bad-input: net.h5 is not an HDF5 file: it is an HTML page, probably an error or sign-in page saved in place of the download',
    )
    expect(await refused(text('version https://git-lfs.github.com/spec/v1\n'))).toBe(
      'bad-input: net.h5 is not an HDF5 file: it is a Git LFS pointer, not the data themselves',
    )
    expect(await refused(new Uint8Array(1000))).toBe('bad-input: net.h5 is not an HDF5 file')
  })

  test('a file cut short, with both sizes', async () => {
    const bytes = kerasBytes('cnn3.h5')
    const [whole, cut] = [bytes.length, 100_000].map((size) => size.toLocaleString('en'))
    expect(await refused(bytes.slice(0, 100_000))).toBe(
      `bad-input: net.h5 is truncated: expected ${whole} bytes as it says at its beginning, the file has ${cut}`,
    )
    expect(await refused(bytes.slice(0, 8))).toMatch(/^bad-input: net\.h5 is damaged: HDF5 says "/)
  })

  test('a file of a newer layout, cut short', async () => {
    const library = await loadH5wasm()
    const bytes = withTemporaryFile(library, (path) => {
      const file = new library.File(path, 'w', { libver: 'latest' })
      file.create_dataset({ name: 'x', data: new Float32Array(1000) })
      file.close()
      return Uint8Array.from(library.FS.readFile(path, { encoding: 'binary' }))
    })
    expect(bytes[8]).toBeGreaterThanOrEqual(2)
    expect(await refused(bytes)).toBe('read')
    expect(await refused(bytes.slice(0, 2000))).toBe(
      `bad-input: net.h5 is truncated: expected ${bytes.length.toLocaleString('en')} bytes as it says at its beginning, the file has 2,000`,
    )
  })

  test('an error of the reader stays what it is', async () => {
    const wrong = new TypeError('a defect')
    await expect(
      reading(kerasBytes('cnn3.weights.h5'), () => {
        throw wrong
      }),
    ).rejects.toBe(wrong)
  })
})

test('flipped bytes end soon, as values or as bad input, and leave the library fit', {
  timeout: 120_000,
}, async () => {
  const intact = kerasBytes('cnn3-tf2-weights.h5')
  const rng = createRng(11, 'flips')
  const outcomes = { read: 0, refused: 0 }
  let longest = 0
  for (let trial = 0; trial < 150; trial++) {
    const bytes = intact.slice()
    // what is no weight lies in the first and last parts
    for (let i = 0; i < 8; i++) {
      const at = Math.floor(rng.uniform() * 6000)
      bytes[rng.uniform() < 0.5 ? at : bytes.length - 1 - at] = Math.floor(rng.uniform() * 256)
    }
    const started = performance.now()
    const outcome = await reading(bytes, everything).then(
      () => 'read' as const,
      (error: { code?: string; message: string }) => {
        expect(error).toMatchObject({ code: 'bad-input', message: expect.stringContaining('net.h5') })
        return 'refused' as const
      },
    )
    outcomes[outcome] += 1
    longest = Math.max(longest, performance.now() - started)
  }
  expect(outcomes.refused).toBeGreaterThan(20)
  expect(longest).toBeLessThan(5000)
  expect(await reading(intact, everything)).toBeGreaterThan(40_000)
})

/** Reads all that a file holds, as far as it goes. */
function everything(reader: Hdf5Reader): number {
  let values = 0
  const visit = (path: string, depth: number): void => {
    for (const name of ['layer_names', 'weight_names', 'keras_version']) reader.texts(path || '/', name)
    for (const name of reader.names(path || '/') ?? []) {
      const inner = `${path}/${name}`
      if (reader.shape(inner) !== null) values += reader.readFloat32(inner).length
      else if (depth < 6) visit(inner, depth + 1)
    }
  }
  visit('', 0)
  return values
}

test('the first bytes tell', () => {
  expect(isHdf5(kerasBytes('cnn3.h5').subarray(0, 8))).toBe(true)
  expect(isHdf5(new Uint8Array(8))).toBe(false)
  expect(isHdf5(new Uint8Array(0))).toBe(false)
})
