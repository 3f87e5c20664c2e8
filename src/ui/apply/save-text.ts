// What becomes of calibrated probabilities where a network is saved.

import type { ModelCard } from '../../core/model-card.ts'
import { temperatureInUse } from '../../store/probabilities.ts'
import type { StudioState } from '../../store/state.ts'
import { shortNumber } from '../trust/trust-text.ts'

/** Whether a temperature goes into the file. */
export function calibrationText({ temperature }: ModelCard, state: Pick<StudioState, 'trust'>): string {
  const inUse = temperatureInUse(state)
  if (inUse !== null) {
    return `Probabilities are saved calibrated: T = ${shortNumber(inUse)} goes into the weights of the last layer, so that any program that loads the file gives them.`
  }
  return temperature === null
    ? 'Probabilities are saved as they are, not calibrated. Where "Calibrated probabilities" is on in the view Trust, the temperature goes into the last layer.'
    : 'Probabilities are saved calibrated, as the network gives them.'
}
