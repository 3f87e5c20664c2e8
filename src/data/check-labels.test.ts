import { expect, test } from 'vitest'
import type { Attributes, TargetId } from '../core/targets.ts'
import { type CheckedPart, checkLabels } from './check-labels.ts'

const EMPTY: Attributes = { redshift: 1, deltaZ: null, status: null, logEvidence: null, flag: null }

function check(target: TargetId, attributes: Partial<Attributes>[], labels: number[], named = false) {
  const rows = attributes.map((row) => ({ ...EMPTY, ...row }))
  const train: CheckedPart = {
    split: 'train',
    file: 'TRAIN/Y.npy',
    labels: Uint8Array.from(labels),
    attributes: rows,
    named,
  }
  const none = { file: 'Y.npy', labels: new Uint8Array([1, 1, 1]), attributes: null, named }
  return checkLabels(target, [train, { ...none, split: 'validation' }, { ...none, split: 'test' }])
}

const deltas = (...values: number[]) => values.map((deltaZ) => ({ deltaZ }))
const flags = (...values: number[]) => values.map((flag) => ({ flag }))

test('labels that agree give nothing', () => {
  expect(check('DeltaZ', deltas(1e-4, -1e-3, 0.2, Number.NaN), [0, 1, 1, 0])).toEqual({
    findings: [],
    classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  })
})

test("processData.py's threshold 5e-3 is found and said", () => {
  const { findings } = check('DeltaZ', deltas(1e-4, -0.002, 0.0049, 0.0051, -1, 0.003), [0, 0, 0, 1, 1, 0])
  expect(findings).toEqual([
    {
      code: 'labels-contradict-attributes',
      severity: 'warning',
      message:
        '3 of 6 labels (50.0 %) contradict abs(DeltaZ) < 1e-3 in the attributes (first in TRAIN/Y.npy: rows 1, 2, 5). A threshold of 5e-3 fits all labels (any above 0.004900 up to 0.005100 does): read the classes as DeltaZ below and above 5e-3.',
      file: 'TRAIN/Y.npy',
      rows: [1, 2, 5],
      counts: { contradictions: 3, labels: 6, train: 3, threshold: 0.005 },
    },
  ])
})

test('another threshold, and contradictions that no threshold explains', () => {
  expect(check('DeltaZ', deltas(0.01, 0.018, 0.022, 0.5), [0, 0, 1, 1]).findings[0]?.message).toMatch(
    /A threshold of 2e-2 fits all labels \(any above 0\.01800 up to 0\.02200 does\)/,
  )
  expect(check('DeltaZ', deltas(1e-4, 2e-4, 0.5, 0.6, 0.7), [0, 0, 1, 0, 1]).findings[0]?.message).toBe(
    '1 of 5 labels (20.0 %) contradicts abs(DeltaZ) < 1e-3 in the attributes (first in TRAIN/Y.npy: row 3).',
  )
  expect(check('DeltaZ', deltas(0.1, 0.2), [0, 0]).findings[0]?.counts.threshold).toBe(0.4)
})

test("load_dataset's order of the flags is found, and the classes follow it", () => {
  const { findings, classes, labels } = check('Flag', flags(1, 2, 9, 3.5, 4), [0, 1, 2, 3, 4])
  expect(classes).toEqual(['Flag 1', 'Flag 2', 'Flag 9', 'Flag 3', 'Flag 4'])
  expect(labels).toEqual(classes)
  expect(findings).toEqual([
    {
      code: 'flag-order',
      severity: 'warning',
      message:
        "The labels of Flag follow load_dataset's order (Flags 1, 2, 9, 3, 4) and not processData.py's (9, 1, 2, 3, 4): the attributes agree with all labels then. The classes are named in that order here.",
      file: '',
      rows: [],
      counts: { contradictions: 0, labels: 5 },
    },
  ])
})

test("processData.py's order stays, and class names leave no doubt", () => {
  expect(check('Flag', flags(9, 1, 2, 3, 4), [0, 1, 2, 3, 4]).findings).toEqual([])
  const named = check('Flag', flags(1, 2, 9, 3, 4), [0, 1, 2, 3, 4], true)
  expect(named.classes[0]).toBe('Flag 9')
  expect(named.findings[0]?.message).toBe(
    '3 of 5 labels (60.0 %) contradict the flag in the attributes (first in TRAIN/Y.npy: rows 0, 1, 2).',
  )
})

test('labels and attributes without a class contradict nothing', () => {
  expect(
    check('Success3', [{ status: 'odd' }, { status: 'success' }, { status: 'spurious' }], [0, 255, 1])
      .findings,
  ).toEqual([])
  const { findings } = check('Success2', [{ status: 'Success ' }, { status: 'mismatch' }], [1, 1])
  expect(findings[0]?.message).toBe(
    '1 of 2 labels (50.0 %) contradicts the status in the attributes (first in TRAIN/Y.npy: row 0).',
  )
})
