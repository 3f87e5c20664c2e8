import { describe, expect, test } from 'vitest'
import { amazedRange, checkForAmazed, failureClassOf } from './amazed.ts'
import { CARD as TRAINED } from './inspected.fixture.ts'
import type { ModelCard } from './model-card.ts'

/** The grid of the reference, as a float32 file holds it. */
const ZGRID = {
  first: 0,
  last: Math.fround(4.99412),
  step: 1.000_000_02e-4,
  spacing: 'ln(1+z)',
  points: 17_908,
} as const
const CARD: ModelCard = { ...TRAINED, input: 'PDF', zgrid: ZGRID }

describe('whether AMAZED could use a network', () => {
  test('it could, with the grid that it compares', () => {
    expect(checkForAmazed(CARD)).toEqual({ isUsable: true, zgrid: ZGRID })
  })

  test.each<[Partial<ModelCard>, string, string]>([
    [
      { model: 'CNN-2inputs', name: 'CNN-2inputs, DeltaZ' },
      'AMAZED gives a network the posterior alone, and CNN-2inputs, DeltaZ takes the estimated redshift beside it.',
      'Train another network, for example CNN3.',
    ],
    [
      { input: 'logPDF' },
      'AMAZED gives a network the PDF, and this one takes logPDF.',
      'Train one on the PDF.',
    ],
    [
      { input: null },
      'AMAZED gives a network the PDF, and it is not known what this one takes.',
      'Say first what it takes.',
    ],
    [
      { zgrid: null },
      'AMAZED compares the end of the redshift grid, and that of this network is not known.',
      'Put zgrid.npy beside the data and train again.',
    ],
  ])('not with %o', (changes, message, hint) => {
    expect(checkForAmazed({ ...CARD, ...changes })).toEqual({ isUsable: false, message, hint })
  })

  test('the second input comes before all else, as nothing mends it', () => {
    const check = checkForAmazed({ ...CARD, model: 'CNN-2inputs', input: null, zgrid: null })
    expect(check).toMatchObject({ hint: 'Train another network, for example CNN3.' })
  })
})

describe('the range', () => {
  test('has no dust of float32, and the step of the reference', () => {
    expect(ZGRID.last).not.toBe(4.99412)
    expect(amazedRange(ZGRID)).toEqual({ min: 0, max: 4.99412, step: 1e-4 })
  })

  test('of float64 stays as it is, and so does another step but for six digits', () => {
    expect(
      amazedRange({ ...ZGRID, first: 0.012_345_678_912_3, last: 6.000_000_001, step: 2.512_345_67e-4 }),
    ).toEqual({
      min: 0.012_345_678_912_3,
      max: 6.000_000_001,
      step: 2.512_35e-4,
    })
  })

  test.each([
    [1.0004e-4, 1e-4],
    [1.006e-4, 1.006e-4],
    [9.996e-5, 1e-4],
    [9.98e-5, 9.98e-5],
  ])('a step of %d', (step, shown) => expect(amazedRange({ ...ZGRID, step }).step).toBe(shown))
})

test('the failure is the last class', () => {
  expect(failureClassOf(CARD)).toBe(1)
  expect(failureClassOf({ ...CARD, classes: ['a', 'b', 'c'] })).toBe(2)
})
