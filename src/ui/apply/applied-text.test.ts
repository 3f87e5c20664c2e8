import { expect, test } from 'vitest'
import {
  filesText,
  keptText,
  probabilitiesText,
  purityText,
  settledText,
  surveyText,
  titleText,
} from './applied-text.ts'
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
  expect(keptText({ rows: 1234, ofOtherClass: 0 }, 5000, 'A', 0.75, null)).toBe(
    '1,234 of 5,000 rows (24.7 %) with a probability of A of at least 0.75, the threshold of the view Trust',
  )
  expect(keptText({ rows: 1234, ofOtherClass: 1100 }, 5000, 'A', 0.25, null)).toBe(
    '1,234 of 5,000 rows (24.7 %) with a probability of A of at least 0.25, the threshold of the view Trust. Of 1,100 of them another class is more probable',
  )
  expect(keptText({ rows: 0, ofOtherClass: 0 }, 0, 'A', 0.5, 'network')).toBe(
    '0 of 0 rows with a probability of A of at least 0.5, the threshold when the network went out of use',
  )
  expect(keptText({ rows: 0, ofOtherClass: 0 }, 0, 'A', 0.5, 'data')).toBe(
    '0 of 0 rows with a probability of A of at least 0.5, the threshold when the data went out of use',
  )
})

test('why answers no longer follow the view of trust', () => {
  expect(settledText('network')).toBe('These answers are of a network that is no longer in use')
  expect(settledText('data')).toBe('Other data are in use: these answers are read as they were before')
})

test('how pure the kept rows were, and what is to be borne in mind', () => {
  const purity = { count: 97, of: 100, share: 0.97, low: 0.915_48, high: 0.989_74 }
  const text = '97.0 % (91.5 to 99.0) at this threshold: 97 of 100 kept rows of Test'
  expect(purityText(purity, { split: 'test', rows: 200 }, [null, null])).toBe(text)
  expect(purityText(purity, { split: 'test', rows: 200 }, [null, 'First.', 'Second.'])).toBe(
    `${text}. First. Second.`,
  )
  const none = { count: 0, of: 0, share: Number.NaN, low: Number.NaN, high: Number.NaN }
  expect(purityText(none, { split: 'validation', rows: 1 }, [])).toBe(
    'not known: at this threshold nothing is kept of Validation, 1 row',
  )
})

test('how pure they would be in the survey', () => {
  const purity = { share: 0.945, low: 0.905, high: 0.970_4 }
  expect(surveyText(purity, ['A', 'B'], 0, true)).toBe(
    '94.5 % (90.5 to 97.0), if so many are A, as in your survey',
  )
  expect(surveyText(purity, ['A', 'B', 'C'], 1, false)).toBe(
    '94.5 % (90.5 to 97.0), if so many are B, as of all objects of the data in use, and the others as common among each other as here',
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
