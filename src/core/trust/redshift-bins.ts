// The kept sample by bins of redshift: a purity that holds on average may fail where emission lines leave the spectrum.

import { keptSample } from './kept-sample.ts'
import { knownRows } from './rows.ts'
import type { RedshiftBin } from './trust.ts'

/**
 * Edges of bins that hold about equally many rows: quantiles as NumPy's `quantile(method='linear')` has them, equal ones once.
 * @param redshift per row; what is not finite is left out
 * @returns ascending; empty where no redshift is known, and the one redshift twice where all are equal
 */
export function redshiftEdges(redshift: ArrayLike<number>, bins = 8): number[] {
  const sorted = Float64Array.from(redshift).filter(Number.isFinite).sort()
  if (sorted.length === 0) return []
  if (sorted[0] === sorted.at(-1)) return [sorted[0]!, sorted[0]!]
  const edges = Array.from({ length: bins + 1 }, (_, i) => quantile(sorted, i / bins))
  return edges.filter((edge, i) => edge !== edges[i - 1])
}

/** Rows and their redshifts, and which of them are kept. */
export interface KeptByRedshift {
  /** [row, class] */
  readonly probabilities: ArrayLike<number>
  /** true class per row */
  readonly labels: ArrayLike<number>
  /** z_est per row; NaN where it is not known */
  readonly redshift: ArrayLike<number>
  readonly classes: number
  readonly keptClass: number
  readonly threshold: number
  /** ascending, for example of `redshiftEdges` */
  readonly edges: readonly number[]
}

/**
 * The kept sample within each bin of redshift: one bin fewer than edges, also those without rows. Rows are left out if their
 * probabilities are NaN, or if their redshift is not known or beyond the edges.
 * @throws RangeError unless there are `classes` probabilities and one redshift for each label
 */
export function keptByRedshift({
  probabilities,
  labels,
  redshift,
  classes,
  keptClass,
  threshold,
  edges,
}: KeptByRedshift): RedshiftBin[] {
  if (redshift.length !== labels.length) {
    throw new RangeError(`Expected one redshift for each of ${labels.length} labels, got ${redshift.length}`)
  }
  const counts = edges.slice(1).map((to, i) => ({
    from: edges[i]!,
    to,
    rows: 0,
    positives: 0,
    truePositives: 0,
    falsePositives: 0,
  }))
  for (const row of knownRows(probabilities, labels, classes)) {
    const bin = counts[binOf(redshift[row]!, edges)]
    if (bin === undefined) continue
    const isOfClass = labels[row] === keptClass
    bin.rows++
    if (isOfClass) bin.positives++
    if (probabilities[row * classes + keptClass]! < threshold) continue
    if (isOfClass) bin.truePositives++
    else bin.falsePositives++
  }
  return counts.map((bin) => ({
    from: bin.from,
    to: bin.to,
    rows: bin.rows,
    ...keptSample(threshold, bin),
  }))
}

/** Index of the bin; -1 for a redshift that is not known or outside. */
function binOf(redshift: number, edges: readonly number[]): number {
  const last = edges.length - 1
  if (redshift === edges[last]) return last - 1
  let bin = -1
  for (let i = 0; i <= last && redshift >= edges[i]!; i++) bin = i
  return bin === last ? -1 : bin
}

/** @param sorted ascending, at least one value */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[below + 1] ?? low
  const part = position - below
  // from the nearer end, as NumPy does, so that the last bits are equal too
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
}
