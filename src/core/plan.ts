// What a run will do and take, as plain data that can be shown before anything runs.

import { activationBytes } from './activation-bytes.ts'
import { largestActivationBytes, largestWeightBytes } from './largest-tensor.ts'
import type { ModelDescription } from './models.ts'

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
  /** bytes that no single tensor may exceed: a GPU has such a limit, and wasm has none (`undefined`) */
  readonly largestBufferBytes?: number | undefined
  /** bytes of rows that are kept in memory */
  readonly dataBytes: number
}

const BYTES_PER_VALUE = 4
/** Weight, gradient and Adam's two moments, float32 each; the sum of gradients where a step has several passes. */
const COPIES_IN_ONE_PASS = 4
const COPIES_IN_PASSES = 5

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
  const { perSample, fixed } = bytesOfActivations(request)
  const activations = Math.ceil(microBatchSize * perSample + fixed)
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
  const { perSample, fixed } = bytesOfActivations(request)
  const budget = Math.min(activationBudget, left) - fixed
  const buffer = request.largestBufferBytes ?? Number.POSITIVE_INFINITY
  return Math.floor(Math.min(budget / perSample, buffer / largestActivationBytes(description)))
}

function bytesOfActivations({ description, largestBufferBytes }: PlanRequest) {
  return activationBytes(description, largestBufferBytes !== undefined)
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

function requirePositiveInteger(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`Expected ${name} to be a positive integer, got ${value}`)
  }
  return value
}
