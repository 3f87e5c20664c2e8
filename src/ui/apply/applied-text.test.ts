import { expect, test } from 'vitest'
import { filesText, keptText, probabilitiesText, purityText, titleText } from './applied-text.ts'
import { APPLIED, CARD } from './apply.fixture.ts'
import { applyingText } from './applying-text.ts'

const files = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `${i}.npy`, rows: 1000 + i }))

test('rows and files', () => {
  expect(titleText(APPLIED)).toBe('6 rows of 2 files')
  expect(titleText({ rows: 1, files: files(1) })).toBe('1 row of 1 file')
  expect(filesText(APPLIED)).toBe('night/a.npy (4 rows), night/b.npy (2 rows)')
  expect(filesText({ files: files(1205) })).toBe(
    '0.npy (1,000 rows), 1.npy (1,001 rows), 2.npy (1,002 rows), 3.npy (1,003 rows), 4.npy (1,004 rows) and 1,200 more',
  )
})

test('what would be kept', () => {
  expect(keptText(1234, 5000, 'A', 0.75, true)).toBe(
    '1,234 of 5,000 rows (24.7 %) with a probability of A of at least 0.75, the threshold of the view Trust',
  )
  expect(keptText(0, 0, 'A', 0.5, false)).toBe(
    '0 of 0 rows with a probability of A of at least 0.5, the threshold when the network went out of use',
  )
})

test('how pure the kept rows were', () => {
  expect(
    purityText({ count: 97, of: 100, share: 0.97, low: 0.915_48, high: 0.989_74 }, 'Test, 200 rows'),
  ).toBe('At this threshold purity was 97.0 % (91.5 to 99.0) on Test, 200 rows')
  const none = { count: 0, of: 0, share: Number.NaN, low: Number.NaN, high: Number.NaN }
  expect(purityText(none, 'Validation, 1 row')).toBe(
    'At this threshold nothing was kept of Validation, 1 row',
  )
})

test('whether probabilities are calibrated', () => {
  expect(probabilitiesText(APPLIED, null)).toBe('as the network gives them, not calibrated')
  expect(probabilitiesText(APPLIED, 1.5)).toBe('calibrated, logits divided by T = 1.5')
  expect(probabilitiesText({ card: { ...CARD, temperature: 2 } }, null)).toBe('calibrated in its weights')
})

test('how far it is', () => {
  const progress = { name: 'a.npy', done: 1024, total: 5000 }
  expect(applyingText({ name: '', done: 0, total: 1 }, null)).toBe('Getting ready')
  expect(applyingText(progress, null)).toBe('a.npy: 1,024 of 5,000 rows')
  expect(applyingText(progress, { perSecond: 1310.4, secondsLeft: 3.034 })).toBe(
    'a.npy: 1,024 of 5,000 rows, 1,310 rows/s, 3 s left',
  )
  expect(applyingText(progress, { perSecond: 0.52, secondsLeft: 7646 })).toBe(
    'a.npy: 1,024 of 5,000 rows, 0.5 rows/s, 2.1 h left',
  )
})
