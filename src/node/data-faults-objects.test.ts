// The fault matrix by the command, objects: their attributes and redshifts, objects that are there twice, and
// a natural test that cannot be used.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { npzFile, perSplit, splitColumns, withCell } from '../data/table.fixture.ts'
import {
  attributesOf,
  attributeTable,
  rawFiles,
  SEEDS,
  treeFiles,
  WIDTH,
  zgridValues,
} from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { command, temporaryFolder, writeFiles } from './console.fixture.ts'
import {
  AT,
  attributes,
  copied,
  expectFault,
  type Fault,
  NOT_CHECKED,
  REWRITE,
  x,
} from './data-faults.fixture.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const ATTRIBUTES: readonly Fault[] = [
  {
    name: 'a DeltaZ that is no number, an unknown flag',
    changes: { 'TRAIN/attributes.npy': attributes('train', { 0: { flag: 5 }, 2: { deltaZ: Number.NaN } }) },
    said: [
      `block unknown-deltaz: ${AT}/TRAIN/attributes.npy: 1 of 6 objects (16.7 %) has a DeltaZ that is no number: row 2: NaN. The target needs it: mend these values or remove the rows.`,
      `warning unknown-flag: ${AT}/TRAIN/attributes.npy: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.`,
    ],
    code: 1,
  },
  {
    name: 'an unknown status',
    target: 'Success2',
    changes: { 'TEST/attributes.npy': attributes('test', { 1: { status: 'failed' }, 3: { status: null } }) },
    said: [
      'block unknown-status: set/Success2/unbalanced/TEST/attributes.npy: 2 of 4 objects (50.0 %) have a status other than success, spurious and mismatch: row 1: "failed", row 3: nothing. The target needs it: mend these values or remove the rows.',
    ],
    code: 1,
  },
  {
    name: 'seven columns',
    changes: { 'TEST/attributes.npy': attributeTable(attributesOf(4, SEEDS.test), 7) },
    said: [
      `warning attributes-not-usable: ${AT}/TEST/attributes.npy: 7 columns, expected at least 8. The data set is used without attributes: ${NOT_CHECKED.replace('there ', '')}`,
    ],
    code: 0,
  },
  {
    name: 'no attributes',
    changes: { 'TRAIN/attributes.npy': null, 'TEST/attributes.npy': null },
    said: [`warning no-attributes: No attributes file for TRAIN and TEST: ${NOT_CHECKED}`],
    code: 0,
  },
  {
    name: 'redshifts off the grid, no log-evidence',
    changes: {
      'TRAIN/attributes.npy': attributes('train', { 3: { redshift: 0.0325 }, 4: { logEvidence: null } }),
    },
    said: [
      `warning redshift-off-grid: ${AT}/TRAIN/attributes.npy: 1 of 6 redshifts (16.7 %) not on the zgrid: row 3: 0.0325. The nearest point, at most 0.0020 away, stands for them.`,
      `warning unknown-log-evidence: ${AT}/TRAIN/attributes.npy: 1 of 6 objects (16.7 %) without a finite log-evidence (row 4). The input logVraisemblance cannot be used.`,
    ],
    code: 0,
  },
  {
    name: 'a grid even in z',
    changes: {
      'zgrid.npy': encodeNpy(
        '<f8',
        [WIDTH],
        zgridValues().map((_, i) => i / 2),
      ),
    },
    said: [
      ...(['TRAIN', 'VALID', 'TEST'] as const).map((split) => {
        const [share, rows] =
          split === 'TRAIN' ? ['5 of 6 redshifts (83.3 %)', 5] : ['3 of 4 redshifts (75.0 %)', 3]
        const values = [...zgridValues()].slice(1, rows + 1)
        const away = split === 'TRAIN' ? '0.051' : '0.030'
        return `warning redshift-off-grid: ${AT}/${split}/attributes.npy: ${share} not on the zgrid: ${values.map((z, i) => `row ${i + 1}: ${z}`).join(', ')}. The nearest point, at most ${away} away, stands for them.`
      }),
      "warning zgrid-spacing: set/zgrid.npy: the grid of 8 points from z = 0 to 3.5 is even in z; the reference's is even in ln(1+z). Training works as it is; resample the posteriors if models shall be exchanged with those of the reference's grid.",
    ],
    code: 0,
  },
  {
    name: 'no grid',
    changes: { 'zgrid.npy': null },
    said: [
      'info no-zgrid: No zgrid*.npy lies beside or above the data: posteriors are shown by point and not by redshift. Put the grid there to see redshifts.',
    ],
    code: 0,
  },
  {
    name: 'a grid of another length',
    changes: { 'zgrid.npy': encodeNpy('<f8', [9], zgridValues(9)) },
    refused: [
      'set/zgrid.npy: shape (9,), but the posteriors have 8 points.',
      'A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ],
    code: 2,
  },
  {
    name: 'a grid that does not ascend',
    changes: { 'zgrid.npy': encodeNpy('<f8', [WIDTH], [0, 1, 0.5, Number.NaN, 4, 5, 6, 7]) },
    refused: [
      'set/zgrid.npy: the redshifts are not finite and ascending (row 2: 0.5, row 3: NaN).',
      'Sort the grid, or leave it out.',
    ],
    code: 2,
  },
]

const LEAKS: readonly Fault[] = [
  {
    name: 'rows of TRAIN in TEST and VALID',
    changes: {
      'TEST/X.npy': copied('test', 'train', { 0: 0, 1: 1, 2: 2 }),
      'VALID/X.npy': copied('validation', 'train', { 3: 5 }),
    },
    said: [
      `block leak: 3 of 4 test rows (75.0 %) are also in TRAIN (${AT}/TEST/X.npy: rows 0, 1, 2). The network has seen them: the test will look better than it is.`,
      `block leak: 1 of 4 validation rows (25.0 %) is also in TRAIN (${AT}/VALID/X.npy: row 3). The network has seen it: validation will look better than it is.`,
    ],
    code: 1,
  },
  {
    name: 'a row of VALID in TEST',
    changes: { 'TEST/X.npy': copied('test', 'validation', { 3: 1 }) },
    said: [
      `block leak: 1 of 4 test rows (25.0 %) is also in VALID (${AT}/TEST/X.npy: row 3). The best epoch is chosen on it: the test will look better than it is.`,
    ],
    code: 1,
  },
  {
    name: 'a row twice in TRAIN',
    changes: { 'TRAIN/X.npy': copied('train', 'train', { 4: 0 }) },
    said: [`warning duplicate-rows: ${AT}/TRAIN/X.npy: 1 of 6 rows (16.7 %) repeats an earlier one: row 4.`],
    code: 0,
  },
  {
    name: 'equal rows with other labels',
    changes: { 'TRAIN/X.npy': copied('train', 'train', { 3: 0 }) },
    said: [
      `warning duplicate-rows: ${AT}/TRAIN/X.npy: 1 of 6 rows (16.7 %) repeats an earlier one: row 3.`,
      `warning label-disagreement: ${AT}/TRAIN/X.npy: 2 of 14 rows (14.3 %) are equal to a row with another label, 1 posterior in all: TRAIN row 0: DeltaZ < 1e-3, TRAIN row 3: DeltaZ ≥ 1e-3. No network can be right about all of them: mend the labels or leave these rows out.`,
    ],
    code: 0,
  },
  {
    name: 'an object processed twice',
    changes: { 'TEST/attributes.npy': attributes('test', { 2: { logEvidence: -102 } }) },
    said: [
      `warning near-duplicates: ${AT}/TEST/X.npy: 1 of 4 test rows (25.0 %) has the redshift and log-evidence of a row of TRAIN, with another posterior: row 2. They may be the same spectra, processed again: look at some of them.`,
    ],
    code: 0,
  },
]

describe('the fault matrix by the command', () => {
  describe.each([
    ['attributes and the grid', ATTRIBUTES],
    ['leaks', LEAKS],
  ])('%s', (_, faults) => {
    test.each(faults)('$name', (fault) => expectFault(fault, folder.path))
  })

  test('one object by its name in two splits of tables: exit 0', async () => {
    const files = perSplit('npz', (split) => {
      const columns = splitColumns(split)
      return npzFile(
        split === 'test' ? { ...columns, id: withCell<string | null>(columns.id, 2, 'obj-3') } : columns,
      )
    })
    writeFiles(folder.path, files)
    const { out, code } = await command('data . --target DeltaZ', folder.path)
    expect(out.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringMatching(
        /^warning same-object: .*TEST\.npz, column X: 1 of 4 test rows \(25\.0 %\) is of an object that TRAIN has as well, with another posterior: row 2: "obj-3"\.$/,
      ),
    ])
    expect(code).toBe(0)
  })

  test('raw arrays whose attributes give some objects no class: exit 1', async () => {
    const rows = attributesOf(20).map((each, row) => ({ ...each, ...(row === 7 && { deltaZ: null }) }))
    writeFiles(folder.path, new Map([...rawFiles(rows)].map(([path, bytes]) => [`set/${path}`, bytes])))
    const { out, code } = await command('data set', folder.path)
    expect(out.filter((line) => line.startsWith('block'))).toEqual([
      'block unknown-deltaz: set/attributes32.npy: 1 of 20 objects (5.0 %) has a DeltaZ that is no number: row 7: nothing. The target needs it: mend these values or remove the rows.',
    ])
    expect(code).toBe(1)
  })

  test('a natural test that cannot be used: exit 0', async () => {
    const all = treeFiles('DeltaZ/balanced')
    for (const [path, bytes] of treeFiles('DeltaZ/unbalanced')) all.set(path, bytes)
    all.set('DeltaZ/unbalanced/TEST/X.npy', x('test').subarray(0, -4))
    all.delete('DeltaZ/unbalanced/TRAIN/X.npy')
    // a tree that lacks files is no sibling; raw files are
    for (const [path, bytes] of rawFiles(attributesOf(20, 300), 'raw/', 300)) all.set(path, bytes)
    all.set('raw/pdfs32.npy', all.get('raw/pdfs32.npy')!.subarray(0, -4))
    writeFiles(folder.path, new Map([...all].map(([path, bytes]) => [`set/${path}`, bytes])))
    const { out, err, code } = await command('data set', folder.path)
    expect(out.filter((line) => line.startsWith('warning'))).toEqual([
      'warning missing-files: set/DeltaZ/unbalanced lacks X of TRAIN; found TRAIN/Y.npy, TRAIN/attributes.npy, VALID/X.npy, VALID/Y.npy, VALID/attributes.npy, TEST/X.npy, TEST/Y.npy and TEST/attributes.npy. A data set is TRAIN, VALID and TEST with X and Y each.',
      `warning no-natural-test: No test at natural prevalence: set/raw/pdfs32.npy is truncated: expected 768 bytes (128 of header + (20, 8) x 4), the file has 764. ${REWRITE}`,
    ])
    expect(err).toEqual([])
    expect(code).toBe(0)
  })
})
