// Preparations that mend what a finding tells of: which rows each button leaves, row by row and bit for bit.

import { describe, expect, test } from 'vitest'
import { type PreparationPatch, withPatch } from '../core/preparation.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { bySplit, mapSplits } from './by-split.ts'
import type { Dataset } from './dataset.ts'
import { ATTRIBUTES, changedSplits, checkedRows, DRAWN, OBJECTS, said, withRows } from './prepare.fixture.ts'
import { REPAIRS } from './prepare-repairs.fixture.ts'
import { type Columns, describe as describeFinding, splitColumns, withCell } from './table.fixture.ts'
import {
  alternating,
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  ROWS,
  rawFiles,
  readRows,
  scanObjects,
  takeRows,
  WIDTH,
} from './tree.fixture.ts'

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
