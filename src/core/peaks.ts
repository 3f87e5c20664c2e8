// The peaks of a posterior: the redshifts that it holds possible, and how much of the mass belongs to each.

/** A local maximum and its surroundings. */
export interface Peak {
  /** of the maximum; the middle of a plateau, rounded down */
  readonly index: number
  readonly height: number
  /** height above the higher one of the two valleys that part it from higher ground, as SciPy's `peak_prominences` */
  readonly prominence: number
  /** indices of the ends of its basin, both inclusive */
  readonly first: number
  readonly last: number
  /** share of the mass that lies in the basin */
  readonly share: number
}

/** Which maxima count. */
export interface PeakOptions {
  /** peaks to return, the highest ones */
  readonly most?: number
  /** least prominence as a share of the highest density */
  readonly leastProminence?: number
}

/**
 * Peaks in the order of their height, the lower index first of equals: those that SciPy's `find_peaks` finds with
 * `prominence`. The density is taken as 0 beyond its ends, so that a maximum at an end is a peak, and the highest one is
 * as prominent as it is high. A constant has none.
 *
 * The basins of all peaks that are prominent enough, the returned ones and others, share out the grid: between two
 * neighbours the first of the lowest points starts the right one's basin, and the outer ones reach to the ends. So the
 * shares of all of them add up to 1, and maxima that do not count belong to the peak whose basin they lie in.
 * @param density `[z]`, not negative
 * @param mass `[z]`, sums to 1
 */
export function peaks(
  density: ArrayLike<number>,
  mass: ArrayLike<number>,
  { most = 5, leastProminence = 0.01 }: PeakOptions = {},
): Peak[] {
  let highest = 0
  for (let i = 0; i < density.length; i++) if (density[i]! > highest) highest = density[i]!
  const least = leastProminence * highest
  const valleys = higherValleys(density)
  const prominent = localMaxima(density).filter((i) => density[i]! - valleys[i]! >= least)
  return highestOf(prominent, density, most).map((k) => {
    const index = prominent[k]!
    const [before, after] = [prominent[k - 1], prominent[k + 1]]
    const first = before === undefined ? 0 : lowestBetween(density, before, index)
    const last = after === undefined ? density.length - 1 : lowestBetween(density, index, after) - 1
    const height = density[index]!
    return { index, height, prominence: height - valleys[index]!, first, last, share: sum(mass, first, last) }
  })
}

/** Positions in `indices` of the `most` highest of them, the highest first; noise has thousands that need no sorting. */
function highestOf(indices: readonly number[], values: ArrayLike<number>, most: number): number[] {
  const chosen: number[] = []
  for (const [k, index] of indices.entries()) {
    let place = chosen.length
    while (place > 0 && values[indices[chosen[place - 1]!]!]! < values[index]!) place--
    if (place >= most) continue
    chosen.splice(place, 0, k)
    if (chosen.length > most) chosen.pop()
  }
  return chosen
}

/** Middles of the runs of equal values that are higher than what is on both sides of them. */
function localMaxima(values: ArrayLike<number>): number[] {
  const found: number[] = []
  let start = 0
  for (let i = 1; i <= values.length; i++) {
    if (values[i] === values[start]) continue
    const rises = start === 0 || values[start]! > values[start - 1]!
    const falls = i === values.length || values[i]! < values[start]!
    const isConstant = start === 0 && i === values.length
    if (rises && falls && !isConstant && values[start]! > 0) found.push((start + i - 1) >> 1)
    start = i
  }
  return found
}

/**
 * For each point the higher one of two lowest values: from the point to the left until higher ground or the end, and to
 * the right. Beyond an end is 0. Every value enters and leaves the stack once, so that noise takes no longer.
 */
function higherValleys(values: ArrayLike<number>): Float64Array {
  const length = values.length
  const result = new Float64Array(length)
  const stack = new Int32Array(length)
  const lows = new Float64Array(length)
  const pass = (from: number, to: number, step: number) => {
    let top = 0
    for (let i = from; i !== to; i += step) {
      const value = values[i]!
      let low = value
      while (top > 0 && values[stack[top - 1]!]! <= value) low = Math.min(low, lows[--top]!)
      if (top === 0) low = 0
      stack[top] = i
      lows[top++] = low
      if (low > result[i]!) result[i] = low
    }
  }
  pass(0, length, 1)
  pass(length - 1, -1, -1)
  return result
}

function lowestBetween(values: ArrayLike<number>, left: number, right: number): number {
  let lowest = left + 1
  for (let i = lowest; i < right; i++) if (values[i]! < values[lowest]!) lowest = i
  return lowest
}

function sum(values: ArrayLike<number>, first: number, last: number): number {
  let total = 0
  for (let i = first; i <= last; i++) total += values[i]!
  return total
}
