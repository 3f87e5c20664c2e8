/** Epoch from 1 of the first lowest value; NaN never counts. 0 where there is none. */
export function epochOfLowest(values: readonly number[]): number {
  let best = 0
  for (const [i, value] of values.entries()) {
    if (!Number.isNaN(value) && (best === 0 || value < values[best - 1]!)) best = i + 1
  }
  return best
}
