// What a network said of unlabelled posteriors, as a file: class and probabilities in the order of the rows.

import type { AppliedFormat, AppliedPredictions, AppliedReading } from '../core/applied.ts'
import { encodeCsv } from './applied/csv.ts'
import { encodeEcsv } from './applied/ecsv.ts'
import { encodeNpyTable } from './applied/npy.ts'
import { encodeVotable } from './applied/votable.ts'

/**
 * The whole file. Columns: `row`, `file`, `file_row`; `id` and `z_est` where the files have them; `class`; one probability per
 * class (in NPY one field of all); `confidence`; `kept` where somebody chose which rows are.
 */
export function encodeApplied(
  applied: AppliedPredictions,
  format: AppliedFormat,
  reading: AppliedReading,
): Blob {
  switch (format) {
    case 'csv':
      return encodeCsv(applied, reading)
    case 'ecsv':
      return encodeEcsv(applied, reading)
    case 'votable':
      return encodeVotable(applied, reading)
    case 'npy':
      return encodeNpyTable(applied, reading)
    default:
      return format satisfies never
  }
}
