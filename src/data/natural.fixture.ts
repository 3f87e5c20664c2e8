// What the tests of the natural test share: a balanced tree with an unbalanced one beside it, and how its
// rows are told.

import { PLACES } from '../core/objects.ts'
import { plainPreparation } from '../core/preparation.ts'
import type { Attributes } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { ScannedDataset } from './assemble.ts'
import type { Dataset } from './dataset.ts'
import { findDatasets } from './find-datasets.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import { objectColumns } from './object-columns.ts'
import { openDataset } from './open.ts'
import type { ArrangedDataset } from './split-dataset.ts'
import { describe as describeFinding } from './table.fixture.ts'
import {
  attributeTable,
  type Files,
  posteriors,
  readRows,
  sourcesOf,
  takeRows,
  treeFiles,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'

/** The folder of the balanced tree. */
export const BALANCED = 'DeltaZ/balanced'

/** The folder of the unbalanced one. */
export const SIBLING = 'DeltaZ/unbalanced'

/** Splits as given, and nothing else. */
export const GIVEN = plainPreparation('given')

/** 20 rows of the unbalanced TEST: 15 of class 0, 5 of class 1. */
export const NATURAL_LABELS = Array.from({ length: 20 }, (_, row) => (row < 15 ? 0 : 1))

/** Their attributes, which agree with the labels. */
export const NATURAL_ATTRIBUTES: readonly Attributes[] = NATURAL_LABELS.map((label, row) => ({
  redshift: zgridValues()[row % WIDTH]!,
  deltaZ: label === 0 ? 1e-4 : -0.5,
  status: label === 0 ? 'success' : 'spurious',
  logEvidence: -1000 - row,
  flag: label === 0 ? 1 : 3,
}))

/**
 * Their posteriors. Rows 0, 3 and 16 lie in the balanced TRAIN (its rows 0, 2 and 5), row 17 in VALID (its row 1); rows 4 and
 * 18 lie in the balanced TEST, which is no reason to leave them out.
 */
export function naturalPosteriors(): Float32Array {
  const values = posteriors(20, 300)
  const put = (row: number, from: Float32Array) => values.set(from, row * WIDTH)
  const [train, validation, test_] = [posteriors(6, 0), posteriors(4, 100), posteriors(4, 200)]
  put(0, takeRows(train, [0]))
  put(3, takeRows(train, [2]))
  put(16, takeRows(train, [5]))
  put(17, takeRows(validation, [1]))
  put(4, takeRows(test_, [0]))
  put(18, takeRows(test_, [1]))
  return values
}

/** The balanced tree and the unbalanced one beside it. `change` spoils the unbalanced TEST. */
export function siblings(change: (test: Files) => void = () => {}): Files {
  const test_: Files = new Map([
    ['X.npy', encodeNpy('<f4', [20, WIDTH], naturalPosteriors())],
    ['Y.npy', encodeNpy('<i8', [20], NATURAL_LABELS)],
    ['attributes.npy', attributeTable(NATURAL_ATTRIBUTES)],
  ])
  change(test_)
  const other = [...treeFiles(SIBLING)].filter(([path]) => !path.startsWith(`${SIBLING}/TEST/`))
  return new Map([
    ...treeFiles(BALANCED),
    ...other,
    ...[...test_].map(([name, bytes]) => [`${SIBLING}/TEST/${name}`, bytes] as const),
  ])
}

/** Finds, opens and scans one of several data sets. */
export async function scanOne(files: Files, id = BALANCED, cacheBytes = 0): Promise<ScannedDataset> {
  const { assignments, files: open } = await findDatasets(sourcesOf(files))
  return (await openDataset(assignments.get(id)!, open)).scan({ cacheBytes, scratch: memoryScratch() })
}

/** What is said under a code, as `severity code: message`. */
export function said({ report }: Dataset, code: string): string[] {
  return report.findings.filter((each) => each.code === code).map(describeFinding)
}

/** Rows of the natural test as numbers in their file, by what is read of them. */
export async function naturalRows({ natural }: Dataset, values: Float32Array): Promise<number[]> {
  const read = await readRows(natural!)
  const all = Array.from({ length: values.length / WIDTH }, (_, row) => String(takeRows(values, [row])))
  return Array.from({ length: natural!.x.rows }, (_, row) => all.indexOf(String(takeRows(read, [row]))))
}

/** How many objects are where: train, validation, test, natural, none. */
export function places(scanned: ScannedDataset, dataset: ArrangedDataset): number[] {
  const { place } = objectColumns(scanned, dataset)
  return PLACES.map((_, which) => place.filter((each) => each === which).length)
}

/** What is said of `siblings` as they are. */
export const NATURAL_NOTE = `info natural-test: Training is balanced, so the model is tested on 12 rows at natural prevalence as well (DeltaZ < 1e-3 75 %, DeltaZ ≥ 1e-3 25 %), from ${SIBLING}/TEST/X.npy. Left out: 4 rows that TRAIN or VALID holds and 4 more so that classes keep their shares.`
