// Where along a posterior the contributions are that count most.

/** Consecutive points. */
export interface SaliencyRange {
  /** indices of the ends, both inclusive */
  readonly first: number
  readonly last: number
  /** of the sum of absolute values, 0 to 1 */
  readonly share: number
  /** sum with signs: positive where it speaks for the class on the whole */
  readonly net: number
}

type Span = Pick<SaliencyRange, 'first' | 'last'>

/** Length of a window, as a share of the points: signs alternate within a peak, so runs of one sign tell nothing. */
const WINDOW_SHARE = 0.01
/** Windows with a smaller gap, as a share of their length, are one range. */
const GAP_SHARE = 0.25
/** Windows for each range that is told: a wide peak takes several. */
const WINDOWS_PER_RANGE = 3
/** Values below this part of the highest in a window are no part of its ends. */
const LEAST_PART = 0.05
/** A window with less than this part of what the best one holds is not told. */
const LEAST_WINDOW = 0.1

/**
 * The ranges that hold most of the sum of absolute values, the strongest first. Each is made of the best windows of a
 * hundredth of the points, less their weak ends, that overlap none of those before and
 * hold a tenth of what the first one does; neighbours are joined.
 * @param values [z], signed; what is not finite counts as 0
 */
export function strongestRanges(values: ArrayLike<number>, most = 3): SaliencyRange[] {
  const n = values.length
  const size = Float64Array.from(values, (value) => (Number.isFinite(value) ? Math.abs(value) : 0))
  const total = sumOf(size, 0, n - 1)
  if (total === 0) return []
  const length = Math.min(n, Math.max(1, Math.round(WINDOW_SHARE * n)))
  const taken = new Uint8Array(n)
  let spans: Span[] = []
  let least = 0
  for (let window = 0; window < WINDOWS_PER_RANGE * most; window++) {
    const start = bestWindow(size, taken, length, least)
    if (start < 0) break
    const span = trimmed(size, start, start + length - 1)
    if (window === 0) least = LEAST_WINDOW * sumOf(size, span.first, span.last)
    taken.fill(1, span.first, span.last + 1)
    const more = joined([...spans, span], GAP_SHARE * length)
    if (more.length > most) break
    spans = more
  }
  return spans
    .map(({ first, last }) => ({
      first,
      last,
      share: sumOf(size, first, last) / total,
      net: netOf(values, first, last),
    }))
    .sort((a, b) => b.share - a.share)
}

/** Start of the window with the largest sum above `least` among those without a point that is taken; -1 without one. */
function bestWindow(size: Float64Array, taken: Uint8Array, length: number, least: number): number {
  let [best, bestSum] = [-1, least]
  let [sum, overlap] = [0, 0]
  for (let end = 0; end < size.length; end++) {
    sum += size[end]!
    overlap += taken[end]!
    if (end >= length) {
      sum -= size[end - length]!
      overlap -= taken[end - length]!
    }
    if (end >= length - 1 && overlap === 0 && sum > bestSum) {
      best = end - length + 1
      bestSum = sum
    }
  }
  return best
}

function trimmed(size: Float64Array, from: number, to: number): Span {
  let highest = 0
  for (let i = from; i <= to; i++) highest = Math.max(highest, size[i]!)
  let [first, last] = [from, to]
  while (size[first]! < LEAST_PART * highest) first++
  while (size[last]! < LEAST_PART * highest) last--
  return { first, last }
}

/** Spans with at most `gap` points between them become one. */
function joined(spans: readonly Span[], gap: number): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.first - b.first)) {
    const before = result.at(-1)
    if (before !== undefined && span.first - before.last - 1 <= gap) {
      result[result.length - 1] = { first: before.first, last: span.last }
    } else result.push(span)
  }
  return result
}

function sumOf(size: Float64Array, first: number, last: number): number {
  let sum = 0
  for (let i = first; i <= last; i++) sum += size[i]!
  return sum
}

function netOf(values: ArrayLike<number>, first: number, last: number): number {
  let net = 0
  for (let i = first; i <= last; i++) if (Number.isFinite(values[i]!)) net += values[i]!
  return net
}
