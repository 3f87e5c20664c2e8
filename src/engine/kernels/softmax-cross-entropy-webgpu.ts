// Softmax cross-entropy on WebGPU: loss and gradient in one dispatch, one invocation per sample. There are few classes.

import type { KernelFunc } from '@tensorflow/tfjs-core'
import { runShader, type Shader, storedType, type WebgpuKernelArgs } from './webgpu-shader.ts'

const WORKGROUP_SIZE = 64

/**
 * Shader of SoftmaxCrossEntropy.
 * @param target type of the elements of oneHot
 */
export function softmaxCrossEntropyShader(target: 'f32' | 'i32'): Shader {
  const read = { access: 'read', type: 'f32' } as const
  const written = { access: 'read_write', type: 'f32' } as const
  return {
    buffers: {
      logits: read,
      oneHot: { access: 'read', type: target },
      weights: read,
      loss: written,
      gradient: written,
    },
    uniforms: 'classes: u32',
    // exp of what float32 rounds to zero beside the largest is not asked for: shaders may not have it
    code: `
      fn exponential(x: f32) -> f32 { return select(exp(max(x, -80.0)), 0.0, x < -80.0); }
      @compute @workgroup_size(${WORKGROUP_SIZE})
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        let sample = id.x;
        if (sample >= arrayLength(&loss)) { return; }
        let first = sample * uniforms.classes;
        var largest = logits[first];
        for (var k = 1u; k < uniforms.classes; k++) { largest = max(largest, logits[first + k]); }
        var total = 0.0;
        var expected = 0.0;
        for (var k = 0u; k < uniforms.classes; k++) {
          let shifted = logits[first + k] - largest;
          total += exponential(shifted);
          expected += shifted * f32(oneHot[first + k]);
        }
        let weight = weights[sample];
        loss[sample] = (log(total) - expected) * weight;
        for (var k = 0u; k < uniforms.classes; k++) {
          let probability = exponential(logits[first + k] - largest) / total;
          gradient[first + k] = (probability - f32(oneHot[first + k])) * weight;
        }
      }`,
  }
}

/** SoftmaxCrossEntropy; inputs and outputs as softmax-cross-entropy.ts has them. */
export const softmaxCrossEntropyOnWebgpu: KernelFunc = (args) => {
  const { backend, inputs } = args as unknown as WebgpuKernelArgs<'logits' | 'oneHot' | 'weights'>
  const { logits, oneHot, weights } = inputs
  const [batch, classes] = logits.shape as [number, number]
  const loss = backend.makeTensorInfo([batch], 'float32')
  const gradient = backend.makeTensorInfo([batch, classes], 'float32')
  const target = storedType(backend, oneHot)
  runShader(backend, `softmaxCrossEntropy_${target}`, () => softmaxCrossEntropyShader(target), {
    tensors: [logits, oneHot, weights, loss, gradient],
    dispatches: [Int32Array.of(classes)],
    workgroups: [Math.ceil(batch / WORKGROUP_SIZE), 1],
  })
  return [loss, gradient]
}
