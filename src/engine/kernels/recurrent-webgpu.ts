// Programs for recurrences on WebGPU. A workgroup has a tile of samples and loops over the steps of one dispatch: WebGPU
// has no barrier between workgroups, and none is needed because samples do not depend on each other. What passes from
// one dispatch to the next is read back from the result, so that no state can get lost between them.

import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu'
import { webgpu_util } from '@tensorflow/tfjs-backend-webgpu'
import type { TensorInfo } from '@tensorflow/tfjs-core'

/** Arguments that tfjs passes to a kernel, with the backend's own type. */
export interface WebgpuKernelArgs {
  readonly inputs: Readonly<Record<string, TensorInfo>>
  readonly attrs: Readonly<{ stepsPerDispatch: number }>
  readonly backend: WebGPUBackend
}

/** Sizes that a recurrence's shader is made for. */
export interface SweepShape {
  readonly batch: number
  readonly time: number
  readonly units: number
}

/** Samples of one workgroup: the lanes of the vector in which all of them are computed. */
export type Tile = 1 | 2 | 4

/** Functions and constants of every recurrent shader; a `Tile` has one lane per sample. */
export function tileCode(tile: Tile, { batch, time, units }: SweepShape): string {
  return `
    alias Tile = ${tile === 1 ? 'f32' : `vec${tile}<f32>`};
    const BATCH = ${batch};
    const TIME = ${time};
    const UNITS = ${units};
    // the limits keep exp away from infinity, which shaders need not have
    fn sigmoid(x: Tile) -> Tile { return 1.0 / (1.0 + exp(min(-x, Tile(80.0)))); }
    fn tanhOf(x: Tile) -> Tile {
      let e = exp(-2.0 * min(abs(x), Tile(40.0)));
      return sign(x) * (1.0 - e) / (1.0 + e);
    }`
}

/**
 * A tile read from a buffer [batch, time, columns].
 * @param columns gates * units, as WGSL
 * @param column as WGSL
 * @param step as WGSL
 */
export function readTile(tile: Tile, buffer: string, columns: string, column: string, step: string): string {
  const lanes = lanesOf(tile).map(
    (_, lane) => `${buffer}[(sample${lane} * TIME + ${step}) * ${columns} + ${column}]`,
  )
  return `Tile(${lanes.join(', ')})`
}

/** Statements that write a tile to column `j` of step `step` of `result`, [batch, time, units] from `offset`. */
export function writeTile(tile: Tile, value: string, step: string, offset = '0'): string {
  return lanesOf(tile)
    .map((lane, i) => `result[${offset} + (sample${i} * TIME + ${step}) * UNITS + j] = ${value}${lane};`)
    .join('\n')
}

/**
 * Names the samples of this workgroup. Lanes beyond the batch repeat its last sample: they compute and write the same.
 */
export function sampleCode(tile: Tile): string {
  return lanesOf(tile)
    .map((_, lane) => `let sample${lane} = min(i32(workgroupId.x) * ${tile} + ${lane}, BATCH - 1);`)
    .join('\n')
}

/**
 * `carried`: unit j of the product of `buffer` [gates * UNITS] and recurrentT [gates * UNITS, UNITS]. Each gate has a sum
 * of its own: shorter sums lose less to rounding, and do not wait for each other.
 */
export function carriedCode(gates: number, buffer: string): string {
  const names = Array.from({ length: gates }, (_, gate) => `carried${gate}`)
  return `
    ${names.map((name) => `var ${name} = Tile(0.0);`).join('\n')}
    for (var k = 0; k < UNITS; k++) {
      ${names
        .map(
          (name, gate) =>
            `${name} += ${buffer}[${gate} * UNITS + k] * recurrentT[(${gate} * UNITS + k) * UNITS + j];`,
        )
        .join('\n')}
    }
    let carried = ${names.join(' + ')};`
}

function lanesOf(tile: Tile): string[] {
  return tile === 1 ? [''] : ['.x', '.y', '.z', '.w'].slice(0, tile)
}

/** A recurrence as WGSL. */
export interface Sweep {
  /** name of the shader */
  readonly name: string
  readonly shape: SweepShape
  readonly outputShape: number[]
  /** float32 values of workgroup memory per sample */
  readonly sharedFloats: number
  /** shader for a tile of samples; computes the steps `first` to `last` - 1 */
  code(tile: Tile, workgroupSize: number): string
}

/**
 * Runs a recurrence over all steps, `stepsPerDispatch` at a time.
 * @param direction 'backwards' begins with the last steps
 */
export function runSweep(
  { backend, attrs }: WebgpuKernelArgs,
  sweep: Sweep,
  direction: 'forwards' | 'backwards',
  inputs: Readonly<Record<string, TensorInfo>>,
): TensorInfo {
  const { shape, outputShape } = sweep
  const tile = chooseTile(backend.device.limits, sweep)
  const workgroupSize = Math.min(256, Math.ceil(shape.units / 32) * 32)
  const result = backend.makeTensorInfo(outputShape, 'float32')
  const count = Math.ceil(shape.time / attrs.stepsPerDispatch)
  for (let i = 0; i < count; i++) {
    const part = direction === 'forwards' ? i : count - 1 - i
    const first = part * attrs.stepsPerDispatch
    const last = Math.min(first + attrs.stepsPerDispatch, shape.time)
    const program: WebGPUProgram = {
      variableNames: Object.keys(inputs),
      outputShape,
      dispatchLayout: webgpu_util.flatDispatchLayout(outputShape),
      dispatch: [Math.ceil(shape.batch / tile), 1, 1],
      workgroupSize: [workgroupSize, 1, 1],
      shaderKey: `${sweep.name}_${Object.values(shape)}_${tile}`,
      uniforms: 'first : i32, last : i32,',
      getUserCode: () => tileCode(tile, shape) + sweep.code(tile, workgroupSize),
    }
    backend.runWebGPUProgram(
      program,
      Object.values(inputs),
      'float32',
      [
        { type: 'int32', data: [first] },
        { type: 'int32', data: [last] },
      ],
      result,
    )
  }
  return result
}

/** Workgroups that a dispatch should have at least: fewer leave most of a GPU idle. */
const ENOUGH_WORKGROUPS = 16

/** Weights are read once per tile: the largest that leaves enough workgroups and fits the memory of one. */
function chooseTile(limits: GPUSupportedLimits, { shape, sharedFloats }: Sweep): Tile {
  const fits = ([4, 2] as const).find(
    (tile) =>
      shape.batch / tile >= ENOUGH_WORKGROUPS &&
      sharedFloats * 4 * tile <= limits.maxComputeWorkgroupStorageSize,
  )
  return fits ?? 1
}

/**
 * Runs one invocation per unit of every sample and step, for what has no order.
 * @param code WGSL that computes unit `j` of row `row` and writes its `columns` values of `result`
 */
export function runPerUnit(
  backend: WebGPUBackend,
  name: string,
  shape: SweepShape,
  columns: number,
  inputs: Readonly<Record<string, TensorInfo>>,
  code: string,
): TensorInfo {
  const { batch, time, units } = shape
  const layout = webgpu_util.flatDispatchLayout([batch * time * units])
  const workgroupSize: [number, number, number] = [64, 1, 1]
  const program: WebGPUProgram = {
    variableNames: Object.keys(inputs),
    outputShape: [batch, time, columns * units],
    dispatchLayout: layout,
    dispatch: webgpu_util.computeDispatch(layout, [batch * time * units], workgroupSize),
    workgroupSize,
    shaderKey: `${name}_${Object.values(shape)}`,
    // tfjs binds its uniforms always, and a binding that a shader does not use is an error
    size: true,
    getUserCode: () => `
      ${tileCode(1, shape)}
      fn main(index: i32) {
        if (index * ${columns} < uniforms.size) {
          let row = index / UNITS;
          let j = index % UNITS;
          let sample0 = row / TIME;
          let t = row % TIME;
          ${code}
        }
      }`,
  }
  return backend.runWebGPUProgram(program, Object.values(inputs), 'float32')
}
