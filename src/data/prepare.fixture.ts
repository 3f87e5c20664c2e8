// What the tests of preparations share: raw objects of unequal classes, three files with changed columns, and
// what is said.

import { expect } from 'vitest'
import type { DatasetReport } from '../core/dataset-report.ts'
import { plainPreparation } from '../core/preparation.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { type Attributes, TARGETS, type TargetId } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { type BySplit, bySplit } from './by-split.ts'
import type { Dataset } from './dataset.ts'
import {
  type Columns,
  describe as describeFinding,
  npzFile,
  perSplit,
  splitColumns,
} from './table.fixture.ts'
import {
  type Files,
  posteriors,
  ROWS,
  readRows,
  takeRows,
  treeFiles,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'

/** Objects of the raw arrays. */
export const OBJECTS = 60

/**
 * Objects whose targets have unequal classes. abs(DeltaZ) is 0.5e-4, 1.5e-4 ... 59.5e-4, so that a threshold of n * 1e-4 cuts
 * after n objects. Of ten objects each, 5 are success, 3 spurious and 2 mismatch; flags 1, 2, 9, 3 and 4 have 4, 2, 1, 2
 * and 1 of them.
 */
export const ATTRIBUTES: readonly Attributes[] = Array.from({ length: OBJECTS }, (_, row) => ({
  redshift: zgridValues()[row % WIDTH]!,
  deltaZ: (row % 2 === 0 ? 1 : -1) * (row + 0.5) * 1e-4,
  status: row % 10 < 5 ? 'success' : row % 10 < 8 ? 'spurious' : 'mismatch',
  logEvidence: -100 - row,
  flag: [1, 1, 1, 1, 2, 2, 9, 3, 3.5, 4][row % 10]!,
}))

/** Their posteriors. */
export const X = posteriors(OBJECTS, 0)

/** Splits drawn as `load_dataset` draws them, and nothing else. */
export const DRAWN = plainPreparation('drawn')

/** File rows that a split of raw arrays has, by what is read of them. */
async function numbersOf(split: Dataset['splits'][SplitName]): Promise<number[]> {
  const values = await readRows(split)
  const rows = Array.from({ length: OBJECTS }, (_, row) => String(takeRows(X, [row])))
  return Array.from({ length: split.x.rows }, (_, row) => rows.indexOf(String(takeRows(values, [row]))))
}

/** Rows of all splits, with their labels and attributes checked against the target's rule. */
export async function checkedRows(
  dataset: Dataset,
  target: TargetId,
  threshold?: number,
): Promise<BySplit<number[]>> {
  const rows: Partial<Record<SplitName, number[]>> = {}
  for (const split of SPLIT_NAMES) {
    const data = dataset.splits[split]
    const numbers = await numbersOf(data)
    expect(numbers).toEqual([...new Set(numbers)].filter((row) => row >= 0).sort((a, b) => a - b))
    expect([...data.labels]).toEqual(
      numbers.map((row) => TARGETS[target].classOf(ATTRIBUTES[row]!, threshold)),
    )
    expect(data.attributes).toEqual(numbers.map((row) => ATTRIBUTES[row]))
    const counts = dataset.report.classes.map(
      (_, label) => data.labels.filter((each) => each === label).length,
    )
    expect(dataset.report.splits[split]).toMatchObject({ rows: numbers.length, counts })
    expect(dataset.report.planned.counts[split]).toEqual(counts)
    rows[split] = numbers
  }
  const all = SPLIT_NAMES.flatMap((split) => rows[split]!)
  expect(new Set(all).size).toBe(all.length)
  return rows as BySplit<number[]>
}

/** Findings of a report as `severity code: message`. */
export function said({ findings }: Pick<DatasetReport, 'findings'>): string[] {
  return findings.map(describeFinding)
}

/** The columns of one split of the fixture. */
export type SplitColumns = ReturnType<typeof splitColumns>

/** How the columns of some splits are changed, each by its own and those of all. */
export type Changes = Partial<BySplit<(columns: SplitColumns, all: BySplit<SplitColumns>) => Columns>>

/** Three files whose columns were changed. */
export function changedSplits(
  changes: Changes,
  make: (columns: Columns) => Uint8Array = npzFile,
  extension = 'npz',
): Files {
  const all = bySplit(splitColumns)
  return perSplit(extension, (split) => make(changes[split]?.(all[split], all) ?? all[split]))
}

/** X of a split with some rows replaced. */
export function withRows(columns: SplitColumns, rows: Readonly<Record<number, readonly (number | null)[]>>) {
  return columns.X.map((own, row) => rows[row] ?? own)
}

/** A tree of NPY files with these columns. */
export function npyTree(changes: Changes): Files {
  const all = bySplit(splitColumns)
  const files = treeFiles('splits')
  for (const [split, folder] of [
    ['train', 'TRAIN'],
    ['validation', 'VALID'],
    ['test', 'TEST'],
  ] as const) {
    const columns = changes[split]?.(all[split], all) ?? all[split]
    const values = (columns.X as readonly number[][]).flat()
    files.set(`splits/${folder}/X.npy`, encodeNpy('<f4', [ROWS[split], WIDTH], values))
  }
  return files
}
