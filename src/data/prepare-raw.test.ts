// Preparations of raw arrays: what a recipe makes of them, row by row and bit for bit.

import { describe, expect, test } from 'vitest'
import { type PreparationPatch, withPatch } from '../core/preparation.ts'
import { planSplit, REFERENCE_SPLIT } from '../core/split.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { TARGETS, type TargetId } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { mapSplits } from './by-split.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import { ATTRIBUTES, checkedRows, DRAWN, OBJECTS, said, X } from './prepare.fixture.ts'
import { npzFile } from './table.fixture.ts'
import { attributeTable, rawFiles, scanObjects, WIDTH, zgridValues } from './tree.fixture.ts'

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
