import { afterEach, expect, test, vi } from 'vitest'
import { loadH5wasm } from './h5wasm.ts'
import { readBack } from './read-back.fixture.ts'
import type { Hdf5Group } from './tree.ts'
import { writeHdf5 } from './write-hdf5.ts'

afterEach(() => vi.useRealTimers())

function group(parts: Partial<Hdf5Group>): Hdf5Group {
  return { attributes: {}, groups: {}, datasets: {}, ...parts }
}

const TREE = group({
  attributes: { text: 'ΔZ ≥ 1e-3, 赤方偏移', empty: '', number: 4, names: ['a', 'Δ', ''], none: [] },
  groups: {
    outer: group({
      groups: { inner: group({ attributes: { doubles: Float64Array.of(0.1, -2) } }) },
      datasets: {
        matrix: { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6.5) },
        scalar: { shape: [], values: Float32Array.of(7) },
      },
    }),
  },
})

test('a tree comes back as it was written', async () => {
  const { attributes, datasets, chunks, paths } = await readBack(await writeHdf5(TREE))
  expect(attributes).toEqual({
    '/': {
      text: 'ΔZ ≥ 1e-3, 赤方偏移',
      empty: '',
      number: 4,
      names: ['a', 'Δ', ''],
      none: new Float64Array(0),
    },
    'outer/inner': { doubles: Float64Array.of(0.1, -2) },
  })
  expect(datasets).toEqual({
    'outer/matrix': { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6.5) },
    'outer/scalar': { shape: [], values: Float32Array.of(7) },
  })
  expect(chunks).toEqual({})
  expect(paths).toEqual(['outer', 'outer/inner', 'outer/matrix', 'outer/scalar'])
})

test('numbers are float64 and texts UTF-8 of variable length, also in lists', async () => {
  const library = await loadH5wasm()
  library.FS.writeFile('/types.h5', await writeHdf5(TREE))
  const file = new library.File('/types.h5', 'r')
  const { number, text, names } = file.attrs
  expect([number!.dtype, number!.shape]).toEqual(['<d', []])
  expect([text!.metadata, names!.metadata]).toEqual([
    expect.objectContaining({ type: 3, vlen: true, cset: 1, shape: [] }),
    expect.objectContaining({ type: 3, vlen: true, cset: 1, shape: [3] }),
  ])
  file.close()
  library.FS.unlink('/types.h5')
})

test('the same tree gives the same bytes at another time', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] })
  const first = await writeHdf5(TREE)
  vi.setSystemTime(Date.UTC(2027, 5, 5))
  expect(await writeHdf5(TREE)).toEqual(first)
  // the clock goes on
  expect(Date.now()).toBe(Date.UTC(2027, 5, 5))
})

test('the oldest layout is used, which every HDF5 library reads', async () => {
  // version of the superblock, behind the signature
  expect((await writeHdf5(TREE))[8]).toBe(0)
})

test('a large dataset goes in by pieces, and the library needs no memory for it', async () => {
  const { Module } = await loadH5wasm()
  const before = Module.HEAPU8.length
  const values = Float32Array.from({ length: 1001 * 3 * 2500 }, (_, i) => i % 65_521)
  const bytes = await writeHdf5(group({ datasets: { kernel: { shape: [1001, 3, 2500], values } } }))
  expect(Module.HEAPU8.length).toBe(before)
  // 30 MB of values; the last piece is stored whole
  expect(bytes.length).toBeLessThan(values.byteLength + 2 ** 20)
  // reserved once: the array has not grown, which would have left an eighth more
  expect(bytes.buffer.byteLength).toBeLessThan(values.byteLength + 2 ** 21)
  const { datasets, chunks } = await readBack(bytes)
  expect(chunks).toEqual({ kernel: [34, 3, 2500] })
  expect(datasets.kernel!.shape).toEqual([1001, 3, 2500])
  expect(datasets.kernel!.values.findIndex((value, i) => value !== i % 65_521)).toBe(-1)
})

test('a text longer than the header of an object can hold', async () => {
  const text = 'configuration '.repeat(10_000)
  expect((await readBack(await writeHdf5(group({ attributes: { text } })))).attributes['/']).toEqual({ text })
})

test('values that do not fit their shape are refused, and nothing stays behind', async () => {
  const { FS } = await loadH5wasm()
  const before = FS.readdir('/')
  const datasets = { kernel: { shape: [40, 30], values: new Float32Array(1000) } }
  await expect(writeHdf5(group({ groups: { dense: group({ datasets }) } }))).rejects.toMatchObject({
    code: 'internal',
    message: '/dense/kernel has the shape (40, 30), 1,200 values, and 1,000 were given.',
  })
  await writeHdf5(TREE)
  expect(FS.readdir('/')).toEqual(before)
})
