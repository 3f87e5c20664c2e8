// The fault matrix of reading, archives that mean harm and tables as no writer makes them: what a visitor
// gets, word for word.

import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { type EntrySpec, npyWith, zipBytes } from '../formats/zip/zip.fixture.ts'
import { lackingTrain, NO_ATTRIBUTES, NO_ZGRID, utf8 } from './fault-matrix.fixture.ts'
import {
  describe as describeFinding,
  memoryColumn,
  memoryTable,
  npzFile,
  outcome,
  perSplit,
  replaced,
  scanTables,
  splitColumns,
} from './table.fixture.ts'
import { posteriors, WIDTH } from './tree.fixture.ts'

describe('hostile archives', () => {
  const sound = () => perSplit('npz', (split) => npzFile(splitColumns(split)))
  const entry = (name: string, data: Uint8Array) => ({ name, data })
  const X = encodeNpy('<f4', [6, 8], posteriors(6, 0))
  const Y = encodeNpy('<i8', [6], [0, 1, 0, 1, 0, 1])

  test.each([
    ['stored', false],
    ['deflated', true],
  ])(
    'a pickle that would run code, %s: nothing runs, and the file and the name are said',
    async (_, deflated) => {
      const refusal = (pickle: string) => {
        const attributes = npyWith("{'descr': '|O', 'fortran_order': False, 'shape': (6, 9), }", utf8(pickle))
        return outcome(replaced(sound(), { 'TRAIN.npz': npzFile({ X, Y, attributes }, deflated) }))
      }
      expect(await refusal("cos\nsystem\n(S'touch /tmp/hostile'\ntR.")).toEqual([
        'refused: TRAIN.npz, column attributes: the pickle asks for os.system, which is not data; it was refused and nothing was run | Only numbers, text, lists, dictionaries and NumPy arrays are read. Save the file again with such values.',
      ])
      expect(await refusal("c__builtin__\neval\n(S'globalThis.hostile = true'\ntR.")).toEqual([
        'refused: TRAIN.npz, column attributes: the pickle asks for __builtin__.eval, which is not data; it was refused and nothing was run | Only numbers, text, lists, dictionaries and NumPy arrays are read. Save the file again with such values.',
      ])
      expect(await refusal("cnumpy\nload\n(S'https://example.org/x.npy'\ntR.")).toEqual([
        'refused: TRAIN.npz, column attributes: the pickle asks for numpy.load, which is not data; it was refused and nothing was run | Only numbers, text, lists, dictionaries and NumPy arrays are read. Save the file again with such values.',
      ])
      expect(globalThis).not.toHaveProperty('hostile')
    },
  )

  test('hostile labels', async () => {
    const labels = npyWith(
      "{'descr': '|O', 'fortran_order': False, 'shape': (6,), }",
      utf8("cos\nsystem\n(S'id'\ntR."),
    )
    expect(await outcome(replaced(sound(), { 'TRAIN.npz': npzFile({ X, Y: labels }) }))).toEqual([
      'refused: TRAIN.npz, column Y: the pickle asks for os.system, which is not data; it was refused and nothing was run | Only numbers, text, lists, dictionaries and NumPy arrays are read. Save the file again with such values.',
    ])
  })

  test('over the limits, ambiguous, or packed in ways that are not read', async () => {
    const refusal = async (entries: readonly EntrySpec[]) => {
      const [first, ...more] = await outcome(replaced(sound(), { 'TRAIN.npz': zipBytes(entries) }))
      expect(more).toEqual([lackingTrain('npz')])
      return first
    }
    expect(await refusal([entry('X.npy', X), entry('X.npy', X), entry('Y.npy', Y)])).toEqual(
      'block unreadable: TRAIN.npz has two entries named X.npy. Write it again with np.savez.',
    )
    expect(await refusal(Array.from({ length: 1001 }, (_, i) => entry(`a${i}.npy`, Y)))).toEqual(
      'block unreadable: TRAIN.npz has more than 1,000 entries. Split it up.',
    )
    expect(await refusal([{ ...entry('X.npy', X), method: 12 }])).toEqual(
      'block unreadable: TRAIN.npz, column X is compressed with bzip2 (ZIP method 12); expected stored or deflated. Write it again with np.savez or np.savez_compressed.',
    )
    expect(await refusal([{ ...entry('X.npy', X), method: 14 }])).toEqual(
      'block unreadable: TRAIN.npz, column X is compressed with LZMA (ZIP method 14); expected stored or deflated. Write it again with np.savez or np.savez_compressed.',
    )
    expect(await refusal([{ ...entry('X.npy', X), flags: 1 }])).toEqual(
      'block unreadable: TRAIN.npz, column X is encrypted. Unpack it with its password first.',
    )
    expect(await refusal([{ ...entry('X.npy', X), method: 8, zip64: true, size: 10 * 2 ** 40 }])).toEqual(
      'block unreadable: TRAIN.npz, column X is damaged: it claims 10,995,116,277,760 bytes; expected at most 68,719,476,736. Copy or download it again, or write it again.',
    )
    expect(
      await refusal([{ ...entry('X.npy', X), method: 8, packed: new Uint8Array(1000), size: 2 ** 31 }]),
    ).toEqual(
      'block unreadable: TRAIN.npz, column X is damaged: it claims 2,147,483,648 bytes out of 1,000; expected at most 1,100 times as many. Copy or download it again, or write it again.',
    )
  })

  test('an array that says it has 10 TB is not held', async () => {
    const huge = npyWith(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 1000000000000), }",
      new Uint8Array(64),
    )
    expect(
      await outcome(replaced(sound(), { 'TRAIN.npz': zipBytes([entry('X.npy', huge), entry('Y.npy', Y)]) })),
    ).toEqual([
      'block unreadable: TRAIN.npz, column X is truncated: expected 24,000,000,000,128 bytes (128 of header + (6, 1000000000000) x 4), the file has 192. Copy or download it again, or write it again.',
      lackingTrain('npz'),
    ])
  })

  test('entries with paths are left out, said', async () => {
    const archive = zipBytes([
      entry('X.npy', X),
      entry('Y.npy', Y),
      entry('../../etc/Y.npy', Y),
      entry('sub/X.npy', X),
      entry('read.me', utf8('hello')),
    ])
    expect(await outcome(replaced(sound(), { 'TRAIN.npz': archive }))).toEqual([
      'info left-out: ../../etc/Y.npy: an entry with a path, left out',
      'info left-out: sub/X.npy: an entry with a path, left out',
      'info left-out: read.me: not an array (NPY), left out',
      'warning no-attributes: No attributes file for TRAIN: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
    ])
  })
})

describe('tables as no writer makes them', () => {
  const points = Array.from({ length: 6 * WIDTH }, (_, i) => -((i * 7) % 31) - i / 64)
  const vector = { kind: 'number', values: Float64Array.from(points) } as const
  const shape = [6, WIDTH]
  const label = {
    kind: 'text',
    values: ['a', null, 'Deltaz<1e-3', 'Deltaz>=1e-3', '', 'Deltaz<1e-3'],
  } as const
  const split = { kind: 'text', values: ['train', 'train', 'train', 'train', 'valid', 'test'] } as const

  test('a column that fails while it is scanned: its words reach the visitor', async () => {
    const thrown = new StudioError('bad-input', 'all.arrow, column X is damaged', 'Copy it again.')
    const X = memoryColumn('all.arrow', 'X', vector, {
      shape,
      readFloat32: async (_, count) =>
        count > 0 ? Promise.reject(thrown) : { overflowed: 0, underflowed: 0 },
    })
    const table = memoryTable('all.arrow', [
      X,
      memoryColumn('all.arrow', 'label', label),
      memoryColumn('all.arrow', 'split', split),
    ])
    await expect(scanTables([table], { target: 'DeltaZ' })).rejects.toBe(thrown)
  })

  test('labels of text, null and nothing', async () => {
    const table = memoryTable('all.arrow', [
      memoryColumn('all.arrow', 'X', vector, { shape }),
      memoryColumn('all.arrow', 'label', label),
      memoryColumn('all.arrow', 'split', split),
    ])
    const { report } = await scanTables([table], { target: 'DeltaZ' })
    expect(report.findings.map(describeFinding)).toEqual([
      'block invalid-labels: all.arrow, column label: 3 of 6 labels (50.0 %) are no class of DeltaZ, whose labels are Deltaz<1e-3 and Deltaz>=1e-3: row 0: "a", row 1: nothing, row 4: "". Mend these labels or remove the rows.',
      'warning class-missing: all.arrow, column label: VALID has no object of classes DeltaZ < 1e-3 and DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.',
      'warning class-missing: all.arrow, column label: TEST has no object of class DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.',
      NO_ATTRIBUTES,
      'info converted: all.arrow, column X: type <f8 is read as float32. Nothing lost its range.',
      NO_ZGRID,
    ])
  })

  test('a split column of numbers names no split', async () => {
    const numbers = { kind: 'number', values: new Float64Array([0, 0, 0, 0, 1, 2]) } as const
    const table = memoryTable('all.arrow', [
      memoryColumn('all.arrow', 'X', vector, { shape }),
      memoryColumn('all.arrow', 'label', label),
      memoryColumn('all.arrow', 'split', numbers),
    ])
    await expect(scanTables([table], { target: 'DeltaZ' })).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'all.arrow, column split: 6 of 6 rows (100.0 %) name no split: row 0: 0, row 1: 0, row 2: 0, row 3: 0, row 4: 1.',
      hint: 'A split is TRAIN, VALID (VALIDATION, VAL) or TEST, in any letter case.',
    })
  })

  test('one-hot labels that are none', async () => {
    const hot = {
      kind: 'number',
      values: new Float64Array([1, 0, 0, 1, 1, 1, 0, 0, 0.5, 0.5, 0, 1]),
    } as const
    const table = memoryTable('all.arrow', [
      memoryColumn('all.arrow', 'X', vector, { shape }),
      memoryColumn('all.arrow', 'label', hot, { shape: [6, 2] }),
      memoryColumn('all.arrow', 'split', split),
    ])
    const { report } = await scanTables([table], { target: 'DeltaZ' })
    expect(report.findings.map(describeFinding)).toEqual([
      'block invalid-labels: all.arrow, column label: 3 of 6 labels (50.0 %) are no class of DeltaZ, whose labels are rows of zeros with a single 1: row 2: "[1, 1]", row 3: "[0, 0]", row 4: "[0.5, 0.5]". Mend these labels or remove the rows.',
      'warning class-missing: all.arrow, column label: VALID has no object of classes DeltaZ < 1e-3 and DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.',
      'warning class-missing: all.arrow, column label: TEST has no object of class DeltaZ < 1e-3: precision, recall and F1-score there will be 0.',
      NO_ATTRIBUTES,
      'info converted: all.arrow, column X: type <f8 is read as float32. Nothing lost its range.',
      NO_ZGRID,
    ])
  })
})
