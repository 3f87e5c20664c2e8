// The end of every split sum on WebGPU: partial results are added in their order, so that equal input gives equal output.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { freeScratch, scratchTensor } from './scratch-webgpu.ts'
import { runShader, type Shader } from './webgpu-shader.ts'

const WORKGROUP = 64
/** Rows that one invocation adds: more rows are added in two passes. */
const ROWS = 64

/** Column sums of stretches of rows: x [rows, columns] to y [rows / stretch, columns]. */
export const SUM_ROWS_SHADER: Shader = {
  buffers: { x: { access: 'read', type: 'f32' }, y: { access: 'read_write', type: 'f32' } },
  uniforms: 'rows: i32, columns: i32, stretch: i32, first: i32, count: i32',
  code: `
    @compute @workgroup_size(${WORKGROUP})
    fn main(
      @builtin(local_invocation_index) local: u32,
      @builtin(workgroup_id) group: vec3<u32>,
      @builtin(num_workgroups) groups: vec3<u32>,
    ) {
      let index = i32((group.y * groups.x + group.x) * ${WORKGROUP}u + local);
      let column = index % uniforms.count;
      let part = index / uniforms.count;
      if (part * uniforms.stretch >= uniforms.rows) { return; }
      var sum = 0.0;
      for (var row = part * uniforms.stretch; row < min((part + 1) * uniforms.stretch, uniforms.rows); row++) {
        sum += x[row * uniforms.columns + uniforms.first + column];
      }
      y[index] = sum;
    }`,
}

/** Workgroups for so many invocations, in two dimensions: one alone is limited to 65,535. */
export function workgroupsFor(invocations: number, size = WORKGROUP): [number, number] {
  const count = Math.max(1, Math.ceil(invocations / size))
  const columns = Math.min(count, 32_768)
  return [columns, Math.ceil(count / columns)]
}

/**
 * Adds up rows of x [rows, columns] into tensors that share its columns, side by side.
 * @param x freed here; it may be scratch
 */
export function sumRowsInto(
  backend: WebGPUBackend,
  x: TensorInfo,
  rows: number,
  columns: number,
  outputs: readonly TensorInfo[],
): void {
  let from = x
  let left = rows
  while (left > ROWS) {
    const next = Math.ceil(left / ROWS)
    const to = scratchTensor(backend, [next, columns])
    run(backend, from, to, { rows: left, columns, stretch: ROWS, first: 0, count: columns })
    freeScratch(backend, from)
    from = to
    left = next
  }
  let first = 0
  for (const output of outputs) {
    const count = output.shape.reduce((product, n) => product * n, 1)
    run(backend, from, output, { rows: left, columns, stretch: left, first, count })
    first += count
  }
  freeScratch(backend, from)
}

function run(
  backend: WebGPUBackend,
  x: TensorInfo,
  y: TensorInfo,
  {
    rows,
    columns,
    stretch,
    first,
    count,
  }: Record<'rows' | 'columns' | 'stretch' | 'first' | 'count', number>,
): void {
  runShader(backend, 'sumRows', () => SUM_ROWS_SHADER, {
    tensors: [x, y],
    dispatches: [Int32Array.of(rows, columns, stretch, first, count)],
    workgroups: workgroupsFor(count * Math.ceil(rows / stretch)),
  })
}
