// The fault matrix by the command, what is in X and Y and what these files are: lines of the output, both
// lines on standard error, and the exit code.

import { afterEach, beforeEach, describe, test } from 'vitest'
import { attributesOf, attributeTable, posteriors, rawNpy, WIDTH } from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { temporaryFolder } from './console.fixture.ts'
import {
  AT,
  attributes,
  expectFault,
  type Fault,
  flat,
  labels,
  NOT_CHECKED,
  REWRITE,
  x,
} from './data-faults.fixture.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const VALUES: readonly Fault[] = [
  { name: 'nothing', changes: {}, said: [], code: 0 },
  {
    name: 'NaN in X',
    changes: { 'TRAIN/X.npy': x('train', [1, 0, Number.NaN], [1, 1, Number.NaN], [4, 7, Infinity]) },
    said: [
      `block nan-in-x: ${AT}/TRAIN/X.npy: 2 values NaN and 1 value +inf in rows 1, 4. Mend or remove these rows.`,
    ],
    code: 1,
  },
  {
    name: '+inf in X',
    changes: { 'VALID/X.npy': x('validation', [2, 0, Infinity]) },
    said: [`block inf-in-x: ${AT}/VALID/X.npy: 1 value +inf in row 2. Mend or remove this row.`],
    code: 1,
  },
  {
    name: '-inf in X',
    changes: { 'TRAIN/X.npy': x('train', [0, 1, -Infinity], [2, 2, -812.5]) },
    said: [
      'info negative-infinity: -inf stands for p = 0 in 1 value in TRAIN. It is read as -812.5, the lowest finite value of TRAIN.',
    ],
    code: 0,
  },
  {
    name: 'a row without shape',
    changes: { 'TEST/X.npy': flat('test', 3, -Infinity) },
    said: [
      `block rows-without-shape: ${AT}/TEST/X.npy: 1 of 4 rows (25.0 %) without shape, -inf at every redshift: row 3. Remove it.`,
      'info negative-infinity: -inf stands for p = 0 in 8 values in TEST. It is read as -49, the lowest finite value of TRAIN.',
    ],
    code: 1,
  },
  {
    name: 'a constant row',
    changes: { 'TRAIN/X.npy': flat('train', 5, -3) },
    said: [
      `warning constant-rows: ${AT}/TRAIN/X.npy: 1 of 6 rows (16.7 %) with the same value at every redshift: row 5.`,
    ],
    code: 0,
  },
  {
    name: 'exp() that overflows',
    changes: { 'TRAIN/X.npy': x('train', [3, 3, 88.8]) },
    said: [
      `warning pdf-overflow: ${AT}/TRAIN/X.npy: exp() is not finite in 1 of 6 rows (16.7 %): row 3. The input PDF cannot be used; logPDF can.`,
    ],
    code: 0,
  },
  {
    name: 'float64 that float32 cannot hold',
    changes: {
      'TRAIN/X.npy': encodeNpy('<f8', [6, WIDTH], Float64Array.from(posteriors(6, 0)).fill(1e-300, 3, 5)),
    },
    said: [
      `warning converted: ${AT}/TRAIN/X.npy: type <f8 is read as float32. 2 values lost the range and became infinite or zero.`,
    ],
    code: 0,
  },
]

const LABELS: readonly Fault[] = [
  {
    name: 'labels that are no class',
    changes: { 'VALID/Y.npy': labels(0, -1, 0.5, 1) },
    said: [
      `block invalid-labels: ${AT}/VALID/Y.npy: 2 of 4 labels (50.0 %) are no class of DeltaZ, whose labels are 0 and 1: row 1: -1, row 2: 0.5. Mend these labels or remove the rows.`,
    ],
    code: 1,
  },
  {
    name: 'one class only',
    changes: {
      'TRAIN/Y.npy': labels(1, 1, 1, 1, 1, 1),
      'TRAIN/attributes.npy': attributes('train', { 0: { deltaZ: 1 }, 2: { deltaZ: 1 }, 4: { deltaZ: 1 } }),
    },
    said: [
      `block one-class: ${AT}/TRAIN/Y.npy: TRAIN has one class only, DeltaZ ≥ 1e-3. There is nothing to tell apart.`,
      'info classes-balanced: TEST has DeltaZ < 1e-3 50.0 % and DeltaZ ≥ 1e-3 50.0 %, at natural prevalence it is DeltaZ < 1e-3 28.6 % and DeltaZ ≥ 1e-3 71.4 %: the test will look better than at natural prevalence. TRAIN has DeltaZ < 1e-3 0.0 % and DeltaZ ≥ 1e-3 100.0 %.',
    ],
    code: 1,
  },
  {
    name: 'classes that TRAIN does not have',
    target: 'Flag3',
    changes: {
      'TRAIN/Y.npy': labels(0, 2, 0, 2, 0, 2),
      'VALID/Y.npy': labels(0, 2, 1, 2),
      'VALID/attributes.npy': attributes('validation', { 2: { flag: 9 } }),
      'TEST/Y.npy': labels(0, 2, 0, 2),
    },
    said: [
      'block class-absent-from-train: set/Flag3/unbalanced/TRAIN/Y.npy: TRAIN has no object of class Flags 2 & 9, so no network can learn it.',
      'warning class-missing: set/Flag3/unbalanced/TEST/Y.npy: TEST has no object of class Flags 2 & 9: precision, recall and F1-score there will be 0.',
    ],
    code: 1,
  },
  {
    name: 'a class that VALID does not have',
    changes: {
      'VALID/Y.npy': labels(0, 0, 0, 0),
      'VALID/attributes.npy': attributes('validation', { 1: { deltaZ: 0 }, 3: { deltaZ: 0 } }),
    },
    said: [
      `warning class-missing: ${AT}/VALID/Y.npy: VALID has no object of class DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.`,
      'info classes-balanced: TEST has DeltaZ < 1e-3 50.0 % and DeltaZ ≥ 1e-3 50.0 %, at natural prevalence it is DeltaZ < 1e-3 64.3 % and DeltaZ ≥ 1e-3 35.7 %: the test will look better than at natural prevalence. TRAIN has DeltaZ < 1e-3 50.0 % and DeltaZ ≥ 1e-3 50.0 %.',
    ],
    code: 0,
  },
  {
    name: 'an empty split',
    changes: {
      'VALID/X.npy': encodeNpy('<f4', [0, WIDTH], []),
      'VALID/Y.npy': labels(),
      'VALID/attributes.npy': null,
    },
    said: [
      `block empty-split: ${AT}/VALID/Y.npy: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.`,
      `warning no-attributes: No attributes file for VALID: ${NOT_CHECKED}`,
    ],
    code: 1,
  },
  {
    name: 'labels that contradict the attributes',
    changes: {
      'TRAIN/attributes.npy': attributeTable(
        attributesOf(6).map((each, row) => ({ ...each, deltaZ: row % 2 === 0 ? 0.003 : 0.007 })),
      ),
    },
    said: [
      `warning labels-contradict-attributes: 3 of 14 labels (21.4 %) contradict abs(DeltaZ) < 1e-3 in the attributes (first in ${AT}/TRAIN/Y.npy: rows 0, 2, 4). A threshold of 5e-3 fits all labels (any above 0.003000 up to 0.007000 does): read the classes as DeltaZ below and above 5e-3.`,
    ],
    code: 0,
  },
  {
    name: 'booleans for labels',
    changes: { 'TEST/Y.npy': rawNpy('|b1', [4], Uint8Array.of(0, 1, 0, 1)) },
    refused: [
      `${AT}/TEST/Y.npy: type |b1, shape (4,) holds booleans.`,
      'True and False do not say which class is meant. Store class indices or names.',
    ],
    code: 2,
  },
  {
    name: 'one-hot labels of another target',
    changes: { 'TEST/Y.npy': encodeNpy('<i8', [4, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0]) },
    refused: [
      `${AT}/TEST/Y.npy: rows of 3 values, but DeltaZ has 2 classes.`,
      'One-hot labels have one column per class. Check which target these labels are for.',
    ],
    code: 2,
  },
]

const FILES: readonly Fault[] = [
  {
    name: 'other rows of labels',
    changes: { 'TRAIN/Y.npy': labels(0, 1, 0, 1, 0) },
    refused: [
      `The files of TRAIN differ in rows: ${AT}/TRAIN/X.npy has 6, ${AT}/TRAIN/Y.npy has 5 and ${AT}/TRAIN/attributes.npy has 6.`,
      'X, Y and attributes describe the same objects, one per row. Write them again together.',
    ],
    code: 2,
  },
  {
    name: 'other widths',
    changes: { 'VALID/X.npy': encodeNpy('<f4', [4, 7], posteriors(4, 100, 7)) },
    refused: [
      `The splits differ in redshift points per row: ${AT}/TRAIN/X.npy has 8, ${AT}/VALID/X.npy has 7 and ${AT}/TEST/X.npy has 8.`,
      'All posteriors of a data set must lie on one grid.',
    ],
    code: 2,
  },
  {
    name: 'a truncated file',
    changes: { 'TRAIN/X.npy': x('train').subarray(0, -1) },
    refused: [
      `${AT}/TRAIN/X.npy is truncated: expected 320 bytes (128 of header + (6, 8) x 4), the file has 319`,
      REWRITE,
    ],
    code: 2,
  },
  {
    name: 'a Git LFS pointer',
    changes: {
      'TRAIN/X.npy': new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
    },
    refused: [
      `${AT}/TRAIN/X.npy is not a NumPy file (NPY): it is a Git LFS pointer, not the data themselves`,
      'Run "git lfs pull" in the repository, then choose the file again.',
    ],
    code: 2,
  },
]

describe('the fault matrix by the command', () => {
  describe.each([
    ['values', VALUES],
    ['labels', LABELS],
    ['files', FILES],
  ])('%s', (_, faults) => {
    test.each(faults)('$name', (fault) => expectFault(fault, folder.path))
  })
})
