// How sure a share of objects is: Wilson's interval, which stays within 0 and 1 and is right for rare classes too.

/** Lower and upper bound, 0 to 1. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Quantile 0.975 of the normal distribution. */
const Z = 1.959963984540054

/**
 * The 95 % score interval of Wilson (1927) without continuity correction, as SciPy's
 * `binomtest(hits, total).proportion_ci(method='wilson')` gives it.
 * @param hits objects that count, 0 to `total`
 * @returns `null` for no object at all: nothing is known, and 0 to 1 would look like a result
 */
export function wilsonInterval(hits: number, total: number): Interval | null {
  if (total === 0) return null
  const share = hits / total
  const denominator = 2 * (total + Z * Z)
  const centre = (2 * hits + Z * Z) / denominator
  const reach = (Z / denominator) * Math.sqrt(4 * total * share * (1 - share) + Z * Z)
  // the bounds at the ends are exact, and rounding would miss them
  return { low: hits === 0 ? 0 : centre - reach, high: hits === total ? 1 : centre + reach }
}
