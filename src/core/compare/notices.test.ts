import { expect, test } from 'vitest'
import type { RunRecord } from '../run-record.ts'
import { comparisonNotices } from './notices.ts'
import { imported, trained, underWay } from './records.fixture.ts'
import { testedRun } from './test-result.ts'

const LABELS = ['Deltaz<1e-3', 'Deltaz>=1e-3']
const MATRIX = [
  [5, 1],
  [2, 2],
]

const noticesOf = (records: readonly RunRecord[]) =>
  comparisonNotices(records.map((record) => testedRun(record, 'test')))

test('nothing to say', () => {
  expect(noticesOf([])).toEqual([])
  expect(noticesOf([trained('A'), trained('B'), underWay('C')])).toEqual([])
})

test('rows that cannot be verified', () => {
  const lam = (name: string) => imported(name, LABELS, { conf_matrix_test: MATRIX })
  expect(noticesOf([trained('A'), lam('B')])).toEqual([
    'Whether “B” was tested on the same objects as the baseline “A” cannot be verified: objects per class agree, but a report has no fingerprint of its rows.',
  ])
  expect(noticesOf([lam('A'), lam('B'), trained('C')])).toEqual([
    'Whether “B” and “C” were tested on the same objects as the baseline “A” cannot be verified: objects per class agree, but a report has no fingerprint of its rows.',
  ])
  const bare = imported('B', LABELS, { conf_matrix_test: null })
  expect(noticesOf([trained('A'), bare])).toEqual([
    'Whether “B” was tested on the same objects as the baseline “A” cannot be verified: a report has neither a fingerprint of its rows nor counts of objects.',
  ])
})

test('classes without names', () => {
  const nameless = imported('B', ['class 0', 'class 1'], { conf_matrix_test: MATRIX }, ['nom_classes'])
  expect(noticesOf([trained('A'), nameless])[1]).toBe(
    '“B” does not name the classes: they are taken to be the same in the same order.',
  )
  expect(noticesOf([nameless])).toEqual([])
})

test('losses of another kind', () => {
  const flags = imported('Flags', ['flags 1', 'flags 2-9', 'flags 3-4'], {
    acc: [0.5038],
    loss: [0.595],
    val_acc: [0.5422],
    val_loss: [0.5625],
  })
  expect(noticesOf([flags])).toEqual([
    'The losses of “Flags” look like binary cross-entropy: 0.59 on average at an accuracy of 0.50, where categorical cross-entropy is at least 0.69. Compare them with no categorical ones.',
  ])
})

test('losses that are weighted by class', () => {
  const weighted = trained('B', { meta: { classWeights: 'balanced' } })
  expect(noticesOf([trained('A'), weighted])).toEqual([
    'The training loss of “B” counts rare classes more, that of the other runs does not: compare validation losses.',
  ])
  expect(noticesOf([weighted])).toEqual([])
})

test('runs that did not reach their end', () => {
  const stopped = trained('B', { meta: { status: 'stopped', incomplete: true } })
  const failed = trained('C', { meta: { status: 'failed', incomplete: true } })
  expect(noticesOf([trained('A'), stopped, failed])).toEqual([
    '“B” ended before its last epoch: its numbers are those of an unfinished run.',
    '“C” failed: its numbers are those of an unfinished run.',
  ])
})

test('runs on data that were known to be bad', () => {
  const leaked = trained('B', {
    meta: { overruled: ['TEST: 12 rows repeat rows of TRAIN.', 'X: 1 value NaN.'] },
  })
  expect(noticesOf([trained('A'), leaked, trained('C', { meta: { overruled: null } })])).toEqual([
    '“B” was trained in spite of what the check of its data found: TEST: 12 rows repeat rows of TRAIN; X: 1 value NaN.',
  ])
})
