// What a case is: a training step or a kernel as plain data, with its name and its work. case-lists.ts has the lists.

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

/** A training step. */
export interface StepCase {
  readonly kind: 'step'
  readonly model: ModelId
  readonly length: number
  readonly batch: number
  /** points that stock tfjs runs instead where these are too many for it; null where no size tells anything */
  readonly stockLength?: number | null
}

/** What is computed. */
export type Computation =
  | StepCase
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

/** A computation with the name that follows from it. */
export function named<C extends Computation>(computation: C): C & { id: string; what: string } {
  return { ...computation, id: identify(computation), what: title(computation) }
}

/** How long to measure a case: steps, which are what counts, longer than kernels. */
export function effortOf({ kind }: Computation, quick: boolean): Effort {
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

/** How many times as many operations a step has as the shorter one that stock tfjs runs instead. */
export function stockFactor({ model, length }: StepCase, stockLength: number): number {
  const flops = (points: number) => trainFlopsPerSample(describeModel(model, points, CLASSES))
  return flops(length) / flops(stockLength)
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
