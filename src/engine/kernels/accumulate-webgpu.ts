// Adding in place on WebGPU. Contract: accumulate.ts.

import { type KernelFunc, util } from '@tensorflow/tfjs-core'
import { workgroupsFor } from './reduce-webgpu.ts'
import { forgetValues, runShader, type Shader, type WebgpuKernelArgs } from './webgpu-shader.ts'

const WORKGROUP = 256

/** Shader of Accumulate for `lanes` values per invocation. */
export function accumulateShader(lanes: 1 | 4): Shader {
  const type = lanes === 4 ? 'vec4<f32>' : 'f32'
  return {
    buffers: { sum: { access: 'read_write', type }, more: { access: 'read', type } },
    uniforms: 'count: u32',
    code: `
      @compute @workgroup_size(${WORKGROUP})
      fn main(
        @builtin(local_invocation_index) local: u32,
        @builtin(workgroup_id) group: vec3<u32>,
        @builtin(num_workgroups) groups: vec3<u32>,
      ) {
        let i = (group.y * groups.x + group.x) * ${WORKGROUP} + local;
        if (i < uniforms.count) { sum[i] += more[i]; }
      }`,
  }
}

/** Accumulate; inputs as accumulate.ts has them. */
export const accumulateOnWebgpu: KernelFunc = (args) => {
  const { backend, inputs } = args as unknown as WebgpuKernelArgs<'sum' | 'more'>
  const { sum, more } = inputs
  const size = util.sizeFromShape(sum.shape)
  const lanes = size % 4 === 0 ? 4 : 1
  runShader(backend, `accumulate_${lanes}`, () => accumulateShader(lanes), {
    tensors: [sum, more],
    dispatches: [Int32Array.of(size / lanes)],
    workgroups: workgroupsFor(size / lanes, WORKGROUP),
  })
  forgetValues(backend, sum)
  return []
}
