import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import {
  openNpy,
  parseNpyHeader,
  readFloatRows,
  readNumbers,
  readObjects,
  readStrings,
  rowCount,
  rowWidth,
} from './npy.ts'
import { NdArray } from './pickle/pickle.ts'
import { refusal } from './reading.fixture.ts'
import { referenceFile, referenceNames, referenceValues, toFloat64 } from './reference.fixture.ts'
import { type ByteSource, bytesSource } from './source.ts'

interface Expected {
  readonly kind: 'numbers' | 'strings' | 'objects'
  readonly descr: string
  readonly shape: number[]
  readonly version: string
  readonly fortranOrder: boolean
  readonly bytes: number
  readonly values: unknown[]
  readonly float32?: unknown[]
}

const EXPECTED = referenceValues<Expected>('numpy')
const CASES = Object.entries(EXPECTED)
/** Stored by columns, with more than one column and row. */
const COLUMNWISE = ['fortran-2d.npy', 'fortran-3d.npy']

function fixture(name: string): Uint8Array {
  return referenceFile('numpy', name)
}

/** An array of 2 rows of 3 as bytes, with the header's text given. */
function npy(header: string, data = new Uint8Array(24), version = [1, 0]): Uint8Array {
  const text = new TextEncoder().encode(header)
  const length =
    version[0] === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0]
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...version, ...length, ...text, ...data)
}

function header(descr: string, shape = '(2, 3)', order = 'False'): string {
  return `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`
}

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

async function readAll(bytes: Uint8Array): Promise<readonly unknown[]> {
  const source = bytesSource(bytes, 'file.npy')
  const file = await openNpy(source)
  if (file.dtype.kind === 'O') return readObjects(file, source)
  if (file.dtype.kind === 'U' || file.dtype.kind === 'S') return readStrings(file, source)
  return Array.from(await readNumbers(file, source))
}

function refusalOf(bytes: Uint8Array, name = 'X.npy'): ReturnType<typeof refusal> {
  return refusal(openNpy(bytesSource(bytes, name)))
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

describe('refused files', () => {
  const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
  test.each([
    ['', 'empty (0 bytes)'],
    [
      '\n<!DOCTYPE html><html>',
      'an HTML page, probably an error or sign-in page saved in place of the download',
    ],
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 4224000',
      'a Git LFS pointer, not the data themselves',
    ],
    ['PK\x03\x04\x14\x00', 'a ZIP archive (as NPZ files are)'],
    ['\x1f\x8b\x08\x00', 'compressed with gzip'],
    ['ARROW1\0\0', 'an Arrow file'],
    ['\xff\xff\xff\xff\x10\x01\x00\x00', 'an Arrow stream'],
    ['SIMPLE  =                    T', 'a FITS file'],
    ['\x89HDF\r\n\x1a\n\0', 'an HDF5 file'],
    ['PAR1\x15\x04', 'a Parquet file'],
    ['{"acc": [0.5]}', 'a JSON file'],
    ['<?xml version="1.0"?><VOTABLE>', 'an XML file'],
    ['\x80\x04\x95\x10\0\0\0\0\0\0\0]', 'a Python pickle (protocol 4) without an NPY header'],
  ])('%j is recognised', async (content, what) => {
    const { message, hint } = await refusalOf(latin1(content))
    expect(message).toBe(`X.npy is not a NumPy file (NPY): it is ${what}`)
    expect(hint).not.toBe('')
  })

  test('bytes without meaning', async () => {
    expect(await refusalOf(latin1('1.0 2.0 3.0'))).toEqual({
      message: 'X.npy is not a NumPy file (NPY)',
      hint: 'Save the array with np.save.',
    })
  })

  test.each([
    [
      'truncated data',
      npy(header('<f4')).slice(0, -1),
      'is truncated: expected 94 bytes (70 of header + (2, 3) x 4), the file has 93',
    ],
    [
      'trailing bytes',
      npy(header('<f4'), new Uint8Array(25)),
      'has trailing bytes: expected 94 bytes (70 of header + (2, 3) x 4), the file has 95',
    ],
    [
      'truncated magic',
      npy('').slice(0, 4),
      'is truncated: expected 10 bytes for its header, the file has 4',
    ],
    [
      'truncated header',
      npy(header('<f4')).slice(0, 30),
      'is truncated: expected 70 bytes for its header, the file has 30',
    ],
    [
      'long header',
      npy(`${header('<f4')}${' '.repeat(10_000)}`),
      'has an NPY header of 10,060 bytes; expected at most 10,000',
    ],
    [
      'long header, version 2',
      npy(`${header('<f4')}${' '.repeat(10_000)}`, undefined, [2, 0]),
      'has an NPY header of 10,060 bytes; expected at most 10,000',
    ],
    ['version', npy(header('<f4'), undefined, [4, 0]), 'has NPY version 4.0; expected 1.0, 2.0 or 3.0'],
    ['minor version', npy(header('<f4'), undefined, [1, 1]), 'has NPY version 1.1; expected 1.0, 2.0 or 3.0'],
    [
      'complex',
      npy(header('<c8')),
      'holds complex numbers (type <c8); expected real numbers, text or objects',
    ],
    ['dates', npy(header('<M8[s]')), 'holds dates (type <M8[s]); expected real numbers, text or objects'],
    [
      'dates without unit',
      npy(header('<M8')),
      'holds dates (type <M8); expected real numbers, text or objects',
    ],
    [
      'void',
      npy(header('|V4')),
      'holds a structured type (type |V4); expected real numbers, text or objects',
    ],
    [
      'long double',
      npy(header('<f16')),
      'holds numbers of extended precision (type <f16); expected real numbers, text or objects',
    ],
    [
      'long double of 32-bit systems',
      npy(header('<f12')),
      'holds numbers of extended precision (type <f12); expected real numbers, text or objects',
    ],
    [
      'float without a known size',
      npy(header('<f32')),
      "has the unknown type '<f32'; expected float16 to float64, (u)int8 to (u)int64, bool, text or objects",
    ],
    [
      'text without length',
      npy(header('<U0')),
      "has the unknown type '<U0'; expected float16 to float64, (u)int8 to (u)int64, bool, text or objects",
    ],
    [
      'structured',
      npy("{'descr': [('z', '<f4')], 'fortran_order': False, 'shape': (6,), }"),
      "holds a structured type (type [('z', '<f4')]); expected real numbers, text or objects",
    ],
    [
      'overflow',
      npy(header('<f4', '(94906267, 94906267)')),
      'is damaged: it claims the shape (94906267, 94906267), more bytes than any file can hold',
    ],
    [
      'overflow hidden by 0',
      npy(header('<f4', '(0, 94906267, 94906267)')),
      'is damaged: it claims the shape (0, 94906267, 94906267), more bytes than any file can hold',
    ],
    [
      'axis',
      npy(header('<f4', '(99999999999999999999,)')),
      'is damaged: in its header, an axis of 100000000000000000000 elements is too long',
    ],
    ['axes', npy(header('<f4', `(${'1,'.repeat(65)})`)), 'is damaged: in its header, more than 64 axes'],
    ['negative', npy(header('<f4', '(-1,)')), 'is damaged: in its header, expected a size at position 51'],
    ['no tuple', npy(header('<f4', '(6)')), 'is damaged: in its header, the shape (6) is not a tuple'],
    ['code', npy(header('<f4', '__import__("os")')), 'is damaged: in its header, expected ( at position 50'],
    [
      'missing key',
      npy("{'descr': '<f4', 'shape': (6,)}"),
      "is damaged: in its header, the key 'fortran_order' is missing",
    ],
    [
      'unknown key',
      npy("{'descr': '<f4', '__proto__': 1}"),
      "is damaged: in its header, the key '__proto__' is unknown or twice there",
    ],
    [
      'key twice',
      npy("{'descr': '<f4', 'descr': '<f4'}"),
      "is damaged: in its header, the key 'descr' is unknown or twice there",
    ],
    ['more text', npy(`${header('<f4')}x`), 'is damaged: in its header, unexpected text at position 60'],
    ['no dictionary', npy('[1]'), 'is damaged: in its header, expected { at position 0'],
  ])('%s', async (_, bytes, message) => {
    expect((await refusalOf(bytes)).message).toBe(`X.npy ${message}`)
  })
})

describe('damage', () => {
  test('a file cut at any byte is refused', async () => {
    const names = [
      'f4-le.npy',
      'unicode-le.npy',
      'bytes.npy',
      'version-3.npy',
      'attributes9-saved.npy',
      'python2-p0.npy',
      'report-p5.npy',
    ]
    for (const name of names) {
      const bytes = fixture(name)
      for (let length = 0; length < bytes.length; length++) {
        await expect(readAll(bytes.slice(0, length)), `${name} cut to ${length}`).rejects.toBeInstanceOf(
          StudioError,
        )
      }
    }
  })

  test('a byte too many is refused', async () => {
    for (const [name, { bytes }] of CASES) {
      const longer = new Uint8Array(bytes + 1)
      longer.set(fixture(name))
      await expect(readAll(longer), name).rejects.toThrow(
        /^file\.npy has trailing bytes: .* (are there|the file has \d+)$/,
      )
    }
  })

  test('flipped bits give values or a StudioError, nothing else', async () => {
    const contents = CASES.filter(([, { bytes }]) => bytes < 3000).map(([name]) => fixture(name))
    const flips = fc.array(fc.tuple(fc.nat(2999), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...contents), flips, async (original, changes) => {
        const bytes = original.slice()
        for (const [at, mask] of changes) bytes[at % bytes.length]! ^= mask
        await readAll(bytes).catch((error: unknown) => {
          if (!(error instanceof StudioError)) throw error
        })
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  test('headers of odd text give a header or a StudioError, nothing else', () => {
    const pieces = [
      "'descr'",
      "'shape'",
      "'fortran_order'",
      ':',
      ',',
      '(',
      ')',
      '{',
      '}',
      "'<f4'",
      'True',
      'False',
      '1',
      '9L',
      ' ',
      '[',
      '\\',
      '"',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        try {
          parseNpyHeader(npy(parts.join('')), 'X.npy')
        } catch (error) {
          if (!(error instanceof StudioError)) throw error
        }
      }),
      { numRuns: 2000, seed: 2 },
    )
  })
})
