import { describe, expect, test } from 'vitest'
import { recogniseFormat, type TableKind, tableFormatOf, wrongFormat } from './recognise.ts'

const ONE_ARRAY = 'One array is expected here: save it with np.save(path, array).'
const SAVE_AS = 'Save the data as NPY, NPZ, Arrow, Parquet or FITS.'
const HTML = 'an HTML page, probably an error or sign-in page saved in place of the download'
const LOOK = 'Download the file again and look at it before you choose it.'
const PICKLE = 'Save it with NumPy: np.save(path, np.array(rows, dtype=object), allow_pickle=True).'

/** Head of a file, what it is, what to do, and the table that it is. */
const HEADS: readonly (readonly [string, string, string, TableKind?])[] = [
  ['', 'empty (0 bytes)', 'Copy or download it again.'],
  ['\x93NUMPY\x01\0', 'a NumPy array (NPY)', ''],
  [
    'version https://git-lfs.github.com/spec/v1\noid sha256:0',
    'a Git LFS pointer, not the data themselves',
    'Run "git lfs pull" in the repository, then choose the file again.',
  ],
  ['PK\x03\x04\x14\0', 'a ZIP archive (as NPZ files are)', ONE_ARRAY, 'zip'],
  [`PK\x05\x06${'\0'.repeat(18)}`, 'an empty ZIP archive', ONE_ARRAY, 'zip'],
  ['ARROW1\0\0', 'an Arrow file', ONE_ARRAY, 'arrow'],
  ['\xff\xff\xff\xff\x78\0\0\0', 'an Arrow stream', ONE_ARRAY, 'arrow'],
  [
    'FEA1\0\0\0\0',
    'a Feather file of version 1',
    'Write it with version 2: pyarrow.feather.write_feather(table, path, version=2).',
  ],
  ['PAR1\x15\x04', 'a Parquet file', ONE_ARRAY, 'parquet'],
  ['SIMPLE  =                    T', 'a FITS file', ONE_ARRAY, 'fits'],
  ['\x89HDF\r\n\x1a\n\0', 'an HDF5 file', `HDF5 is not read yet. ${SAVE_AS}`],
  ['\x1f\x8b\x08\0', 'compressed with gzip', 'Unpack it with gunzip first.'],
  ['BZh91AY', 'compressed with bzip2', 'Unpack it with bunzip2 first.'],
  ['\xfd7zXZ\0\0', 'compressed with xz', 'Unpack it with unxz first.'],
  ['\x28\xb5\x2f\xfd\x04', 'compressed with Zstandard', 'Unpack it with unzstd first.'],
  ['\x80\x02]', 'a Python pickle (protocol 2) without an NPY header', PICKLE],
  ['\x80\x05\x95', 'a Python pickle (protocol 5) without an NPY header', PICKLE],
  ['<!DOCTYPE html>', HTML, LOOK],
  ['\xef\xbb\xbf \n<html lang="en">', HTML, LOOK],
  ['<?xml version="1.0"?>', 'an XML file', SAVE_AS],
  ['<VOTABLE version="1.4">', 'an XML file', SAVE_AS],
  ['[[1, 2], [3, 4]]', 'a JSON file', SAVE_AS],
  [' {"a": 1}', 'a JSON file', SAVE_AS],
]

const UNKNOWN = [
  '1.0 2.0',
  '\0'.repeat(512),
  '\x80',
  '\x80\x06',
  'PK\x07\x08',
  'SIMPLE =',
  'ARROW',
  'PAR',
  '{x',
]

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

describe('first bytes of a file', () => {
  test.each(HEADS.map(([text, what, hint, table]) => ({ text, what, hint, table: table ?? null })))(
    '$what',
    ({ text, what, hint, table }) => {
      const head = bytesOf(text)
      expect(recogniseFormat(head)).toEqual({ what, hint })
      expect(tableFormatOf(head)).toBe(table)
      // more bytes change nothing
      if (text !== '') {
        const longer = bytesOf(text.padEnd(2000, '\0'))
        expect(recogniseFormat(longer)).toEqual({ what, hint })
        expect(tableFormatOf(longer)).toBe(table)
      }
    },
  )

  test.each(UNKNOWN)('%j is unknown', (text) => {
    expect(recogniseFormat(bytesOf(text))).toBeUndefined()
    expect(tableFormatOf(bytesOf(text))).toBeNull()
  })
})

test.each([
  ['1.0', 'x is not a FITS file', 'Write it.'],
  ['\x93NUMPY', 'x is not a FITS file: it is a NumPy array (NPY)', 'Write it.'],
  ['BZh9', 'x is not a FITS file: it is compressed with bzip2', 'Unpack it with bunzip2 first.'],
])('%j in place of another format', (text, message, hint) => {
  expect(wrongFormat(bytesOf(text), 'x', 'a FITS file', 'Write it.')).toMatchObject({
    code: 'bad-input',
    message,
    hint,
  })
})

test.each([
  ['{"a": 1}', 'x is not a network: it is a JSON file', 'Save it.'],
  ['ARROW1', 'x is not a network: it is an Arrow file', 'Save it.'],
  ['BZh9', 'x is not a network: it is compressed with bzip2', 'Unpack it with bunzip2 first.'],
])('%j where no data are expected', (text, message, hint) => {
  expect(wrongFormat(bytesOf(text), 'x', 'a network', 'Save it.', false)).toMatchObject({ message, hint })
})
