// Says what a file is from its first bytes, so that it is opened whatever it is called, and a refusal can name what was
// given beside what was expected.

import { StudioError } from '../core/errors.ts'
import { decodeLatin1 } from './numpy-values.ts'

/** A format that was recognised, in words: "X.npy is {what}". */
export interface RecognisedFormat {
  readonly what: string
  /** what to do to get at the data; empty where there is nothing to say */
  readonly hint: string
}

/** Files that `openTable` reads. */
export type TableKind = 'zip' | 'arrow' | 'parquet' | 'fits'

interface Signature extends RecognisedFormat {
  readonly starts: string
  readonly table?: TableKind
}

/** For what is read as a table, and was met where a single array belongs. */
const ONE_ARRAY = 'One array is expected here: save it with np.save(path, array).'
const SAVE_AS = 'Save the data as NPY, NPZ, Arrow, Parquet or FITS.'

const SIGNATURES: readonly Signature[] = [
  { starts: '\x93NUMPY', what: 'a NumPy array (NPY)', hint: '' },
  {
    starts: 'version https://git-lfs.github.com/spec/',
    what: 'a Git LFS pointer, not the data themselves',
    hint: 'Run "git lfs pull" in the repository, then choose the file again.',
  },
  { starts: 'PK\x03\x04', what: 'a ZIP archive (as NPZ files are)', hint: ONE_ARRAY, table: 'zip' },
  { starts: 'PK\x05\x06', what: 'an empty ZIP archive', hint: ONE_ARRAY, table: 'zip' },
  { starts: 'ARROW1', what: 'an Arrow file', hint: ONE_ARRAY, table: 'arrow' },
  { starts: '\xff\xff\xff\xff', what: 'an Arrow stream', hint: ONE_ARRAY, table: 'arrow' },
  {
    starts: 'FEA1',
    what: 'a Feather file of version 1',
    hint: 'Write it with version 2: pyarrow.feather.write_feather(table, path, version=2).',
  },
  { starts: 'PAR1', what: 'a Parquet file', hint: ONE_ARRAY, table: 'parquet' },
  { starts: 'PARE', what: 'an encrypted Parquet file', hint: ONE_ARRAY, table: 'parquet' },
  { starts: 'SIMPLE  =', what: 'a FITS file', hint: ONE_ARRAY, table: 'fits' },
  { starts: '\x89HDF\r\n\x1a\n', what: 'an HDF5 file', hint: `HDF5 is not read yet. ${SAVE_AS}` },
  { starts: '\x1f\x8b', what: 'compressed with gzip', hint: 'Unpack it with gunzip first.' },
  { starts: 'BZh', what: 'compressed with bzip2', hint: 'Unpack it with bunzip2 first.' },
  { starts: '\xfd7zXZ\0', what: 'compressed with xz', hint: 'Unpack it with unxz first.' },
  {
    starts: '\x28\xb5\x2f\xfd',
    what: 'compressed with Zstandard',
    hint: 'Unpack it with unzstd first.',
  },
]

const TEXT_SIGNATURES: readonly (RecognisedFormat & { readonly starts: RegExp })[] = [
  {
    starts: /^<(!doctype html|html|head|body)/i,
    what: 'an HTML page, probably an error or sign-in page saved in place of the download',
    hint: 'Download the file again and look at it before you choose it.',
  },
  { starts: /^<(\?xml|votable)/i, what: 'an XML file', hint: SAVE_AS },
  { starts: /^[{[]\s*(["{}[\]\d-]|true|false|null|NaN)/, what: 'a JSON file', hint: SAVE_AS },
]

/** Bytes that are looked at. */
export const RECOGNISE_BYTES = 512

/** The table that a file is, from its first bytes; `null` where it is none. */
export function tableFormatOf(head: Uint8Array): TableKind | null {
  return signatureOf(decodeLatin1(head.subarray(0, RECOGNISE_BYTES)))?.table ?? null
}

/** What a file is, from its first bytes; `undefined` where nothing fits. An empty file is recognised as such. */
export function recogniseFormat(head: Uint8Array): RecognisedFormat | undefined {
  if (head.length === 0) return { what: 'empty (0 bytes)', hint: 'Copy or download it again.' }
  const text = decodeLatin1(head.subarray(0, RECOGNISE_BYTES))
  const signature = signatureOf(text)
  if (signature !== undefined) return { what: signature.what, hint: signature.hint }
  if (head[0] === 0x80 && head.length > 1 && head[1]! >= 2 && head[1]! <= 5) {
    return {
      what: `a Python pickle (protocol ${head[1]}) without an NPY header`,
      hint: 'Save it with NumPy: np.save(path, np.array(rows, dtype=object), allow_pickle=True).',
    }
  }
  const readable = text.replace(/^\xef\xbb\xbf/, '').trimStart()
  const textual = TEXT_SIGNATURES.find(({ starts }) => starts.test(readable))
  return textual === undefined ? undefined : { what: textual.what, hint: textual.hint }
}

/** How data are saved: no help where something else is expected. */
const OF_DATA: readonly string[] = [ONE_ARRAY, SAVE_AS]

/**
 * The error for a file that is something else than `expected` (`a FITS file`).
 * @param hint if nobody knows what it is, or what is known of it does not help
 * @param expectsData whether data are expected, and how to save them is worth saying
 */
export function wrongFormat(
  head: Uint8Array,
  name: string,
  expected: string,
  hint: string,
  expectsData = true,
): StudioError {
  const found = recogniseFormat(head)
  const is = found === undefined ? '' : `: it is ${found.what}`
  const own = found !== undefined && (expectsData || !OF_DATA.includes(found.hint)) ? found.hint : ''
  return new StudioError('bad-input', `${name} is not ${expected}${is}`, own || hint)
}

function signatureOf(text: string): Signature | undefined {
  return SIGNATURES.find(({ starts }) => text.startsWith(starts))
}
