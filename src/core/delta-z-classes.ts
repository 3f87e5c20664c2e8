// The DeltaZ classes by their threshold: at another threshold than the default the names of `TARGETS` would
// be wrong, as they are in LAM-Redshift, which cuts at 5e-3 and names the class 1e-3.

import type { TargetSpec } from './targets.ts'

/**
 * Names of the DeltaZ classes, in class order: those of `TARGETS.DeltaZ` for the default threshold, the same
 * form with another number else: `Deltaz<1.25e-2` and `DeltaZ ≥ 1.25e-2` for 0.0125.
 */
export function deltaZClasses(threshold: number): Pick<TargetSpec, 'classes' | 'labels'> {
  // without a number of digits: as many as tell the value from every other one
  const number = threshold.toExponential().replace('e+', 'e')
  return {
    classes: [`Deltaz<${number}`, `Deltaz>=${number}`],
    labels: [`DeltaZ < ${number}`, `DeltaZ ≥ ${number}`],
  }
}
