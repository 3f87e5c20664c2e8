// What tests of memory share: the pass that they train on, and the plan that they hold it against.

import type { ModelDescription } from '../core/models.ts'
import { planTraining, type TrainingPlan } from '../core/plan.ts'
import type { MicroBatch } from './trainer.ts'

/** A pass of `rows` samples that are all alike. */
export function passOf({ length }: ModelDescription, rows: number): MicroBatch {
  return {
    x: new Float32Array(rows * length).fill(0.5),
    labels: new Uint8Array(rows),
    redshift: new Float32Array(rows),
    rows,
  }
}

/** The plan of steps of two passes of `rows` samples, with no data in memory. */
export function planOfTwoPasses(
  description: ModelDescription,
  rows: number,
  largestBufferBytes?: number,
): TrainingPlan {
  return planTraining({
    description,
    batchSize: 2 * rows,
    trainRows: 2 * rows,
    microBatchSize: rows,
    activationBudget: 1e9,
    largestBufferBytes,
    dataBytes: 0,
  })
}
