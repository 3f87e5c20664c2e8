import { describe, expect, test } from 'vitest'
import { amazedProblem, failureClassOf, rangeOf } from './amazed-fields.ts'
import { CARD, IMPORTED, TWO_INPUTS, ZGRID } from './apply.fixture.ts'

describe('why AMAZED could not use a network', () => {
  test.each([
    [CARD, null],
    [
      { ...CARD, model: 'CNN-2inputs' as const },
      'CNN-2inputs takes the estimated redshift beside the posterior, and AMAZED gives a network the posterior alone. Train another network, for example CNN3.',
    ],
    [
      { ...CARD, input: 'logPDF' as const },
      'AMAZED gives a network the PDF, and this one takes logPDF. Train one on the PDF.',
    ],
    [IMPORTED, 'AMAZED gives a network the PDF, and it is not known what this one takes. Say it above.'],
    [
      { ...CARD, zgrid: null },
      'AMAZED compares the end of the redshift grid, and the data of this network had none. Put zgrid.npy beside the data and train again.',
    ],
  ])('%#', (card, problem) => expect(amazedProblem(card)).toBe(problem))

  test('the second input comes before all else, as nothing mends it', () => {
    expect(amazedProblem(TWO_INPUTS)).toMatch(/^CNN-2inputs takes the estimated redshift/)
  })
})

describe('the range', () => {
  test('has no dust of float32, and the step of the reference', () => {
    expect(ZGRID.last).not.toBe(4.99412)
    expect(rangeOf(ZGRID)).toEqual({ min: 0, max: 4.99412, step: 1e-4 })
  })

  test('of float64 stays as it is, and so does another step but for six digits', () => {
    expect(
      rangeOf({ ...ZGRID, first: 0.012_345_678_912_3, last: 6.000_000_001, step: 2.512_345_67e-4 }),
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
  ])('a step of %d', (step, shown) => expect(rangeOf({ ...ZGRID, step }).step).toBe(shown))
})

test('the failure is the last class', () => {
  expect(failureClassOf(CARD)).toBe(1)
  expect(failureClassOf(TWO_INPUTS)).toBe(2)
})
