// NPY files: what NumPy wrote is read to the values that NumPy reads, and rows come one by one.

import { describe, expect, test } from 'vitest'
import { CASES, EXPECTED, fixture, header, npy, readAll } from './npy.fixture.ts'
import { openNpy, readFloatRows, readNumbers, readObjects, readStrings, rowCount, rowWidth } from './npy.ts'
import { NdArray } from './pickle/pickle.ts'
import { referenceNames, toFloat64 } from './reference.fixture.ts'
import { type ByteSource, bytesSource } from './source.ts'

/** Stored by columns, with more than one column and row. */
const COLUMNWISE = ['fortran-2d.npy', 'fortran-3d.npy']

/** A value as expected.json has it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return { int: String(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' }
  }
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') }
  if (value instanceof Map) return { map: Array.from(value, ([key, item]) => [plain(key), plain(item)]) }
  if (value instanceof NdArray) {
    const items = Array.from(value.data, (item) => plain(fromArray(item, value)))
    return { array: items, shape: value.shape }
  }
  return Array.isArray(value) ? value.map(plain) : value
}

function fromArray(item: unknown, { dtype }: NdArray): unknown {
  if (dtype.kind === 'b') return item === 1
  return dtype.kind === 'S' ? Uint8Array.from(item as string, (character) => character.charCodeAt(0)) : item
}

describe('files written by NumPy', () => {
  test('every fixture has an expectation', () => {
    const files = referenceNames('numpy', /\.npy$/)
    expect(files).toEqual(CASES.map(([name]) => name).sort())
    expect(files.length).toBeGreaterThan(60)
  })

  test.each(CASES)('%s: header', async (name, expected) => {
    const file = await openNpy(bytesSource(fixture(name), name))
    expect(file.name).toBe(name)
    expect(file.byteLength).toBe(expected.bytes)
    expect(file.shape).toEqual(expected.shape)
    expect(file.version).toBe(expected.version)
    expect(file.fortranOrder).toBe(expected.fortranOrder)
    expect(file.dtype.descr).toBe(expected.descr)
    expect(file.dtype.littleEndian).toBe(!expected.descr.startsWith('>'))
  })

  test.each(CASES.filter(([, { kind }]) => kind === 'numbers'))('%s: numbers', async (name, expected) => {
    const source = bytesSource(fixture(name), name)
    const values = await readNumbers(await openNpy(source), source)
    expect(Array.from(values)).toEqual(expected.values.map(toFloat64))
  })

  const rowwise = CASES.filter(([name, { kind }]) => kind === 'numbers' && !COLUMNWISE.includes(name))
  test.each(rowwise)('%s: rows as float32', async (name, expected) => {
    const source = bytesSource(fixture(name), name)
    const file = await openNpy(source)
    const rows = rowCount(file)
    const width = rowWidth(file)
    const all = new Float32Array(rows * width)
    await readFloatRows(file, source, 0, rows, all)
    expect(Array.from(all)).toEqual(expected.float32!.map(toFloat64))
    for (let row = 0; row < rows; row++) {
      const one = new Float32Array(width)
      await readFloatRows(file, source, row, 1, one)
      expect(one).toEqual(all.slice(row * width, (row + 1) * width))
    }
  })

  test.each(CASES.filter(([, { kind }]) => kind === 'strings'))('%s: text', async (name, expected) => {
    expect(await readAll(fixture(name))).toEqual(expected.values)
  })

  test.each(CASES.filter(([, { kind }]) => kind === 'objects'))('%s: objects', async (name, expected) => {
    expect((await readAll(fixture(name))).map(plain)).toEqual(expected.values)
  })
})

describe('rows', () => {
  test('finite values that float32 cannot hold are counted', async () => {
    const source = bytesSource(fixture('range-loss.npy'), 'X.npy')
    const file = await openNpy(source)
    const out = new Float32Array(8)
    expect(await readFloatRows(file, source, 0, 2, out)).toEqual({ overflowed: 2, underflowed: 2 })
    expect(Array.from(out)).toEqual([Infinity, -Infinity, 0, 0, Infinity, NaN, -0, Math.fround(3.4e38)])
    expect(await readFloatRows(file, source, 1, 1, out)).toEqual({ overflowed: 0, underflowed: 1 })
  })

  test('only the bytes of the rows are read', async () => {
    const inner = bytesSource(fixture('f8-be.npy'), 'X.npy')
    const slices: [number, number][] = []
    const source: ByteSource = {
      ...inner,
      slice: (start, end) => {
        slices.push([start, end])
        return inner.slice(start, end)
      },
    }
    const file = await openNpy(source)
    await readFloatRows(file, source, 1, 1, new Float32Array(4))
    expect(slices).toEqual([
      [0, 224],
      [160, 192],
    ])
  })

  test('a file that shrank is said', async () => {
    const source = bytesSource(fixture('f4-le.npy'), 'X.npy')
    const file = await openNpy(source)
    const shrunk = bytesSource(fixture('f4-le.npy').slice(0, 150), 'X.npy')
    await expect(readFloatRows(file, shrunk, 0, 3, new Float32Array(12))).rejects.toMatchObject({
      code: 'file-gone',
      message: 'X.npy gave 22 bytes from position 128; expected 48',
    })
  })

  test('rows outside the file and a short buffer are defects of the caller', async () => {
    const source = bytesSource(fixture('f4-le.npy'), 'X.npy')
    const file = await openNpy(source)
    await expect(readFloatRows(file, source, 2, 2, new Float32Array(8))).rejects.toThrow(
      'Expected rows within 0 to 3, got 2 to 4',
    )
    await expect(readFloatRows(file, source, 0, 2, new Float32Array(7))).rejects.toThrow(
      'Expected room for 8 values, got 7',
    )
  })

  test.each(COLUMNWISE)('%s: columns are refused with the way out', async (name) => {
    const source = bytesSource(fixture(name), name)
    const file = await openNpy(source)
    const shape = EXPECTED[name]!.shape.join(', ')
    await expect(readFloatRows(file, source, 0, 1, new Float32Array(100))).rejects.toMatchObject({
      code: 'bad-input',
      message: `${name} stores its shape (${shape}) by columns (Fortran order); expected rows (C order)`,
      hint: 'Save it again by rows: np.save(path, np.ascontiguousarray(x)).',
    })
  })
})

describe('types in the wrong place', () => {
  test('text and objects are no numbers', async () => {
    const text = bytesSource(fixture('unicode-le.npy'), 'X.npy')
    await expect(readNumbers(await openNpy(text), text)).rejects.toThrow(
      'X.npy holds text (type <U17); expected numbers',
    )
    const objects = bytesSource(fixture('attributes9-saved.npy'), 'X.npy')
    await expect(readFloatRows(await openNpy(objects), objects, 0, 1, new Float32Array(9))).rejects.toThrow(
      'X.npy holds Python objects (type |O); expected numbers',
    )
  })

  test('numbers are neither text nor objects', async () => {
    const source = bytesSource(fixture('f4-le.npy'), 'Y.npy')
    const file = await openNpy(source)
    await expect(readStrings(file, source)).rejects.toThrow('Y.npy has type <f4; expected text (U or S)')
    await expect(readObjects(file, source)).rejects.toThrow(
      'Y.npy has type <f4; expected Python objects (|O)',
    )
  })

  test('a matrix in place of labels is too large', async () => {
    const head = npy(header('|u1', '(20000, 17908)'), new Uint8Array(0))
    const source: ByteSource = {
      name: 'Y.npy',
      byteLength: head.length + 20000 * 17908,
      slice: async (start, end) => new Uint8Array(head.slice(start, end)),
    }
    await expect(readNumbers(await openNpy(source), source)).rejects.toThrow(
      'Y.npy with the shape (20000, 17908) takes 2,865,280,000 bytes; expected at most 67,108,864',
    )
  })

  test('objects: another shape or another value than the header says', async () => {
    const bytes = fixture('attributes9-saved.npy')
    const dict = bytes.slice(0, 128)
    const other = Buffer.from(bytes).toString('latin1').replace('(6, 9)', '(9, 6)')
    await expect(readAll(new Uint8Array(Buffer.from(other, 'latin1')))).rejects.toThrow(
      'file.npy is damaged: its shape is (9, 6) in its header and (6, 9) in its pickle',
    )
    await expect(readAll(Uint8Array.of(...dict, 0x80, 3, 0x7d, 0x2e))).rejects.toThrow(
      'file.npy is damaged: it says that it holds an array of objects; its pickle holds something else',
    )
  })

  test('a code point that is not Unicode', async () => {
    await expect(readAll(npy(header('<U1', '(1,)'), Uint8Array.of(0, 0, 17, 0)))).rejects.toThrow(
      'file.npy is damaged: the code point 1114112 is not Unicode; expected at most 1114111',
    )
  })
})
