// Which points of a curve draw it as all of them would: a posterior has more points than a screen has pixel columns.

/**
 * Indices of the points that draw a line on `columns` pixel columns from position `from` to `to` as all points do: of
 * each column the first, the lowest, the highest and the last one (M4, Jugel et al. 2014, doi:10.14778/2732951.2732953),
 * and besides one point beyond either end of the range, for the line to leave the picture. A maximum of a single point is
 * always among them. -inf counts as lowest, and the lowest finite point of its column is there as well. NaN is passed
 * over unless it is the first or last one of its column.
 * @param values `[point]`
 * @param positions `[point]`, ascending
 */
export function decimate(
  values: ArrayLike<number>,
  positions: ArrayLike<number>,
  [from, to]: readonly [from: number, to: number],
  columns: number,
): number[] {
  const begin = Math.max(0, firstFrom(positions, from) - 1)
  const end = Math.min(positions.length, firstFrom(positions, to, true) + 1)
  const perUnit = columns / (to - from)
  const kept: number[] = []
  let start = begin
  let column = columnOf(positions, begin, from, perUnit)
  for (let i = begin + 1; i <= end; i++) {
    const next = i === end ? Number.NaN : columnOf(positions, i, from, perUnit)
    if (next === column) continue
    keepColumn(values, start, i - 1, kept)
    start = i
    column = next
  }
  return kept
}

/** Position of the first point at or after `position`, or after it; the number of points where there is none. */
function firstFrom(positions: ArrayLike<number>, position: number, isAfter = false): number {
  let low = 0
  let high = positions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (positions[middle]! < position || (isAfter && positions[middle] === position)) low = middle + 1
    else high = middle
  }
  return low
}

function columnOf(positions: ArrayLike<number>, i: number, from: number, perUnit: number): number {
  return Math.floor((positions[i]! - from) * perUnit)
}

/** Adds the telling points of one column in ascending order, each once. */
function keepColumn(values: ArrayLike<number>, first: number, last: number, kept: number[]): void {
  let [lowest, highest, lowestFinite] = [-1, -1, -1]
  for (let i = first; i <= last; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) continue
    if (lowest < 0 || value < values[lowest]!) lowest = i
    if (highest < 0 || value > values[highest]!) highest = i
    if (Number.isFinite(value) && (lowestFinite < 0 || value < values[lowestFinite]!)) lowestFinite = i
  }
  const chosen = [first, lowest, highest, lowestFinite, last].filter((i) => i >= 0).sort((a, b) => a - b)
  for (const [k, index] of chosen.entries()) if (index !== chosen[k - 1]) kept.push(index)
}
