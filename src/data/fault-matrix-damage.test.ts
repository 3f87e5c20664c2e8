// The fault matrix of reading, files that are damaged or something else: what a visitor gets for each fault,
// in every format, word for word. Files go the page's whole way: found, opened, scanned. `open.test.ts` has
// more of the faults of plain NPY trees.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeNpy } from '../formats/npy-write.ts'
import { zipBytes } from '../formats/zip/zip.fixture.ts'
import { lackingTrain, utf8 } from './fault-matrix.fixture.ts'
import {
  fixtureFiles,
  npzEntries,
  npzFile,
  outcome,
  perSplit,
  replaced,
  splitColumns,
} from './table.fixture.ts'
import { treeFiles } from './tree.fixture.ts'

/** Hundreds of small data sets, on a slow machine. */
const FUZZ_MILLISECONDS = 60_000

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

  describe.each(FORMATS)('in place of %s', { timeout: FUZZ_MILLISECONDS }, (_, variant, extension) => {
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
