// For which lengths of posteriors a network can have been made, from its weights alone. Pooling drops an odd last point, so
// that several lengths lead to the same number of features, and a recurrent network takes any length.

import { describeModel, MODEL_SPECS, type ModelId } from '../models.ts'
import { REFERENCE_POINTS } from '../zgrid.ts'

/** Lengths from `least` to `most`, both included. */
export interface LengthRange {
  readonly least: number
  readonly most: number
}

/** More points than posteriors have; where the weights do not depend on the length, a file could claim any. */
export const MOST_POINTS = 1_000_000

/**
 * Lengths for which a network flattens to `points` points per channel.
 * @param points behind the last pooling; `null` for a network that does not flatten its convolutions
 */
export function lengthsOf(model: ModelId, points: number | null): LengthRange {
  const specs = MODEL_SPECS[model].layers(2)
  if (points === null) return { least: shortestLength(model), most: MOST_POINTS }
  return specs
    .slice(
      0,
      specs.findIndex(({ kind }) => kind === 'flatten'),
    )
    .reduceRight<LengthRange>(
      ({ least, most }, spec) => {
        if (spec.kind === 'maxPool') return { least: 2 * least, most: 2 * most + 1 }
        const shorter = spec.kind === 'conv1d' && spec.padding === 'valid' ? spec.kernelSize - 1 : 0
        return { least: least + shorter, most: most + shorter }
      },
      { least: points, most: points },
    )
}

/** Whether a network can have been made for this length. */
export function includesLength({ least, most }: LengthRange, length: number): boolean {
  return length >= least && length <= most
}

function shortestLength(model: ModelId): number {
  return describeModel(model, REFERENCE_POINTS, 2).minimumLength
}
