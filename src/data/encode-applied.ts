// What a network said of unlabelled posteriors, as a file: class and probabilities in the order of the rows.

import type { AppliedFormat, AppliedPredictions } from '../core/applied.ts'
import { encodeCsv } from './applied/csv.ts'
import { encodeEcsv } from './applied/ecsv.ts'
import { encodeNpyTable } from './applied/npy.ts'
import { encodeVotable } from './applied/votable.ts'

/**
 * The whole file. Columns: `row`, `file`, `file_row`; `id` and `z_est` where the files have them; `class`; one probability per
 * class (in NPY one field of all); `confidence`.
 * @param temperature divides the logits; `null` to take them as they are
 */
export function encodeApplied(
  applied: AppliedPredictions,
  format: AppliedFormat,
  temperature: number | null,
): Blob {
  switch (format) {
    case 'csv':
      return encodeCsv(applied, temperature)
    case 'ecsv':
      return encodeEcsv(applied, temperature)
    case 'votable':
      return encodeVotable(applied, temperature)
    case 'npy':
      return encodeNpyTable(applied, temperature)
    default:
      return format satisfies never
  }
}
