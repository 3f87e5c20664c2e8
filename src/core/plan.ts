// What a run will do and take, as plain data that can be shown before anything runs.

import { largestActivationBytes, largestWeightBytes } from './largest-tensor.ts'
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
    /** weights, gradients (also their sum, if a step has several passes) and Adam's two moments */
    readonly parameters: number
    readonly activations: number
    /** rows that are kept in memory */
    readonly data: number
    readonly total: number
  }
  /** what the run needs and a limit does not give, with the fewest samples per pass; training is possible all the same */
  readonly exceeded: readonly ExceededLimit[]
}

/** A need that is above its limit, both in bytes. */
export interface ExceededLimit {
  /** `memory`: parameters and activations, against the person's limit; `buffer`: one tensor, against the GPU's */
  readonly kind: 'memory' | 'buffer'
  readonly needed: number
  readonly limit: number
}

/** What a plan depends on. */
export interface PlanRequest {
  readonly description: ModelDescription
  /** samples per optimiser step */
  readonly batchSize: number
  readonly trainRows: number
  /** forces the samples per pass; at most `batchSize` counts */
  readonly microBatchSize?: number
  /** bytes that the activations of one pass may take at most, whatever the memory limit */
  readonly activationBudget: number
  /** bytes that parameters, with their copies, and the activations of one pass may take together; `null` for any */
  readonly memoryLimitBytes?: number | null
  /** bytes that no single tensor may exceed; `undefined` where a backend has no such limit */
  readonly largestBufferBytes?: number | undefined
  /** bytes of rows that are kept in memory */
  readonly dataBytes: number
}

const BYTES_PER_VALUE = 4
/** Weight, gradient and Adam's two moments, float32 each; the sum of gradients where a step has several passes. */
const COPIES_IN_ONE_PASS = 4
const COPIES_IN_PASSES = 5

/** What one sample takes in one layer, in bytes. */
interface LayerBytes {
  /** from the forward pass until its end of the pass */
  readonly kept: number
  /** the gradient of the layer's output */
  readonly gradient: number
  /** only while the layer's forward or backward pass runs */
  readonly forward: number
  readonly backward: number
}

/**
 * Bytes that one sample of a pass takes at its peak. All that layers keep stays until the gradients are there, and so do
 * the gradients of all outputs; what a layer takes only while it runs comes on top where that is most:
 *
 * - convolution (with relu and pooling one operation): keeps its output, and a byte per value where it pools
 * - dense: keeps its output before and after the bias and relu
 * - GRU: keeps its states, gates and the candidate's share of the state, 5 u per point; x W takes 3 u more in the forward
 *   pass, dp, dq and the states before 7 u in the backward pass
 * - LSTM: keeps states, gates and cells, 6 u per point; 4 u more in the forward pass, 5 u in the backward pass
 */
export function activationBytesPerSample(description: ModelDescription): number {
  const layers = description.layers.map((layer, i, all) =>
    layerBytes(layer, all[i - 1], all[i + 1], description),
  )
  let held = description.length * BYTES_PER_VALUE
  let peak = held
  for (const { kept, forward } of layers) {
    held += kept
    peak = Math.max(peak, held + forward)
  }
  for (const [i, { gradient, backward }] of [...layers.entries()].reverse()) {
    held += gradient
    peak = Math.max(peak, held + backward + (layers[i - 1]?.gradient ?? 0))
  }
  return peak
}

/**
 * Plans a run: the fewest passes per optimiser step that stay within all limits, of equal size but the last. Where even
 * one sample per pass does not fit, the plan says 1 and exceeds the limit: bytes are estimates.
 * @throws RangeError if a size is not a positive integer
 */
export function planTraining(request: PlanRequest): TrainingPlan {
  const { description, batchSize, trainRows, dataBytes } = request
  requirePositiveInteger('batchSize', batchSize)
  requirePositiveInteger('trainRows', trainRows)
  const samplesPerStep = Math.min(batchSize, trainRows)
  const microBatchSize =
    request.microBatchSize === undefined
      ? fittingPart(request, samplesPerStep)
      : Math.min(requirePositiveInteger('microBatchSize', request.microBatchSize), samplesPerStep)
  const activations = Math.ceil(microBatchSize * activationBytesPerSample(description))
  const microBatches = Math.ceil(samplesPerStep / microBatchSize)
  const parameterBytes = bytesOfParameters(
    description,
    microBatches > 1 ? COPIES_IN_PASSES : COPIES_IN_ONE_PASS,
  )
  return {
    parameters: description.parameters,
    batchSize,
    microBatchSize,
    microBatches,
    stepsPerEpoch: Math.ceil(trainRows / batchSize),
    bytes: {
      parameters: parameterBytes,
      activations,
      data: dataBytes,
      total: parameterBytes + activations + dataBytes,
    },
    exceeded: exceededLimits(request, parameterBytes + activations, microBatchSize),
  }
}

/** Samples per pass: the whole step where that fits, else equal parts. At least 1, whether it fits or not. */
function fittingPart(request: PlanRequest, samplesPerStep: number): number {
  if (samplesThatFit(request, COPIES_IN_ONE_PASS) >= samplesPerStep) return samplesPerStep
  // several passes need room for the sum of their gradients
  return evenPart(samplesPerStep, Math.max(1, samplesThatFit(request, COPIES_IN_PASSES)))
}

function samplesThatFit(request: PlanRequest, copies: number): number {
  const { description, activationBudget } = request
  const left = (request.memoryLimitBytes ?? Number.POSITIVE_INFINITY) - bytesOfParameters(description, copies)
  const budget = Math.min(activationBudget, left)
  const buffer = request.largestBufferBytes ?? Number.POSITIVE_INFINITY
  return Math.floor(
    Math.min(budget / activationBytesPerSample(description), buffer / largestActivationBytes(description)),
  )
}

function exceededLimits(request: PlanRequest, memory: number, microBatchSize: number): ExceededLimit[] {
  const { description, memoryLimitBytes, largestBufferBytes } = request
  const tensor = Math.max(
    largestWeightBytes(description),
    microBatchSize * largestActivationBytes(description),
  )
  const needs = [
    { kind: 'memory', needed: memory, limit: memoryLimitBytes ?? Number.POSITIVE_INFINITY },
    { kind: 'buffer', needed: tensor, limit: largestBufferBytes ?? Number.POSITIVE_INFINITY },
  ] as const
  return needs.filter(({ needed, limit }) => needed > limit)
}

function bytesOfParameters({ parameters }: ModelDescription, copies: number): number {
  return parameters * copies * BYTES_PER_VALUE
}

/** Size of the parts when `whole` is cut into as few parts as `limit` allows. */
function evenPart(whole: number, limit: number): number {
  return Math.ceil(whole / Math.ceil(whole / limit))
}

function layerBytes(
  { spec, outputShape }: LayerDescription,
  before: LayerDescription | undefined,
  after: LayerDescription | undefined,
  { length }: ModelDescription,
): LayerBytes {
  const output = size(outputShape) * BYTES_PER_VALUE
  const none: LayerBytes = { kept: 0, gradient: 0, forward: 0, backward: 0 }
  switch (spec.kind) {
    case 'conv1d':
      // the pooling that follows is a part of it
      return after?.spec.kind === 'maxPool' ? none : { ...none, kept: output, gradient: output }
    case 'maxPool':
      return { ...none, kept: output + size(outputShape), gradient: output }
    case 'flatten':
      return none
    case 'gru':
    case 'lstm': {
      const time = before?.outputShape[0] ?? length
      const states = time * spec.units * BYTES_PER_VALUE
      const [kept, forward, backward] = spec.kind === 'gru' ? [5, 3, 7] : [6, 4, 5]
      return { kept: kept * states, gradient: states, forward: forward * states, backward: backward * states }
    }
    default:
      return { ...none, kept: 3 * output, gradient: 2 * output }
  }
}

function requirePositiveInteger(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`Expected ${name} to be a positive integer, got ${value}`)
  }
  return value
}
