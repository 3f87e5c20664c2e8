// The kept sample by bins of redshift: a purity that holds on average may fail where emission lines leave the spectrum.

import { keptAt } from './kept-sample.ts'
import { rankChosen } from './ranking.ts'
import { knownRows } from './rows.ts'
import type { Ranking, RedshiftBin } from './trust.ts'

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

/** Rows and their redshifts. */
export interface RowsByRedshift {
  /** [row, class] */
  readonly probabilities: ArrayLike<number>
  /** true class per row */
  readonly labels: ArrayLike<number>
  /** z_est per row; NaN where it is not known */
  readonly redshift: ArrayLike<number>
  readonly classes: number
  readonly keptClass: number
  /** ascending, for example of `redshiftEdges` */
  readonly edges: readonly number[]
}

/** The rows of one bin, sorted once for all thresholds. */
export interface RankedBin {
  readonly from: number
  readonly to: number
  readonly ranking: Ranking
}

/**
 * Rows within each bin of redshift by falling probability: one bin fewer than edges, also those without rows. Rows are left out
 * if their probabilities are NaN, or if their redshift is not known or beyond the edges.
 * @throws RangeError unless there are `classes` probabilities and one redshift for each label
 */
export function rankByRedshift({
  probabilities,
  labels,
  redshift,
  classes,
  keptClass,
  edges,
}: RowsByRedshift): RankedBin[] {
  if (redshift.length !== labels.length) {
    throw new RangeError(`Expected one redshift for each of ${labels.length} labels, got ${redshift.length}`)
  }
  const rows = edges.slice(1).map((): number[] => [])
  for (const row of knownRows(probabilities, labels, classes)) rows[binOf(redshift[row]!, edges)]?.push(row)
  return rows.map((chosen, i) => ({
    from: edges[i]!,
    to: edges[i + 1]!,
    ranking: rankChosen(Uint32Array.from(chosen), probabilities, labels, classes, keptClass),
  }))
}

/** The kept sample within each bin; in log time, so that it can follow a slider. */
export function keptByRedshift(bins: readonly RankedBin[], threshold: number): RedshiftBin[] {
  return bins.map(({ from, to, ranking }) => ({
    from,
    to,
    rows: ranking.rows,
    ...keptAt(ranking, threshold),
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
