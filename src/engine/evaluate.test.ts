import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import { describeModel, type ModelId } from '../core/models.ts'
import type { SplitData } from '../data/dataset.ts'
import { settle, slowReader } from '../data/slow-reader.fixture.ts'
import { type Device, openDevice } from './device.ts'
import { type ForwardContext, forward } from './evaluate.ts'
import { normals } from './kernels/testing.ts'
import { createNetwork, disposeNetwork, type Network } from './model.ts'
import { predict } from './trainer.ts'

const WIDTH = 40
const ROWS = 23
const CLASSES = 3

let device: Device

beforeAll(async () => {
  device = await openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
})

function networkOf(model: ModelId = 'CNN3', length = WIDTH): Network {
  const description = describeModel(model, length, CLASSES, { scale: 8 })
  return createNetwork(description, initialWeights(description, 1), 0)
}

const X = normals('x', ROWS * WIDTH)
const REDSHIFTS = Float32Array.from({ length: ROWS }, (_, row) => row / 4)

/** Rows in memory, read one after the other or by blocks. */
function splitOf(x: Float32Array, blockRows?: number): SplitData {
  const rows = x.length / WIDTH
  return {
    name: 'rows.npy',
    fingerprint: '',
    x: {
      rows,
      width: WIDTH,
      ...(blockRows !== undefined && { blockRows }),
      read: async (start, count, out) => out.set(x.subarray(start * WIDTH, (start + count) * WIDTH)),
    },
    objects: Uint32Array.from({ length: rows }, (_, row) => row),
    labels: new Uint8Array(rows),
    attributes: null,
  }
}

function contextOf(options: Partial<ForwardContext> = {}): ForwardContext {
  return { device, microBatchSize: 4, yieldToEvents: async () => {}, now: () => 0, ...options }
}

/** Logits of all rows in one pass. */
async function whole(network: Network, redshift: Float32Array | null = null): Promise<Float32Array> {
  const output = predict(network, { x: X, labels: new Uint8Array(ROWS), redshift, rows: ROWS })
  const values = (await output.data()) as Float32Array
  output.dispose()
  return values
}

describe('logits of rows', () => {
  test.each([1, 4, 7, 23, 128])('are those of one pass, in order, by %i rows', async (microBatchSize) => {
    const network = networkOf()
    const before = tf.memory().numTensors
    const found = await forward(network, splitOf(X), 'logPDF', null, contextOf({ microBatchSize }))
    const expected = await whole(network)
    expect(found).toHaveLength(ROWS * CLASSES)
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 5)
    expect(tf.memory().numTensors).toBe(before)
    disposeNetwork(network)
  })

  test('are the same where rows come by blocks', async () => {
    const network = networkOf()
    const plain = await forward(network, splitOf(X), 'logPDF', null, contextOf())
    expect(await forward(network, splitOf(X, 5), 'logPDF', null, contextOf())).toEqual(plain)
    disposeNetwork(network)
  })

  test('each have their own second input', async () => {
    const network = networkOf('CNN-2inputs')
    const found = await forward(network, splitOf(X), 'logPDF', REDSHIFTS, contextOf())
    const expected = await whole(network, REDSHIFTS)
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 5)
    disposeNetwork(network)
  })

  test('are those of the input that is asked for', async () => {
    const network = networkOf()
    const logs = X.map((p) => Math.log(Math.abs(p)))
    const positive = X.map((p) => Math.abs(p))
    const found = await forward(network, splitOf(logs), 'PDF', null, contextOf())
    const expected = await forward(network, splitOf(positive), 'logPDF', null, contextOf())
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 4)
    disposeNetwork(network)
  })

  test('of no rows are none', async () => {
    const network = networkOf()
    const rows: number[] = []
    const context = contextOf({ onRows: (done) => rows.push(done) })
    expect(await forward(network, splitOf(new Float32Array(0)), 'logPDF', null, context)).toEqual(
      new Float32Array(0),
    )
    expect(rows).toEqual([])
    disposeNetwork(network)
  })
})

test('progress rises to the number of rows', async () => {
  const network = networkOf()
  const rows: number[] = []
  await forward(network, splitOf(X), 'logPDF', null, contextOf({ onRows: (done) => rows.push(done) }))
  // a clock that stands still: twice as many passes from read to read
  expect(rows).toEqual([4, 12, ROWS])
  disposeNetwork(network)
})

describe('an abort', () => {
  test('before the first pass computes nothing', async () => {
    const network = networkOf()
    const rows: number[] = []
    const context = contextOf({ signal: AbortSignal.abort(), onRows: (done) => rows.push(done) })
    await expect(forward(network, splitOf(X), 'logPDF', null, context)).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(rows).toEqual([])
    disposeNetwork(network)
  })

  test.each(['report', 'pass'] as const)('after a %s leaves no tensors', async (when) => {
    const network = networkOf()
    const before = tf.memory().numTensors
    const abort = new AbortController()
    const rows: number[] = []
    let passes = 0
    const context = contextOf({
      signal: abort.signal,
      onRows: (done) => {
        rows.push(done)
        if (when === 'report') abort.abort()
      },
      // the second pass is queued then, and not read
      yieldToEvents: async () => {
        passes++
        if (when === 'pass' && passes === 2) abort.abort()
      },
    })
    await expect(forward(network, splitOf(X), 'logPDF', null, context)).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(rows).toEqual([4])
    expect(tf.memory().numTensors).toBe(before)
    disposeNetwork(network)
  })

  test('ends what is read ahead', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    // the first blocks come at once, those behind them when they may
    const { reader, log } = slowReader(400, 10, async (start) => (start < 30 ? undefined : gate))
    const x = {
      ...reader,
      width: WIDTH,
      read: (start: number, count: number) => reader.read(start, count, new Float32Array(2 * count)),
    }
    const data = { ...splitOf(new Float32Array(0)), x, labels: new Uint8Array(400) }
    const network = networkOf()
    const abort = new AbortController()
    // while the first logits are read from the device
    const aborting = { ...device, check: () => abort.abort() }
    const context = contextOf({ signal: abort.signal, device: aborting })
    await expect(forward(network, data, 'logPDF', null, context)).rejects.toMatchObject({ code: 'cancelled' })
    const begun = log.reads.length
    expect(begun).toBeLessThan(10)
    open()
    for (let i = 0; i < 50; i++) await settle()
    expect([log.reads.length, log.pending]).toEqual([begun, 0])
    disposeNetwork(network)
  })
})

test('rows whose logits are not finite are named, and nothing stays', async () => {
  const network = networkOf()
  const before = tf.memory().numTensors
  const x = X.slice()
  x[9 * WIDTH] = Number.POSITIVE_INFINITY
  const context = contextOf({ name: 'test' })
  await expect(forward(network, splitOf(x), 'logPDF', null, context)).rejects.toMatchObject({
    code: 'non-finite',
    message: 'The loss became NaN or infinite in test, first at rows 9, 10, 11.',
  })
  expect(tf.memory().numTensors).toBe(before)
  disposeNetwork(network)
})

test('what the device reports ends it', async () => {
  const network = networkOf()
  const before = tf.memory().numTensors
  const failing = {
    ...device,
    check: () => {
      throw new Error('The GPU was lost.')
    },
  }
  await expect(forward(network, splitOf(X), 'logPDF', null, contextOf({ device: failing }))).rejects.toThrow(
    'The GPU was lost.',
  )
  expect(tf.memory().numTensors).toBe(before)
  disposeNetwork(network)
})
