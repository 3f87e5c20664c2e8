// Faults of overlapping or broken splits with the button that mends each, for the tests of remedies and of
// fingerprints.

import type { DropReason } from '../core/preparation.ts'
import type { BySplit } from './by-split.ts'
import { type Changes, withRows } from './prepare.fixture.ts'
import { withCell } from './table.fixture.ts'
import { WIDTH } from './tree.fixture.ts'

/** A row that is -inf at every redshift. */
const WITHOUT_SHAPE = new Array<number>(WIDTH).fill(Number.NEGATIVE_INFINITY)

/**
 * Faults with the button of the finding that tells of each, and the rows that are left when it was taken: numbers in the
 * files, TRAIN with 6 rows, VALID and TEST with 4.
 */
export const REPAIRS: readonly {
  readonly code: string
  readonly severity: 'block' | 'warning'
  readonly changes: Changes
  readonly label: string
  readonly drop: DropReason
  readonly left: Partial<BySplit<readonly number[]>>
  readonly leftOut: string
}[] = [
  {
    code: 'leak',
    severity: 'block',
    changes: {
      validation: (own, { train }) => ({ ...own, X: withRows(own, { 3: train.X[5]! }) }),
      test: (own, { train, validation }) => ({
        ...own,
        X: withRows(own, { 0: train.X[0]!, 2: validation.X[0]! }),
      }),
    },
    label: 'Drop the 3 leaked rows',
    drop: 'leaked',
    left: { validation: [0, 1, 2], test: [1, 3] },
    leftOut: '3 rows are left out, equal to a row of an earlier split.',
  },
  {
    code: 'near-duplicates',
    severity: 'warning',
    changes: {
      test: (own, { train }) => ({
        ...own,
        redshift: withCell(own.redshift, 1, train.redshift[2]!),
        logEvidence: withCell(own.logEvidence, 1, train.logEvidence[2]!),
      }),
    },
    label: 'Drop 1 near duplicate',
    drop: 'near-leaked',
    left: { test: [0, 2, 3] },
    leftOut: '1 row is left out, with redshift and log-evidence of a row of an earlier split.',
  },
  {
    code: 'same-object',
    severity: 'warning',
    changes: {
      validation: (own) => ({ ...own, id: withCell<string | null>(own.id, 0, 'obj-4') }),
      test: (own) => ({ ...own, id: withCell<string | null>(own.id, 3, 'obj-101') }),
    },
    label: 'Drop 2 rows of objects in an earlier split',
    drop: 'same-object',
    left: { validation: [1, 2, 3], test: [0, 1, 2] },
    leftOut: '2 rows are left out, of objects of an earlier split.',
  },
  {
    code: 'duplicate-rows',
    severity: 'warning',
    changes: { train: (own) => ({ ...own, X: withRows(own, { 4: own.X[0]!, 2: own.X[0]! }) }) },
    label: 'Drop 2 repeated rows',
    drop: 'repeated',
    left: { train: [0, 1, 3, 5] },
    leftOut: '2 rows are left out, equal to an earlier row.',
  },
  {
    code: 'label-disagreement',
    severity: 'warning',
    changes: { train: (own) => ({ ...own, X: withRows(own, { 3: own.X[0]! }) }) },
    label: 'Drop 2 rows with contradictory labels',
    drop: 'disagreeing',
    left: { train: [1, 2, 4, 5] },
    leftOut: '2 rows are left out, equal to rows with another label.',
  },
  {
    code: 'rows-without-shape',
    severity: 'block',
    changes: {
      train: (own) => ({ ...own, X: withRows(own, { 5: WITHOUT_SHAPE }) }),
      test: (own) => ({ ...own, X: withRows(own, { 0: WITHOUT_SHAPE }) }),
    },
    label: 'Drop 2 rows without shape',
    drop: 'without-shape',
    left: { train: [0, 1, 2, 3, 4], test: [1, 2, 3] },
    leftOut: '2 rows are left out, without shape.',
  },
  {
    code: 'nan-in-x',
    severity: 'block',
    changes: {
      train: (own) => ({ ...own, X: withRows(own, { 1: withCell(own.X[1]!, 3, Number.NaN) }) }),
      validation: (own) => ({ ...own, X: withRows(own, { 2: withCell(own.X[2]!, 0, Number.NaN) }) }),
    },
    label: 'Drop 2 rows with NaN or +inf',
    drop: 'non-finite',
    left: { train: [0, 2, 3, 4, 5], validation: [0, 1, 3] },
    leftOut: '2 rows are left out, with NaN or +inf.',
  },
  {
    code: 'inf-in-x',
    severity: 'block',
    changes: {
      test: (own) => ({ ...own, X: withRows(own, { 1: withCell(own.X[1]!, 3, Number.POSITIVE_INFINITY) }) }),
    },
    label: 'Drop 1 row with NaN or +inf',
    drop: 'non-finite',
    left: { test: [0, 2, 3] },
    leftOut: '1 row is left out, with NaN or +inf.',
  },
  {
    code: 'constant-rows',
    severity: 'warning',
    changes: {
      validation: (own) => ({ ...own, X: withRows(own, { 0: new Array<number>(WIDTH).fill(-3) }) }),
    },
    label: 'Drop 1 constant row',
    drop: 'constant',
    left: { validation: [1, 2, 3] },
    leftOut: '1 row is left out, with one value everywhere.',
  },
  {
    code: 'invalid-labels',
    severity: 'block',
    changes: {
      train: (own) => ({ ...own, label: withCell<number | string | null>(own.label, 2, 7) }),
      validation: (own) => ({ ...own, label: withCell<number | string | null>(own.label, 3, -1) }),
    },
    label: 'Drop 2 rows without a class',
    drop: 'no-class',
    left: { train: [0, 1, 3, 4, 5], validation: [0, 1, 2] },
    leftOut: '2 rows are left out, without a class.',
  },
]
