import { describe, expect, test } from 'vitest'
import { activationBytes } from './activation-bytes.ts'
import { describeModel } from './models.ts'
import type { PlanRequest } from './plan.ts'
import { planTraining } from './plan.ts'

const SMALL = describeModel('CNN3', 34, 2)
const SMALL_SAMPLE = activationBytes(SMALL, false).perSample

function plan(changes: Partial<PlanRequest>) {
  return planTraining({
    description: SMALL,
    batchSize: 128,
    trainRows: 1000,
    activationBudget: 1e9,
    dataBytes: 0,
    ...changes,
  })
}

/** A budget that fits exactly `samples` per pass. */
function budgetFor(samples: number): number {
  return samples * SMALL_SAMPLE
}

test('the whole batch in one pass where memory allows', () => {
  const bytes = {
    parameters: SMALL.parameters * 16,
    activations: 128 * SMALL_SAMPLE,
    data: 5000,
    total: SMALL.parameters * 16 + 128 * SMALL_SAMPLE + 5000,
  }
  expect(plan({ dataBytes: 5000 })).toEqual({
    parameters: 47_778,
    batchSize: 128,
    microBatchSize: 128,
    microBatches: 1,
    stepsPerEpoch: 8,
    bytes,
    exceeded: [],
  })
})

describe('micro-batches', () => {
  test.each([
    [127, 64, 2],
    [64, 64, 2],
    [63, 43, 3],
    [32, 32, 4],
    [5, 5, 26],
    [1, 1, 128],
  ])('where %i samples fit, %i in %i passes', (fitting, microBatchSize, microBatches) => {
    const planned = plan({ activationBudget: budgetFor(fitting) })
    expect(planned).toMatchObject({ microBatchSize, microBatches })
    expect(planned.bytes.activations).toBeLessThanOrEqual(budgetFor(fitting))
  })

  test('one sample per pass where even that exceeds the budget, and the plan says so', () => {
    const planned = plan({ activationBudget: 1000 })
    expect(planned).toMatchObject({ microBatchSize: 1, microBatches: 128 })
    expect(planned.bytes.activations).toBe(budgetFor(1))
  })

  test('a forced size is kept, up to the batch', () => {
    expect(plan({ microBatchSize: 10 })).toMatchObject({ microBatchSize: 10, microBatches: 13 })
    expect(plan({ microBatchSize: 500 })).toMatchObject({ microBatchSize: 128, microBatches: 1 })
  })

  test('a batch larger than train takes the rows there are', () => {
    expect(plan({ trainRows: 50 })).toMatchObject({ microBatchSize: 50, microBatches: 1, stepsPerEpoch: 1 })
  })
})

describe('a memory limit', () => {
  // 764,448 bytes of weights, gradients and moments; 955,560 where several passes need their sum
  const inOnePass = 47_778 * 4 * 4
  const inPasses = 47_778 * 5 * 4

  test('none changes nothing', () => {
    expect(plan({ memoryLimitBytes: null })).toEqual(plan({}))
    expect(plan({ memoryLimitBytes: 1e9 })).toEqual(plan({}))
  })

  test.each([
    // with the sum of gradients, 128 samples would not fit
    [inOnePass + 128 * SMALL_SAMPLE, 128, 1],
    [inOnePass + 128 * SMALL_SAMPLE - 1, 64, 2],
    [inPasses + 64 * SMALL_SAMPLE, 64, 2],
    [inPasses + 64 * SMALL_SAMPLE - 1, 43, 3],
    [inPasses + 5 * SMALL_SAMPLE, 5, 26],
    [inPasses + SMALL_SAMPLE, 1, 128],
  ])('of %i bytes: %i in %i passes', (memoryLimitBytes, microBatchSize, microBatches) => {
    const planned = plan({ memoryLimitBytes })
    expect(planned).toMatchObject({ microBatchSize, microBatches, exceeded: [] })
    expect(planned.bytes.parameters + planned.bytes.activations).toBeLessThanOrEqual(memoryLimitBytes)
  })

  test.each([
    ['one sample per pass', inPasses + SMALL_SAMPLE - 1],
    ['the parameters alone', inPasses - 1],
    ['any network', 1000],
  ])('that %s exceeds is named with both numbers', (_, limit) => {
    expect(plan({ memoryLimitBytes: limit })).toMatchObject({
      microBatchSize: 1,
      microBatches: 128,
      exceeded: [{ kind: 'memory', needed: inPasses + SMALL_SAMPLE, limit }],
    })
  })

  test('one sample per step needs no sum of gradients', () => {
    const limit = inOnePass + SMALL_SAMPLE
    expect(plan({ batchSize: 1, memoryLimitBytes: limit }).exceeded).toEqual([])
    expect(plan({ batchSize: 1, memoryLimitBytes: limit - 1 }).exceeded).toEqual([
      { kind: 'memory', needed: limit, limit: limit - 1 },
    ])
  })

  test('leaves the budget of activations as the upper bound', () => {
    const planned = plan({ memoryLimitBytes: 1e9, activationBudget: budgetFor(32) })
    expect(planned).toMatchObject({ microBatchSize: 32, microBatches: 4, exceeded: [] })
  })
})

describe('the largest buffer', () => {
  /** The first convolution of a sample before pooling, 26 points of 32 filters. */
  const tensor = 4 * 26 * 32
  /** The kernel of the third convolution: 3 taps, 64 to 128 channels. */
  const weight = 4 * 3 * 64 * 128

  test.each([
    [128 * tensor, 128, 1],
    [128 * tensor - 1, 64, 2],
    [63 * tensor, 43, 3],
    [30 * tensor - 1, 26, 5],
  ])('of %i bytes: %i in %i passes', (largestBufferBytes, microBatchSize, microBatches) => {
    const planned = plan({ largestBufferBytes })
    expect(planned).toMatchObject({ microBatchSize, microBatches })
  })

  test('is exceeded by a weight whatever the passes', () => {
    expect(plan({ largestBufferBytes: weight }).exceeded).toEqual([])
    expect(plan({ largestBufferBytes: weight - 1 })).toMatchObject({
      microBatchSize: 26,
      exceeded: [{ kind: 'buffer', needed: weight, limit: weight - 1 }],
    })
    expect(plan({ largestBufferBytes: tensor - 1 })).toMatchObject({ microBatchSize: 1, microBatches: 128 })
  })

  test('is not exceeded by a dense kernel, which is kept in parts', () => {
    const description = describeModel('CNN8', 1024, 2)
    // the dense kernel has 64 x 256 x 256 values, the last convolution's 3 x 256 x 256
    const convolution = 4 * 3 * 256 * 256
    const of = (largestBufferBytes: number) =>
      plan({ description, batchSize: 1, largestBufferBytes }).exceeded
    expect(of(convolution)).toEqual([])
    expect(of(convolution - 1)).toMatchObject([{ kind: 'buffer', needed: convolution }])
  })

  test('and the memory limit both hold', () => {
    const { perSample, fixed } = activationBytes(SMALL, true)
    const memoryLimitBytes = 47_778 * 20 + fixed + 40 * perSample
    const of = (samples: number) => plan({ memoryLimitBytes, largestBufferBytes: samples * tensor })
    expect(of(50).microBatchSize).toBe(32)
    expect(of(30).microBatchSize).toBe(26)
  })
})

test('a GPU takes more than wasm for the same pass', () => {
  const { perSample, fixed } = activationBytes(SMALL, true)
  expect(plan({ largestBufferBytes: 1e9 }).bytes.activations).toBe(Math.ceil(128 * perSample + fixed))
  expect(plan({}).bytes.activations).toBe(128 * SMALL_SAMPLE)
})

test('the last step of an epoch may be short', () => {
  expect(plan({ trainRows: 1024 }).stepsPerEpoch).toBe(8)
  expect(plan({ trainRows: 1025 }).stepsPerEpoch).toBe(9)
})

test.each([
  [{ batchSize: 0 }, 'Expected batchSize to be a positive integer, got 0'],
  [{ batchSize: 1.5 }, 'Expected batchSize to be a positive integer, got 1.5'],
  [{ trainRows: 0 }, 'Expected trainRows to be a positive integer, got 0'],
  [{ microBatchSize: -1 }, 'Expected microBatchSize to be a positive integer, got -1'],
])('refuses %j', (changes, message) => {
  expect(() => plan(changes)).toThrow(new RangeError(message))
})
