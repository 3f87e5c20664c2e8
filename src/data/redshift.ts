// The estimated redshift as a network's second input.

import { StudioError } from '../core/errors.ts'
import { nearestIndex } from '../core/zgrid.ts'
import type { Dataset, SplitData } from './dataset.ts'
import { formatRows, plural } from './finding.ts'

/**
 * The second input of each row of a split: the estimated redshift, or the index of the nearest point of zgrid. Redshifts
 * off the grid are listed among the data set's findings; they take their nearest point.
 * @throws StudioError `bad-input` where redshifts are missing (rows named), or there is no grid to take an index in
 */
export function redshiftInput(
  split: SplitData,
  kind: 'value' | 'index',
  zgrid: Dataset['zgrid'],
): Float32Array {
  const name = split.name ?? 'the data set'
  if (split.attributes === null) {
    throw new StudioError(
      'bad-input',
      `${name}: there are no attributes, so the estimated redshift is not known.`,
      'Choose a model with one input, or add attributes.npy.',
    )
  }
  if (kind === 'index' && zgrid === null) {
    throw new StudioError(
      'bad-input',
      `${name}: there is no zgrid, so a redshift has no index.`,
      'Give the redshift as a value, or add zgrid32.npy beside the data.',
    )
  }
  const missing: number[] = []
  const values = Float32Array.from(split.attributes, ({ redshift }, row) => {
    if (redshift === null || !Number.isFinite(redshift)) {
      missing.push(row)
      return 0
    }
    return kind === 'index' ? nearestIndex(zgrid!, redshift) : redshift
  })
  if (missing.length > 0) {
    throw new StudioError(
      'bad-input',
      `${name}: the estimated redshift is missing in ${plural(missing.length, 'row')} (${formatRows(missing)}).`,
      'Choose a model with one input, or complete the redshift (column 1 of attributes.npy).',
    )
  }
  return values
}
