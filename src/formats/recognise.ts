// Says what a file is from its first bytes, so that a refusal can name what was given instead of what was expected.

import { decodeLatin1 } from './numpy-values.ts'

/** A format that was recognised, in words: "X.npy is {what}". */
export interface RecognisedFormat {
  readonly what: string
  /** what to do to get at the data */
  readonly hint: string
}

const SIGNATURES: readonly (RecognisedFormat & { readonly starts: string })[] = [
  {
    starts: '\x93NUMPY',
    what: 'a NumPy array (NPY)',
    hint: '',
  },
  {
    starts: 'version https://git-lfs.github.com/spec/',
    what: 'a Git LFS pointer, not the data themselves',
    hint: 'Run "git lfs pull" in the repository, then choose the file again.',
  },
  {
    starts: 'PK\x03\x04',
    what: 'a ZIP archive (as NPZ files are)',
    hint: 'Unpack it and choose the .npy files inside.',
  },
  { starts: '\x1f\x8b', what: 'compressed with gzip', hint: 'Unpack it with gunzip first.' },
  {
    starts: 'ARROW1',
    what: 'an Arrow file',
    hint: 'Save the column as NPY: np.save(path, array).',
  },
  {
    starts: '\xff\xff\xff\xff',
    what: 'an Arrow stream',
    hint: 'Save the column as NPY: np.save(path, array).',
  },
  { starts: 'SIMPLE  =', what: 'a FITS file', hint: 'Save the array as NPY: np.save(path, array).' },
  {
    starts: '\x89HDF\r\n\x1a\n',
    what: 'an HDF5 file',
    hint: 'Save the array as NPY: np.save(path, array).',
  },
  {
    starts: 'PAR1',
    what: 'a Parquet file',
    hint: 'Save the column as NPY: np.save(path, array).',
  },
]

const TEXT_SIGNATURES: readonly (RecognisedFormat & { readonly starts: RegExp })[] = [
  {
    starts: /^<(!doctype html|html|head|body)/i,
    what: 'an HTML page, probably an error or sign-in page saved in place of the download',
    hint: 'Download the file again and look at it before you choose it.',
  },
  { starts: /^<(\?xml|votable)/i, what: 'an XML file', hint: 'Save the array as NPY: np.save(path, array).' },
  {
    starts: /^[{[]\s*(["{}[\]\d-]|true|false|null|NaN)/,
    what: 'a JSON file',
    hint: 'Save the array as NPY: np.save(path, array).',
  },
]

/** Bytes that `recogniseFormat` looks at. */
export const RECOGNISE_BYTES = 512

/** What a file is, from its first bytes; `undefined` where nothing fits. An empty file is recognised as such. */
export function recogniseFormat(head: Uint8Array): RecognisedFormat | undefined {
  if (head.length === 0) return { what: 'empty (0 bytes)', hint: 'Copy or download it again.' }
  const text = decodeLatin1(head.subarray(0, RECOGNISE_BYTES))
  const signature = SIGNATURES.find(({ starts }) => text.startsWith(starts))
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
