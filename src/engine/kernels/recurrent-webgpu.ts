// Shaders of recurrences on WebGPU. A workgroup has a tile of samples, one lane of a vector each, and loops over the
// steps of one dispatch: WebGPU has no barrier between workgroups, and none is needed because samples do not depend on
// each other. What passes from one dispatch to the next is read back from the outputs. The weights are read once per
// step and tile, neighbouring invocations side by side.

import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu'
import { webgpu_util } from '@tensorflow/tfjs-backend-webgpu'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { type Choice, chosenVariant } from './tuning.ts'
import { runShader, type Shader, type WebgpuKernelArgs } from './webgpu-shader.ts'

/** A recurrent layer's sizes. */
export interface SweepShape {
  readonly batch: number
  readonly time: number
  readonly units: number
  /** columns of the recurrent kernel per unit: 3 for a GRU, 4 for an LSTM */
  readonly gates: 3 | 4
}

/** Samples of one workgroup: the lanes of the vector in which all of them are computed. */
export type Tile = 1 | 2 | 4

/** How a sweep over the steps is divided. The results do not depend on it. */
export interface SweepVariant {
  readonly tile: Tile
  /** invocations of a workgroup: each has every `workgroupSize`-th of its units */
  readonly workgroupSize: number
  /** workgroups that share the units of a tile; more than one needs a dispatch for every step */
  readonly blocks: number
  /** time steps of a dispatch */
  readonly steps: number
}

/** The WGSL of one sweep. */
export class SweepCode {
  readonly #columns: readonly number[]
  readonly #variant: SweepVariant
  readonly #units: number
  readonly #gates: number

  constructor({ units, gates }: Pick<SweepShape, 'units' | 'gates'>, variant: SweepVariant) {
    const perInvocation = Math.ceil(blockOf(units, variant) / variant.workgroupSize)
    this.#columns = Array.from({ length: perInvocation }, (_, i) => i)
    this.#variant = variant
    this.#units = units
    this.#gates = gates
  }

  /**
   * A whole shader. `body` knows the number of its invocation, `thread`, its samples, `sample0`, ..., their rows at step 0,
   * `row0`, ..., and its units, `j0`, ... Samples and units beyond the last one repeat it: they compute and write the same.
   * @param boardSize tiles of workgroup memory, named `board`
   * @param written names of the buffers that the shader writes; they follow those that it only reads
   */
  shader(read: readonly string[], written: readonly string[], boardSize: number, body: string): Shader {
    const { tile, workgroupSize } = this.#variant
    const block = blockOf(this.#units, this.#variant)
    const lanes = this.#lanes.map(
      (_, i) => `
      let sample${i} = min(i32(group.x) * ${tile} + ${i}, uniforms.batch - 1);
      let row${i} = sample${i} * uniforms.time;`,
    )
    return {
      buffers: Object.fromEntries([
        ...read.map((name) => [name, { access: 'read', type: 'f32' }] as const),
        ...written.map((name) => [name, { access: 'read_write', type: 'f32' }] as const),
      ]),
      uniforms: 'first: i32, last: i32, batch: i32, time: i32',
      code: `
      alias Tile = ${tile === 1 ? 'f32' : `vec${tile}<f32>`};
      const UNITS = ${this.#units};
      var<workgroup> board: array<Tile, ${boardSize}>;
      // the limits keep exp away from infinity, which shaders need not have
      fn sigmoid(x: Tile) -> Tile { return 1.0 / (1.0 + exp(min(-x, Tile(80.0)))); }
      fn tanhOf(x: Tile) -> Tile {
        let e = exp(-2.0 * min(abs(x), Tile(40.0)));
        return sign(x) * (1.0 - e) / (1.0 + e);
      }
      @compute @workgroup_size(${workgroupSize})
      fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3<u32>) {
        let thread = i32(index);
        let lastUnit = min((i32(group.y) + 1) * ${block}, UNITS) - 1;
        ${lanes.join('')}
        ${this.each((i) => `let j${i} = min(i32(group.y) * ${block} + thread + ${i * workgroupSize}, lastUnit);`)}
        ${body}
      }`,
    }
  }

  /** `code` for each unit of an invocation. */
  each(code: (i: number) => string): string {
    return this.#columns.map(code).join('\n')
  }

  /** The tile in a column of a buffer [batch, time, width * units], at step `step`. */
  read(buffer: string, width: number, column: string, step: string): string {
    const lanes = this.#lanes.map(
      (_, i) => `${buffer}[(row${i} + ${step}) * ${width * this.#units} + ${column}]`,
    )
    return `Tile(${lanes.join(', ')})`
  }

  /** Statements that write a tile there. */
  write(buffer: string, width: number, column: string, step: string, value: string): string {
    return this.#lanes
      .map(
        (lane, i) =>
          `${buffer}[(row${i} + ${step}) * ${width * this.#units} + ${column}] = (${value})${lane};`,
      )
      .join('\n')
  }

  /** The tile in a column of a buffer [batch, units]. */
  readRow(buffer: string, column: string): string {
    return `Tile(${this.#lanes.map((_, i) => `${buffer}[sample${i} * UNITS + ${column}]`).join(', ')})`
  }

  /** Statements that write a tile there. */
  writeRow(buffer: string, column: string, value: string): string {
    return this.#lanes
      .map((lane, i) => `${buffer}[sample${i} * UNITS + ${column}] = (${value})${lane};`)
      .join('\n')
  }

  /** Statements that fill `count` tiles of workgroup memory, one for each `k`. */
  fill(count: number, value: string): string {
    return `for (var k = thread; k < ${count}; k += ${this.#variant.workgroupSize}) { board[k] = ${value}; }`
  }

  /**
   * Statements that add up, for each unit i and gate n, `sum{i}_{n}` = sum over k of a tile on the board and a weight.
   * @param tileAt where the tile of gate n and of k lies on the board
   * @param weights buffer of the weights
   * @param weightAt where the weight of gate n, k and column j lies; `k` is WGSL
   */
  products(
    tileAt: (gate: number, k: string) => string,
    weights: string,
    weightAt: (gate: number, k: string, j: string) => string,
  ): string {
    const gates = Array.from({ length: this.#gates }, (_, gate) => gate)
    const unroll = [4, 2, 1].find((count) => this.#units % count === 0)!
    const oneStep = (k: string, n: number) => {
      const tiles = new Map<string, string>()
      for (const gate of gates) {
        const at = tileAt(gate, k)
        if (!tiles.has(at)) tiles.set(at, `tile${n}_${gate}`)
      }
      return `
        ${[...tiles].map(([at, name]) => `let ${name} = board[${at}];`).join('\n')}
        ${this.each((i) =>
          gates
            .map(
              (gate) =>
                `sum${i}_${gate} += ${tiles.get(tileAt(gate, k))} * ${weights}[${weightAt(gate, k, `j${i}`)}];`,
            )
            .join('\n'),
        )}`
    }
    return `
      ${this.each((i) => gates.map((gate) => `var sum${i}_${gate} = Tile(0.0);`).join('\n'))}
      for (var k = 0; k < UNITS; k += ${unroll}) {
        ${Array.from({ length: unroll }, (_, n) => oneStep(n === 0 ? 'k' : `(k + ${n})`, n)).join('\n')}
      }`
  }

  get #lanes(): readonly string[] {
    const { tile } = this.#variant
    return tile === 1 ? [''] : ['.x', '.y', '.z', '.w'].slice(0, tile)
  }
}

/** Units of a workgroup. */
function blockOf(units: number, { blocks }: SweepVariant): number {
  return Math.ceil(units / blocks)
}

/** What a device allows, as far as it matters here. */
export type SweepLimits = Pick<
  GPUSupportedLimits,
  'maxComputeInvocationsPerWorkgroup' | 'maxComputeWorkgroupSizeX' | 'maxComputeWorkgroupStorageSize'
>

/** A kind of sweep. */
export interface Sweep {
  readonly name: string
  readonly shape: SweepShape
  /** tiles of workgroup memory */
  readonly boardSize: number
  shader(shape: SweepShape, variant: SweepVariant): Shader
}

/** Floating point operations of a dispatch at most: some 10 ms on a GPU that reaches a tenth of 4 TFLOP/s. */
const DISPATCH_OPERATIONS = 4e9
const MOST_STEPS = 128

/** Every division of a sweep that a device allows and that may be the fastest on some GPU. */
export function sweepVariants(
  { shape, boardSize }: Pick<Sweep, 'shape' | 'boardSize'>,
  limits: SweepLimits,
): SweepVariant[] {
  const { batch, units, gates } = shape
  const most = Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX)
  const operations = 2 * batch * units * units * gates
  const steps = Math.max(1, Math.min(MOST_STEPS, Math.floor(DISPATCH_OPERATIONS / operations)))
  const tiles = ([4, 2, 1] as const).filter(
    (tile) =>
      (tile === 1 || tile < 2 * batch) && boardSize * 4 * tile <= limits.maxComputeWorkgroupStorageSize,
  )
  return tiles.flatMap((tile) => [
    ...[1, 2, 4].flatMap((perInvocation) => {
      const workgroupSize = Math.ceil(units / perInvocation / 16) * 16
      return workgroupSize <= most ? [{ tile, workgroupSize, blocks: 1, steps }] : []
    }),
    ...[4, 16].flatMap((blocks) => {
      const workgroupSize = Math.ceil(units / blocks / 16) * 16
      const isWide = units / blocks >= 32 && workgroupSize <= most
      return isWide ? [{ tile, workgroupSize, blocks, steps: 1 }] : []
    }),
  ])
}

/** How many workgroups a sweep should have at least: fewer leave most of a GPU idle. */
const ENOUGH_WORKGROUPS = 16

/**
 * The division to use where none has been measured: weights are read once per tile, so the largest that leaves enough
 * workgroups. A CPU that plays GPU has few cores and likes many units per invocation.
 */
export function defaultVariant(
  sweep: Pick<Sweep, 'shape' | 'boardSize'>,
  limits: SweepLimits,
  isSoftware: boolean,
): SweepVariant {
  const whole = sweepVariants(sweep, limits).filter(({ blocks }) => blocks === 1)
  const { batch } = sweep.shape
  const enough = isSoftware ? 1 : ENOUGH_WORKGROUPS
  const largest = Math.max(
    ...whole.map(({ tile }) => tile).filter((tile) => tile === 1 || batch / tile >= enough),
  )
  const fitting = whole.filter(({ tile }) => tile === largest)
  return isSoftware ? fitting.at(-1)! : fitting[0]!
}

type Direction = 'forwards' | 'backwards'

/**
 * Runs a sweep over all steps, in the division that was measured to be the fastest for its units and samples.
 * @param tensors what the shader's buffers hold, in their order; those of three axes are [batch, time, width]
 */
export function runSweep(
  backend: WebGPUBackend,
  sweep: Sweep,
  direction: Direction,
  tensors: readonly TensorInfo[],
): void {
  const { name, shape } = sweep
  const variant = chosenVariant(backend.device, `${name}/${shape.units}/${shape.batch}`, () =>
    sweepChoice(backend.device, sweep, direction, tensors),
  )
  runSweepVariant(backend, sweep, direction, tensors, variant)
}

/** The divisions that a device allows. Each step costs the same, so that few stand for all. */
function sweepChoice(
  device: GPUDevice,
  sweep: Sweep,
  direction: Direction,
  tensors: readonly TensorInfo[],
): Choice<SweepVariant> {
  // older browsers tell the adapter's name elsewhere
  const { adapterInfo } = device as { readonly adapterInfo?: GPUAdapterInfo }
  const isSoftware = adapterInfo?.architecture === 'swiftshader'
  const variants = sweepVariants(sweep, device.limits)
  const time = Math.max(...variants.map(({ steps }) => steps))
  const shapes = tensors.map(({ shape }) => (shape.length === 3 ? [shape[0]!, time, shape[2]!] : [...shape]))
  return {
    variants: Object.fromEntries(variants.map((variant) => [nameOf(variant), variant])),
    fallback: nameOf(defaultVariant(sweep, device.limits, isSoftware)),
    prepare: (scratch) => {
      const made = shapes.map((shape) => scratch.makeTensorInfo(shape, 'float32'))
      const shorter = { ...sweep, shape: { ...sweep.shape, time } }
      return (variant) => runSweepVariant(scratch, shorter, direction, made, variant)
    },
  }
}

function nameOf({ tile, workgroupSize, blocks, steps }: SweepVariant): string {
  return [tile, workgroupSize, blocks, steps].join('_')
}

/** Runs a sweep over all steps, divided as given. */
export function runSweepVariant(
  backend: WebGPUBackend,
  { name, shape, shader }: Sweep,
  direction: Direction,
  tensors: readonly TensorInfo[],
  variant: SweepVariant,
): void {
  const { batch, time, units } = shape
  const { tile, workgroupSize, blocks, steps } = variant
  const count = Math.ceil(time / steps)
  const dispatches = Array.from({ length: count }, (_, i) => {
    const first = (direction === 'forwards' ? i : count - 1 - i) * steps
    return Int32Array.of(first, Math.min(first + steps, time), batch, time)
  })
  const workgroups = [Math.ceil(batch / tile), Math.ceil(units / blockOf(units, variant))] as const
  runShader(backend, `${name}_${units}_${tile}_${workgroupSize}_${blocks}`, () => shader(shape, variant), {
    tensors,
    dispatches,
    workgroups,
  })
}

/** Shader of a transposition. It has no tiles: weights are small, and lie in a GPU's cache. */
export const TRANSPOSE_SHADER: Shader = {
  buffers: { x: { access: 'read', type: 'f32' }, y: { access: 'read_write', type: 'f32' } },
  uniforms: 'rows: u32, columns: u32',
  code: `
    @compute @workgroup_size(64)
    fn main(@builtin(global_invocation_id) id: vec3<u32>) {
      if (id.x < uniforms.rows) { y[id.y * uniforms.rows + id.x] = x[id.x * uniforms.columns + id.y]; }
    }`,
}

/** A matrix transposed; the caller disposes of it. tfjs' own takes longer than many steps of a sweep. */
export function transposed(backend: WebGPUBackend, matrix: TensorInfo): TensorInfo {
  const [rows, columns] = matrix.shape as [number, number]
  const result = backend.makeTensorInfo([columns, rows], 'float32')
  runShader(backend, 'transpose', () => TRANSPOSE_SHADER, {
    tensors: [matrix, result],
    dispatches: [Int32Array.of(rows, columns)],
    workgroups: [Math.ceil(rows / 64), columns],
  })
  return result
}

/** StatesBefore; input and output as recurrent.ts has them. */
export const statesBeforeOnWebgpu: KernelFunc = (args) => {
  const { backend, inputs } = args as unknown as WebgpuKernelArgs<'h'>
  const [batch, time, units] = inputs.h.shape as [number, number, number]
  const program: WebGPUProgram = {
    variableNames: ['h'],
    outputShape: [batch, time, units],
    dispatchLayout: webgpu_util.flatDispatchLayout([batch, time, units]),
    dispatch: [Math.ceil((batch * time * units) / 256), 1, 1],
    workgroupSize: [256, 1, 1],
    shaderKey: 'statesBefore',
    size: true,
    getUserCode: () => `
      fn main(index: i32) {
        if (index < uniforms.size) {
          // the first step of a sample has no step before
          let isFirst = index % uniforms.hShapeStrides.x < uniforms.hShapeStrides.y;
          result[index] = select(h[max(index - uniforms.hShapeStrides.y, 0)], 0.0, isFirst);
        }
      }`,
  }
  return backend.runWebGPUProgram(program, [inputs.h], 'float32')
}
