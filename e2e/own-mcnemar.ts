// What two networks say about the same objects, by arithmetic of the journeys' own in whole numbers: nothing here comes from
// the studio.

/** Classes of rows as digits, one letter per row. */
interface Outcomes {
  readonly labels: string
  readonly predicted: string
}

/** Rows by who has them right, and McNemar's exact two-sided p-value. */
export interface PairedTest {
  readonly onlyBaseline: number
  readonly onlyOther: number
  readonly bothRight: number
  readonly bothWrong: number
  readonly p: number
}

/** The test of a run against the baseline. */
export function pairedTest(baseline: Outcomes, other: Outcomes): PairedTest {
  const rows = [...baseline.labels].map((label, row) => ({
    isRight: baseline.predicted[row] === label,
    isOtherRight: other.predicted[row] === label,
  }))
  const count = (isRight: boolean, isOtherRight: boolean) =>
    rows.filter((row) => row.isRight === isRight && row.isOtherRight === isOtherRight).length
  const onlyBaseline = count(true, false)
  const onlyOther = count(false, true)
  return {
    onlyBaseline,
    onlyOther,
    bothRight: count(true, true),
    bothWrong: count(false, false),
    p: binomialP(onlyBaseline, onlyOther),
  }
}

/** Holm's step-down: the smallest p times how many there are, the next times one fewer, never falling, at most 1. */
export function holmOf(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]!)
  const adjusted = new Array<number>(ps.length).fill(0)
  let highest = 0
  for (const [rank, i] of order.entries()) {
    highest = Math.max(highest, Math.min(1, ps[i]! * (ps.length - rank)))
    adjusted[i] = highest
  }
  return adjusted
}

const DIGITS = 10n ** 40n

/** Of `a` and `b` throws of a fair coin: at least as uneven, either way. */
function binomialP(a: number, b: number): number {
  const n = BigInt(a + b)
  const fewer = BigInt(Math.min(a, b))
  let term = 1n
  let sum = 1n
  for (let k = 1n; k <= fewer; k++) {
    term = (term * (n - k + 1n)) / k
    sum += term
  }
  const p = Number((2n * sum * DIGITS) / 2n ** n) / Number(DIGITS)
  return Math.min(1, p)
}
