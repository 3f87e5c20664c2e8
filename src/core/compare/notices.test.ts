import { expect, test } from 'vitest'
import { comparisonNotices } from './notices.ts'
import { imported, trained, underWay } from './records.fixture.ts'

const LABELS = ['Deltaz<1e-3', 'Deltaz>=1e-3']
const MATRIX = [
  [5, 1],
  [2, 2],
]

test('nothing to say', () => {
  expect(comparisonNotices([], 'test')).toEqual([])
  expect(comparisonNotices([trained('A'), trained('B'), underWay('C')], 'test')).toEqual([])
})

test('rows that cannot be verified', () => {
  const lam = (name: string) => imported(name, LABELS, { conf_matrix_test: MATRIX })
  expect(comparisonNotices([trained('A'), lam('B')], 'test')).toEqual([
    'Whether “B” was tested on the same objects as the baseline “A” cannot be verified: objects per class agree, but a report has no fingerprint of its rows.',
  ])
  expect(comparisonNotices([lam('A'), lam('B'), trained('C')], 'test')).toEqual([
    'Whether “B” and “C” were tested on the same objects as the baseline “A” cannot be verified: objects per class agree, but a report has no fingerprint of its rows.',
  ])
  const bare = imported('B', LABELS, { conf_matrix_test: null })
  expect(comparisonNotices([trained('A'), bare], 'test')).toEqual([
    'Whether “B” was tested on the same objects as the baseline “A” cannot be verified: a report has neither a fingerprint of its rows nor counts of objects.',
  ])
})

test('classes without names', () => {
  const nameless = imported('B', ['class 0', 'class 1'], { conf_matrix_test: MATRIX }, ['nom_classes'])
  expect(comparisonNotices([trained('A'), nameless], 'test')[1]).toBe(
    '“B” does not name the classes: they are taken to be the same in the same order.',
  )
  expect(comparisonNotices([nameless], 'test')).toEqual([])
})

test('losses of another kind', () => {
  const flags = imported('Flags', ['flags 1', 'flags 2-9', 'flags 3-4'], {
    acc: [0.5038],
    loss: [0.595],
    val_acc: [0.5422],
    val_loss: [0.5625],
  })
  expect(comparisonNotices([flags], 'test')).toEqual([
    'The losses of “Flags” look like binary cross-entropy: 0.59 on average at an accuracy of 0.50, where categorical cross-entropy is at least 0.69. Compare them with no categorical ones.',
  ])
})

test('losses that are weighted by class', () => {
  const weighted = trained('B', { meta: { classWeights: 'balanced' } })
  expect(comparisonNotices([trained('A'), weighted], 'test')).toEqual([
    'The training loss of “B” counts rare classes more, that of the other runs does not: compare validation losses.',
  ])
  expect(comparisonNotices([weighted], 'test')).toEqual([])
})
