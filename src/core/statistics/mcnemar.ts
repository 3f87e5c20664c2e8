// McNemar's exact test: whether two networks that judged the same objects are equally good. Several tests at once find a
// difference by chance more easily than one does: Holm's correction.

import type { RowOutcomes } from '../row-outcomes.ts'

/** McNemar's exact test of two runs on the same rows. */
export interface McNemar {
  /** rows that only the baseline has right */
  readonly onlyBaseline: number
  /** rows that only the other run has right */
  readonly onlyOther: number
  readonly bothRight: number
  readonly bothWrong: number
  /** two-sided, 0 to 1: of a split at least as uneven if both were equally good */
  readonly p: number
}

/**
 * Counts rows by who has them right, and tests the difference.
 * @throws RangeError if the two are not outcomes of the same rows
 */
export function mcnemar(baseline: RowOutcomes, other: RowOutcomes): McNemar {
  const rows = baseline.labels.length
  if (baseline.fingerprint !== other.fingerprint) {
    throw new RangeError(
      `Expected outcomes of the same rows, got fingerprints ${baseline.fingerprint} and ${other.fingerprint}`,
    )
  }
  const lengths = [rows, baseline.predicted.length, other.labels.length, other.predicted.length]
  if (lengths.some((length) => length !== rows)) {
    throw new RangeError(`Expected as many outcomes in both runs, got ${lengths.join(', ')}`)
  }
  if (baseline.labels !== other.labels) {
    throw new RangeError(`Expected equal true classes of rows with fingerprint ${baseline.fingerprint}`)
  }
  const { labels } = baseline
  let onlyBaseline = 0
  let onlyOther = 0
  let bothRight = 0
  for (let row = 0; row < rows; row++) {
    const label = labels.charCodeAt(row)
    const isRight = baseline.predicted.charCodeAt(row) === label
    const isOtherRight = other.predicted.charCodeAt(row) === label
    if (isRight && isOtherRight) bothRight++
    else if (isRight) onlyBaseline++
    else if (isOtherRight) onlyOther++
  }
  const bothWrong = rows - bothRight - onlyBaseline - onlyOther
  return { onlyBaseline, onlyOther, bothRight, bothWrong, p: mcnemarExact(onlyBaseline, onlyOther) }
}

/**
 * Two-sided p-value: twice the tail of the binomial distribution at 1/2, at most 1 (McNemar 1947, exact form), as
 * statsmodels' `mcnemar(table, exact=True)`. Numbers that float64 can only hold as subnormal ones are right as well.
 * @param onlyBaseline rows that only one has right
 * @param onlyOther rows that only the other has right
 */
export function mcnemarExact(onlyBaseline: number, onlyOther: number): number {
  const rows = onlyBaseline + onlyOther
  const fewer = Math.min(onlyBaseline, onlyOther)
  if (2 * fewer === rows) return 1
  const { mantissa, exponent } = binomial(rows, fewer)
  return Math.min(1, scaled(mantissa * tailByLargest(rows, fewer), exponent + 1 - rows))
}

const BITS = 512
const LARGE = 2 ** BITS

/** `n` over `k` as mantissa x 2^exponent: it leaves float64 above a thousand rows. */
function binomial(n: number, k: number): { readonly mantissa: number; readonly exponent: number } {
  let mantissa = 1
  let exponent = 0
  for (let i = 1; i <= k; i++) {
    mantissa *= (n - k + i) / i
    if (mantissa > LARGE) {
      mantissa /= LARGE
      exponent += BITS
    }
  }
  return { mantissa, exponent }
}

/** Sum of the binomial coefficients from 0 to `k`, divided by the last one, which is the largest below n / 2. */
function tailByLargest(n: number, k: number): number {
  let sum = 1
  let term = 1
  for (let i = k; i > 0 && term > Number.EPSILON * 1e-3 * sum; i--) {
    term *= i / (n - i + 1)
    sum += term
  }
  return sum
}

/** `value` x 2^exponent with one rounding: the power alone may leave float64 where the product does not. */
function scaled(value: number, exponent: number): number {
  const shift = Math.floor(Math.log2(value))
  const total = exponent + shift
  const significand = value * 2 ** -shift
  return total < -1000
    ? significand * 2 ** -1000 * 2 ** Math.max(total + 1000, -1074)
    : significand * 2 ** total
}

/**
 * P-values after the step-down of Holm (1979), in the order given: the smallest times their number, the next times one
 * less, and so on, none below the one before, at most 1; statsmodels' `multipletests(p, method='holm')`.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = new Array<number>(pValues.length)
  let least = 0
  for (const [rank, i] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * pValues[i]!))
    adjusted[i] = least
  }
  return adjusted
}
