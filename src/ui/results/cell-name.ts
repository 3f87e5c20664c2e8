// The name of the way from a cell of a confusion matrix to its objects.

import { formatInteger } from '../../core/format.ts'

/** `Show 12 objects: true DeltaZ < 1e-3, predicted DeltaZ ≥ 1e-3`. */
export function cellName(count: number, truth: string, predicted: string): string {
  const objects = count === 1 ? 'object' : 'objects'
  return `Show ${formatInteger(count)} ${objects}: true ${truth}, predicted ${predicted}`
}
