// What a run works with, and what it gives beside its events.

import type { TrainingPlan } from '../core/plan.ts'
import type { EvaluatedSplit } from '../core/run.ts'
import type { FittedControl } from '../data/control.ts'
import type { Dataset } from '../data/dataset.ts'
import type { Device } from './device.ts'
import type { TrainSignals } from './types.ts'

/** What a run needs besides its settings. */
export interface TrainContext {
  readonly dataset: Dataset
  readonly device: Device
  readonly plan: TrainingPlan
  readonly signals: TrainSignals
  /** milliseconds since 1970 */
  readonly now: () => number
  /** is given the weights of each epoch that improved; they are not written again */
  readonly keep?: (weights: Float32Array[], epoch: number) => void
  /** is given what the best weights say of every row, and the control, as far as the run got */
  readonly predicted?: (logits: SplitLogits, control: FittedControl | null) => void
  /** lets messages in between steps */
  readonly yieldToEvents: () => Promise<void>
}

/** Logits of splits, [row, class], rows in their own order. */
export type SplitLogits = ReadonlyMap<EvaluatedSplit, Float32Array<ArrayBuffer>>
