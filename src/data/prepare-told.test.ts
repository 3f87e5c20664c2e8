// What is told of preparations: the preview counts what comes out, fingerprints say whether rows are the
// same, and several of one scan stand beside each other.

import { describe, expect, test } from 'vitest'
import {
  BALANCINGS,
  type DropReason,
  type Preparation,
  type PreparationPatch,
  plainPreparation,
  withPatch,
} from '../core/preparation.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { TargetId } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { ScannedDataset } from './assemble.ts'
import { ATTRIBUTES, changedSplits, checkedRows, DRAWN, npyTree, OBJECTS } from './prepare.fixture.ts'
import { REPAIRS } from './prepare-repairs.fixture.ts'
import { writtenFiles } from './saved-tree.fixture.ts'
import type { ArrangedDataset } from './split-dataset.ts'
import { withCell } from './table.fixture.ts'
import {
  type Files,
  openFiles,
  posteriors,
  ROWS,
  rawFiles,
  readRows,
  SEEDS,
  scanFiles,
  scanObjects,
  treeFiles,
  WIDTH,
} from './tree.fixture.ts'

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
