// The fault matrix of reading: what a visitor gets for each fault, in every format, word for word. Files go the page's
// whole way: found, opened, scanned. `open.test.ts` has more of the faults of plain NPY trees.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { type EntrySpec, npyWith, zipBytes } from '../formats/zip/zip.fixture.ts'
import {
  arrowFile,
  type Columns,
  describe as describeFinding,
  fixtureFiles,
  memoryColumn,
  memoryTable,
  npzEntries,
  npzFile,
  objectColumns,
  outcome,
  perSplit,
  replaced,
  scanTables,
  splitColumns,
  vectors,
  withCell,
} from './table.fixture.ts'
import {
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  rawNpy,
  SEEDS,
  scanFiles,
  treeFiles,
  unicodeNpy,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'

const NO_ATTRIBUTES =
  'warning no-attributes: No attributes file for TRAIN, VALID and TEST: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.'
const NO_ZGRID =
  'info no-zgrid: No zgrid*.npy lies beside or above the data: posteriors are shown by point and not by redshift. Put the grid there to see redshifts.'

/** What is said besides where TRAIN cannot be read. */
function lackingTrain(extension: string): string {
  return `block missing-split: The chosen files lack TRAIN; found VALID.${extension} and TEST.${extension}. A data set is TRAIN, VALID and TEST with X and Y each.`
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

type SplitColumns = ReturnType<typeof splitColumns>

/** Three files in a format, whose TRAIN was changed. */
function withTrain(make: Make, extension: string, change: (columns: SplitColumns) => Columns): Files {
  return perSplit(extension, (split) =>
    make(split === 'train' ? change(splitColumns(split)) : splitColumns(split)),
  )
}

type Make = (columns: Columns) => Uint8Array

const MAKERS: readonly (readonly [format: string, extension: string, make: Make])[] = [
  ['Arrow', 'arrows', (columns) => arrowFile(columns)],
  ['NPZ', 'npz', (columns) => npzFile(columns)],
  ['compressed NPZ', 'npz', (columns) => npzFile(columns, true)],
]

/** X of a split with one value replaced. */
function withValue(columns: SplitColumns, row: number, point: number, value: number | null): Columns {
  return withValues(columns, [[row, point, value]])
}

function withValues(
  columns: SplitColumns,
  values: readonly (readonly [row: number, point: number, value: number | null])[],
): Columns {
  const X = columns.X.map((row) => [...row])
  for (const [row, point, value] of values) X[row]![point] = value
  return { ...columns, X }
}

test('sound files give no findings', async () => {
  for (const [, extension, make] of MAKERS) {
    expect(await outcome(perSplit(extension, (split) => make(splitColumns(split))))).toEqual([])
  }
})

/** A data set per format whose splits are files. */
const FORMATS = [
  ['Arrow', 'arrow-per-split', 'arrow'],
  ['Arrow stream', 'arrow-stream', 'arrows'],
  ['Feather with LZ4', 'feather-lz4', 'feather'],
  ['NPZ', 'npz-per-split', 'npz'],
  ['Parquet', 'parquet-per-split', 'parquet'],
  ['FITS', 'fits-per-split', 'fits'],
] as const

describe('truncated, trailing bytes, wrong magic, HTML or LFS pointer in place of data', () => {
  /** TRAIN of a format's data set replaced. */
  async function inPlaceOfTrain(
    variant: string,
    extension: string,
    change: (bytes: Uint8Array) => Uint8Array,
  ) {
    const files = fixtureFiles(variant)
    const name = `TRAIN.${extension}`
    return outcome(replaced(files, { [name]: change(files.get(name)!) }))
  }

  const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1)
  const lastByte = (bytes: Uint8Array) => bytes.subarray(0, -1)
  const oneMore = (bytes: Uint8Array) => new Uint8Array([...bytes, 0])

  test('Arrow', async () => {
    expect(await inPlaceOfTrain('arrow-per-split', 'arrow', lastByte)).toEqual([
      'block unreadable: TRAIN.arrow is truncated or was not closed: expected ARROW1 at its end, the file has 19,825 bytes. Copy or download it again; a program that writes it must close it.',
      lackingTrain('arrow'),
    ])
    expect(await inPlaceOfTrain('arrow-per-split', 'arrow', oneMore)).toEqual([
      'block unreadable: TRAIN.arrow is truncated or was not closed: expected ARROW1 at its end, the file has 19,827 bytes. Copy or download it again; a program that writes it must close it.',
      lackingTrain('arrow'),
    ])
    expect(await inPlaceOfTrain('feather-lz4', 'feather', half)).toEqual([
      'block unreadable: TRAIN.feather is truncated or was not closed: expected ARROW1 at its end, the file has 7,509 bytes. Copy or download it again; a program that writes it must close it.',
      lackingTrain('feather'),
    ])
  })

  test('Arrow stream', async () => {
    expect(await inPlaceOfTrain('arrow-stream', 'arrows', lastByte)).toEqual([
      'block unreadable: TRAIN.arrows is truncated or was not closed: expected an end-of-stream marker at its end, the file has 23,575 bytes. Copy or download it again; a program that writes it must close it.',
      lackingTrain('arrows'),
    ])
    expect(await inPlaceOfTrain('arrow-stream', 'arrows', half)).toEqual([
      'block unreadable: TRAIN.arrows is truncated: expected 13,064 bytes at least, the file has 11,788. Copy or download it again, or write it again.',
      lackingTrain('arrows'),
    ])
    expect(await inPlaceOfTrain('arrow-stream', 'arrows', oneMore)).toEqual([
      'block unreadable: TRAIN.arrows has trailing bytes: expected 23,576 bytes with its end-of-stream marker, the file has 23,577. It may be two files in one, or damaged. Write it again.',
      lackingTrain('arrows'),
    ])
  })

  test('NPZ', async () => {
    expect(await inPlaceOfTrain('npz-per-split', 'npz', lastByte)).toEqual([
      'block unreadable: TRAIN.npz is truncated or was not closed: expected a directory at its end, the file has 17,110 bytes. Copy or download it again; a program that writes it must close it.',
      lackingTrain('npz'),
    ])
    expect(await inPlaceOfTrain('npz-per-split', 'npz', half)).toEqual([
      'block unreadable: TRAIN.npz is truncated or was not closed: expected a directory at its end, the file has 8,555 bytes. Copy or download it again; a program that writes it must close it.',
      lackingTrain('npz'),
    ])
    expect(await inPlaceOfTrain('npz-per-split', 'npz', oneMore)).toEqual([
      'block unreadable: TRAIN.npz is damaged: appended data. Copy or download it again, or write it again.',
      lackingTrain('npz'),
    ])
  })

  test('Parquet', async () => {
    expect(await inPlaceOfTrain('parquet-per-split', 'parquet', lastByte)).toEqual([
      'block unreadable: TRAIN.parquet is truncated or was not closed: expected PAR1 at its end, the file has 11,542 bytes. Copy or download it again; a program that writes it must close it.',
      lackingTrain('parquet'),
    ])
    expect(await inPlaceOfTrain('parquet-per-split', 'parquet', oneMore)).toEqual([
      'block unreadable: TRAIN.parquet is truncated or was not closed: expected PAR1 at its end, the file has 11,544 bytes. Copy or download it again; a program that writes it must close it.',
      lackingTrain('parquet'),
    ])
    expect(await inPlaceOfTrain('parquet-per-split', 'parquet', (bytes) => bytes.subarray(0, 7))).toEqual([
      'block unreadable: TRAIN.parquet is truncated: expected 12 bytes at least, the file has 7. Copy or download it again, or write it again.',
      lackingTrain('parquet'),
    ])
  })

  test('FITS, whose last bytes are padding', async () => {
    expect(await inPlaceOfTrain('fits-per-split', 'fits', lastByte)).toEqual([])
    expect(await inPlaceOfTrain('fits-per-split', 'fits', half)).toEqual([
      'block unreadable: TRAIN.fits is truncated: expected 20,736 bytes to the end of extension 1 (BINTABLE), the file has 11,520. Copy or download it again, or write it again.',
      lackingTrain('fits'),
    ])
    expect(await inPlaceOfTrain('fits-per-split', 'fits', oneMore)).toEqual([])
    const oneMoreThatIsNotZero = (bytes: Uint8Array) => new Uint8Array([...bytes, 1])
    expect(await inPlaceOfTrain('fits-per-split', 'fits', oneMoreThatIsNotZero)).toEqual([
      'block unreadable: TRAIN.fits has trailing bytes: expected 23,040 bytes for its parts, the file has 23,041. It may be two files in one, or damaged. Write it again.',
      lackingTrain('fits'),
    ])
  })

  test('NPY: both sizes are named', async () => {
    const files = treeFiles()
    const path = 'DeltaZ/balanced/TRAIN/X.npy'
    expect(await outcome(replaced(files, { [path]: files.get(path)!.subarray(0, -1) }))).toEqual([
      'refused: DeltaZ/balanced/TRAIN/X.npy is truncated: expected 320 bytes (128 of header + (6, 8) x 4), the file has 319 | Copy or download it again, or write it again.',
    ])
    expect(
      await outcome(
        replaced(files, { [path]: utf8('version https://git-lfs.github.com/spec/v1\noid sha256:0\n') }),
      ),
    ).toEqual([
      'refused: DeltaZ/balanced/TRAIN/X.npy is not a NumPy file (NPY): it is a Git LFS pointer, not the data themselves | Run "git lfs pull" in the repository, then choose the file again.',
    ])
    expect(
      await outcome(replaced(files, { [path]: fixtureFiles('arrow-per-split').get('TRAIN.arrow')! })),
    ).toEqual([
      'block ambiguous-files: DeltaZ/balanced/TRAIN/X.npy, column label and DeltaZ/balanced/TRAIN/Y.npy both claim to be the Y of TRAIN. Remove all but one.',
    ])
  })

  describe.each(FORMATS)('in place of %s', (_, variant, extension) => {
    test.each([
      ['an empty file', new Uint8Array(0), 'is empty (0 bytes). Copy or download it again.'],
      [
        'an HTML page',
        utf8('<!DOCTYPE html><html><head><title>Sign in</title></head></html>'),
        'is an HTML page, probably an error or sign-in page saved in place of the download. Download the file again and look at it before you choose it.',
      ],
      [
        'a Git LFS pointer',
        utf8('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n'),
        'is a Git LFS pointer, not the data themselves. Run "git lfs pull" in the repository, then choose the file again.',
      ],
      [
        'bytes of no format',
        new Uint8Array(4096).fill(7),
        'is no table: its first bytes are not those of Arrow, NPZ, Parquet or FITS. Copy or write it again.',
      ],
      [
        'a gzip',
        new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]),
        'is compressed with gzip. Unpack it with gunzip first.',
      ],
      [
        'an NPY file',
        encodeNpy('<f8', [3], [1, 2, 3]),
        'is a NumPy array (NPY). Call it by what it holds: X.npy, Y.npy, attributes.npy or zgrid.npy.',
      ],
    ] as const)('%s', async (_, bytes, what) => {
      expect(await inPlaceOfTrain(variant, extension, () => bytes)).toEqual([
        `block unreadable: TRAIN.${extension} ${what}`,
        lackingTrain(extension),
      ])
    })

    test('another table: contents count, not names', async () => {
      for (const [, other, otherExtension] of FORMATS) {
        const bytes = fixtureFiles(other).get(`TRAIN.${otherExtension}`)!
        expect(await inPlaceOfTrain(variant, extension, () => bytes)).toEqual([])
      }
    })

    test('cut anywhere: read equal or refused, and nothing else', async () => {
      const files = fixtureFiles(variant)
      const whole = files.get(`TRAIN.${extension}`)!
      const name = `TRAIN.${extension}`
      for (let end = 0; end < whole.length; end += Math.ceil(whole.length / 50)) {
        const said = await outcome(replaced(files, { [name]: whole.subarray(0, end) }))
        // padding at the end of FITS is no data
        if (said.length > 0) expect(said[0]).toMatch(`block unreadable: ${name}`)
        else expect(extension).toBe('fits')
      }
    })

    test('flipped bits: findings, refusals or nothing', async () => {
      const files = fixtureFiles(variant)
      const name = `TRAIN.${extension}`
      const whole = files.get(name)!
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(8 * whole.length - 1), { minLength: 1, maxLength: 3 }),
          async (bits) => {
            const damaged = whole.slice()
            for (const bit of bits) damaged[bit >> 3]! ^= 1 << (bit & 7)
            const said = await outcome(replaced(files, { [name]: damaged }), { target: 'DeltaZ' })
            for (const line of said) expect(line).toMatch(/^(block|warning|refused|info left-out)/)
          },
        ),
        { numRuns: 60, seed: 5 },
      )
    })
  })

  test('one broken file among others that make a data set is a warning', async () => {
    const files = replaced(fixtureFiles('arrow-per-split'), { 'old/TRAIN.arrow': new Uint8Array(0) })
    expect(await outcome(files)).toEqual([
      'warning unreadable: old/TRAIN.arrow is empty (0 bytes). Copy or download it again.',
    ])
  })

  test('what was damaged inside is named with its column when it is read', async () => {
    const damaged = (column: string, deflated: boolean) =>
      zipBytes(
        npzEntries(splitColumns('train'), deflated).map((entry) =>
          entry.name === `${column}.npy` ? { ...entry, crc: 1 } : entry,
        ),
      )
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    expect(await outcome(replaced(files, { 'TRAIN.npz': damaged('label', false) }))).toEqual([
      'refused: TRAIN.npz, column label is damaged: its checksum (CRC-32) is 6b0a9ae9, the archive says 00000001 | Copy or download it again, or write it again.',
    ])
    expect(await outcome(replaced(files, { 'TRAIN.npz': damaged('X', true) }))).toEqual([
      'block unreadable: TRAIN.npz, column X is damaged: its checksum (CRC-32) is 41675e3c, the archive says 00000001. Copy or download it again, or write it again.',
      lackingTrain('npz'),
    ])
  })
})

describe('rows of X, labels and attributes differ', () => {
  test('in an archive per split', async () => {
    const short = (columns: SplitColumns) => ({ ...columns, label: columns.label.slice(0, 5) })
    expect(await outcome(withTrain(npzFile, 'npz', short))).toEqual([
      'refused: The files of TRAIN differ in rows: TRAIN.npz, column X has 6, TRAIN.npz, column label has 5, TRAIN.npz, column redshift has 6, TRAIN.npz, column deltaZ has 6, TRAIN.npz, column status has 6, TRAIN.npz, column logEvidence has 6, TRAIN.npz, column flag has 6 and TRAIN.npz, column id has 6. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
    const long = (columns: SplitColumns) => ({ ...columns, deltaZ: [...columns.deltaZ, 0] })
    expect(await outcome(withTrain(npzFile, 'npz', long))).toEqual([
      'refused: The files of TRAIN differ in rows: TRAIN.npz, column X has 6, TRAIN.npz, column label has 6, TRAIN.npz, column redshift has 6, TRAIN.npz, column deltaZ has 7, TRAIN.npz, column status has 6, TRAIN.npz, column logEvidence has 6, TRAIN.npz, column flag has 6 and TRAIN.npz, column id has 6. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
  })

  test('in one archive', async () => {
    const [train, validation, test_] = [
      splitColumns('train'),
      splitColumns('validation'),
      splitColumns('test'),
    ]
    const all = {
      X_train: train.X,
      Y_train: train.label,
      X_validation: validation.X,
      Y_validation: validation.label,
      X_test: test_.X,
      Y_test: test_.label.slice(0, 3),
    }
    expect(await outcome(new Map([['data.npz', npzFile(all, true)]]), { target: 'DeltaZ' })).toEqual([
      'refused: The files of TEST differ in rows: data.npz, column X_test has 4 and data.npz, column Y_test has 3. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
    const { X, deltaZ } = train
    expect(await outcome(new Map([['all.npz', npzFile({ X, deltaZ: deltaZ.slice(0, 4) })]]))).toEqual([
      'refused: The files of this data set differ in rows: all.npz, column X has 6 and all.npz, column deltaZ has 4. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
  })

  test('in files of different formats', async () => {
    const files = fixtureFiles('mixed')
    expect(
      await outcome(replaced(files, { 'TEST/Y.npy': unicodeNpy(['Deltaz<1e-3', 'Deltaz>=1e-3']) })),
    ).toEqual([
      'refused: The files of TEST differ in rows: TEST/X.npy has 12, TEST/Y.npy has 2, TEST/objects.parquet, column redshift has 12, TEST/objects.parquet, column deltaZ has 12, TEST/objects.parquet, column status has 12, TEST/objects.parquet, column logEvidence has 12, TEST/objects.parquet, column flag has 12 and TEST/objects.parquet, column id has 12. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
  })
})

describe('widths differ', () => {
  test('between splits of different formats', async () => {
    const narrow = posteriors(4, 100, 7)
    const files: Files = new Map([
      ['TRAIN.arrow', arrowFile(splitColumns('train'))],
      ['VALID.npz', npzFile({ ...splitColumns('validation'), X: vectors(narrow, 7) })],
      ['TEST/X.npy', encodeNpy('<f4', [4, 8], posteriors(4, 200))],
      ['TEST/Y.npy', encodeNpy('<i8', [4], [0, 1, 0, 1])],
    ])
    expect(await outcome(files)).toEqual([
      'refused: The splits differ in redshift points per row: TRAIN.arrow, column X has 8, VALID.npz, column X has 7 and TEST/X.npy has 8. | All posteriors of a data set must lie on one grid.',
    ])
    const { X, ...rest } = splitColumns('validation')
    const fits = replaced(fixtureFiles('fits-per-split'), { 'VALID.fits': arrowFile({ X, ...rest }) })
    expect(await outcome(fits)).toEqual([
      'refused: The splits differ in redshift points per row: TRAIN.fits, column X has 64, VALID.fits, column X has 8 and TEST.fits, column X has 64. | All posteriors of a data set must lie on one grid.',
    ])
  })

  test('from the zgrid: an array, in the archive or beside it, and metadata', async () => {
    const nine = encodeNpy('<f8', [9], zgridValues(9))
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    expect(await outcome(replaced(files, { 'zgrid.npy': nine }))).toEqual([
      'refused: zgrid.npy: shape (9,), but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(
      await outcome(
        perSplit('npz', (split) => npzFile({ ...splitColumns(split), zgrid: [...zgridValues(9)] })),
      ),
    ).toEqual([
      'refused: TRAIN.npz, column zgrid: shape (9,), but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    const metadata = { zgrid: JSON.stringify([...zgridValues(9)]) }
    expect(await outcome(perSplit('arrow', (split) => arrowFile(splitColumns(split), metadata)))).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: 9 values, but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(await outcome(replaced(fixtureFiles('fits-per-split'), { 'zgrid.npy': nine }))).toEqual([
      'refused: zgrid.npy: shape (9,), but the posteriors have 64 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
  })
})

describe('float64, float16, integers and big-endian are converted, and lost range is said', () => {
  async function conversions(files: Files) {
    const { report } = await scanFiles(files, { target: 'DeltaZ', cacheBytes: 1e8 })
    return report.findings.filter(({ code }) => code === 'converted').map(describeFinding)
  }

  test.each([
    ['stored', false],
    ['deflated', true],
  ])('NPZ, %s', async (_, deflated) => {
    const wide = Float64Array.from(posteriors(6, 0))
    wide[3] = -1e300
    wide[11] = 1e-300
    wide[12] = Number.NEGATIVE_INFINITY
    const shorts = Int16Array.from(posteriors(4, 100), (value, i) => Math.round(value) - i)
    const big = new DataView(new ArrayBuffer(4 * 32))
    posteriors(4, 200).forEach((value, i) => {
      big.setFloat32(4 * i, value, false)
    })
    const labels = (rows: number) => encodeNpy('<i8', [rows], rows === 6 ? [0, 1, 0, 1, 0, 1] : [0, 1, 0, 1])
    const files: Files = new Map([
      ['TRAIN.npz', npzFile({ X: rawNpy('<f8', [6, 8], wide), Y: labels(6) }, deflated)],
      ['VALID.npz', npzFile({ X: rawNpy('<i2', [4, 8], shorts), Y: labels(4) }, deflated)],
      ['TEST.npz', npzFile({ X: rawNpy('>f4', [4, 8], big), Y: labels(4) }, deflated)],
    ])
    expect(await conversions(files)).toEqual([
      'warning converted: TRAIN.npz, column X: type <f8 is read as float32. 2 values lost the range and became infinite or zero.',
      'info converted: VALID.npz, column X: type <i2 is read as float32. Nothing lost its range.',
      'info converted: TEST.npz, column X: type >f4 is read as float32. Nothing lost its range.',
    ])
    const { splits } = await scanFiles(files, { target: 'DeltaZ', cacheBytes: 1e8 })
    const out = new Float32Array(4 * WIDTH)
    await splits.test.x.read(0, 4, out)
    expect(out).toEqual(posteriors(4, 200))
    await splits.validation.x.read(0, 4, out)
    expect([...out]).toEqual([...shorts])
  })

  test('Arrow: float16 and float64', async () => {
    expect(await conversions(fixtureFiles('arrow-float16'))).toEqual([
      'info converted: TRAIN.arrow, column X: type <f2 is read as float32. Nothing lost its range.',
      'info converted: VALID.arrow, column X: type <f2 is read as float32. Nothing lost its range.',
      'info converted: TEST.arrow, column X: type <f2 is read as float32. Nothing lost its range.',
    ])
    expect(await conversions(fixtureFiles('arrow-float64'))).toEqual([
      'info converted: TRAIN.ipc, column X: type <f8 is read as float32. Nothing lost its range.',
      'info converted: VALID.ipc, column X: type <f8 is read as float32. Nothing lost its range.',
      'info converted: TEST.ipc, column X: type <f8 is read as float32. Nothing lost its range.',
    ])
    const wide = (columns: SplitColumns) =>
      withValues(columns, [
        [0, 0, -1e300],
        [5, 1, -1e-50],
      ])
    const files = perSplit('arrow', (split) =>
      arrowFile(split === 'train' ? wide(splitColumns(split)) : splitColumns(split), {}, 64),
    )
    expect(await conversions(files)).toEqual([
      'warning converted: TRAIN.arrow, column X: type <f8 is read as float32. 2 values lost the range and became infinite or zero.',
      'info converted: VALID.arrow, column X: type <f8 is read as float32. Nothing lost its range.',
      'info converted: TEST.arrow, column X: type <f8 is read as float32. Nothing lost its range.',
    ])
  })

  test('FITS is big-endian', async () => {
    expect(await conversions(fixtureFiles('fits-per-split'))).toEqual([
      'info converted: TRAIN.fits, column X: type >f4 is read as float32. Nothing lost its range.',
      'info converted: VALID.fits, column X: type >f4 is read as float32. Nothing lost its range.',
      'info converted: TEST.fits, column X: type >f4 is read as float32. Nothing lost its range.',
    ])
  })
})

describe('NaN and missing values in X block, with row numbers', () => {
  test.each(MAKERS)('%s: NaN and +inf', async (_, extension, make) => {
    const files = withTrain(make, extension, (columns) =>
      withValues(columns, [
        [1, 0, Number.NaN],
        [1, 1, Number.NaN],
        [4, 7, Number.POSITIVE_INFINITY],
      ]),
    )
    expect(await outcome(files)).toEqual([
      `block nan-in-x: TRAIN.${extension}, column X: 2 values NaN and 1 value +inf in rows 1, 4. Mend or remove these rows.`,
    ])
    const infinite = withTrain(make, extension, (columns) =>
      withValue(columns, 2, 0, Number.POSITIVE_INFINITY),
    )
    expect(await outcome(infinite)).toEqual([
      `block inf-in-x: TRAIN.${extension}, column X: 1 value +inf in row 2. Mend or remove this row.`,
    ])
  })

  test.each(MAKERS)('%s: of more rows, the first five', async (_, extension, make) => {
    const files = withTrain(make, extension, (columns) =>
      withValues(
        columns,
        [0, 1, 2, 3, 4, 5].map((row) => [row, row, row % 2 === 0 ? Number.NaN : Infinity] as const),
      ),
    )
    expect(await outcome(files)).toEqual([
      `block nan-in-x: TRAIN.${extension}, column X: 3 values NaN and 3 values +inf in rows 0, 1, 2, 3, 4 .... Mend or remove these rows.`,
    ])
  })

  test('null in Arrow: a value, and a row', async () => {
    expect(await outcome(withTrain(arrowFile, 'arrow', (columns) => withValue(columns, 3, 4, null)))).toEqual(
      ['block nan-in-x: TRAIN.arrow, column X: 1 value NaN in row 3. Mend or remove this row.'],
    )
    const noRow = (columns: SplitColumns) => ({
      ...columns,
      X: columns.X.map((row, i) => (i === 2 ? null : row)),
    })
    expect(await outcome(withTrain(arrowFile, 'arrow', noRow))).toEqual([
      'block nan-in-x: TRAIN.arrow, column X: 8 values NaN in row 2. Mend or remove this row.',
    ])
  })

  test('null in Parquet', async () => {
    const path = join(import.meta.dirname, '../../reference/fixtures/parquet/null-elements-plain-v1.parquet')
    const split = (name: string, rows: number, seed: number): [string, Uint8Array][] => [
      [`${name}/X.npy`, encodeNpy('<f4', [rows, WIDTH], posteriors(rows, seed))],
      [
        `${name}/Y.npy`,
        encodeNpy(
          '<i8',
          [rows],
          Array.from({ length: rows }, (_, row) => row % 2),
        ),
      ],
    ]
    const files: Files = new Map([
      ...split('TRAIN', 9, 0),
      ...split('VALID', 4, 100),
      ...split('TEST', 4, 200),
    ])
    const changes = { 'TRAIN/X.npy': null, 'TRAIN/objects.parquet': new Uint8Array(readFileSync(path)) }
    expect(await outcome(replaced(files, changes), { target: 'DeltaZ' })).toEqual([
      'block nan-in-x: TRAIN/objects.parquet, column X: 12 values NaN in rows 0, 4, 6, 8. Mend or remove these rows.',
      'warning no-attributes: No attributes file for VALID and TEST: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
    ])
  })

  test('NaN in FITS', async () => {
    const files = fixtureFiles('fits-per-split')
    const train = files.get('TRAIN.fits')!.slice()
    const view = new DataView(train.buffer)
    // the data of extension 1 begin after two blocks of headers
    const data = 5760
    view.setFloat32(data + 4 * 3, Number.NaN)
    expect(await outcome(replaced(files, { 'TRAIN.fits': train }))).toEqual([
      'block nan-in-x: TRAIN.fits, column X: 1 value NaN in row 0. Mend or remove this row.',
    ])
  })
})

describe('-inf is a floor, said', () => {
  test.each(MAKERS)('%s', async (_, extension, make) => {
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      if (split === 'validation') return make(columns)
      const values =
        split === 'train'
          ? ([
              [0, 1, -Infinity],
              [3, 2, -Infinity],
              [2, 2, -812.5],
            ] as const)
          : ([
              [0, 0, -Infinity],
              [0, 1, -5000],
            ] as const)
      return make(withValues(columns, values))
    })
    const { report, splits } = await scanFiles(files, { cacheBytes: 1e8 })
    expect(report.findings.filter(({ code }) => code === 'negative-infinity').map(describeFinding)).toEqual([
      'info negative-infinity: -inf stands for p = 0 in 2 values in TRAIN and 1 value in TEST. It is read as -812.5, the lowest finite value of TRAIN.',
    ])
    const row = new Float32Array(WIDTH)
    await splits.test.x.read(0, 1, row)
    expect([...row.subarray(0, 2)]).toEqual([-812.5, -5000])
  })

  test.each(MAKERS)('%s: a row without shape blocks until it is removed', async (_, extension, make) => {
    const empty = new Array<number>(WIDTH).fill(Number.NEGATIVE_INFINITY)
    const files = withTrain(make, extension, (columns) => ({ ...columns, X: withCell(columns.X, 5, empty) }))
    expect(await outcome(files)).toEqual([
      `block rows-without-shape: TRAIN.${extension}, column X: 1 of 6 rows (16.7 %) without shape, -inf at every redshift: row 5. Remove it.`,
    ])
  })

  test.each(MAKERS)('%s: rows without shape are no copies of each other', async (_, extension, make) => {
    const empty = new Array<number>(WIDTH).fill(Number.NEGATIVE_INFINITY)
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      if (split === 'validation') return make(columns)
      // twice in each split, with either label
      return make({ ...columns, X: withCell(withCell(columns.X, 2, empty), 3, empty) })
    })
    expect(await outcome(files)).toEqual([
      `block rows-without-shape: TRAIN.${extension}, column X: 2 of 6 rows (33.3 %) without shape, -inf at every redshift: rows 2, 3. Remove them.`,
      `block rows-without-shape: TEST.${extension}, column X: 2 of 4 rows (50.0 %) without shape, -inf at every redshift: rows 2, 3. Remove them.`,
    ])
  })
})

test.each(MAKERS)('constant rows are told: %s', async (_, extension, make) => {
  const files = withTrain(make, extension, (columns) => ({
    ...columns,
    X: withCell(columns.X, 5, new Array<number>(WIDTH).fill(-3)),
  }))
  expect(await outcome(files)).toEqual([
    `warning constant-rows: TRAIN.${extension}, column X: 1 of 6 rows (16.7 %) with the same value at every redshift: row 5.`,
  ])
})

test.each(MAKERS)('exp() overflow is told with its rows: %s', async (_, extension, make) => {
  const files = withTrain(make, extension, (columns) =>
    withValues(columns, [
      [3, 3, 88.8],
      [4, 3, 88.7],
    ]),
  )
  expect(await outcome(files)).toEqual([
    `warning pdf-overflow: TRAIN.${extension}, column X: exp() is not finite in 1 of 6 rows (16.7 %): row 3. The input PDF cannot be used; logPDF can.`,
  ])
})

describe('labels outside the classes, unknown status and flag', () => {
  test.each(MAKERS)('%s: a label that is no class', async (_, extension, make) => {
    const files = withTrain(make, extension, (columns) => ({
      ...columns,
      label: [0, -1, 0.5, 2, Number.NaN, 7],
    }))
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([
      `block invalid-labels: TRAIN.${extension}, column label: 5 of 6 labels (83.3 %) are no class of DeltaZ, whose labels are 0 and 1: row 1: -1, row 2: 0.5, row 3: 2, row 4: NaN, row 5: 7. Mend these labels or remove the rows.`,
      `block one-class: TRAIN.${extension}, column label: TRAIN has one class only, DeltaZ < 1e-3. There is nothing to tell apart.`,
    ])
  })

  test('null labels: numbers and names', async () => {
    const numbers = (columns: SplitColumns) => ({ ...columns, label: withCell(columns.label, 4, null) })
    expect(await outcome(withTrain(arrowFile, 'arrow', numbers))).toEqual([
      'block invalid-labels: TRAIN.arrow, column label: 1 of 6 labels (16.7 %) is no class of DeltaZ, whose labels are 0 and 1: row 4: NaN. Mend these labels or remove the rows.',
    ])
    const name = (label: number | string | null) => (label === 0 ? 'Deltaz<1e-3' : 'Deltaz>=1e-3')
    const names = perSplit('arrow', (split) => {
      const columns = splitColumns(split)
      const label = columns.label.map(name)
      return arrowFile({
        ...columns,
        label: split === 'train' ? withCell<string | null>(label, 4, null) : label,
      })
    })
    expect(await outcome(names, { target: 'DeltaZ' })).toEqual([
      'block invalid-labels: TRAIN.arrow, column label: 1 of 6 labels (16.7 %) is no class of DeltaZ, whose labels are Deltaz<1e-3 and Deltaz>=1e-3: row 4: nothing. Mend these labels or remove the rows.',
    ])
    expect(await outcome(names)).toEqual([
      'block invalid-labels: TRAIN.arrow, column label: 1 of 6 labels (16.7 %) is no class of DeltaZ, whose labels are Deltaz<1e-3 and Deltaz>=1e-3: row 4: nothing. Mend these labels or remove the rows.',
    ])
  })

  test('a name that is no class, and booleans', async () => {
    const names = (columns: SplitColumns) => ({
      ...columns,
      label: ['Deltaz<1e-3', 'good', 'Deltaz>=1e-3', 'Deltaz<1e-3', '', 'bad'],
    })
    expect(await outcome(withTrain(npzFile, 'npz', names), { target: 'DeltaZ' })).toEqual([
      'block invalid-labels: TRAIN.npz, column label: 3 of 6 labels (50.0 %) are no class of DeltaZ, whose labels are Deltaz<1e-3 and Deltaz>=1e-3: row 1: "good", row 4: "", row 5: "bad". Mend these labels or remove the rows.',
      'warning labels-contradict-attributes: 2 of 14 labels (14.3 %) contradict abs(DeltaZ) < 1e-3 in the attributes (first in TRAIN.npz, column label: rows 2, 3).',
    ])
    const { X } = splitColumns('train')
    const booleans = rawNpy('|b1', [6], new Uint8Array([0, 1, 0, 1, 0, 1]))
    const archive = npzFile({ X: encodeNpy('<f4', [6, 8], X.flat() as number[]), label: booleans })
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    expect(await outcome(replaced(files, { 'TRAIN.npz': archive }))).toEqual([
      'refused: TRAIN.npz, column label: type |b1, shape (6,) holds booleans. | True and False do not say which class is meant. Store class indices or names.',
    ])
  })

  test.each(MAKERS)('%s: one-hot labels of another width', async (_, extension, make) => {
    const hot = (columns: SplitColumns) => ({
      ...columns,
      label: columns.label.map((label) => [0, 1, 2].map((i) => Number(i === label))),
    })
    const files = withTrain(make, extension, hot)
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([
      `refused: TRAIN.${extension}, column label: rows of 3 values, but DeltaZ has 2 classes. | One-hot labels have one column per class. Check which target these labels are for.`,
    ])
  })

  test('status and flag: told where the target does not need them, else blocking', async () => {
    const change = (columns: SplitColumns) => ({
      ...columns,
      status: withCell<string | null>(columns.status, 1, 'failed'),
      flag: withCell<number | null>(withCell<number | null>(columns.flag, 0, 5), 3, 2.5),
    })
    expect(await outcome(withTrain(npzFile, 'npz', change))).toEqual([
      'warning unknown-status: TRAIN.npz: 1 of 6 objects (16.7 %) has a status other than success, spurious and mismatch: row 1: "failed". The target does not need it.',
      'warning unknown-flag: TRAIN.npz: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.',
    ])
    const unlabelled = (split: Parameters<typeof splitColumns>[0]) => {
      const { label, ...rest } = change(splitColumns(split))
      return rest
    }
    const files = perSplit('npz', (split) => npzFile(unlabelled(split)))
    expect(await outcome(files, { target: 'Success3' })).toEqual([
      'block unknown-status: TRAIN.npz: 1 of 6 objects (16.7 %) has a status other than success, spurious and mismatch: row 1: "failed". The target needs it: mend these values or remove the rows.',
      'block unknown-status: VALID.npz: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 1: "failed". The target needs it: mend these values or remove the rows.',
      'block unknown-status: TEST.npz: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 1: "failed". The target needs it: mend these values or remove the rows.',
      'warning class-missing: VALID.npz: VALID has no object of class Spurious: precision, recall and F1-score there will be 0.',
      'warning class-missing: TEST.npz: TEST has no object of class Spurious: precision, recall and F1-score there will be 0.',
      'warning unknown-flag: TRAIN.npz: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.',
      'warning unknown-flag: VALID.npz: 1 of 4 objects (25.0 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.',
      'warning unknown-flag: TEST.npz: 1 of 4 objects (25.0 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.',
    ])
    expect(await outcome(files, { target: 'Flag3' })).toEqual([
      'block unknown-flag: TRAIN.npz: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target needs it: mend these values or remove the rows.',
      'block unknown-flag: VALID.npz: 1 of 4 objects (25.0 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target needs it: mend these values or remove the rows.',
      'block unknown-flag: TEST.npz: 1 of 4 objects (25.0 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target needs it: mend these values or remove the rows.',
      'warning unknown-status: TRAIN.npz: 1 of 6 objects (16.7 %) has a status other than success, spurious and mismatch: row 1: "failed". The target does not need it.',
      'warning unknown-status: VALID.npz: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 1: "failed". The target does not need it.',
      'warning unknown-status: TEST.npz: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 1: "failed". The target does not need it.',
    ])
  })

  test('labels without the attribute that they were made from are taken as they are', async () => {
    const files = perSplit('npz', (split) => {
      const { X, label, redshift, logEvidence } = splitColumns(split)
      return npzFile({ X, label, redshift, logEvidence })
    })
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([])
    // but not where the attributes should give the classes
    const { X, redshift } = splitColumns('test')
    const unlabelled = replaced(files, {
      'VALID.npz': npzFile((({ label, ...rest }) => rest)(splitColumns('validation'))),
      'TEST.npz': npzFile({ X, redshift, status: ['success', 'spurious', 'success', 'spurious'] }),
    })
    expect(await outcome(unlabelled, { target: 'DeltaZ' })).toEqual([
      'block unknown-deltaz: TEST.npz: 4 of 4 objects (100.0 %) have a DeltaZ that is no number: row 0: nothing, row 1: nothing, row 2: nothing, row 3: nothing. The target needs it: mend these values or remove the rows.',
      'warning class-missing: TEST.npz: TEST has no object of classes DeltaZ < 1e-3 and DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.',
      'warning unknown-log-evidence: TEST.npz: 4 of 4 objects (100.0 %) without a finite log-evidence (rows 0, 1, 2, 3). The input logVraisemblance cannot be used.',
    ])
  })

  test('null status and flag in Arrow', async () => {
    const change = (columns: SplitColumns) => ({
      ...columns,
      status: withCell<string | null>(columns.status, 2, null),
      flag: withCell<number | null>(columns.flag, 2, null),
      deltaZ: withCell<number | null>(columns.deltaZ, 2, null),
    })
    expect(await outcome(withTrain(arrowFile, 'arrow', change))).toEqual([
      'block unknown-deltaz: TRAIN.arrow: 1 of 6 objects (16.7 %) has a DeltaZ that is no number: row 2: NaN. The target needs it: mend these values or remove the rows.',
      'warning unknown-status: TRAIN.arrow: 1 of 6 objects (16.7 %) has a status other than success, spurious and mismatch: row 2: nothing. The target does not need it.',
      'warning unknown-flag: TRAIN.arrow: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 2: NaN. The target does not need it.',
    ])
  })
})

describe('classes and splits', () => {
  test.each(MAKERS)(
    '%s: a class missing in TEST is told, one class only is refused',
    async (_, extension, make) => {
      const without = (split: Parameters<typeof splitColumns>[0], label: readonly number[]) => {
        const { X } = splitColumns(split)
        return make({ X, label })
      }
      const files = (train: readonly number[], test_: readonly number[]) =>
        perSplit(extension, (split) =>
          without(split, { train, validation: [0, 1, 0, 1], test: test_ }[split]),
        )
      expect(await outcome(files([0, 1, 0, 1, 0, 1], [0, 0, 0, 0]), { target: 'DeltaZ' })).toEqual([
        `warning class-missing: TEST.${extension}, column label: TEST has no object of class DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.`,
        NO_ATTRIBUTES,
      ])
      expect(await outcome(files([1, 1, 1, 1, 1, 1], [0, 1, 0, 1]), { target: 'DeltaZ' })).toEqual([
        `block one-class: TRAIN.${extension}, column label: TRAIN has one class only, DeltaZ ≥ 1e-3. There is nothing to tell apart.`,
        NO_ATTRIBUTES,
      ])
      expect(await outcome(files([0, 1, 0, 1, 0, 1], [0, 1, 2, 1]), { target: 'Success3' })).toEqual([
        `block class-absent-from-train: TRAIN.${extension}, column label: TRAIN has no object of class Mismatch, so no network can learn it.`,
        `warning class-missing: VALID.${extension}, column label: VALID has no object of class Mismatch: precision, recall and F1-score there will be 0.`,
        NO_ATTRIBUTES,
      ])
    },
  )

  test('a split that the split column leaves empty is refused', async () => {
    const split = ['train', 'train', 'train', 'train', 'test', 'test']
    expect(await outcome(new Map([['all.arrow', arrowFile({ ...splitColumns('train'), split })]]))).toEqual([
      'block empty-split: all.arrow, column label: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
    ])
    expect(await outcome(new Map([['all.npz', npzFile({ ...splitColumns('train'), split }, true)]]))).toEqual(
      [
        'block empty-split: all.npz, column label: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
      ],
    )
  })

  test('an empty split in a file of its own', async () => {
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    const archive = npzFile({ X: encodeNpy('<f4', [0, 8], []), label: encodeNpy('<i8', [0], []) })
    expect(await outcome(replaced(files, { 'VALID.npz': archive }))).toEqual([
      'block empty-split: VALID.npz, column label: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
      'warning no-attributes: No attributes file for VALID: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
    ])
  })

  test('a value of the split column that is no split is refused with its row', async () => {
    const split: (string | null)[] = ['train', 'train', 'TRAIN ', 'valid', 'Test', 'train']
    const all = (values: (string | null)[]) =>
      new Map([['all.arrow', arrowFile({ ...splitColumns('train'), split: values })]])
    expect(
      await outcome(all(withCell<string | null>(withCell<string | null>(split, 1, 'dev'), 5, null))),
    ).toEqual([
      'refused: all.arrow, column split: 2 of 6 rows (33.3 %) name no split: row 1: "dev", row 5: nothing. | A split is TRAIN, VALID (VALIDATION, VAL) or TEST, in any letter case.',
    ])
  })
})

describe('the same row or object in two splits', () => {
  test.each(MAKERS)('%s: equal rows block, with the share of each pair', async (_, extension, make) => {
    const train = splitColumns('train')
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      if (split === 'train') return make(train)
      // with the label that the row has in TRAIN
      if (split === 'validation') return make({ ...columns, X: withCell(columns.X, 3, train.X[5]!) })
      return make({ ...columns, X: [...train.X.slice(0, 3), columns.X[3]!] })
    })
    expect(await outcome(files)).toEqual([
      `block leak: 3 of 4 test rows (75.0 %) are also in TRAIN (TEST.${extension}, column X: rows 0, 1, 2). The network has seen them: the test will look better than it is.`,
      `block leak: 1 of 4 validation rows (25.0 %) is also in TRAIN (VALID.${extension}, column X: row 3). The network has seen it: validation will look better than it is.`,
    ])
    const { report } = await scanFiles(files, { cacheBytes: 1e8 })
    expect(report.findings.filter(({ code }) => code === 'leak')).toMatchObject([
      {
        file: `TEST.${extension}, column X`,
        rows: [0, 1, 2],
        counts: { shared: 3, rows: 4 },
        overridable: true,
      },
      { rows: [3], counts: { shared: 1, rows: 4 }, overridable: true },
    ])
  })

  test.each(MAKERS)('%s: a row of VALID in TEST decides on the epoch', async (_, extension, make) => {
    const { X } = splitColumns('validation')
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      return make(split === 'test' ? { ...columns, X: withCell(columns.X, 3, X[1]!) } : columns)
    })
    expect(await outcome(files)).toEqual([
      `block leak: 1 of 4 test rows (25.0 %) is also in VALID (TEST.${extension}, column X: row 3). The best epoch is chosen on it: the test will look better than it is.`,
    ])
  })

  test.each(MAKERS)('%s: the overlap that processData.py makes is explained', async (_, extension, make) => {
    // x has 12 rows: TRAIN x[:8], VALID x[8:10], TEST x[2:] in place of x[10:]
    const all = objectColumns(12, 0)
    const part = (from: number, to: number) =>
      make(Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values.slice(from, to)])))
    const files = perSplit(extension, (split) => {
      if (split === 'train') return part(0, 8)
      return split === 'validation' ? part(8, 10) : part(2, 12)
    })
    expect(await outcome(files)).toEqual([
      `block leak: 6 of 10 test rows (60.0 %) are also in TRAIN (TEST.${extension}, column X: rows 0, 1, 2, 3, 4 ...). The network has seen them: the test will look better than it is.`,
      `block leak: 2 of 10 test rows (20.0 %) are also in VALID (TEST.${extension}, column X: rows 6, 7). The best epoch is chosen on them: the test will look better than it is.`,
      `warning leak-pattern: TEST.${extension}, column X: TEST overlaps TRAIN and VALID in the way of processData.py, which takes TEST as x[test_size:] instead of x[N - test_size:]. 6 of 10 test rows (60.0 %) are TRAIN rows and 2 (20.0 %) are VALID rows. The other 2 rows of TEST (rows 8, 9) were never seen and are an honest test: dropping the leaked rows keeps exactly these.`,
    ])
  })

  test.each(MAKERS)('%s: equal rows with other labels warn', async (_, extension, make) => {
    const within = withTrain(make, extension, (columns) => ({
      ...columns,
      X: withCell(columns.X, 3, columns.X[0]!),
    }))
    expect(await outcome(within)).toEqual([
      `warning duplicate-rows: TRAIN.${extension}, column X: 1 of 6 rows (16.7 %) repeats an earlier one: row 3.`,
      `warning label-disagreement: TRAIN.${extension}, column X: 2 of 14 rows (14.3 %) are equal to a row with another label, 1 posterior in all: TRAIN row 0: DeltaZ < 1e-3, TRAIN row 3: DeltaZ ≥ 1e-3. No network can be right about all of them: mend the labels or leave these rows out.`,
    ])
    const { X } = splitColumns('train')
    const between = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      return make(split === 'test' ? { ...columns, X: withCell(columns.X, 2, X[1]!) } : columns)
    })
    expect(await outcome(between)).toEqual([
      `block leak: 1 of 4 test rows (25.0 %) is also in TRAIN (TEST.${extension}, column X: row 2). The network has seen it: the test will look better than it is.`,
      `warning label-disagreement: TRAIN.${extension}, column X and TEST.${extension}, column X: 2 of 14 rows (14.3 %) are equal to a row with another label, 1 posterior in all: TRAIN row 1: DeltaZ ≥ 1e-3, TEST row 2: DeltaZ < 1e-3. No network can be right about all of them: mend the labels or leave these rows out.`,
    ])
  })

  test.each(MAKERS)(
    '%s: the same redshift and log-evidence with another row warn',
    async (_, extension, make) => {
      const train = splitColumns('train')
      const like = (columns: SplitColumns, row: number, other: number) => ({
        ...columns,
        redshift: withCell(columns.redshift, row, train.redshift[other]!),
        logEvidence: withCell(columns.logEvidence, row, train.logEvidence[other]!),
      })
      const files = perSplit(extension, (split) => {
        const columns = splitColumns(split)
        if (split === 'train') return make(like(columns, 5, 1))
        return make(split === 'validation' ? like(columns, 0, 3) : columns)
      })
      expect(await outcome(files)).toEqual([
        `warning near-duplicates: VALID.${extension}, column X: 1 of 4 validation rows (25.0 %) has the redshift and log-evidence of a row of TRAIN, with another posterior: row 0. They may be the same spectra, processed again: look at some of them.`,
      ])
      const { findings } = (await scanFiles(files, { cacheBytes: 1e8 })).report
      expect(
        findings
          .filter(({ code }) => code === 'near-duplicates')
          .map(describeFinding)
          .slice(1),
      ).toEqual([
        `info near-duplicates: TRAIN.${extension}, column X: 1 of 6 train rows (16.7 %) has the redshift and log-evidence of an earlier one, with another posterior: row 5.`,
      ])
    },
  )

  test.each(MAKERS)('%s: the same object with another row warns', async (_, extension, make) => {
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      if (split === 'test') return make({ ...columns, id: ['obj-3', 'obj-201', 'obj-0', 'obj-102'] })
      return make(columns)
    })
    expect(await outcome(files)).toEqual([
      `warning same-object: TEST.${extension}, column X: 2 of 4 test rows (50.0 %) are of objects that TRAIN has as well, with another posterior: row 0: "obj-3", row 2: "obj-0".`,
      `warning same-object: TEST.${extension}, column X: 1 of 4 test rows (25.0 %) is of an object that VALID has as well, with another posterior: row 3: "obj-102".`,
    ])
    const { findings } = (await scanFiles(files, { cacheBytes: 1e8 })).report
    expect(findings.filter(({ code }) => code === 'same-object')).toMatchObject([
      { rows: [0, 2], counts: { shared: 2, rows: 4 } },
      { rows: [3], counts: { shared: 1, rows: 4 } },
    ])
  })

  test('an equal row of the same object is a leak, not said twice', async () => {
    const train = splitColumns('train')
    const files = perSplit('npz', (split) => {
      const columns = splitColumns(split)
      if (split !== 'test') return npzFile(columns)
      return npzFile({
        ...columns,
        X: withCell(columns.X, 2, train.X[4]!),
        id: withCell(columns.id, 2, 'obj-4'),
      })
    })
    expect(await outcome(files)).toEqual([
      'block leak: 1 of 4 test rows (25.0 %) is also in TRAIN (TEST.npz, column X: row 2). The network has seen it: the test will look better than it is.',
    ])
  })

  test.each(MAKERS)('%s: equal rows within one split are told', async (_, extension, make) => {
    const files = withTrain(make, extension, (columns) => ({
      ...columns,
      X: withCell(columns.X, 4, columns.X[0]!),
    }))
    expect(await outcome(files)).toEqual([
      `warning duplicate-rows: TRAIN.${extension}, column X: 1 of 6 rows (16.7 %) repeats an earlier one: row 4.`,
    ])
  })
})

describe('shares of classes and widths of posteriors', () => {
  test.each(MAKERS)('%s: a TEST with other shares than the rest', async (_, extension, make) => {
    // 3 of 4 in TRAIN and VALID, 1 of 4 in TEST
    const files = perSplit(extension, (split) => {
      const columns = objectColumns(40, SEEDS[split])
      const label = columns.label.map((_, row) => Number(row % 4 === 0) ^ Number(split === 'test'))
      return make({ X: columns.X, label })
    })
    expect(await outcome(files, { target: 'Success2' })).toEqual([
      'warning classes-balanced: TEST has Success 25.0 % and Spurious/Mismatch 75.0 %, at natural prevalence it is Success 58.3 % and Spurious/Mismatch 41.7 %: precision and accuracy will differ from this test at natural prevalence. TRAIN has Success 75.0 % and Spurious/Mismatch 25.0 %.',
      NO_ATTRIBUTES,
    ])
  })

  test.each(MAKERS)('%s: posteriors of unusual width are worth a look', async (_, extension, make) => {
    /** equal mass in some points, at a height of its own */
    const plateau = (points: number, height: number) =>
      Array.from({ length: WIDTH }, (_, i) => (i < points ? height : Number.NEGATIVE_INFINITY))
    const files = perSplit(extension, (split) => {
      const first = SEEDS[split]
      const columns = objectColumns(12, first)
      const points = (row: number) =>
        split === 'train' && row === 3 ? 1 : split === 'test' && row === 7 ? 7 : 4
      return make({ ...columns, X: columns.X.map((_, row) => plateau(points(row), -first - row)) })
    })
    const { findings } = (await scanFiles(files, { cacheBytes: 1e8 })).report
    expect(findings.filter(({ code }) => code === 'widths-outlying').map(describeFinding)).toEqual([
      `info widths-outlying: TRAIN.${extension}, column X and TEST.${extension}, column X: 2 of 36 posteriors (5.6 %) of unusual width, 1 narrower than 4.00 points and 1 wider than 4.00 points, 3 interquartile ranges of ln(width) beyond the quartiles: TRAIN row 3: 1.00 points, TEST row 7: 7.00 points. 1 posterior has all its mass in one point of the grid. Look at them in the table of objects, sorted by width.`,
    ])
  })
})

describe('redshifts and the zgrid', () => {
  const grid = JSON.stringify([...zgridValues()])

  test('redshifts off the grid are listed', async () => {
    const files = perSplit('arrow', (split) => {
      const columns = splitColumns(split)
      if (split !== 'train') return arrowFile(columns, { zgrid: grid })
      const redshift = withCell<number | null>(withCell<number | null>(columns.redshift, 3, 0.0325), 4, null)
      return arrowFile({ ...columns, redshift }, { zgrid: grid })
    })
    expect(await outcome(files)).toEqual([
      'warning redshift-off-grid: TRAIN.arrow: 2 of 6 redshifts (33.3 %) not on the zgrid: row 3: 0.0325, row 4: NaN. The nearest point, at most 0.0020 away, stands for them.',
    ])
  })

  test.each([
    ['as JSON', grid],
    ['with commas', [...zgridValues()].join(', ')],
    ['in lines', [...zgridValues()].join('\n')],
    ["as NumPy's text", `(${[...zgridValues()].join(' ')})`],
  ])('metadata %s', async (_, zgrid) => {
    const dataset = await scanFiles(perSplit('arrow', (split) => arrowFile(splitColumns(split), { zgrid })))
    expect([...dataset.zgrid!]).toEqual([...zgridValues()])
    expect(dataset.report.zgrid).toMatchObject({ file: 'TRAIN.arrow, metadata zgrid', points: 8 })
  })

  test('metadata that are no grid', async () => {
    const refusal = (zgrid: string) =>
      outcome(perSplit('arrow', (split) => arrowFile(splitColumns(split), { zgrid })))
    expect(await refusal('[0, 1, 0.5, 3, 4, 5, 5, 7]')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: the redshifts are not finite and ascending (row 2: 0.5, row 6: 5). | Sort the grid, or leave it out.',
    ])
    expect(await refusal('[0, 1, 2]')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: 3 values, but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(await refusal('')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: 0 values, but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(await refusal('0 1 2 three 4 5 NaN 7')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: the redshifts are not finite and ascending (row 3: NaN, row 6: NaN). | Sort the grid, or leave it out.',
    ])
    expect(await refusal('{"start": 0, "stop": 6, "step": 0.1}')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: 6 values, but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(await refusal('0 1 2 3 4 5 6 Infinity')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: the redshifts are not finite and ascending (row 7: Infinity). | Sort the grid, or leave it out.',
    ])
  })

  test('an array that is no grid', async () => {
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    const rows = encodeNpy('<f8', [2, 8], new Float64Array(16))
    expect(await outcome(replaced(files, { 'zgrid.npy': rows }))).toEqual([
      'refused: zgrid.npy: shape (2, 8), but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(
      await outcome(replaced(files, { 'zgrid.npy': unicodeNpy(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) })),
    ).toEqual([
      'refused: zgrid.npy holds text (type <U24); expected numbers | Posteriors are numbers: float32, float64, float16 or integers.',
    ])
    expect(await outcome(replaced(files, { 'zgrid.npy': utf8('<html><body>404</body></html>') }))).toEqual([
      'refused: zgrid.npy is not a NumPy file (NPY): it is an HTML page, probably an error or sign-in page saved in place of the download | Download the file again and look at it before you choose it.',
    ])
    expect(
      await outcome(replaced(files, { 'zgrid.npy': encodeNpy('<f8', [8], [7, 6, 5, 4, 3, 2, 1, 0]) })),
    ).toEqual([
      'refused: zgrid.npy: the redshifts are not finite and ascending (row 1: 6, row 2: 5, row 3: 4, row 4: 3, row 5: 2). | Sort the grid, or leave it out.',
    ])
  })

  test('two grids that both could be meant are refused', async () => {
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    const zgrid = encodeNpy('<f8', [8], zgridValues())
    expect(await outcome(replaced(files, { 'zgrid.npy': zgrid, 'zgrid32.npy': zgrid }))).toEqual([
      'block ambiguous-files: zgrid.npy and zgrid32.npy both claim to be the zgrid. Remove all but one.',
    ])
  })
})

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

describe('settled cases', () => {
  const object = (rows: number, columns?: number) => attributeTable(attributesOf(rows), columns)
  const archive = (rows: number, seed: number, more: Readonly<Record<string, Uint8Array>> = {}) =>
    npzFile({
      X: encodeNpy('<f4', [rows, 8], posteriors(rows, seed)),
      Y: encodeNpy(
        '<i8',
        [rows],
        Array.from({ length: rows }, (_, i) => i % 2),
      ),
      ...more,
    })

  test('attributes of seven columns, or none: loads, said', async () => {
    const files: Files = new Map([
      ['TRAIN.npz', archive(6, 0, { attributes: object(6) })],
      ['VALID.npz', archive(4, 100)],
      ['TEST.npz', archive(4, 200, { attributes: object(4, 7) })],
    ])
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([
      'warning attributes-not-usable: TEST.npz, column attributes: 7 columns, expected at least 8. The data set is used without attributes: labels are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
      'warning no-attributes: No attributes file for VALID: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
    ])
  })

  test('a zgrid even in z', async () => {
    const zgrid = encodeNpy('<f8', [8], [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5])
    const files: Files = new Map([
      ['TRAIN.npz', archive(6, 0, { zgrid })],
      ['VALID.npz', archive(4, 100, { zgrid })],
      ['TEST.npz', archive(4, 200, { zgrid })],
    ])
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([
      NO_ATTRIBUTES,
      "warning zgrid-spacing: TRAIN.npz, column zgrid: the grid of 8 points from z = 0 to 3.5 is even in z; the reference's is even in ln(1+z). Training works as it is; resample the posteriors if models shall be exchanged with those of the reference's grid.",
    ])
  })

  test('labels that contradict the attributes: how many, and the threshold that fits', async () => {
    const files = withTrain(npzFile, 'npz', (columns) => ({
      ...columns,
      deltaZ: columns.deltaZ.map((_, row) => (row % 2 === 0 ? 0.003 : 0.007)),
    }))
    expect(await outcome(files)).toEqual([
      'warning labels-contradict-attributes: 3 of 14 labels (21.4 %) contradict abs(DeltaZ) < 1e-3 in the attributes (first in TRAIN.npz, column label: rows 0, 2, 4). A threshold of 5e-3 fits all labels (any above 0.003000 up to 0.007000 does): read the classes as DeltaZ below and above 5e-3.',
    ])
  })

  test('a sibling tree that overlaps is another data set', async () => {
    const files = new Map([
      ...[...fixtureFiles('arrow-per-split')].map(([path, bytes]) => [`a/${path}`, bytes] as const),
      ...[...fixtureFiles('npz-per-split')].map(([path, bytes]) => [`b/${path}`, bytes] as const),
    ])
    const { report } = await scanFiles(files)
    expect(report).toMatchObject({ id: 'a', name: 'DeltaZ (a)' })
    expect(report.findings.map(describeFinding).filter((line) => line.startsWith('block'))).toEqual([])
  })
})
