// A data set as the pre-split NPY tree that the Python code base reads, piece by piece.

import { StudioError } from '../core/errors.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'
import { encodeNpy, encodeObjectNpy, npyHeader } from '../formats/npy-write.ts'
import { ATTRIBUTE_COLUMNS } from './attributes.ts'
import type { Dataset, RowReader } from './dataset.ts'
import { formatRows, formatShareOf, SPLIT_LABELS } from './finding.ts'
import { INVALID_LABEL } from './labels.ts'
import { passingReader, unflooredReader } from './row-reader.ts'
import { blockRowsOf } from './scan.ts'

/** A file to write. */
export interface OutputFile {
  /** `/` between names */
  readonly path: string
  readonly byteLength: number
  /** all bytes in order, to be taken once */
  readonly chunks: AsyncIterable<Uint8Array<ArrayBuffer>>
}

/** Columns of a written attribute table: the name of the object in the first, the flag in the last. */
const COLUMNS = 9

/**
 * The files of `TARGET/balanced|unbalanced/TRAIN|VALID|TEST/{X,Y,attributes}.npy` and `zgrid.npy` beside the target. A data
 * set without a balance is written as unbalanced. Posteriors are those of the files, where -inf is -inf, as far as the
 * readers know them; they are read by blocks when they are asked for, while everything else is made at once.
 * What is not known of an object is None: NumPy makes NaN of it in a column of numbers, and comparing it is an error rather
 * than a class.
 * @throws StudioError `bad-input` where a row has no class, which Y.npy cannot say
 */
export function datasetFiles({ report, splits, zgrid }: Dataset): readonly OutputFile[] {
  const folder = `${report.target}/${report.balance ?? 'unbalanced'}`
  const files = SPLIT_NAMES.flatMap((split) => {
    const { x, labels, attributes } = splits[split]
    requireClasses(split, labels)
    const path = (name: string): string => `${folder}/${SPLIT_LABELS[split]}/${name}.npy`
    return [
      posteriorsFile(path('X'), x),
      wholeFile(path('Y'), encodeNpy('<i8', [labels.length], labels)),
      ...(attributes === null
        ? []
        : [wholeFile(path('attributes'), encodeObjectNpy(attributes.map(tableRow)))]),
    ]
  })
  if (zgrid !== null) files.push(wholeFile('zgrid.npy', encodeNpy('<f8', [zgrid.length], zgrid)))
  return files
}

/** Bytes of all files together. */
export function contentBytes(files: readonly OutputFile[]): number {
  return files.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

function posteriorsFile(path: string, x: RowReader): OutputFile {
  const { rows, width } = x
  const header = npyHeader('<f4', [rows, width])
  return {
    path,
    byteLength: header.byteLength + 4 * rows * width,
    chunks: rowChunks(header, passingReader(unflooredReader(x))),
  }
}

async function* rowChunks(
  header: Uint8Array<ArrayBuffer>,
  x: RowReader,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  yield header
  const blockRows = blockRowsOf(x.width)
  for (let start = 0; start < x.rows; start += blockRows) {
    const count = Math.min(blockRows, x.rows - start)
    const values = new Float32Array(count * x.width)
    await x.read(start, count, values)
    yield new Uint8Array(values.buffer)
  }
}

function wholeFile(path: string, bytes: Uint8Array<ArrayBuffer>): OutputFile {
  const chunks = (async function* () {
    yield bytes
  })()
  return { path, byteLength: bytes.byteLength, chunks }
}

function tableRow({
  id,
  redshift,
  deltaZ,
  status,
  logEvidence,
  flag,
}: Attributes): (number | string | null)[] {
  const row: (number | string | null)[] = new Array(COLUMNS).fill(null)
  row[0] = id ?? null
  row[ATTRIBUTE_COLUMNS.redshift] = redshift
  row[ATTRIBUTE_COLUMNS.deltaZ] = deltaZ
  row[ATTRIBUTE_COLUMNS.status] = status
  row[ATTRIBUTE_COLUMNS.logEvidence] = logEvidence
  row[COLUMNS - 1] = flag
  return row
}

function requireClasses(split: SplitName, labels: Uint8Array): void {
  const without: number[] = []
  labels.forEach((label, row) => {
    if (label === INVALID_LABEL) without.push(row)
  })
  if (without.length === 0) return
  const share = formatShareOf(without.length, labels.length, 'object')
  const verb = without.length === 1 ? 'has' : 'have'
  throw new StudioError(
    'bad-input',
    `${SPLIT_LABELS[split]}: ${share} ${verb} no class (${formatRows(without)}), which Y.npy cannot say.`,
    'Drop the objects without a class first.',
  )
}
