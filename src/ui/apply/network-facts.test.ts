import { describe, expect, test } from 'vitest'
import { ANSWERED, CARD, IMPORTED, TWO_INPUTS, ZGRID } from './apply.fixture.ts'
import { networkFacts } from './network-facts.ts'

function fact(card: Parameters<typeof networkFacts>[0], term: string): string | undefined {
  return networkFacts(card, null).find((each) => each.term === term)?.text
}

test('a network that was trained here', () => {
  expect(networkFacts(CARD, null).map(({ term, text }) => `${term}: ${text}`)).toEqual([
    'Name: CNN3 DeltaZ',
    'From: trained here, ended 2026-11-22',
    'Takes: PDF, 17,908 points',
    'Redshifts: z from 0 to 4.99412, even in ln(1+z), step 0.0001',
    'Weights: CNN3, 18,348,706 parameters',
    'Training: best weights after epoch 7 of at most 50, seed 1, batches of 128',
    'Trained on: data/failed-redshifts: train 400 (300 + 100), validation 80 (60 + 20), test 80 (50 + 30)',
    'Temperature: none in the weights',
  ])
})

test('imported weights say little', () => {
  expect(networkFacts(IMPORTED, null).map(({ term, text }) => `${term}: ${text}`)).toEqual([
    'Name: CNN3, weights.h5',
    'From: weights of Keras, read 2026-11-22',
    'Takes: not known, 17,908 points',
    'Redshifts: not known: there was no zgrid',
    'Weights: CNN3, 18,348,706 parameters',
    'Training: not known',
    'Temperature: none in the weights',
  ])
})

test.each([
  [
    { ...CARD, origin: 'saved' as const },
    'a file that version 1.0.0 of this program saved; training ended 2026-11-22',
  ],
  [
    { ...ANSWERED, origin: 'saved' as const },
    'a file that this program saved; the weights come from Keras, read 2026-11-22',
  ],
])('where a loaded network comes from: %#', (card, text) => expect(fact(card, 'From')).toBe(text))

test.each([
  [{ ...TWO_INPUTS, input: 'logPDF' as const }, 'logPDF, 17,908 points, and z_est as its value'],
  [
    { ...TWO_INPUTS, input: 'PDF' as const, redshift: 'index' as const },
    'PDF, 17,908 points, and z_est as its index in the grid',
  ],
])('two inputs: %#', (card, text) => expect(fact(card, 'Takes')).toBe(text))

describe('grids', () => {
  test.each([
    ['z' as const, 'z from 0 to 4.99412, even in z'],
    ['irregular' as const, 'z from 0 to 4.99412, unevenly spaced'],
  ])('%s', (spacing, text) => expect(fact({ ...CARD, zgrid: { ...ZGRID, spacing } }, 'Redshifts')).toBe(text))
})

test('a temperature of the view of trust', () => {
  expect(networkFacts(CARD, 0.936).at(-1)!.text).toBe('none in the weights; Trust applies 0.936')
})

test('a temperature in the weights', () => {
  expect(fact({ ...CARD, temperature: 1.234_56 }, 'Temperature')).toBe(
    'T = 1.2346, in the weights: probabilities are calibrated',
  )
})
