import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openNpy, readFloatRows, readNumbers, readObjects } from './npy.ts'
import { encodeNpy, encodeObjectNpy, encodeObjectScalar, npyHeader } from './npy-write.ts'
import { NdArray, unpickle } from './pickle/pickle.ts'
import type { PickleCell, PickleValue } from './pickle/write.ts'
import { PickleWriter } from './pickle/write.ts'
import { referenceFile } from './reference.fixture.ts'
import { bytesSource } from './source.ts'

function fixture(name: string): Uint8Array {
  return referenceFile('numpy', name)
}

async function readNumbersOf(bytes: Uint8Array): Promise<number[]> {
  const source = bytesSource(bytes, 'a.npy')
  return Array.from(await readNumbers(await openNpy(source), source))
}

async function readObjectsOf(bytes: Uint8Array): Promise<readonly unknown[]> {
  const source = bytesSource(bytes, 'a.npy')
  return readObjects(await openNpy(source), source)
}

describe('numbers', () => {
  test('files equal those of np.save, byte for byte', async () => {
    const f4 = new Float32Array(12)
    const source = bytesSource(fixture('f4-le.npy'), 'f4-le.npy')
    await readFloatRows(await openNpy(source), source, 0, 3, f4)
    expect(encodeNpy('<f4', [3, 4], f4)).toEqual(fixture('f4-le.npy'))
    expect(encodeNpy('<f8', [3, 4], await readNumbersOf(fixture('f8-le.npy')))).toEqual(fixture('f8-le.npy'))
    expect(encodeNpy('<f8', [], [2.5])).toEqual(fixture('scalar.npy'))
    expect(encodeNpy('<f4', [0, 5], [])).toEqual(fixture('empty.npy'))
  })

  test.each([
    ['|O', [6, 9], 'attributes9-saved.npy'],
    ['<U17', [5], 'unicode-le.npy'],
    ['<u2', [2, 3, 4], 'three-axes.npy'],
  ])('the header of %s %j equals that of np.save', (descr, shape, name) => {
    const file = fixture(name)
    expect(npyHeader(descr, shape)).toEqual(file.slice(0, file.indexOf(0x0a) + 1))
  })

  test('int64 comes back', async () => {
    const labels = [0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
    const bytes = encodeNpy('<i8', [5], labels)
    expect(bytes.length).toBe(128 + 40)
    expect(await readNumbersOf(bytes)).toEqual(labels)
  })

  test('float32 rounds', async () => {
    const bytes = encodeNpy('<f4', [2, 2], [0.1, -Infinity, NaN, 1e39])
    expect(await readNumbersOf(bytes)).toEqual([Math.fround(0.1), -Infinity, NaN, Infinity])
  })

  test('part of a buffer is written, not all of it', () => {
    const part = Float32Array.of(9, 1, 2, 9).subarray(1, 3)
    expect(encodeNpy('<f4', [2], part)).toEqual(encodeNpy('<f4', [2], [1, 2]))
  })

  test('a shape that does not fit the values', () => {
    expect(() => encodeNpy('<f4', [2, 3], [1, 2])).toThrow('Expected 6 values for (2, 3), got 2')
  })

  test('a header is aligned and has one line, also where it fits exactly', () => {
    for (let digits = 1; digits <= 16; digits++) {
      const header = npyHeader('<f4', [1, 10 ** (digits - 1)])
      expect(header.length % 64).toBe(0)
      expect(header.indexOf(0x0a)).toBe(header.length - 1)
    }
  })
})

describe('objects', () => {
  const rows: PickleCell[][] = [
    ['id-é', 0.5, 3n, null, 'success', -1e300],
    ['', Number.NaN, -1n, true, 'Δ', Number.NEGATIVE_INFINITY],
    ['\0', -0, 2n ** 70n, false, '\ud83d\udd2d', 1e-320],
  ]

  test('cells keep their values', async () => {
    const expected = rows.flat().map((cell) => (cell === 3n || cell === -1n ? Number(cell) : cell))
    expect(await readObjectsOf(encodeObjectNpy(rows))).toEqual(expected)
  })

  test('integers of every width keep their value and their type', () => {
    const edges = [
      0n,
      255n,
      256n,
      65536n,
      -1n,
      -128n,
      -129n,
      2n ** 31n - 1n,
      2n ** 31n,
      -(2n ** 31n),
      -(2n ** 31n) - 1n,
    ]
    for (const value of [...edges, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 2000n]) {
      const writer = new PickleWriter()
      writer.int(value)
      expect(BigInt(unpickle(writer.finish(), 'a.npy') as number | bigint)).toBe(value)
    }
  })

  test('floats that are whole stay floats in the file', () => {
    const float = encodeObjectNpy([[1]])
    const int = encodeObjectNpy([[1n]])
    // BINFLOAT takes 9 bytes, BININT1 two
    expect(float.length - int.length).toBe(7)
  })

  test('many rows', async () => {
    const many = Array.from({ length: 2501 }, (_, row): PickleCell[] => [row / 2, `row ${row}`])
    const values = await readObjectsOf(encodeObjectNpy(many))
    expect(values).toEqual(many.flat())
  })

  test('no rows, and rows of another length', async () => {
    expect(await readObjectsOf(encodeObjectNpy([]))).toEqual([])
    expect(() => encodeObjectNpy([[1, 2], [3]])).toThrow('Expected 2 cells in row 1, got 1')
  })
})

describe('one object', () => {
  /** A Python value without axes, and what the reader should give for it. */
  async function comesBack(value: PickleValue): Promise<unknown> {
    const values = await readObjectsOf(encodeObjectScalar(value))
    expect(values).toHaveLength(1)
    return values[0]
  }

  test('its header equals that of np.save', () => {
    const file = new Uint8Array(
      readFileSync(new URL('../../reference/fixtures/reports/whole.npy', import.meta.url)),
    )
    expect(npyHeader('|O', [])).toEqual(file.slice(0, file.indexOf(0x0a) + 1))
  })

  test('dictionaries keep their order, lists and arrays their type', async () => {
    const value = new Map<string, PickleValue>([
      ['z', { shape: [2, 3], int64: [1, -2, 3, 4, 2 ** 53 - 1, -(2 ** 53 - 1)] }],
      ['10', [0.5, Number.NaN, 2n, null, 'text', [], new Map()]],
      ['1', new Map([['f1-score', 1n]])],
    ])
    const found = await comesBack(value)
    expect(found).toEqual(
      new Map<string, unknown>([
        [
          'z',
          new NdArray(
            { kind: 'i', itemSize: 8, littleEndian: true, descr: '<i8' },
            [2, 3],
            Float64Array.of(1, -2, 3, 4, 2 ** 53 - 1, -(2 ** 53 - 1)),
          ),
        ],
        ['10', [0.5, Number.NaN, 2, null, 'text', [], new Map()]],
        ['1', new Map([['f1-score', 1]])],
      ]),
    )
    expect([...(found as Map<string, unknown>).keys()]).toEqual(['z', '10', '1'])
  })

  test('an array whose shape does not fit its values', () => {
    expect(() => encodeObjectScalar({ shape: [2, 2], int64: [1, 2, 3] })).toThrow(
      'Expected 4 integers, got 3',
    )
  })

  test('more entries than one batch', async () => {
    for (const count of [999, 1000, 1001, 2000]) {
      const entries = Array.from({ length: count }, (_, i): [string, number] => [`key ${i}`, i / 2])
      expect(await comesBack(new Map(entries))).toEqual(new Map(entries))
    }
  })

  test('any value comes back', async () => {
    const value = fc.letrec<{ value: PickleValue; list: PickleValue; dictionary: PickleValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.double(),
        fc.string({ unit: 'binary' }),
        fc.constantFrom(null, true, false),
        tie('list'),
        tie('dictionary'),
      ),
      list: fc.array(tie('value'), { maxLength: 6 }),
      dictionary: fc
        .array(fc.tuple(fc.string(), tie('value')), { maxLength: 6 })
        .map((entries) => new Map(entries)),
    })).value
    await fc.assert(
      fc.asyncProperty(value, async (each) => {
        expect(await comesBack(each)).toEqual(each)
      }),
      { seed: 8, numRuns: 60 },
    )
  })
})
