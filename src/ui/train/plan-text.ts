// What a plan says, as text.

import { formatInteger } from '../../core/format.ts'
import type { TrainingPlan } from '../../core/plan.ts'

/** How a step is cut: `16 × 8 samples per step`. Where the parts are not equal, 8 is the largest. */
export function passesText({ microBatches, microBatchSize, batchSize }: TrainingPlan): string {
  const upTo = microBatches * microBatchSize > batchSize ? 'up to ' : ''
  return `${formatInteger(microBatches)} × ${upTo}${formatInteger(microBatchSize)} samples per step`
}

/**
 * How long a run will take, as far as it is known.
 * @param estimate seconds, or `null`
 * @param estimating whether the probe is under way
 */
export function timeText(estimate: number | null, estimating: boolean): string {
  if (estimate !== null) return `about ${roughTime(estimate)} on this device, measured`
  return estimating ? 'measuring ...' : 'could not be measured'
}

/** A span of time as precise as an estimate is: `8 s`, `3 min`, `2.5 h`. */
export function roughTime(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${roughHours(seconds / 3600)} h`
}

function roughHours(hours: number): string {
  return hours < 9.95 ? hours.toFixed(1) : formatInteger(hours)
}
