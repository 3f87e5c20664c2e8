// What the network adds to the control on the rows in view, from their probabilities.

import type { Advantage } from '../../core/control-text.ts'
import { mcnemarExact } from '../../core/statistics/mcnemar.ts'
import { knownRows } from '../../core/trust/rows.ts'
import { predictedClasses } from '../../core/trust/softmax.ts'
import type { TrustSample } from './trust-sample.ts'

/** Counts rows by who has them right; rows with NaN are left out. `null` without a control. */
export function advantageOf({
  network,
  control,
  labels,
  classes,
}: Pick<TrustSample, 'network' | 'control' | 'labels' | 'classes'>): Advantage | null {
  if (control === null) return null
  const ofNetwork = predictedClasses(network, classes)
  const ofControl = predictedClasses(control, classes)
  let [rows, onlyNetwork, onlyControl] = [0, 0, 0]
  for (const row of knownRows(network, labels, classes)) {
    if (!Number.isFinite(control[row * classes])) continue
    rows++
    const isRight = ofNetwork[row] === labels[row]
    const isControlRight = ofControl[row] === labels[row]
    if (isRight && !isControlRight) onlyNetwork++
    if (isControlRight && !isRight) onlyControl++
  }
  return { rows, onlyNetwork, onlyControl, p: mcnemarExact(onlyNetwork, onlyControl) }
}
