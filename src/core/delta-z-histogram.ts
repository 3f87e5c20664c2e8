// How abs(DeltaZ) is distributed, so that a person can see where a threshold cuts.

/** Counts of abs(DeltaZ) in bins of equal width in its logarithm. */
export interface DeltaZHistogram {
  /** one more than there are bins, ascending; the first and the last one are powers of ten, as are all between them */
  readonly edges: Float64Array
  /** values from `edges[i]` up to, but not including, `edges[i + 1]`; what lies beyond an end is in the bin there */
  readonly counts: Uint32Array
  /** values that are exactly 0, which have no logarithm: in no bin */
  readonly zeros: number
  /** values that are not known (NaN): in no bin */
  readonly absent: number
}

/** Smaller values are in the first bin: below the spacing of float32 redshifts they tell nothing apart. */
const LEAST_EXPONENT = -8
/** Larger values are in the last bin: marks of what is not known, such as 9e99, must not take the axis. */
const MOST_EXPONENT = 3
/** Decades where there is no finite value above 0. */
const NO_DECADES = [-6, 0] as const

/**
 * The histogram over all decades that hold values, from 1e-8 to 1e3.
 * @param deltaZ NaN where it is not known
 * @param bins about how many: each decade has the same number, at least one
 */
export function deltaZHistogram(deltaZ: Float64Array, bins = 60): DeltaZHistogram {
  let zeros = 0
  let absent = 0
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (let i = 0; i < deltaZ.length; i++) {
    const value = Math.abs(deltaZ[i]!)
    if (value === 0) zeros++
    else if (Number.isNaN(value)) absent++
    else if (value !== Number.POSITIVE_INFINITY) {
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  const [first, last] = most === 0 ? NO_DECADES : decades(least, most)
  const edges = logarithmicEdges(first, last, Math.max(1, Math.round(bins / (last - first))))
  const counts = new Uint32Array(edges.length - 1)
  const perUnit = counts.length / Math.log(edges.at(-1)! / edges[0]!)
  for (let i = 0; i < deltaZ.length; i++) {
    const value = Math.abs(deltaZ[i]!)
    if (value > 0) counts[binOf(value, edges, perUnit)]!++
  }
  return { edges, counts, zeros, absent }
}

/** How many values have abs(DeltaZ) < `threshold`: the first class of the target DeltaZ. Absent ones have no class. */
export function countBelow(deltaZ: Float64Array, threshold: number): number {
  let count = 0
  for (let i = 0; i < deltaZ.length; i++) if (Math.abs(deltaZ[i]!) < threshold) count++
  return count
}

/** Exponents of the powers of ten around the values, at least one decade apart. */
function decades(least: number, most: number): readonly [first: number, last: number] {
  const first = clamp(exponentOf(least), LEAST_EXPONENT, MOST_EXPONENT - 1)
  // a value that is a power of ten itself opens a decade
  const last = clamp(exponentOf(most) + 1, LEAST_EXPONENT + 1, MOST_EXPONENT)
  return [first, last]
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

/** The largest k with 10^k <= value; digits tell it exactly, which Math.log10 does not. */
function exponentOf(value: number): number {
  return Number(value.toExponential().split('e')[1])
}

function logarithmicEdges(first: number, last: number, perDecade: number): Float64Array<ArrayBuffer> {
  const edges = new Float64Array((last - first) * perDecade + 1)
  for (let i = 0; i < edges.length; i++) {
    const decade = Number(`1e${first + Math.floor(i / perDecade)}`)
    edges[i] = decade * 10 ** ((i % perDecade) / perDecade)
  }
  return edges
}

/** The logarithm says the bin but for rounding; the edges decide. `perUnit`: bins per unit of the logarithm. */
function binOf(value: number, edges: Float64Array, perUnit: number): number {
  const last = edges.length - 2
  let bin = clamp(Math.floor(Math.log(value / edges[0]!) * perUnit), 0, last)
  while (bin < last && value >= edges[bin + 1]!) bin++
  while (bin > 0 && value < edges[bin]!) bin--
  return bin
}
