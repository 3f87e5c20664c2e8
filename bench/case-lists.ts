// Which cases are measured, on each kind of device.

import { describeModel, type ModelId } from '../src/core/models.ts'
import { type BenchCase, CLASSES, type Computation, named } from './cases.ts'

/** Points of a posterior of the reference. */
export const REFERENCE_LENGTH = 17_908
/** Time steps of its recurrent layers. */
const REFERENCE_TIME = 1119

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
    .map(named)
    .filter(({ id, what }) => pattern === null || pattern.test(id) || pattern.test(what))
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
    step('CNN3', REFERENCE_LENGTH, 2, 2048),
    step('CNN3', 1024, 32, 256),
    step('CNN-GRU', 512, 8, 64),
    ...gruLayers(4),
    layer('gru', 8, REFERENCE_TIME, 256, 64, 32),
    layer('lstm', 8, REFERENCE_TIME, 64, 32, 32),
    gemm(512, 512, 512),
    ...denseGemms(2, 32_256),
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
  step('CNN3', REFERENCE_LENGTH, 128, null),
  step('CNN-GRU', REFERENCE_LENGTH, 8, 64),
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

function step(model: ModelId, length: number, batch: number, stockLength?: number | null): Computation {
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

/** CNN3's first dense layer; it has 286,080 inputs at the reference length, and 32,256 at 2,048 points. */
function denseGemms(batch: number, inputs = 286_080): Computation[] {
  return productGemms(batch, inputs, 64)
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

/** The recurrent layers of CNN-GRU. The wider, the fewer steps stock tfjs manages on a software GPU. */
function gruLayers(batch: number): Computation[] {
  return [
    layer('gru', batch, REFERENCE_TIME, 256, 512, 8),
    layer('gru', batch, REFERENCE_TIME, 512, 256, 8),
    layer('gru', batch, REFERENCE_TIME, 256, 128, 16),
    layer('gru', batch, REFERENCE_TIME, 128, 64, 32),
  ]
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
