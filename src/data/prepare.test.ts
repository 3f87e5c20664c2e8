// Preparations of whole files: what a recipe makes of raw arrays and of leaky splits, row by row and bit for bit.

import { describe, expect, test } from 'vitest'
import type { DatasetReport } from '../core/dataset-report.ts'
import {
  BALANCINGS,
  type DropReason,
  type Preparation,
  type PreparationPatch,
  plainPreparation,
  withPatch,
} from '../core/preparation.ts'
import { planSplit, REFERENCE_SPLIT } from '../core/split.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { type Attributes, TARGETS, type TargetId } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { ScannedDataset } from './assemble.ts'
import { type BySplit, bySplit, mapSplits } from './by-split.ts'
import type { Dataset } from './dataset.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import { unflooredReader } from './row-reader.ts'
import { writtenFiles } from './saved-tree.fixture.ts'
import type { ArrangedDataset } from './split-dataset.ts'
import {
  arrowFile,
  type Columns,
  describe as describeFinding,
  npzFile,
  perSplit,
  splitColumns,
  withCell,
} from './table.fixture.ts'
import {
  alternating,
  attributesOf,
  attributeTable,
  type Files,
  openFiles,
  posteriors,
  ROWS,
  rawFiles,
  readRows,
  SEEDS,
  scanFiles,
  scanObjects,
  takeRows,
  treeFiles,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'

const OBJECTS = 60

/**
 * Objects whose targets have unequal classes. abs(DeltaZ) is 0.5e-4, 1.5e-4 ... 59.5e-4, so that a threshold of n * 1e-4 cuts
 * after n objects. Of ten objects each, 5 are success, 3 spurious and 2 mismatch; flags 1, 2, 9, 3 and 4 have 4, 2, 1, 2
 * and 1 of them.
 */
const ATTRIBUTES: readonly Attributes[] = Array.from({ length: OBJECTS }, (_, row) => ({
  redshift: zgridValues()[row % WIDTH]!,
  deltaZ: (row % 2 === 0 ? 1 : -1) * (row + 0.5) * 1e-4,
  status: row % 10 < 5 ? 'success' : row % 10 < 8 ? 'spurious' : 'mismatch',
  logEvidence: -100 - row,
  flag: [1, 1, 1, 1, 2, 2, 9, 3, 3.5, 4][row % 10]!,
}))

const X = posteriors(OBJECTS, 0)
const DRAWN = plainPreparation('drawn')

/** File rows that a split of raw arrays has, by what is read of them. */
async function numbersOf(split: Dataset['splits'][SplitName]): Promise<number[]> {
  const values = await readRows(split)
  const rows = Array.from({ length: OBJECTS }, (_, row) => String(takeRows(X, [row])))
  return Array.from({ length: split.x.rows }, (_, row) => rows.indexOf(String(takeRows(values, [row]))))
}

/** Rows of all splits, with their labels and attributes checked against the target's rule. */
async function checkedRows(
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

function said({ findings }: Pick<DatasetReport, 'findings'>): string[] {
  return findings.map(describeFinding)
}

describe('raw arrays', () => {
  test('are drawn as load_dataset draws them', async () => {
    const { dataset } = await scanObjects(rawFiles(ATTRIBUTES))
    const { report } = dataset
    expect(await checkedRows(dataset, 'DeltaZ')).toEqual(
      mapSplits(planSplit(OBJECTS, REFERENCE_SPLIT), (rows) => [...rows]),
    )
    expect(report).toMatchObject({
      layout: 'raw',
      target: 'DeltaZ',
      balance: null,
      preparation: DRAWN,
      choices: {
        given: false,
        fromAttributes: true,
        targets: ['DeltaZ', 'Success2', 'Success3', 'Flag3', 'Flag'],
      },
    })
    expect(report.planned).toMatchObject({
      classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
      prevalence: [10, 50],
      natural: null,
      dropped: {},
      undersampled: 0,
    })
    expect(said(report)).toEqual([
      'info labels-from-attributes: There are no labels: the classes of DeltaZ follow from DeltaZ in the attributes. Success2, Success3, Flag3 and Flag can be chosen as well.',
      'info split-here: No split is given: 43 rows train, 8 validate and 9 test, drawn by seed 1 (test 15 % of all, validation 15 % of the rest).',
    ])
  })

  const TENTH =
    'info undersampled: Undersampling leaves out 39 rows, drawn by seed 1, so that every class has at most 1.1 times the objects of the smallest class (the rule of processData.py).'
  const SMALLEST =
    'info undersampled: Undersampling leaves out 40 rows, drawn by seed 1, so that every class has as many objects as the smallest class (the rule of load_dataset).'
  const OWN = '(test 15 % of all, validation 15 % of the rest, each class on its own)'

  test.each<{
    patch: PreparationPatch
    /** of TRAIN, VALID and TEST; the sum of both classes where a draw decides on them */
    counts: readonly (readonly number[])[]
    messages: readonly string[]
  }>([
    {
      // of 10 and 50: 51 stay after the test, 8.5 and 42.5 of them; then 43 train, 7.59 and 35.4 of them
      patch: { stratified: true },
      counts: [
        [8, 35],
        [1, 7],
        [1, 8],
      ],
      messages: [
        `info split-here: No split is given: 43 rows train, 8 validate and 9 test, drawn by seed 1 ${OWN}.`,
      ],
    },
    {
      patch: { balancing: 'smallest' },
      counts: [[14], [3], [3]],
      messages: [
        'info split-here: No split is given: 14 rows train, 3 validate and 3 test, drawn by seed 1 (test 15 % of all, validation 15 % of the rest).',
        SMALLEST,
      ],
    },
    {
      // of 10 and 10: 17 stay, 8.5 each, the first gets the odd one; 14 train, 7.4 and 6.6 of them
      patch: { balancing: 'smallest', stratified: true },
      counts: [
        [7, 7],
        [2, 1],
        [1, 2],
      ],
      messages: [
        `info split-here: No split is given: 14 rows train, 3 validate and 3 test, drawn by seed 1 ${OWN}.`,
        SMALLEST,
      ],
    },
    {
      // 10 and 11, each on its own: 2 test; 1.2 and 1.35 of the rest are rounded up to 2
      patch: { balancing: 'tenth-more' },
      counts: [
        [6, 7],
        [2, 2],
        [2, 2],
      ],
      messages: [
        `info split-here: No split is given: 13 rows train, 4 validate and 4 test, drawn by seed 1 ${OWN}.`,
        TENTH,
      ],
    },
    {
      patch: { balancing: 'tenth-more', stratified: true },
      counts: [
        [6, 7],
        [2, 2],
        [2, 2],
      ],
      messages: [
        `info split-here: No split is given: 13 rows train, 4 validate and 4 test, drawn by seed 1 ${OWN}.`,
        TENTH,
      ],
    },
  ])('$patch', async ({ patch, counts, messages }) => {
    const scanned = await scanObjects(rawFiles(ATTRIBUTES))
    const preparation = withPatch(DRAWN, patch)
    const dataset = scanned.prepare(preparation)
    const rows = await checkedRows(dataset, 'DeltaZ')
    for (const [i, split] of SPLIT_NAMES.entries()) {
      const own = dataset.report.planned.counts[split]
      if (counts[i]!.length === 1) expect(rows[split]).toHaveLength(counts[i]![0]!)
      else expect(own).toEqual(counts[i])
    }
    expect(dataset.report.preparation).toEqual(preparation)
    expect(dataset.report.balance).toBe(patch.balancing === undefined ? null : 'balanced')
    expect(dataset.report.planned).toMatchObject({
      prevalence: [10, 50],
      undersampled: { none: 0, smallest: 40, 'tenth-more': 39 }[preparation.balancing],
      leftOut: [0, { none: 0, smallest: 40, 'tenth-more': 39 }[preparation.balancing]],
    })
    const plan = said(dataset.report).filter((line) => /^info (split-here|undersampled)/.test(line))
    expect(plan).toEqual(messages)
  })

  test.each([
    [5e-4, '5e-4', 5],
    [1e-3, '1e-3', 10],
    [0.0015, '1.5e-3', 15],
    [0.005, '5e-3', 50],
  ])('a threshold of %d gives the classes their names', async (deltaZThreshold, number, below) => {
    const scanned = await scanObjects(rawFiles(ATTRIBUTES))
    const dataset = scanned.prepare({ ...DRAWN, deltaZThreshold })
    await checkedRows(dataset, 'DeltaZ', deltaZThreshold)
    const { report } = dataset
    expect(report.classes).toEqual([`Deltaz<${number}`, `Deltaz>=${number}`])
    expect(report.labels).toEqual([`DeltaZ < ${number}`, `DeltaZ ≥ ${number}`])
    expect(report.planned.classes).toEqual(report.classes)
    expect(report.planned.labels).toEqual(report.labels)
    expect(report.planned.prevalence).toEqual([below, OBJECTS - below])
    // back again
    expect(scanned.prepare(DRAWN).report.fingerprint).toBe(scanned.dataset.report.fingerprint)
  })

  test.each<[TargetId, string, readonly number[]]>([
    ['DeltaZ', 'DeltaZ', [10, 50]],
    ['Success2', 'status', [30, 30]],
    ['Success3', 'status', [30, 18, 12]],
    ['Flag3', 'flag', [24, 18, 18]],
    ['Flag', 'flag', [6, 24, 12, 12, 6]],
  ])('another target: %s', async (target, attribute, prevalence) => {
    const scanned = await scanObjects(rawFiles(ATTRIBUTES))
    const preparation = withPatch(DRAWN, { stratified: true, balancing: 'smallest' })
    const dataset = scanned.prepare(preparation, target)
    await checkedRows(dataset, target)
    expect(dataset.report).toMatchObject({
      target,
      name: `${target}, undersampled`,
      classes: TARGETS[target].classes,
      labels: TARGETS[target].labels,
      planned: { classes: TARGETS[target].classes, prevalence },
    })
    // that of the target that was found, and not asked for, names the others
    const others = target === 'DeltaZ' ? ' Success2, Success3, Flag3 and Flag can be chosen as well.' : ''
    expect(said(dataset.report).filter((line) => line.startsWith('info labels-from-attributes'))).toEqual([
      `info labels-from-attributes: There are no labels: the classes of ${target} follow from ${attribute} in the attributes.${others}`,
    ])
    expect(scanned.preview(preparation, target)).toEqual(dataset.report.planned)
    // the target of the report stays where none is asked for
    expect(scanned.prepare(preparation).report.target).toBe('DeltaZ')
  })

  test('an archive of the same arrays, compressed, has the same rows', async () => {
    const archive = npzFile(
      {
        pdfs32: encodeNpy('<f4', [OBJECTS, WIDTH], X),
        attributes32: attributeTable(ATTRIBUTES),
        zgrid32: encodeNpy('<f4', [WIDTH], zgridValues()),
      },
      true,
    )
    const preparation = withPatch(DRAWN, { balancing: 'tenth-more', seed: 5 })
    const plain = (await scanObjects(rawFiles(ATTRIBUTES))).prepare(preparation)
    const scratch = memoryScratch()
    for (const cacheBytes of [0, 1e8]) {
      const packed = await scanObjects(new Map([['raw.npz', archive]]), { cacheBytes, scratch })
      const dataset = packed.prepare(preparation)
      expect(await checkedRows(dataset, 'DeltaZ')).toEqual(await checkedRows(plain, 'DeltaZ'))
      expect(dataset.report.fingerprint).toBe(plain.report.fingerprint)
      expect(packed.dataset.report.sourceFingerprint).toBe(plain.report.sourceFingerprint)
      // what was unpacked is given back once, whichever preparation is let go
      await dataset.release?.()
      expect(scratch.files.size).toBe(0)
    }
  })

  test('the seed and the fractions', async () => {
    const scanned = await scanObjects(rawFiles(ATTRIBUTES))
    const other = scanned.prepare({ ...DRAWN, seed: 2 })
    expect(await checkedRows(other, 'DeltaZ')).toEqual(
      mapSplits(planSplit(OBJECTS, { ...REFERENCE_SPLIT, seed: 2 }), (rows) => [...rows]),
    )
    const halves = scanned.prepare({ ...DRAWN, testFraction: 0.5, validationFraction: 0.1 })
    expect(mapSplits(await checkedRows(halves, 'DeltaZ'), (rows) => rows.length)).toEqual({
      train: 27,
      validation: 3,
      test: 30,
    })
    expect(said(halves.report)).toContain(
      'info split-here: No split is given: 27 rows train, 3 validate and 30 test, drawn by seed 1 (test 50 % of all, validation 10 % of the rest).',
    )
  })
})

describe('a preview', () => {
  const DROPS: readonly (readonly DropReason[])[] = [
    [],
    ['leaked', 'repeated'],
    ['no-class', 'without-shape'],
  ]
  const PREPARATIONS = (['given', 'drawn'] as const).flatMap((splits) =>
    BALANCINGS.flatMap((balancing) =>
      [false, true].flatMap((stratified) =>
        DROPS.map((drop) => withPatch(plainPreparation(splits), { balancing, stratified, drop, seed: 3 })),
      ),
    ),
  )

  /** Raw objects with copies, a row without shape and one without a class. */
  function flawed(): Files {
    const x = posteriors(OBJECTS, 0)
    x.copyWithin(7 * WIDTH, 3 * WIDTH, 4 * WIDTH)
    x.fill(Number.NEGATIVE_INFINITY, 20 * WIDTH, 21 * WIDTH)
    const attributes = withCell(ATTRIBUTES, 30, { ...ATTRIBUTES[30]!, deltaZ: Number.NaN, status: 'failed' })
    const files = rawFiles(attributes)
    files.set('pdfs32.npy', encodeNpy('<f4', [OBJECTS, WIDTH], x))
    return files
  }

  test.each(['DeltaZ', 'Success3'] as const)(
    'counts what a preparation gives: raw objects, %s',
    async (target) => {
      const scanned = await scanObjects(flawed())
      const dropped = new Set<string>()
      for (const preparation of PREPARATIONS.filter(({ splits }) => splits === 'drawn')) {
        const preview = scanned.preview(preparation, target)
        expect(preview).toEqual(scanned.prepare(preparation, target).report.planned)
        for (const reason of Object.keys(preview.dropped)) dropped.add(reason)
      }
      expect([...dropped].sort()).toEqual(['leaked', 'no-class', 'without-shape'])
      expect(() => scanned.preview(plainPreparation('given'))).toThrow(
        'The splits should be as given, but the files do not say which split an object belongs to',
      )
    },
  )

  test('counts what a preparation gives: splits that overlap', async () => {
    const files = treeFiles('DeltaZ/unbalanced')
    const test_ = posteriors(ROWS.test, SEEDS.test)
    test_.set(posteriors(1, 0))
    files.set('DeltaZ/unbalanced/TEST/X.npy', encodeNpy('<f4', [ROWS.test, WIDTH], test_))
    const scanned = await scanObjects(files)
    for (const preparation of PREPARATIONS) {
      expect(scanned.preview(preparation)).toEqual(scanned.prepare(preparation).report.planned)
    }
    expect(scanned.preview(withPatch(plainPreparation('given'), { drop: ['leaked'] }))).toMatchObject({
      counts: { train: [3, 3], validation: [2, 2], test: [1, 2] },
      dropped: { leaked: 1 },
    })
  })

  test('before the scan knows no posterior', async () => {
    const opened = await openFiles(flawed())
    const preparation = withPatch(DRAWN, {
      balancing: 'smallest',
      drop: ['no-class', 'without-shape', 'leaked'],
    })
    expect(opened.report.planned).toEqual(opened.preview(opened.report.preparation))
    expect(opened.preview(preparation, 'Success3').dropped).toEqual({ 'no-class': 1 })
    const scanned = await opened.scan()
    expect(scanned.preview(preparation, 'Success3').dropped).toEqual({
      'no-class': 1,
      'without-shape': 1,
      leaked: 1,
    })
  })
})

type SplitColumns = ReturnType<typeof splitColumns>
type Changes = Partial<BySplit<(columns: SplitColumns, all: BySplit<SplitColumns>) => Columns>>

/** Three files whose columns were changed. */
function changedSplits(
  changes: Changes,
  make: (columns: Columns) => Uint8Array = npzFile,
  extension = 'npz',
): Files {
  const all = bySplit(splitColumns)
  return perSplit(extension, (split) => make(changes[split]?.(all[split], all) ?? all[split]))
}

function withRows(columns: SplitColumns, rows: Readonly<Record<number, readonly (number | null)[]>>) {
  return columns.X.map((own, row) => rows[row] ?? own)
}

const WITHOUT_SHAPE = new Array<number>(WIDTH).fill(Number.NEGATIVE_INFINITY)

/**
 * Faults with the button of the finding that tells of each, and the rows that are left when it was taken: numbers in the
 * files, TRAIN with 6 rows, VALID and TEST with 4.
 */
const REPAIRS: readonly {
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

/** The columns of the fixture as they should come out of a prepared split. */
async function expectRows(
  { splits }: Dataset,
  split: SplitName,
  rows: readonly number[],
  columns: Columns,
): Promise<void> {
  const data = splits[split]
  expect(await readRows(data)).toEqual(
    Float32Array.from(rows.flatMap((row) => columns.X![row] as readonly number[])),
  )
  expect([...data.labels]).toEqual(rows.map((row) => columns.label![row]))
  expect(data.attributes!.map(({ id, logEvidence }) => [id, logEvidence])).toEqual(
    rows.map((row) => [columns.id![row], columns.logEvidence![row]]),
  )
}

describe('each remedy of overlapping or broken splits', () => {
  test.each(REPAIRS)('$drop for $code', async ({ code, severity, changes, label, drop, left, leftOut }) => {
    const scanned = await scanObjects(changedSplits(changes), { target: 'DeltaZ' })
    const { report } = scanned.dataset
    const told = report.findings.filter((each) => each.code === code)
    expect(told.length).toBeGreaterThan(0)
    for (const each of told) {
      expect(each.severity).toBe(severity)
      expect(each.remedies![0]).toEqual({ label, patch: { drop: [drop] } })
    }

    const preparation = withPatch(report.preparation, told[0]!.remedies![0]!.patch)
    const repaired = scanned.prepare(preparation)
    expect(repaired.report.findings.filter((each) => each.code === code)).toEqual([])
    expect(repaired.report.findings.filter((each) => each.severity === 'block')).toEqual([])
    expect(said(repaired.report)).toContain(`info rows-left-out: ${leftOut}`)
    expect(Object.keys(repaired.report.planned.dropped)).toEqual([drop])
    const all = bySplit(splitColumns)
    const gone = [0, 0]
    for (const split of SPLIT_NAMES) {
      const rows = left[split] ?? Array.from({ length: ROWS[split] }, (_, row) => row)
      const columns = changes[split]?.(all[split], all) ?? all[split]
      await expectRows(repaired, split, rows, columns)
      const counts = [0, 1].map((which) => rows.filter((row) => columns.label![row] === which).length)
      expect(repaired.report.splits[split]).toMatchObject({ rows: rows.length, counts })
      for (const [row, label] of columns.label!.entries()) {
        if ((label === 0 || label === 1) && !rows.includes(row)) gone[label]!++
      }
    }
    expect(repaired.report.planned.leftOut).toEqual(gone)
    expect(repaired.report.sourceFingerprint).toBe(report.sourceFingerprint)
    expect(repaired.report.fingerprint).not.toBe(report.fingerprint)
  })

  test('one button after another leaves all out, each row for one reason', async () => {
    const scanned = await scanObjects(
      changedSplits({
        train: (own) => ({ ...own, X: withRows(own, { 1: withCell(own.X[1]!, 0, Number.NaN) }) }),
        // a copy of the broken row goes as broken
        test: (own, { train }) => ({
          ...own,
          X: withRows(own, { 1: withCell(train.X[1]!, 0, Number.NaN), 2: train.X[2]! }),
        }),
      }),
      { target: 'DeltaZ' },
    )
    const first = scanned.prepare(withPatch(scanned.dataset.report.preparation, { drop: ['leaked'] }))
    expect(first.report.planned.dropped).toEqual({ leaked: 2 })
    expect(first.report.findings.map(({ code }) => code)).toContain('nan-in-x')
    const both = scanned.prepare(withPatch(first.report.preparation, { drop: ['non-finite'] }))
    expect(both.report.preparation.drop).toEqual(['leaked', 'non-finite'])
    expect(said(both.report).filter((line) => line.startsWith('info rows-left-out'))).toEqual([
      'info rows-left-out: 3 rows are left out: 2 with NaN or +inf and 1 equal to a row of an earlier split.',
    ])
    expect(both.report.findings.filter(({ severity }) => severity === 'block')).toEqual([])
    expect(mapSplits(both.splits, ({ x }) => x.rows)).toEqual({ train: 5, validation: 4, test: 2 })
  })

  test('split again: no row is left in two splits, and each class is split on its own', async () => {
    const { changes } = REPAIRS[0]!
    const scanned = await scanObjects(changedSplits(changes), { target: 'DeltaZ' })
    const leak = scanned.dataset.report.findings.find(({ code }) => code === 'leak')!
    const again = leak.remedies!.find(({ label }) => label === 'Split again')!
    const dataset = scanned.prepare(withPatch(scanned.dataset.report.preparation, again.patch))
    expect(dataset.report.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    // 5 and 6 objects: 9 stay, 4.1 and 4.9; 7 train, 3.1 and 3.9
    expect(dataset.report.planned).toMatchObject({
      counts: { train: [3, 4], validation: [1, 1], test: [1, 1] },
      dropped: { leaked: 3 },
    })
    expect(said(dataset.report)).toContain(
      'info split-here: The splits are drawn anew: 7 rows train, 2 validate and 2 test, drawn by seed 1 (test 15 % of all, validation 15 % of the rest, each class on its own).',
    )
    const seen = new Set<string>()
    for (const split of SPLIT_NAMES) {
      const values = await readRows(dataset.splits[split])
      for (let row = 0; row < dataset.splits[split].x.rows; row++) seen.add(String(takeRows(values, [row])))
    }
    expect(seen.size).toBe(11)
  })

  test('the TEST that processData.py makes keeps its honest rows, bit for bit', async () => {
    // 40 objects: TRAIN x[:28], VALID x[28:34], TEST x[6:] in place of x[34:]
    const [x, attributes] = [posteriors(40, 0), attributesOf(40)]
    const files: Files = new Map()
    for (const [split, from, to] of [
      ['TRAIN', 0, 28],
      ['VALID', 28, 34],
      ['TEST', 6, 40],
    ] as const) {
      const rows = to - from
      files.set(`${split}/X.npy`, encodeNpy('<f4', [rows, WIDTH], x.subarray(from * WIDTH, to * WIDTH)))
      files.set(`${split}/Y.npy`, encodeNpy('<i8', [rows], alternating(40).slice(from, to)))
      files.set(`${split}/attributes.npy`, attributeTable(attributes.slice(from, to)))
    }
    const scanned = await scanObjects(files, { target: 'DeltaZ' })
    const { report } = scanned.dataset
    const found = report.findings.filter(({ code }) => code.startsWith('leak'))
    expect(found.map(({ code, counts }) => [code, counts])).toEqual([
      ['leak', { shared: 22, rows: 34 }],
      ['leak', { shared: 6, rows: 34 }],
      ['leak-pattern', { train: 22, validation: 6, unseen: 6, rows: 34 }],
    ])
    // both leaks offer the same, and the pattern explains them
    expect(found.map(({ remedies }) => remedies?.map(({ label }) => label) ?? [])).toEqual([
      ['Drop the 28 leaked rows', 'Split again'],
      ['Drop the 28 leaked rows', 'Split again'],
      [],
    ])
    const [drop, again] = found[0]!.remedies!.map(({ patch }) =>
      scanned.prepare(withPatch(report.preparation, patch)),
    )
    expect(await readRows(drop!.splits.test)).toEqual(x.subarray(34 * WIDTH))
    expect([...drop!.splits.test.labels]).toEqual([0, 1, 0, 1, 0, 1])
    expect(drop!.splits.test.attributes).toEqual(attributes.slice(34))
    expect(await readRows(drop!.splits.train)).toEqual(x.subarray(0, 28 * WIDTH))
    expect(await readRows(drop!.splits.validation)).toEqual(x.subarray(28 * WIDTH, 34 * WIDTH))
    // every object once: 6 of 40 test, then 6 of 34 validate
    expect(again!.report.planned).toMatchObject({
      counts: { train: [14, 14], validation: [3, 3], test: [3, 3] },
      dropped: { leaked: 28 },
    })
    for (const { report } of [drop!, again!]) {
      expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    }
  })

  test('undersampled raw arrays: a button counts the rows of all, not only of those in a split', async () => {
    const x = posteriors(OBJECTS, 0)
    // of class 1, of whose 50 rows 10 or 11 are taken
    for (let row = 20; row < 32; row++) x[row * WIDTH] = Number.NaN
    for (let row = 34; row < 60; row++) x.copyWithin(row * WIDTH, 33 * WIDTH, 34 * WIDTH)
    const files = rawFiles(ATTRIBUTES)
    files.set('pdfs32.npy', encodeNpy('<f4', [OBJECTS, WIDTH], x))
    const scanned = await scanObjects(files)
    for (const balancing of ['smallest', 'tenth-more'] as const) {
      const { report } = scanned.prepare(withPatch(DRAWN, { balancing, seed: 3 }))
      const [nan, leak] = ['nan-in-x', 'leak'].map(
        (code) => report.findings.find((each) => each.code === code)!,
      )
      expect(nan!.remedies).toEqual([
        { label: 'Drop 12 rows with NaN or +inf', patch: { drop: ['non-finite'] } },
      ])
      expect(leak!.remedies).toEqual([{ label: 'Drop the 26 leaked rows', patch: { drop: ['leaked'] } }])
      // few of these rows are in a split
      expect(nan!.counts!.rows).toBeLessThan(12)
      expect(leak!.counts!.shared).toBeLessThan(26)
      const droppedBy = (patch: PreparationPatch) =>
        scanned.prepare(withPatch(report.preparation, patch)).report.planned.dropped
      expect(droppedBy(nan!.remedies![0]!.patch)).toEqual({ 'non-finite': 12 })
      expect(droppedBy(leak!.remedies![0]!.patch)).toEqual({ leaked: 26 })
    }
  })

  test('rows of raw arrays without a class', async () => {
    const attributes = withCell(ATTRIBUTES, 12, { ...ATTRIBUTES[12]!, deltaZ: Number.NaN })
    const scanned = await scanObjects(rawFiles(attributes))
    const unknown = scanned.dataset.report.findings.filter(({ severity }) => severity === 'block')
    expect(unknown.map(describeFinding)).toEqual([
      'block unknown-deltaz: attributes32.npy: 1 of 60 objects (1.7 %) has a DeltaZ that is no number: row 12: NaN. The target needs it: mend these values or remove the rows.',
    ])
    const [remedy] = unknown[0]!.remedies!
    expect(remedy!.label).toBe('Drop 1 row without a class')
    const dataset = scanned.prepare(withPatch(DRAWN, remedy!.patch))
    expect(dataset.report.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    const rows = await checkedRows(dataset, 'DeltaZ')
    expect(SPLIT_NAMES.flatMap((split) => rows[split])).toHaveLength(59)
    expect(SPLIT_NAMES.some((split) => rows[split].includes(12))).toBe(false)
  })
})

/** TRAIN, VALID and TEST in some format; VALID holds -inf and the lowest value of all, TRAIN the next to lowest. */
const LOWEST = { train: -812.5, validation: -5000, test: -700 }
const FLOORED: Changes = bySplit((split) => (own: SplitColumns) => {
  const row = withCell(withCell(own.X[2]!, 1, LOWEST[split]), 4, Number.NEGATIVE_INFINITY)
  return { ...own, X: withRows(own, { 2: row }) }
})

/** A tree of NPY files with these columns. */
function npyTree(changes: Changes): Files {
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

describe('splits drawn anew over three files', () => {
  const FORMATS: readonly (readonly [string, (changes: Changes) => Files, string, number])[] = [
    ['NPY', npyTree, 'splits/TRAIN/X.npy', 0],
    ['NPY in memory', npyTree, 'splits/TRAIN/X.npy', 1e8],
    ['Arrow', (changes) => changedSplits(changes, arrowFile, 'arrow'), 'TRAIN.arrow, column X', 0],
    [
      'compressed NPZ in memory',
      (changes) => changedSplits(changes, (columns) => npzFile(columns, true)),
      'TRAIN.npz, column X',
      1e8,
    ],
    [
      'compressed NPZ in the storage',
      (changes) => changedSplits(changes, (columns) => npzFile(columns, true)),
      'TRAIN.npz, column X',
      0,
    ],
  ]

  /** Values of all files in order, as they lie there. */
  function poolValues(changes: Changes): Float32Array {
    const all = bySplit(splitColumns)
    return Float32Array.from(
      SPLIT_NAMES.flatMap((split) =>
        ((changes[split]?.(all[split], all) ?? all[split]).X as readonly number[][]).flat(),
      ),
    )
  }

  test.each(FORMATS)(
    '%s: rows, labels and attributes across the files',
    async (_, make, name, cacheBytes) => {
      const options = { cacheBytes, scratch: memoryScratch(), target: 'DeltaZ' } as const
      const scanned = await scanObjects(make({}), options)
      const values = poolValues({})
      const evidence = SPLIT_NAMES.flatMap((split) => splitColumns(split).logEvidence)
      for (const seed of [1, 2, 3]) {
        const dataset = scanned.prepare(withPatch(plainPreparation('drawn'), { seed }))
        const rows = planSplit(14, { ...REFERENCE_SPLIT, seed })
        for (const split of SPLIT_NAMES) {
          expect(await readRows(dataset.splits[split])).toEqual(takeRows(values, rows[split]))
          // pool rows of TRAIN 0 to 5, VALID 6 to 9, TEST 10 to 13, all with labels 0, 1, 0, 1 ...
          expect([...dataset.splits[split].labels]).toEqual([...rows[split]].map((row) => row % 2))
          expect(dataset.splits[split].attributes!.map(({ logEvidence }) => logEvidence)).toEqual(
            [...rows[split]].map((row) => evidence[row]),
          )
        }
        // all at once, too
        const { x } = dataset.splits.train
        const all = new Float32Array(x.rows * WIDTH)
        await x.read(0, x.rows, all)
        expect(all).toEqual(takeRows(values, rows.train))
        expect(dataset.splits.train.name).toContain(name)
      }
      await scanned.dataset.release?.()
      expect(options.scratch.files.size).toBe(0)
    },
  )

  test.each(FORMATS)(
    '%s: -inf becomes the lowest finite value of the new TRAIN',
    async (_, make, __, cacheBytes) => {
      const options = { cacheBytes, scratch: memoryScratch(), target: 'DeltaZ' } as const
      const scanned = await scanObjects(make(FLOORED), options)
      const floorOf = ({ report }: Dataset) =>
        said(report).filter((line) => line.startsWith('info negative-infinity'))
      expect(floorOf(scanned.dataset)).toEqual([
        'info negative-infinity: -inf stands for p = 0 in 1 value in TRAIN, 1 value in VALID and 1 value in TEST. It is read as -812.5, the lowest finite value of TRAIN.',
      ])
      const values = poolValues(FLOORED)
      // rows 2, 8 and 12 of all hold -inf: row 2 of each file
      for (const [seed, where, floor] of [
        [1, '1 value in TRAIN and 2 values in VALID', -5000],
        [2, '2 values in TRAIN and 1 value in TEST', -5000],
        [9, '2 values in TRAIN and 1 value in VALID', -812.5],
      ] as const) {
        const dataset = scanned.prepare(withPatch(plainPreparation('drawn'), { seed }))
        expect(floorOf(dataset)).toEqual([
          `info negative-infinity: -inf stands for p = 0 in ${where}. It is read as ${floor}, the lowest finite value of TRAIN.`,
        ])
        const rows = planSplit(14, { ...REFERENCE_SPLIT, seed })
        for (const split of SPLIT_NAMES) {
          const own = takeRows(values, rows[split])
          const data = dataset.splits[split]
          expect(await readRows(data)).toEqual(own.map((value) => (value === -Infinity ? floor : value)))
          // what is saved again is what the files hold
          expect(await readRows({ ...data, x: unflooredReader(data.x) })).toEqual(own)
          const negInf = own.filter((value) => value === -Infinity).length
          expect(dataset.report.splits[split].nonFinite).toEqual({ nan: 0, posInf: 0, negInf })
        }
      }
      await scanned.dataset.release?.()
    },
  )

  test('a split of several files names them all in its report', async () => {
    const scanned = await scanObjects(npyTree({}), { target: 'DeltaZ' })
    const { report, splits } = scanned.prepare(plainPreparation('drawn'))
    expect(splits.train.name).toBe('splits/TRAIN/X.npy, splits/VALID/X.npy and splits/TEST/X.npy')
    expect(report.splits.train.files.map(({ path }) => path)).toEqual(
      ['TRAIN', 'VALID', 'TEST'].flatMap((split) =>
        ['X', 'Y', 'attributes'].map((file) => `splits/${split}/${file}.npy`),
      ),
    )
    expect(report.splits.train.type).toBe('<f4')
    expect(report.choices).toEqual({ given: true, fromAttributes: false, targets: ['DeltaZ'] })
  })
})

describe('fingerprints', () => {
  /** The same recipe in every format: equal rows, whatever files they lie in. */
  async function fingerprints(files: Files, preparation: Preparation) {
    const scanned = await scanObjects(files, { target: 'DeltaZ', cacheBytes: 1e8 })
    const { fingerprint, sourceFingerprint } = scanned.prepare(preparation).report
    return { fingerprint, sourceFingerprint, scanned }
  }

  test('are those of the rows, not of the files', async () => {
    const preparation = withPatch(plainPreparation('drawn'), { stratified: true, seed: 4 })
    const npy = await fingerprints(npyTree({}), preparation)
    const npz = await fingerprints(changedSplits({}), preparation)
    expect(npz.fingerprint).toBe(npy.fingerprint)
    expect(npz.sourceFingerprint).toBe(npy.sourceFingerprint)
    expect(npy.fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect(npy.fingerprint).not.toBe(npy.scanned.dataset.report.fingerprint)
  })

  test('of the files stay, whatever the preparation; of the rows follow rows and labels', async () => {
    const scanned = await scanObjects(rawFiles(ATTRIBUTES))
    const { fingerprint, sourceFingerprint } = scanned.dataset.report
    const others: ArrangedDataset[] = [
      scanned.prepare({ ...DRAWN, seed: 2 }),
      scanned.prepare({ ...DRAWN, balancing: 'smallest' }),
      scanned.prepare({ ...DRAWN, deltaZThreshold: 0.005 }),
      scanned.prepare(DRAWN, 'Success2'),
    ]
    expect(new Set([fingerprint, ...others.map(({ report }) => report.fingerprint)]).size).toBe(5)
    for (const { report } of others) expect(report.sourceFingerprint).toBe(sourceFingerprint)
    // a reason that applies to no row changes nothing
    expect(scanned.prepare(withPatch(DRAWN, { drop: ['leaked', 'constant'] })).report.fingerprint).toBe(
      fingerprint,
    )
    const changed = rawFiles(ATTRIBUTES, '', 1)
    expect((await scanObjects(changed)).dataset.report.sourceFingerprint).not.toBe(sourceFingerprint)
  })

  test.each<[string, PreparationPatch, TargetId, string]>([
    ['raw objects', {}, 'DeltaZ', 'DeltaZ/unbalanced'],
    ['undersampled', { balancing: 'smallest', stratified: true }, 'DeltaZ', 'DeltaZ/balanced'],
    ['undersampled, another target', { balancing: 'tenth-more', seed: 9 }, 'Flag3', 'Flag3/balanced'],
    ['another threshold', { deltaZThreshold: 0.005 }, 'DeltaZ', 'DeltaZ/unbalanced'],
  ])('a saved tree has that of its preparation: %s', async (_, patch, target, folder) => {
    const files = rawFiles(ATTRIBUTES)
    const x = posteriors(OBJECTS, 0)
    x[5 * WIDTH] = Number.NEGATIVE_INFINITY
    files.set('pdfs32.npy', encodeNpy('<f4', [OBJECTS, WIDTH], x))
    const scanned = await scanObjects(files)
    const dataset = scanned.prepare(withPatch(DRAWN, patch), target)
    const saved = await writtenFiles(dataset)
    expect([...saved.keys()][0]).toBe(`${folder}/TRAIN/X.npy`)
    const again = await scanFiles(saved)
    expect(again.report.fingerprint).toBe(dataset.report.fingerprint)
    expect(again.report.planned.counts).toEqual(dataset.report.planned.counts)
    for (const split of SPLIT_NAMES) {
      expect(await readRows(again.splits[split])).toEqual(await readRows(dataset.splits[split]))
      expect(again.splits[split].attributes).toEqual(dataset.splits[split].attributes)
    }
  })

  test('a saved tree of splits that were repaired', async () => {
    const { changes } = REPAIRS[0]!
    const scanned = await scanObjects(npyTree(changes), { target: 'DeltaZ' })
    for (const patch of [
      { drop: ['leaked'] },
      { drop: ['leaked'], splits: 'drawn', stratified: true },
    ] satisfies PreparationPatch[]) {
      const repaired = scanned.prepare(withPatch(scanned.dataset.report.preparation, patch))
      const again = await scanFiles(await writtenFiles(repaired))
      expect(again.report.fingerprint).toBe(repaired.report.fingerprint)
      expect(again.report.findings.filter(({ code }) => code === 'leak')).toEqual([])
    }
  })
})

/** What a scanned data set is asked for is not changed by another preparation of it. */
test('preparations of one scan stand beside each other', async () => {
  const scanned: ScannedDataset = await scanObjects(rawFiles(ATTRIBUTES))
  const first = scanned.prepare({ ...DRAWN, seed: 2 })
  const values = await readRows(first.splits.test)
  scanned.prepare({ ...DRAWN, balancing: 'smallest' }, 'Flag3')
  expect(await readRows(first.splits.test)).toEqual(values)
  await checkedRows(first, 'DeltaZ')
  await checkedRows(scanned.dataset, 'DeltaZ')
})
