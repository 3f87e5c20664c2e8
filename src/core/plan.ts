// What a run will do and take, as plain data that can be shown before anything runs.

import type { LayerDescription, ModelDescription } from './models.ts'
import { size } from './models.ts'

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

/** What a plan depends on. */
export interface PlanRequest {
  readonly description: ModelDescription
  /** samples per optimiser step */
  readonly batchSize: number
  readonly trainRows: number
  /** forces the samples per pass; at most `batchSize` counts */
  readonly microBatchSize?: number
  /** bytes that the activations of one pass may take */
  readonly activationBudget: number
  /** bytes of rows that are kept in memory */
  readonly dataBytes: number
}

const BYTES_PER_VALUE = 4
/** Weight, gradient and Adam's two moments, float32 each. */
const BYTES_PER_PARAMETER = 4 * BYTES_PER_VALUE
/** Each activation is kept for the backward pass (1), gets a gradient (1), and im2col and padding take half of it. */
const COPIES_PER_ACTIVATION = 2.5

/**
 * Bytes that one sample of a pass takes:
 *
 *     4 bytes x 2.5 x (length + sum over layers of kept values)
 *
 * where a layer keeps its output, a recurrent layer also its gates (time x gates x units), and flatten keeps nothing
 * because it shares its input's memory. The factor 2.5 stands for the value, its gradient and half a copy for im2col.
 */
export function activationBytesPerSample(description: ModelDescription): number {
  let time = description.length
  let values = description.length
  for (const layer of description.layers) {
    values += keptValues(layer, time)
    if (layer.outputShape.length === 2) time = layer.outputShape[0]!
  }
  return values * BYTES_PER_VALUE * COPIES_PER_ACTIVATION
}

/**
 * Plans a run: the fewest passes per optimiser step whose activations stay within the budget, all of equal size but
 * the last. Where even one sample per pass does not fit, the plan says 1 and exceeds the budget: bytes are estimates.
 * @throws RangeError if a size is not a positive integer
 */
export function planTraining(request: PlanRequest): TrainingPlan {
  const { description, batchSize, trainRows, activationBudget, dataBytes } = request
  requirePositiveInteger('batchSize', batchSize)
  requirePositiveInteger('trainRows', trainRows)
  const samplesPerStep = Math.min(batchSize, trainRows)
  const perSample = activationBytesPerSample(description)
  const parameterBytes = description.parameters * BYTES_PER_PARAMETER
  const fitting = Math.floor(activationBudget / perSample)
  const microBatchSize =
    request.microBatchSize === undefined
      ? evenPart(samplesPerStep, Math.max(1, fitting))
      : Math.min(requirePositiveInteger('microBatchSize', request.microBatchSize), samplesPerStep)
  const activations = Math.ceil(microBatchSize * perSample)
  return {
    parameters: description.parameters,
    batchSize,
    microBatchSize,
    microBatches: Math.ceil(samplesPerStep / microBatchSize),
    stepsPerEpoch: Math.ceil(trainRows / batchSize),
    bytes: {
      parameters: parameterBytes,
      activations,
      data: dataBytes,
      total: parameterBytes + activations + dataBytes,
    },
  }
}

/** Size of the parts when `whole` is cut into as few parts as `limit` allows. */
function evenPart(whole: number, limit: number): number {
  return Math.ceil(whole / Math.ceil(whole / limit))
}

function keptValues({ spec, outputShape }: LayerDescription, time: number): number {
  switch (spec.kind) {
    case 'flatten':
      return 0
    case 'gru':
      return time * 3 * spec.units + size(outputShape)
    case 'lstm':
      return time * 4 * spec.units + size(outputShape)
    default:
      return size(outputShape)
  }
}

function requirePositiveInteger(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`Expected ${name} to be a positive integer, got ${value}`)
  }
  return value
}
