// The weights of classes as a person reads them.

import { classWeights } from './class-weights.ts'

/**
 * `0.63, 2.41`: the balanced weights in class order.
 * @param counts samples per class of TRAIN, in class order
 */
export function classWeightsText(counts: readonly number[]): string {
  return classWeights(counts)
    .map((weight) => weight.toFixed(2))
    .join(', ')
}
