// Gradients of the input through the first layer on WebGPU, for every network. Dawn's null backend checks all shaders and
// buffers, and computes nothing: only errors, shapes and memory are looked at.

import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { describeModel, MODEL_IDS, modelWeights, size } from '../core/models.ts'
import { nullGpuEnvironment } from '../node/webgpu-testing.ts'
import { type Device, openDevice } from './device.ts'
import { normals } from './kernels/testing.ts'
import { createNetwork, disposeNetwork } from './model.ts'
import { gradientTimesInput, integratedGradients } from './saliency.ts'

let device: Device

beforeAll(async () => {
  device = await openDevice('webgpu', await nullGpuEnvironment())
})

test.each(MODEL_IDS)(
  '%s is explained without an error of the device, and nothing stays',
  async (model) => {
    const length = 203
    const description = describeModel(model, length, 3)
    const before = tf.memory().numTensors
    // their values count for nothing here, and take seconds to draw
    const weights = modelWeights(description).map(({ shape }) => new Float32Array(size(shape)))
    const network = createNetwork(description, weights, 0, { explained: true })
    const open = tf.memory().numTensors
    const explained = { x: normals('x', length), redshift: description.needsRedshift ? 0.5 : null }
    const context = { device, yieldToEvents: async () => {} }
    expect((await gradientTimesInput(network, explained, 1, context)).values).toHaveLength(length)
    // passes of another size at the end
    expect((await integratedGradients(network, explained, 1, 3, context)).values).toHaveLength(length)
    expect(tf.memory().numTensors).toBe(open)
    disposeNetwork(network)
    expect(tf.memory().numTensors).toBe(before)
    // errors of the GPU are reported a little later
    await new Promise((resolve) => setTimeout(resolve, 20))
    device.check()
  },
  30_000,
)
