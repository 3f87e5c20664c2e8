// Adam on WebGPU in one pass: reads p, g, m, v and writes p, m, v where they lie, 28 bytes per parameter.

import type { KernelFunc } from '@tensorflow/tfjs-core'
import {
  forgetValues,
  OFFSET_ALIGNMENT,
  runShader,
  type Shader,
  type WebgpuKernelArgs,
} from './webgpu-shader.ts'

const WORKGROUP_SIZE = 256

/**
 * Shader of Adam for `lanes` parameters per invocation. The complements of the rates are given, since 1 - 0.999 in float32
 * is 1e-5 off.
 */
export function adamShader(lanes: 1 | 4): Shader {
  const type = lanes === 4 ? 'vec4<f32>' : 'f32'
  return {
    buffers: {
      p: { access: 'read_write', type },
      m: { access: 'read_write', type },
      v: { access: 'read_write', type },
      gradient: { access: 'read', type },
    },
    uniforms: 'stepSize: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32',
    code: `
      @compute @workgroup_size(${WORKGROUP_SIZE})
      fn main(
        @builtin(local_invocation_index) local: u32,
        @builtin(workgroup_id) group: vec3<u32>,
        @builtin(num_workgroups) groups: vec3<u32>,
      ) {
        let i = (group.y * groups.x + group.x) * ${WORKGROUP_SIZE} + local;
        if (i >= arrayLength(&p)) { return; }
        let g = gradient[i];
        let mi = uniforms.beta1 * m[i] + uniforms.rest1 * g;
        let vi = uniforms.beta2 * v[i] + uniforms.rest2 * g * g;
        m[i] = mi;
        v[i] = vi;
        p[i] -= uniforms.stepSize * mi / (sqrt(vi) + uniforms.epsilon);
      }`,
  }
}

/** Adam; inputs and attributes as adam.ts has them. */
export const adamOnWebgpu: KernelFunc = (args) => {
  const { backend, inputs, attrs } = args as unknown as WebgpuKernelArgs<
    'p' | 'm' | 'v' | 'gradient',
    'stepSize' | 'beta1' | 'beta2' | 'epsilon'
  >
  const { p, m, v, gradient } = inputs
  const { stepSize, beta1, beta2, epsilon } = attrs
  const bytes = p.shape.reduce((product, n) => product * n, 4)
  const lanes = bytes % 16 === 0 ? 4 : 1
  const { limits } = backend.device
  const most = Math.floor(limits.maxStorageBufferBindingSize / OFFSET_ALIGNMENT) * OFFSET_ALIGNMENT
  for (let offset = 0; offset < bytes; offset += most) {
    const size = Math.min(most, bytes - offset)
    const groups = Math.ceil(size / 4 / lanes / WORKGROUP_SIZE)
    const columns = Math.min(groups, limits.maxComputeWorkgroupsPerDimension)
    runShader(backend, `adam_${lanes}`, () => adamShader(lanes), {
      tensors: [p, m, v, gradient],
      part: { offset, size },
      dispatches: [Float32Array.of(stepSize, beta1, 1 - beta1, beta2, 1 - beta2, epsilon)],
      workgroups: [columns, Math.ceil(groups / columns)],
    })
  }
  for (const moved of [p, m, v]) forgetValues(backend, moved)
  return []
}
