// Archives made to harm: each is refused with a typed error, soon and in little memory.

import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { contentOf, readDamaged } from '../fuzz.fixture.ts'
import { refusal } from '../reading.fixture.ts'
import { type ByteSource, bytesSource } from '../source.ts'
import { openNpz } from './npz.ts'
import { type EndSpec, type EntrySpec, npyBytes, npyWith, zipBytes } from './zip.fixture.ts'

const X = npyBytes([1, 2, 3, 4, 5, 6], [2, 3])
const ENTRY: EntrySpec = { name: 'X.npy', data: X }
const DEFLATED: EntrySpec = { ...ENTRY, method: 8 }
const TEN_TB = 10 * 2 ** 40
const ZEROS = 64 * 2 ** 20

function open(bytes: Uint8Array) {
  return openNpz(bytesSource(bytes, 'data.npz'))
}

function openRefusal(entries: readonly EntrySpec[], end: EndSpec = {}): ReturnType<typeof refusal> {
  return refusal(open(zipBytes(entries, end)))
}

/** Small deflated arrays are refused on opening already: their header is read with the rest. */
function readRefusal(entries: readonly EntrySpec[]): ReturnType<typeof refusal> {
  return refusal(open(zipBytes(entries)).then((table) => table.columns[0]!.readAll()))
}

describe('refused by the directory', () => {
  test.each<[string, readonly EntrySpec[], EndSpec, string]>([
    [
      '1,001 entries',
      Array.from({ length: 1001 }, (_, i) => ({ name: `X${i}.npy`, data: X })),
      {},
      'data.npz has more than 1,000 entries',
    ],
    ['two of one name', [ENTRY, ENTRY], {}, 'data.npz has two entries named X.npy'],
    ['encrypted', [{ ...ENTRY, flags: 1 }], {}, 'data.npz, column X is encrypted'],
    [
      'bzip2',
      [{ ...ENTRY, method: 12 }],
      {},
      'data.npz, column X is compressed with bzip2 (ZIP method 12); expected stored or deflated',
    ],
    [
      'LZMA',
      [{ ...ENTRY, method: 14 }],
      {},
      'data.npz, column X is compressed with LZMA (ZIP method 14); expected stored or deflated',
    ],
    [
      'Zstandard',
      [{ ...ENTRY, method: 93 }],
      {},
      'data.npz, column X is compressed with Zstandard (ZIP method 93); expected stored or deflated',
    ],
    [
      'a method that nobody knows',
      [{ ...ENTRY, method: 77 }],
      {},
      'data.npz, column X is compressed with an unknown method (ZIP method 77); expected stored or deflated',
    ],
    [
      '10 TB',
      [{ ...DEFLATED, zip64: true, size: TEN_TB }],
      {},
      'data.npz, column X is damaged: it claims 10,995,116,277,760 bytes; expected at most 68,719,476,736',
    ],
    [
      '2 GB of almost nothing',
      [{ ...DEFLATED, packed: new Uint8Array(1000), size: 2 ** 31 }],
      {},
      'data.npz, column X is damaged: it claims 2,147,483,648 bytes out of 1,000; expected at most 1,100 times as many',
    ],
    [
      'stored in fewer bytes than it has',
      [{ ...ENTRY, size: 2 ** 31 }],
      {},
      'data.npz, column X is damaged: it is stored as 152 bytes and said to have 2,147,483,648',
    ],
    [
      'beyond the directory',
      [{ ...DEFLATED, packed: new Uint8Array(100), compressedSize: 5000 }],
      {},
      'data.npz is damaged: the entry X.npy reaches to byte 5,035, beyond the next one at 135',
    ],
    [
      'zip64 sizes beyond the file',
      [{ ...DEFLATED, packed: new Uint8Array(100), zip64: true, compressedSize: TEN_TB, size: TEN_TB }],
      {},
      'data.npz is damaged: the entry X.npy reaches to byte 10,995,116,277,795, beyond the next one at 135',
    ],
    [
      'zip64 sizes beyond 2^53',
      [{ ...DEFLATED, zip64: true, compressedSize: 2 ** 60 }],
      {},
      'data.npz is damaged: 64-bit value exceeds Number.MAX_SAFE_INTEGER',
    ],
    ['a part by its directory', [{ ...ENTRY, disk: 1 }], {}, 'data.npz is one part of several'],
    ['a part by its end', [ENTRY], { disk: 1 }, 'data.npz is one part of several'],
    [
      'more entries than listed',
      [ENTRY],
      { entries: 2 },
      'data.npz is damaged: an entry of its directory is missing',
    ],
    [
      'fewer entries than listed',
      [ENTRY, { name: 'Y.npy', data: X }],
      { entries: 1 },
      'data.npz is damaged: its directory has 102 bytes, its entries take 51',
    ],
  ])('%s', async (_, entries, end, message) => {
    const found = await openRefusal(entries, end)
    expect(found.message).toBe(message)
    expect(found.hint).not.toBe('')
  })

  test('1,000 entries are read', async () => {
    const entries = Array.from({ length: 1000 }, (_, i) => ({ name: `X${i}.npy`, data: X }))
    expect((await open(zipBytes(entries))).columns).toHaveLength(1000)
  })

  test('bytes before the archive, behind it and behind its directory', async () => {
    const bytes = zipBytes([ENTRY])
    const more = new Uint8Array(30)
    const [before, behind, hidden] = [
      [bytes.slice(0, 4), more, bytes],
      [bytes, more],
      [bytes.slice(0, -22), more, bytes.slice(-22)],
    ].map((parts) => Uint8Array.from(Buffer.concat(parts)))
    expect((await refusal(open(before!))).message).toBe('data.npz is damaged: prepended data')
    expect((await refusal(open(behind!))).message).toBe('data.npz is damaged: appended data')
    expect((await refusal(open(hidden!))).message).toBe(
      'data.npz is damaged: something follows its directory',
    )
  })

  test('overlapping entries, as in archives that expand a million times', async () => {
    const kernel: EntrySpec = { name: 'A.npy', data: X }
    const same = await openRefusal([kernel, { name: 'B.npy', data: X, offset: 0 }])
    expect(same.message).toBe(
      'data.npz is damaged: the entry A.npy reaches to byte 187, beyond the next one at 0',
    )
    // each local header quotes the next one as its data
    const inner = zipBytes([{ name: 'B.npy', data: X }]).slice(0, 35 + 152)
    const quoting: EntrySpec = { name: 'A.npy', data: inner, packed: inner }
    const nested = await openRefusal([quoting, { name: 'B.npy', data: X, offset: 35 }])
    expect(nested.message).toBe(
      'data.npz is damaged: the entry A.npy reaches to byte 222, beyond the next one at 35',
    )
    // hidden in the local extra field, which the directory does not know
    const hidden = await openRefusal([
      { ...kernel, localExtra: new Uint8Array(200) },
      { name: 'B.npy', data: X, offset: 200 },
    ])
    expect(hidden.message).toBe(
      'data.npz, column A is damaged: it reaches to byte 387 of the archive, beyond the next one at 200',
    )
  })

  test.each<[string, EndSpec]>([
    ['outside', { directoryOffset: 0xfffffff0, directoryBytes: 0xfffffff0 }],
    ['before the file', { directoryOffset: 0xffff0000 }],
    ['of 0 bytes', { directoryBytes: 0 }],
    ['at 0', { directoryOffset: 0 }],
  ])('a directory %s', async (_, end) => {
    const outcome = await readDamaged(
      openNpz,
      zipBytes([ENTRY], end),
      await contentOf(await open(zipBytes([ENTRY]))),
    )
    expect(outcome).not.toBe('other values')
  })

  test('a directory of 3 GB is not taken into memory', async () => {
    const bytes = zipBytes([ENTRY], { directoryOffset: 0, directoryBytes: 0xf0000000 })
    const before = 0xf0000000
    const asked: number[] = []
    // the archive's end behind bytes that do not exist
    const source: ByteSource = {
      name: 'data.npz',
      byteLength: before + 22,
      slice: async (start, end) => {
        asked.push(end - start)
        const out = new Uint8Array(end - start)
        for (const [at, part] of [
          [0, bytes.subarray(0, 60)],
          [before, bytes.subarray(-22)],
        ] as const) {
          for (let i = 0; i < part.length; i++) {
            if (at + i >= start && at + i < end) out[at + i - start] = part[i]!
          }
        }
        return out
      },
    }
    expect((await refusal(openNpz(source))).message).toBe(
      'data.npz is damaged: its directory has 4,026,531,840 bytes; expected at most 16,777,216',
    )
    expect(Math.max(...asked)).toBeLessThan(2 ** 20)
  })

  test.each([
    ['', 'data.npz is not a ZIP archive (NPZ): it is empty (0 bytes)'],
    ['1.0 2.0', 'data.npz is not a ZIP archive (NPZ)'],
    ['\x93NUMPY\x01\0', 'data.npz is not a ZIP archive (NPZ): it is a NumPy array (NPY)'],
    ['\x1f\x8b\x08', 'data.npz is not a ZIP archive (NPZ): it is compressed with gzip'],
    ['PK\x07\x08PK\x03\x04', 'data.npz is one part of several'],
    ['PK\x03\x04', 'data.npz is damaged: its directory lies outside the file'],
    [
      `PK\x03\x04${' '.repeat(100)}`,
      'data.npz is truncated or was not closed: expected a directory at its end, the file has 104 bytes',
    ],
  ])('%j is no archive', async (content, message) => {
    const found = await refusal(open(new Uint8Array(Buffer.from(content, 'latin1'))))
    expect(found.message).toBe(message)
  })
})

describe('refused by the entry', () => {
  test.each<[string, EntrySpec, string]>([
    ['signature', { ...ENTRY, local: { signature: 0x04034b51 } }, 'signature'],
    ['name', { ...ENTRY, local: { name: 'Y.npy' } }, 'name'],
    ['length of the name', { ...ENTRY, local: { name: 'X.npy2' } }, 'name'],
    ['method', { ...ENTRY, local: { method: 8 } }, 'method'],
  ])('another %s in its local header', async (_, entry, field) => {
    expect(await openRefusal([{ name: 'Z.npy', data: X }, entry])).toEqual({
      message: `data.npz, column X is damaged: its local header has another ${field} than the directory of the archive`,
      hint: 'Copy or download it again, or write it again.',
    })
  })

  test.each([
    ['encryption', 6, 1],
    ['checksum', 14, 1],
    ['size', 18, 1],
    ['size', 22, 1],
  ])('another %s in its local header, byte %i', async (field, at, bit) => {
    const bytes = zipBytes([ENTRY])
    bytes[at]! ^= bit
    expect((await refusal(open(bytes))).message).toBe(
      `data.npz, column X is damaged: its local header has another ${field} than the directory of the archive`,
    )
  })

  test.each([
    ['stored', ENTRY],
    ['deflated', DEFLATED],
  ])('%s: another checksum', async (_, entry) => {
    expect(await readRefusal([{ ...entry, crc: 0xabc }])).toEqual({
      message: `data.npz, column X is damaged: its checksum (CRC-32) is ${crc32(X).toString(16)}, the archive says 00000abc`,
      hint: 'Copy or download it again, or write it again.',
    })
  })

  test('deflated: another checksum is found with the last row', async () => {
    const values = Array.from({ length: 40_000 }, (_, i) => i)
    const data = npyBytes(values, [4, 10_000])
    const [column] = (await open(zipBytes([{ name: 'X.npy', data, method: 8, crc: 0xabc }]))).columns
    const out = new Float32Array(20_000)
    await column!.readFloat32(1, 2, out)
    expect([...out]).toEqual(values.slice(10_000, 30_000))
    expect((await refusal(column!.readFloat32(3, 1, out))).message).toContain('checksum (CRC-32)')
    expect((await refusal(column!.readFloat32(2, 2, out))).message).toContain('checksum (CRC-32)')
    await column!.readFloat32(0, 1, out)
    expect(out[9999]).toBe(9999)
  })

  test.each([0, 8])('method %i: integers that damage turned into dates are not left out', async (method) => {
    const dict = (type: string) => `{'descr': '${type}', 'fortran_order': False, 'shape': (2000,), }`
    const values = new Uint8Array(16_000)
    const packed = npyWith(dict('<m8'), values)
    const crc = crc32(npyWith(dict('<i8'), values))
    const entry: EntrySpec = { name: 'Y.npy', data: packed, crc, method }
    expect((await openRefusal([entry])).message).toContain('data.npz, column Y is damaged: its checksum')
  })

  test('a nested archive is not opened', async () => {
    const inner = zipBytes([ENTRY])
    expect((await openRefusal([{ name: 'X.npy', data: inner }])).message).toBe(
      'data.npz, column X is not a NumPy file (NPY): it is a ZIP archive (as NPZ files are)',
    )
    const table = await open(zipBytes([{ name: 'inner.npz', data: inner }, ENTRY]))
    expect(table.notes).toEqual(['inner.npz: not an array (NPY), left out'])
    expect(table.columns).toHaveLength(1)
  })

  test('an array of another size than its entry', async () => {
    expect((await openRefusal([{ name: 'X.npy', data: X.slice(0, -1) }])).message).toBe(
      'data.npz, column X is truncated: expected 152 bytes (128 of header + (2, 3) x 4), the file has 151',
    )
  })
})

describe('bombs', () => {
  const dict = (bytes: number) => `{'descr': '|u1', 'fortran_order': False, 'shape': (${bytes},), }`
  const bomb = deflateRawSync(npyWith(dict(ZEROS), new Uint8Array(ZEROS)))

  test('more comes out than the archive says: refused with the first chunk beyond', async () => {
    const claimed = npyWith(dict(1000), new Uint8Array(1000))
    const packed = deflateRawSync(npyWith(dict(1000), new Uint8Array(ZEROS)))
    const before = process.memoryUsage().arrayBuffers
    const entry: EntrySpec = { name: 'X.npy', data: claimed, method: 8, packed }
    expect(await readRefusal([entry])).toEqual({
      message: 'data.npz, column X is damaged: its deflated data give more than 1,128 bytes; expected 1,128',
      hint: 'Copy or download it again, or write it again.',
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 2 ** 20)
  })

  test('less comes out', async () => {
    const claimed = npyWith(dict(5000), new Uint8Array(5000))
    const entry: EntrySpec = {
      name: 'X.npy',
      data: claimed,
      method: 8,
      packed: deflateRawSync(claimed.slice(0, 999)),
    }
    expect((await readRefusal([entry])).message).toBe(
      'data.npz, column X is damaged: its deflated data give only 999 bytes; expected 5,128',
    )
  })

  test('what is within the rules is read in little memory', async () => {
    const data = npyWith(dict(ZEROS), new Uint8Array(ZEROS))
    const [column] = (await open(zipBytes([{ name: 'X.npy', data, packed: bomb, method: 8 }]))).columns
    const out = new Float32Array(2 ** 16)
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    for (let start = 0; start < ZEROS; start += out.length) {
      await column!.readFloat32(start, out.length, out)
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    expect(most).toBeLessThan(48 * 2 ** 20)
  })
})

describe('pickles', () => {
  const dict = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
  /** What runs a command when Python loads it. */
  const payload = new Uint8Array(Buffer.from("cposix\nsystem\n(S'touch /tmp/harm'\ntR.", 'latin1'))

  test.each([0, 8])('a call is refused by its name, method %i', async (method) => {
    const entry: EntrySpec = { name: 'attributes.npy', data: npyWith(dict, payload), method }
    const { message } = await readRefusal([entry])
    expect(message).toContain('data.npz, column attributes')
    expect(message).toContain('posix.system')
  })
})
