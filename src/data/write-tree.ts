// A data set as the pre-split NPY tree that the Python code base reads, piece by piece.

import { SPLIT_NAMES } from '../core/dataset-report.ts'
import type { Attributes } from '../core/targets.ts'
import { encodeNpy, encodeObjectNpy, npyHeader } from '../formats/npy-write.ts'
import { ATTRIBUTE_COLUMNS } from './attributes.ts'
import type { Dataset, RowReader } from './dataset.ts'
import { SPLIT_LABELS } from './finding.ts'
import { blockRowsOf } from './scan.ts'

/** A file to write. */
export interface OutputFile {
  /** `/` between names */
  readonly path: string
  readonly byteLength?: number
  readonly chunks: AsyncIterable<Uint8Array<ArrayBuffer>>
}

/** Columns of a written attribute table; the reference's last one is the flag. */
const COLUMNS = 9

/**
 * The files of `TARGET/balanced|unbalanced/TRAIN|VALID|TEST/{X,Y,attributes}.npy` and `zgrid.npy` beside the target.
 * Posteriors are written as the network sees them: -inf is the floor. Attribute columns that the studio does not know
 * are 0.0. A data set without a balance is written as unbalanced.
 */
export function* datasetFiles({ report, splits, zgrid }: Dataset): Generator<OutputFile, void, void> {
  const folder = `${report.target}/${report.balance ?? 'unbalanced'}`
  for (const split of SPLIT_NAMES) {
    const { x, labels, attributes } = splits[split]
    const path = (name: string): string => `${folder}/${SPLIT_LABELS[split]}/${name}.npy`
    const header = npyHeader('<f4', [x.rows, x.width])
    yield {
      path: path('X'),
      byteLength: header.byteLength + 4 * x.rows * x.width,
      chunks: rowChunks(header, x),
    }
    yield wholeFile(path('Y'), () => encodeNpy('<i8', [labels.length], labels))
    if (attributes !== null)
      yield wholeFile(path('attributes'), () => encodeObjectNpy(attributes.map(tableRow)))
  }
  if (zgrid !== null) yield wholeFile('zgrid.npy', () => encodeNpy('<f8', [zgrid.length], zgrid))
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

/** A file that is small enough to be made at once; it is made when it is asked for. */
function wholeFile(path: string, encode: () => Uint8Array<ArrayBuffer>): OutputFile {
  return {
    path,
    chunks: (async function* () {
      yield encode()
    })(),
  }
}

function tableRow({ redshift, deltaZ, status, logEvidence, flag }: Attributes): (number | string | null)[] {
  const row: (number | string | null)[] = new Array(COLUMNS).fill(0)
  row[ATTRIBUTE_COLUMNS.redshift] = redshift
  row[ATTRIBUTE_COLUMNS.deltaZ] = deltaZ
  row[ATTRIBUTE_COLUMNS.status] = status
  row[ATTRIBUTE_COLUMNS.logEvidence] = logEvidence
  row[COLUMNS - 1] = flag
  return row
}
