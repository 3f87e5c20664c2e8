// How a recipe and what is known of the rows become splits: row numbers, made before anything is read, the
// same ones each time.

import { countClasses, rowsByClass } from './class-rows.ts'
import { dropRows } from './drop-rows.ts'
import { StudioError } from './errors.ts'
import { planNaturalTest, testableRows, wantsNaturalTest } from './natural-test.ts'
import type { PlanSource } from './plan-source.ts'
import type { NaturalCounts, PlanSummary, Preparation } from './preparation.ts'
import { planSplit, type SplitRows } from './split.ts'
import { SPLIT_NAMES } from './split-names.ts'
import { ownSizes, splitByClass, stratifiedSizes } from './stratified-split.ts'
import { undersample } from './undersample.ts'

export { type PlanSource, ROW_FLAGS, type RowFacts } from './plan-source.ts'

/** Which rows train, validate and test, and what was left out on the way. */
export interface SplitPlan {
  /** row numbers of the pool, ascending */
  readonly rows: SplitRows
  /** test at natural prevalence, ascending; `null` without one */
  readonly natural: Uint32Array<ArrayBuffer> | null
  /** rows left out, by reason; reasons without a row are absent */
  readonly dropped: PlanSummary['dropped']
  /** rows that undersampling left out of every split; with them rows without a class */
  readonly undersampled: number
  /**
   * objects per class of what the plan chooses from, before undersampling: of the natural source where there
   * is one
   */
  readonly prevalence: readonly number[]
  readonly naturalCounts: NaturalCounts | null
}

/**
 * The plan of a preparation: rows are dropped, classes balanced, and splits drawn, in this order. The same
 * source and preparation give the same plan.
 * @throws StudioError `bad-input` where splits should be as given and the files do not give any
 */
export function planSplits(source: PlanSource, preparation: Preparation): SplitPlan {
  const { labels, classes, naturalSource } = source
  const { splits, seed, balancing } = preparation
  const inUse = rowsInUse(source, preparation)
  const { gone, dropped } = dropRows(source, inUse, preparation)
  const usable = inUse.map((rows) => rows.filter((row) => gone[row] === 0))
  const balanced = usable.map((rows, i) => {
    const stream = splits === 'given' ? SPLIT_NAMES[i]! : 'all'
    return undersample(rows, { labels, classes, balancing, seed, stream })
  })
  const rows =
    splits === 'given'
      ? { train: balanced[0]!, validation: balanced[1]!, test: balanced[2]! }
      : drawRowsOfSplits(source, balanced[0]!, preparation)

  // the last part in use is TEST of the given splits, or all candidates where splits are drawn
  const pool = testableRows(source, naturalSource ?? usable.at(-1)!, gone, preparation)
  const natural = wantsNaturalTest(source, preparation) ? planNaturalTest(source, pool, rows, seed) : null
  return {
    rows,
    natural: natural?.rows ?? null,
    dropped,
    undersampled: totalLength(usable) - totalLength(balanced),
    prevalence: countClasses(naturalSource === null ? usable : [pool], labels, classes),
    naturalCounts: natural?.counts ?? null,
  }
}

/** Rows that a preparation leaves out by its reasons, before it balances and draws. */
export function planDrops(source: PlanSource, preparation: Preparation): PlanSummary['dropped'] {
  return dropRows(source, rowsInUse(source, preparation), preparation).dropped
}

/** TRAIN, VALID and TEST as given, or the candidates alone where splits are drawn. */
function rowsInUse({ given, candidates }: PlanSource, { splits }: Preparation): readonly Uint32Array[] {
  if (splits === 'drawn') return [candidates]
  if (given === null) {
    throw new StudioError(
      'bad-input',
      'The splits should be as given, but the files do not say which split an object belongs to',
      'Draw the splits anew.',
    )
  }
  return SPLIT_NAMES.map((name) => given[name])
}

function drawRowsOfSplits(
  { labels, classes }: PlanSource,
  rows: Uint32Array<ArrayBuffer>,
  preparation: Preparation,
): SplitRows {
  const { balancing, stratified, seed } = preparation
  if (balancing !== 'tenth-more' && !stratified) {
    const { train, validation, test } = planSplit(rows.length, preparation)
    const rowsAt = (places: Uint32Array<ArrayBuffer>) => places.map((place) => rows[place]!)
    return { train: rowsAt(train), validation: rowsAt(validation), test: rowsAt(test) }
  }
  // rows without a class are split like one more class
  const lists = rowsByClass(rows, labels, classes)
  const counts = lists.map((list) => list.length)
  // processData.py splits each class on its own, whatever is asked
  const sizes =
    balancing === 'tenth-more' ? ownSizes(counts, preparation) : stratifiedSizes(counts, preparation)
  return splitByClass(lists, sizes, seed)
}

function totalLength(lists: readonly Uint32Array[]): number {
  return lists.reduce((sum, list) => sum + list.length, 0)
}
