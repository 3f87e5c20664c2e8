import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SplitName } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'
import { npzFile, perSplit, splitColumns, withCell } from '../data/table.fixture.ts'
import {
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  ROWS,
  rawFiles,
  rawNpy,
  SEEDS,
  takeRows,
  treeFiles,
  WIDTH,
  zgridValues,
} from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { command, temporaryFolder, writeFiles } from './console.fixture.ts'
import type { FolderSummary } from './folder-summary.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

async function json(files: Files, line = 'data . --json') {
  writeFiles(folder.path, files)
  const { out, err, code } = await command(line, folder.path)
  return { summary: JSON.parse(out.join('\n')) as FolderSummary, err, code }
}

/** Two targets; `change` spoils the files. */
function files(change: (files: Files) => void = () => {}): Files {
  const all: Files = new Map([...treeFiles('DeltaZ/balanced'), ...treeFiles('Success2/unbalanced')])
  change(all)
  return all
}

describe('the data report as JSON', () => {
  test('layout, data sets, splits, grid', async () => {
    const { summary, err, code } = await json(files())
    expect(err).toEqual([])
    expect(code).toBe(0)
    expect(summary.layout).toBe('tree')
    expect(summary.datasets.map(({ target, balance }) => [target, balance])).toEqual([
      ['DeltaZ', 'balanced'],
      ['Success2', 'unbalanced'],
    ])
    const [deltaZ] = summary.datasets
    expect(deltaZ!.classes).toEqual(['Deltaz<1e-3', 'Deltaz>=1e-3'])
    expect(deltaZ!.splits.train).toMatchObject({ rows: 6, width: 8, type: '<f4', counts: [3, 3] })
    expect(deltaZ!.splits.validation).toMatchObject({ rows: 4, counts: [2, 2] })
    expect(deltaZ!.splits.test.files.map(({ rows, width, type }) => [rows, width, type])).toEqual([
      [4, 8, '<f4'],
      [4, 1, '<i8'],
      [4, 9, '|O'],
    ])
    expect(summary.zgrid).toMatchObject({ points: 8, spacing: 'ln(1+z)' })
    expect(summary.findings.filter(({ severity }) => severity === 'block')).toEqual([])
  })

  test('a leak blocks: exit 1, and the finding says where', async () => {
    const { summary, code } = await json(
      files((all) => {
        all.set('DeltaZ/balanced/TEST/X.npy', all.get('DeltaZ/balanced/VALID/X.npy')!)
      }),
    )
    expect(code).toBe(1)
    const block = summary.findings.find(({ severity }) => severity === 'block')!
    expect(block.overridable).toBe(true)
    expect(block.dataset).toMatch(/DeltaZ\/balanced$/)
    expect(summary.datasets).toHaveLength(2)
  })

  test('a file that cannot be read: exit 2, the others are still there', async () => {
    const { summary, err, code } = await json(
      files((all) => {
        const path = 'DeltaZ/balanced/VALID/X.npy'
        all.set(path, all.get(path)!.slice(0, -8))
      }),
    )
    expect(code).toBe(2)
    expect(err[0]).toMatch(/^Error: .*DeltaZ\/balanced\/VALID\/X\.npy /)
    expect(err[1]).toMatch(/^Hint: /)
    expect(summary.datasets.map(({ target }) => target)).toEqual(['Success2'])
    expect(summary.findings.find(({ code }) => code === 'unreadable')).toMatchObject({
      severity: 'block',
      file: expect.stringMatching(/DeltaZ\/balanced$/),
    })
  })

  test('raw posteriors without what gives their classes: exit 2', async () => {
    const raw: Files = new Map([['pdfs32.npy', encodeNpy('<f4', [2, 8], new Float32Array(16))]])
    const { summary, err, code } = await json(raw)
    expect(code).toBe(2)
    expect(summary).toMatchObject({ layout: 'raw', datasets: [] })
    expect(summary.findings.map(({ code }) => code)).toEqual(['no-labels'])
    expect(err[0]).toMatch(
      /pdfs32\.npy: the posteriors have no labels, and no attributes .* Add attributes\*\.npy or labels\.$/,
    )
  })

  test('a folder without data: exit 2', async () => {
    const { summary, code } = await json(new Map([['notes.txt', Uint8Array.of(1)]]))
    expect(code).toBe(2)
    expect(summary).toMatchObject({
      layout: 'nothing',
      datasets: [],
      ignored: [expect.stringMatching(/notes\.txt$/)],
    })
  })

  test('--target says what no folder says', async () => {
    const { summary } = await json(treeFiles('some/where'), 'data . --json --target Success2')
    expect(summary.datasets.map(({ target, balance }) => [target, balance])).toEqual([['Success2', null]])
  })
})

test('the data report as text', async () => {
  const all = treeFiles()
  all.set('zgrid.npy', encodeNpy('<f8', [8], zgridValues()))
  writeFiles(folder.path, new Map([...all].map(([path, bytes]) => [`tree/${path}`, bytes])))
  const { out, code } = await command('data tree', folder.path)
  expect(code).toBe(0)
  expect(out.slice(0, 4)).toEqual([
    'DeltaZ balanced (tree/DeltaZ/balanced)',
    '  train      6 x 8 <f4: Deltaz<1e-3 3, Deltaz>=1e-3 3',
    '  validation 4 x 8 <f4: Deltaz<1e-3 2, Deltaz>=1e-3 2',
    '  test       4 x 8 <f4: Deltaz<1e-3 2, Deltaz>=1e-3 2',
  ])
})

/** A case of the fault matrix: files of a small folder, and what the command says of them. */
interface Fault {
  readonly name: string
  /** files of `DeltaZ/unbalanced` (zgrid beside it) in place of those of the fixture; `null` is none */
  readonly changes: Readonly<Record<string, Uint8Array | null>>
  /** in place of `DeltaZ` */
  readonly target?: string
  /** what is found: lines of the output */
  readonly said?: readonly string[]
  /** both lines on standard error */
  readonly refused?: readonly [message: string, hint: string]
  readonly code: 0 | 1 | 2
}

const AT = 'set/DeltaZ/unbalanced'
const NOT_CHECKED =
  'labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.'
const REWRITE = 'Copy or download it again, or write it again.'

/** X of a split with some values replaced. */
function x(
  split: SplitName,
  ...changes: readonly (readonly [row: number, point: number, value: number])[]
): Uint8Array {
  const values = posteriors(ROWS[split], SEEDS[split])
  for (const [row, point, value] of changes) values[row * WIDTH + point] = value
  return encodeNpy('<f4', [ROWS[split], WIDTH], values)
}

/** X of a split with a value everywhere in a row. */
function flat(split: SplitName, row: number, value: number): Uint8Array {
  return x(split, ...Array.from({ length: WIDTH }, (_, point) => [row, point, value] as const))
}

/** X of a split with rows of another split in place of its own. */
function copied(split: SplitName, from: SplitName, rows: Readonly<Record<number, number>>): Uint8Array {
  const values = posteriors(ROWS[split], SEEDS[split])
  const others = posteriors(ROWS[from], SEEDS[from])
  for (const [row, other] of Object.entries(rows)) values.set(takeRows(others, [other]), Number(row) * WIDTH)
  return encodeNpy('<f4', [ROWS[split], WIDTH], values)
}

function labels(...values: readonly number[]): Uint8Array {
  return encodeNpy('<f8', [values.length], values)
}

/** Attributes of a split with some values replaced. */
function attributes(split: SplitName, changes: Readonly<Record<number, Partial<Attributes>>>): Uint8Array {
  return attributeTable(
    attributesOf(ROWS[split], SEEDS[split]).map((each, row) => ({ ...each, ...changes[row] })),
  )
}

const TREE_FAULTS: readonly Fault[] = [
  { name: 'nothing', changes: {}, said: [], code: 0 },
  // values
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
  // labels
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
  // attributes and the grid
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
  // leaks
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
  // files
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
  test.each(TREE_FAULTS)('$name', async ({ changes, target = 'DeltaZ', said, refused, code }) => {
    const base = `${target}/unbalanced`
    const all = treeFiles(base)
    for (const [path, bytes] of Object.entries(changes)) {
      const full = path === 'zgrid.npy' ? path : `${base}/${path}`
      if (bytes === null) all.delete(full)
      else all.set(full, bytes)
    }
    writeFiles(folder.path, new Map([...all].map(([path, bytes]) => [`set/${path}`, bytes])))
    const result = await command('data set', folder.path)
    const lines = result.out.filter((line) => /^(block|warning|info) /.test(line))
    expect(lines).toEqual(said ?? [`block unreadable: ${refused![0].replace(/\.?$/, '.')} ${refused![1]}`])
    expect(result.err).toEqual(refused === undefined ? [] : [`Error: ${refused[0]}`, `Hint: ${refused[1]}`])
    expect(result.code).toBe(code)
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

  test('ways out are in the JSON', async () => {
    const all = treeFiles('DeltaZ/unbalanced')
    all.set('DeltaZ/unbalanced/TEST/X.npy', copied('test', 'train', { 0: 0 }))
    const { summary } = await json(all)
    expect(summary.findings).toMatchObject([
      {
        code: 'leak',
        counts: { shared: 1, rows: 4 },
        overridable: true,
        remedies: [
          { label: 'Drop the 1 leaked row', patch: { drop: ['leaked'] } },
          { label: 'Split again', patch: { splits: 'drawn', stratified: true, drop: ['leaked'] } },
        ],
      },
    ])
    expect(summary.datasets[0]!.planned.counts).toEqual({ train: [3, 3], validation: [2, 2], test: [2, 2] })
  })
})

test.each([
  ['data', 'Error: DIR is missing.'],
  ['data nowhere', 'Error: nowhere does not exist.'],
  ['data . --yaml', 'Error: Unknown flag --yaml.'],
  ['dada', 'Error: There is no command "dada".'],
])('%s: exit 2 with a hint', async (line, message) => {
  const { err, out, code } = await command(line, folder.path)
  expect(code).toBe(2)
  expect(out).toEqual([])
  expect(err[0]).toBe(message)
  expect(err[1]).toMatch(/^Hint: /)
})
