// exp(-u) for the thousands of points of a posterior, several times as fast as Math.exp.

/** Points whose p is below exp(-40) of the highest are taken as p = 0. */
export const NEGLIGIBLE = 40
const STEPS = 256
/** exp(-i / 256) */
const TABLE = Float64Array.from({ length: NEGLIGIBLE * STEPS + 1 }, (_, i) => Math.exp(-i / STEPS))

/**
 * exp(-under), relative error below 1e-14: a table, and four terms of the series between its steps.
 * @param under 0 to NEGLIGIBLE
 */
export function expOfMinus(under: number): number {
  const step = (under * STEPS) | 0
  const r = under - step / STEPS
  return TABLE[step]! * (1 - r * (1 - r * (1 / 2) * (1 - r * (1 / 3) * (1 - r * (1 / 4)))))
}
