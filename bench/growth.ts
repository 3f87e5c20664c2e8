// How the seconds of a training step grow with the length of a posterior and with the batch: cases, and powers fitted.

import type { ModelId } from '../src/core/models.ts'
import { type BenchCase, named, type StepCase } from './cases.ts'
import type { GrowthExponent, GrowthResult, GrowthStep, Measured } from './results.ts'

interface GrowthSizes {
  readonly models: readonly ModelId[]
  /** all at `batch` */
  readonly lengths: readonly number[]
  readonly batch: number
  /** of the first model, all at the middle length */
  readonly batches: readonly number[]
}

const MODELS: readonly ModelId[] = ['CNN3', 'CNN8', 'CNN-GRU', 'CNN-LSTM']
const FULL: GrowthSizes = {
  models: MODELS,
  lengths: [1024, 4480, 17_908],
  batch: 8,
  batches: [2, 8, 32, 128],
}
const QUICK: GrowthSizes = { models: MODELS, lengths: [64, 128, 256], batch: 4, batches: [2, 4, 8] }

/** A training step under its name. */
export type NamedStep = Extract<BenchCase, StepCase>

/** The steps to measure, each once. */
export function growthCases(quick: boolean): NamedStep[] {
  const { models, lengths, batch, batches } = quick ? QUICK : FULL
  const step = (model: ModelId, length: number, batch: number) =>
    named({ kind: 'step' as const, model, length, batch })
  const all = [
    ...models.flatMap((model) => lengths.map((length) => step(model, length, batch))),
    ...batches.map((each) => step(models[0]!, lengths[1]!, each)),
  ]
  return [...new Map(all.map((each) => [each.id, each])).values()]
}

/** Joins the cases with their timings and fits the powers. */
export function growthResult(
  adapter: string,
  cases: readonly NamedStep[],
  found: ReadonlyMap<string, Measured>,
): GrowthResult {
  const steps = cases.map(({ id, model, length, batch }) => ({
    model,
    length,
    batch,
    measured: found.get(id) ?? { skipped: 'not measured' },
  }))
  return { adapter, steps, exponents: exponentsOf(steps) }
}

/** Of every model, what is measured at several lengths and one batch, or at several batches and one length. */
function exponentsOf(steps: readonly GrowthStep[]): GrowthExponent[] {
  const models = [...new Set(steps.map(({ model }) => model))]
  return models.flatMap((model) =>
    (['length', 'batch'] as const).flatMap((of) => {
      const fixed = of === 'length' ? 'batch' : 'length'
      const own = steps.filter((step) => step.model === model)
      const groups = own.map((one) => own.filter((step) => step[fixed] === one[fixed]))
      const largest = groups.reduce((a, b) => (b.length > a.length ? b : a))
      const exponent = fitExponent(
        largest.flatMap((step) =>
          'timing' in step.measured ? [{ size: step[of], seconds: step.measured.timing.median }] : [],
        ),
      )
      return exponent === null ? [] : [{ model, of, exponent }]
    }),
  )
}

/** A measured point of a curve. */
export interface GrowthPoint {
  readonly size: number
  readonly seconds: number
}

/**
 * The p of seconds = a size^p, by least squares on the logarithms of both.
 * @returns null with fewer than two sizes
 */
export function fitExponent(points: readonly GrowthPoint[]): number | null {
  const x = points.map(({ size }) => Math.log(size))
  if (new Set(x).size < 2) return null
  const y = points.map(({ seconds }) => Math.log(seconds))
  const [meanX, meanY] = [mean(x), mean(y)]
  const covariance = mean(x.map((value, i) => (value - meanX) * (y[i]! - meanY)))
  return covariance / mean(x.map((value) => (value - meanX) ** 2))
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}
