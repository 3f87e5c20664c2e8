// A network whose probabilities are calibrated for good: its logits divided by a temperature (Guo et al. 2017), which lies in the
// last layer's weights, so that any program that loads them computes calibrated probabilities.

import { StudioError } from './errors.ts'
import type { TrainedModel } from './model-card.ts'

/**
 * The same network with the kernel and bias of its last layer divided, in float32; the card says by how much in all.
 * @param temperature above 0
 * @throws StudioError `internal` for another number
 */
export function temper({ card, weights }: TrainedModel, temperature: number): TrainedModel {
  if (!Number.isFinite(temperature) || temperature <= 0) {
    throw new StudioError('internal', `A temperature is a number above 0, not ${temperature}.`)
  }
  const last = weights.slice(-2).map((values) => values.map((value) => value / temperature))
  return {
    card: { ...card, temperature: (card.temperature ?? 1) * temperature },
    weights: [...weights.slice(0, -2), ...last],
  }
}
