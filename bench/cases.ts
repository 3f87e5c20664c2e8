// What is measured: training steps and kernels as plain data, for each kind of device.

import { describeModel, type ModelId } from '../src/core/models.ts'
import {
  adamWork,
  convWork,
  gemmWork,
  layerWork,
  sweepWork,
  trainFlopsPerSample,
  type Work,
} from './flops.ts'
import type { Limits, Row } from './results.ts'
import type { Effort } from './timing.ts'

/** Classes of every model: DeltaZ's; they cost nothing. */
export const CLASSES = 3
/** Points of a posterior of the reference. */
const REFERENCE_LENGTH = 17_908
/** Time steps of its recurrent layers. */
const REFERENCE_TIME = 1119

/** A convolution block's size; `before` points of padding in front of x. */
export interface ConvCase {
  readonly kind: 'conv'
  readonly pass: 'forward' | 'input gradient' | 'weight gradient'
  readonly batch: number
  readonly length: number
  readonly time: number
  readonly before: number
  readonly channels: number
  readonly filters: number
  readonly taps: number
  readonly pool: 1 | 2
}

/** What is computed. */
export type Computation =
  /** a training step; `stockLength` is what stock tfjs runs instead where this is too long for it */
  | {
      readonly kind: 'step'
      readonly model: ModelId
      readonly length: number
      readonly batch: number
      readonly stockLength?: number
    }
  /** op(a) op(b) = [m, n], reducing over k */
  | {
      readonly kind: 'gemm'
      readonly m: number
      readonly k: number
      readonly n: number
      readonly transposeA: boolean
      readonly transposeB: boolean
    }
  | ConvCase
  /** a recurrence without its products over all steps */
  | {
      readonly kind: 'sweep'
      readonly cell: 'gru' | 'lstm'
      readonly pass: 'forward' | 'backward'
      readonly batch: number
      readonly time: number
      readonly units: number
    }
  /** forward and backward pass of a recurrent layer; stock tfjs runs `stockTime` steps */
  | {
      readonly kind: 'layer'
      readonly cell: 'gru' | 'lstm'
      readonly batch: number
      readonly time: number
      readonly channels: number
      readonly units: number
      readonly stockTime: number
    }
  | { readonly kind: 'adam'; readonly parameters: number }

/** One line of the table. */
export type BenchCase = Computation & {
  /** unique; the same computation has the same id on every device */
  readonly id: string
  readonly what: string
}

/** A CPU by wasm, a GPU, or a GPU that is software: slow, and so given less. */
export type Profile = 'cpu' | 'gpu' | 'software gpu'

/** Which of a profile's cases. */
export interface Selection {
  /** small sizes, for a run of under a minute */
  readonly quick: boolean
  /** cases that take minutes on a software adapter */
  readonly long: boolean
  /** words or a regular expression in id or name, letter case ignored; null for all */
  readonly filter: string | null
}

/** The cases of a profile, in the order of the table. */
export function benchCases(profile: Profile, { quick, long, filter }: Selection): BenchCase[] {
  const pattern = filter === null ? null : new RegExp(filter, 'i')
  const computations = quick ? QUICK[profile]() : FULL[profile]()
  return [...computations, ...(long && profile === 'software gpu' ? LONG : [])]
    .map((computation) => ({ ...computation, id: identify(computation), what: title(computation) }))
    .filter(({ id, what }) => pattern === null || pattern.test(id) || pattern.test(what))
}

/** How long to measure a case: steps, which are what counts, longer than kernels. */
export function effortOf({ kind }: Computation, { quick }: Selection): Effort {
  if (kind === 'step') return quick ? { seconds: 0.5, most: 5, least: 2 } : { seconds: 4, most: 20, least: 3 }
  return quick ? { seconds: 0.1, most: 10, least: 2 } : { seconds: 0.7, most: 50, least: 3 }
}

/** Work of one call. */
export function workOf(computation: Computation): Work {
  switch (computation.kind) {
    case 'step': {
      const description = describeModel(computation.model, computation.length, CLASSES)
      return {
        flops: computation.batch * trainFlopsPerSample(description),
        bytes: adamWork(description.parameters).bytes,
      }
    }
    case 'gemm':
      return gemmWork(computation.m, computation.k, computation.n)
    case 'conv':
      return convWork(computation)
    case 'sweep':
      return sweepWork(gatesOf(computation.cell), computation.batch, computation.time, computation.units)
    case 'layer': {
      const { cell, batch, time, channels, units } = computation
      return layerWork(gatesOf(cell), batch, time, channels, units)
    }
    case 'adam':
      return adamWork(computation.parameters)
    default:
      return computation satisfies never
  }
}

/** How long a case would take at the machine's limits, and which of them holds it. */
export function limitOf(computation: Computation, limits: Limits): NonNullable<Row['limit']> {
  const { flops, bytes } = workOf(computation)
  const arithmetic = flops / limits.gflops / 1e9
  const memory = bytes / limits.gbPerSecond / 1e9
  return {
    by: arithmetic >= memory ? 'arithmetic' : 'memory',
    // Adam comes after the last gradient, so a step pays for both
    seconds: computation.kind === 'step' ? arithmetic + memory : Math.max(arithmetic, memory),
  }
}

/** 3 for a GRU, 4 for an LSTM. */
export function gatesOf(cell: 'gru' | 'lstm'): 3 | 4 {
  return cell === 'gru' ? 3 : 4
}

const FULL: Readonly<Record<Profile, () => Computation[]>> = {
  cpu: () => [
    step('CNN3', REFERENCE_LENGTH, 128),
    step('CNN8', REFERENCE_LENGTH, 4),
    step('CNN-GRU', REFERENCE_LENGTH, 8),
    step('CNN-LSTM', REFERENCE_LENGTH, 8),
    step('CNN3', 1024, 32),
    ...kernels(16, 8),
  ],
  gpu: () => [
    step('CNN3', REFERENCE_LENGTH, 128),
    step('CNN8', REFERENCE_LENGTH, 128),
    step('CNN-GRU', REFERENCE_LENGTH, 128, 512),
    step('CNN-LSTM', REFERENCE_LENGTH, 128, 512),
    step('CNN3', 1024, 128),
    gemm(4096, 4096, 4096),
    ...kernels(64, 128),
  ],
  'software gpu': () => [
    step('CNN3', REFERENCE_LENGTH, 2),
    step('CNN3', 1024, 32),
    step('CNN-GRU', 512, 8),
    layer('gru', 8, REFERENCE_TIME, 256, 64, 32),
    layer('lstm', 8, REFERENCE_TIME, 64, 32, 32),
    gemm(512, 512, 512),
    ...denseGemms(2),
    ...convolutions('CNN3', 2048, 4),
    { kind: 'adam', parameters: 4_000_000 },
  ],
}

/** Each kind of computation once, at sizes that show that it runs. */
const QUICK: Readonly<Record<Profile, () => Computation[]>> = {
  cpu: () => [
    step('CNN3', 1024, 32),
    step('CNN8', 1024, 4),
    step('CNN-GRU', 512, 8),
    step('CNN-LSTM', 512, 8),
    gemm(512, 512, 512),
    ...convolutions('CNN3', 1024, 16),
    sweep('gru', 'forward', 8, 64, 256),
    sweep('gru', 'backward', 8, 64, 256),
    sweep('lstm', 'forward', 8, 64, 128),
    sweep('lstm', 'backward', 8, 64, 128),
    layer('gru', 8, 64, 256, 64, 16),
    { kind: 'adam', parameters: 2_000_000 },
  ],
  gpu: () => QUICK.cpu(),
  'software gpu': () => [
    step('CNN3', 128, 2),
    layer('gru', 4, 32, 64, 64, 4),
    gemm(256, 256, 256),
    { kind: 'adam', parameters: 500_000 },
  ],
}

const LONG: readonly Computation[] = [
  step('CNN3', REFERENCE_LENGTH, 128, 1024),
  step('CNN-GRU', REFERENCE_LENGTH, 8, 512),
]

/** @param convBatch samples of the convolutions of CNN3; CNN8's get a quarter */
function kernels(convBatch: number, recurrentBatch: number): Computation[] {
  return [
    gemm(1024, 1024, 1024),
    ...denseGemms(16),
    ...productGemms(recurrentBatch * REFERENCE_TIME, 256, 1536),
    ...convolutions('CNN3', REFERENCE_LENGTH, convBatch),
    ...convolutions('CNN8', REFERENCE_LENGTH, convBatch / 4),
    ...[512, 256, 128, 64].flatMap((units) => sweeps('gru', recurrentBatch, units)),
    ...[256, 128, 64, 32].flatMap((units) => sweeps('lstm', recurrentBatch, units)),
    layer('gru', recurrentBatch, REFERENCE_TIME, 256, 64, 32),
    layer('lstm', recurrentBatch, REFERENCE_TIME, 64, 32, 32),
    { kind: 'adam', parameters: 18_000_000 },
  ]
}

function step(model: ModelId, length: number, batch: number, stockLength?: number): Computation {
  return { kind: 'step', model, length, batch, ...(stockLength !== undefined && { stockLength }) }
}

function gemm(m: number, k: number, n: number, transposeA = false, transposeB = false): Computation {
  return { kind: 'gemm', m, k, n, transposeA, transposeB }
}

/** x w = y with its two gradients: dy w' and x' dy. */
function productGemms(rows: number, inputs: number, outputs: number): Computation[] {
  return [
    gemm(rows, inputs, outputs),
    gemm(rows, outputs, inputs, false, true),
    gemm(inputs, rows, outputs, true, false),
  ]
}

/** CNN3's first dense layer. */
function denseGemms(batch: number): Computation[] {
  return productGemms(batch, 286_080, 64)
}

function sweep(
  cell: 'gru' | 'lstm',
  pass: 'forward' | 'backward',
  batch: number,
  time: number,
  units: number,
): Computation {
  return { kind: 'sweep', cell, pass, batch, time, units }
}

function sweeps(cell: 'gru' | 'lstm', batch: number, units: number): Computation[] {
  return [
    sweep(cell, 'forward', batch, REFERENCE_TIME, units),
    sweep(cell, 'backward', batch, REFERENCE_TIME, units),
  ]
}

function layer(
  cell: 'gru' | 'lstm',
  batch: number,
  time: number,
  channels: number,
  units: number,
  stockTime: number,
): Computation {
  return { kind: 'layer', cell, batch, time, channels, units, stockTime }
}

/** Every pass over every convolution of a model; the first needs no gradient of its input. */
function convolutions(model: ModelId, length: number, batch: number): Computation[] {
  const { layers } = describeModel(model, length, CLASSES)
  let input: readonly number[] = [length, 1]
  return layers.flatMap(({ spec, outputShape }, i) => {
    const [points, channels] = input as [number, number]
    input = outputShape
    if (spec.kind !== 'conv1d') return []
    const { filters, kernelSize: taps, padding } = spec
    const size = {
      kind: 'conv' as const,
      batch,
      length: points,
      time: outputShape[0]!,
      before: padding === 'same' ? Math.floor((taps - 1) / 2) : 0,
      channels,
      filters,
      taps,
      pool: layers[i + 1]?.spec.kind === 'maxPool' ? (2 as const) : (1 as const),
    }
    const passes = [
      'forward' as const,
      ...(i > 0 ? ['input gradient' as const] : []),
      'weight gradient' as const,
    ]
    return passes.map((pass) => ({ ...size, pass }))
  })
}

function title(computation: Computation): string {
  switch (computation.kind) {
    case 'step':
      return `${computation.model} step, length ${points(computation.length)}, batch ${computation.batch}`
    case 'gemm': {
      const { m, k, n, transposeA, transposeB } = computation
      return `GEMM [${m}, ${k}]${transposeA ? "'" : ''} x [${k}, ${n}]${transposeB ? "'" : ''}`
    }
    case 'conv': {
      const { pass, batch, length, channels, filters, taps, pool } = computation
      return `conv ${taps}x${channels}>${filters}${pool === 2 ? ' pool' : ''} ${pass}, ${batch} x ${points(length)}`
    }
    case 'sweep': {
      const { cell, pass, batch, time, units } = computation
      return `${cell.toUpperCase()} sweep ${pass}, ${units} units, ${batch} x ${points(time)}`
    }
    case 'layer': {
      const { cell, batch, time, channels, units } = computation
      return `${cell.toUpperCase()}(${units}) layer with gradients, ${batch} x ${points(time)} x ${channels}`
    }
    case 'adam':
      return `Adam, ${(computation.parameters / 1e6).toFixed(1)} M parameters`
    default:
      return computation satisfies never
  }
}

/** Letters and numbers of the title and nothing else. */
function identify(computation: Computation): string {
  return (
    title(computation)
      .toLowerCase()
      // thousands
      .replaceAll(/(\d),(\d)/g, '$1$2')
      .replaceAll("'", 't')
      .replaceAll(/[^a-z0-9.]+/g, '-')
      .replace(/-$/, '')
  )
}

function points(count: number): string {
  return count.toLocaleString('en-GB')
}
