// Curves of several runs as one: the mean of each epoch with its spread.

import type { BandPoint } from './comparison.ts'

/**
 * Mean and standard deviation of the sample per epoch, as NumPy's `nanmean` and `nanstd(ddof=1)`.
 * @param curves one per run, as long as it was trained; NaN counts as absent
 * @returns one point per epoch of the longest curve; NaN where no run has a value, and as deviation of one value
 */
export function seedBand(curves: readonly (readonly number[])[]): BandPoint[] {
  const epochs = Math.max(0, ...curves.map((curve) => curve.length))
  return Array.from({ length: epochs }, (_, i) => {
    const values = curves.map((curve) => curve[i] ?? Number.NaN).filter(Number.isFinite)
    return { epoch: i + 1, ...spreadOf(values), runs: values.length }
  })
}

/** Mean and standard deviation of the sample (ddof 1). */
export function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1)) }
}
