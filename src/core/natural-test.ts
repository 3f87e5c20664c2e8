// The test at natural prevalence, beside a training on balanced classes: a balanced test looks better than
// one at natural prevalence.

import { countClasses, drawRows, joinRows, rowsByClass } from './class-rows.ts'
import { type PlanSource, ROW_FLAGS } from './plan-source.ts'
import type { NaturalCounts, Preparation } from './preparation.ts'
import { createRng } from './rng.ts'
import type { SplitRows } from './split.ts'

/** The rows, ascending, and how they were chosen. */
export interface NaturalTest {
  readonly rows: Uint32Array<ArrayBuffer>
  readonly counts: NaturalCounts
}

/** Whether a preparation trains on balanced classes while the data tell the natural prevalence. */
export function wantsNaturalTest(
  { naturalSource, balanced }: Pick<PlanSource, 'naturalSource' | 'balanced'>,
  { balancing }: Preparation,
): boolean {
  if (naturalSource !== null) return balancing !== 'none' || balanced
  // a balanced data set alone has no natural prevalence to draw from
  return balancing !== 'none' && !balanced
}

/**
 * Of these rows those that a test may hold: with a class, a shape and finite values, and not left out.
 * Ascending.
 */
export function testableRows(
  { labels, classes, facts }: PlanSource,
  rows: Uint32Array,
  gone: Uint8Array,
  { drop }: Preparation,
): Uint32Array<ArrayBuffer> {
  // dropRows looks at rows in use only, not at those of the natural source alone
  const unfit =
    ROW_FLAGS.withoutShape | ROW_FLAGS.nonFinite | (drop.includes('constant') ? ROW_FLAGS.constant : 0)
  return rows.filter(
    (row) =>
      gone[row] === 0 && labels[row]! < classes && (facts === null || (facts.flags[row]! & unfit) === 0),
  )
}

/**
 * The test at natural prevalence out of `pool`: rows that neither TRAIN nor VALID holds, thinned by chance
 * until the classes have the shares that they have in the whole pool. TEST rows of the plan may be among
 * them, also of a drawn plan: no weight was fitted on them. `null` where a class of the pool has no row left.
 * @param pool testable rows, ascending
 */
export function planNaturalTest(
  { labels, classes, facts }: PlanSource,
  pool: Uint32Array<ArrayBuffer>,
  { train, validation }: SplitRows,
  seed: number,
): NaturalTest | null {
  // a copy of a training row is as bad as the row itself
  const groups = facts?.same
  const isHeld = new Uint8Array(labels.length)
  for (const rows of [train, validation]) for (const row of rows) isHeld[groups?.[row] ?? row] = 1
  const left = pool.filter((row) => isHeld[groups?.[row] ?? row] === 0)
  const lists = rowsByClass(left, labels, classes).slice(0, classes)
  const counts = thinnedCounts(
    countClasses([pool], labels, classes),
    lists.map((list) => list.length),
  )
  if (counts === null) return null
  const rows = joinRows(
    lists.map((list, label) =>
      drawRows(list, counts[label]!, createRng(seed, `natural test, class ${label}`)),
    ),
  )
  return { rows, counts: { counts, excluded: pool.length - left.length, thinned: left.length - rows.length } }
}

/**
 * The most rows of each class that keep the shares of the whole, rounded down.
 * @param whole rows per class
 * @param left those of them that may be taken
 */
function thinnedCounts(whole: readonly number[], left: readonly number[]): readonly number[] | null {
  const present = whole.flatMap((count, i) => (count > 0 ? [i] : []))
  if (present.length === 0 || present.some((i) => left[i] === 0)) return null
  const total = whole.reduce((sum, count) => sum + count, 0)
  const shares = whole.map((count) => count / total)
  const rows = Math.min(...present.map((i) => left[i]! / shares[i]!))
  // share * rows may come out just below a whole number
  return shares.map((share) => Math.floor(share * rows + 1e-9))
}
