// What a run will do and take, as plain data that can be shown before anything runs.

/** Steps and memory of a run. Bytes are estimates of what the engine will allocate. */
export interface TrainingPlan {
  readonly parameters: number
  readonly batchSize: number
  /** samples per pass; gradients of `microBatches` passes are added before one optimiser step */
  readonly microBatchSize: number
  readonly microBatches: number
  /** optimiser steps per epoch; the last one may be short */
  readonly stepsPerEpoch: number
  readonly bytes: {
    /** weights, gradients and Adam's two moments */
    readonly parameters: number
    readonly activations: number
    /** rows that are kept in memory */
    readonly data: number
    readonly total: number
  }
}
