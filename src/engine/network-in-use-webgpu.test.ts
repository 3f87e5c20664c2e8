// The network in use from one backend to another, and on a GPU that is lost. Dawn's null backend computes nothing.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import type { ModelCard, TrainedModel } from '../core/model-card.ts'
import { nullGpuEnvironment } from '../node/webgpu-testing.ts'
import { describeCard } from './card.ts'
import { type DeviceEnvironment, openDevice } from './device.ts'
import { createNetworkInUse, type OpenNetwork } from './network-in-use.ts'
import { predict } from './trainer.ts'

let environment: DeviceEnvironment
let model: TrainedModel

beforeAll(async () => {
  environment = await nullGpuEnvironment()
  const card = { model: 'CNN3', length: 40, classes: ['a', 'b'], dropout: 0 } as unknown as ModelCard
  model = { card, weights: initialWeights(describeCard(card), 1) }
})

function ask({ network }: OpenNetwork): tf.Tensor2D {
  return predict(network, { x: new Float32Array(40), labels: Uint8Array.of(0), redshift: null, rows: 1 })
}

test('on another backend it is opened again, and its memory on the first is given back', async () => {
  const inUse = createNetworkInUse(600e6)
  inUse.replace(model)
  const gpu = inUse.open(await openDevice('webgpu', environment))
  expect(inUse.open(await openDevice('webgpu', environment))).toBe(gpu)
  const before = tf.memory().numTensors
  const wasm = inUse.open(await openDevice('wasm', environment))
  expect(wasm).not.toBe(gpu)
  expect(tf.memory().numTensors).toBe(before)
  expect(gpu.network.variables.every(({ isDisposed }) => isDisposed)).toBe(true)
  inUse.letGo()
})

test('after the GPU was lost it is opened on the next one, not used where it was', async () => {
  const before = tf.memory().numTensors
  const inUse = createNetworkInUse(600e6)
  inUse.replace(model)
  const first = inUse.open(await openDevice('webgpu', environment))
  const { device } = tf.engine().backend as WebGPUBackend
  device.destroy()
  await device.lost
  const next = await openDevice('webgpu', environment)
  const second = inUse.open(next)
  expect(second).not.toBe(first)
  const output = ask(second)
  expect(await output.data()).toHaveLength(2)
  output.dispose()
  next.check()
  inUse.letGo()
  expect(tf.memory().numTensors).toBe(before)
})
