import { expect, test } from 'vitest'
import { fitText } from './fit-text.ts'

const FIT = {
  temperature: 1.430_02,
  rows: 1204,
  lossBefore: 0.412,
  lossAfter: 0.398_12,
  eceBefore: 0.054,
  eceAfter: 0.021_21,
}
const NUMBERS = 'On these rows cross-entropy 0.4120 before, 0.3981 after; ECE 0.0540 before, 0.0212 after.'

test.each([
  [1.430_02, 'T = 1.43, fitted on 1,204 rows of validation: the network was too sure.'],
  [0.8, 'T = 0.8, fitted on 1,204 rows of validation: the network was not sure enough.'],
  [0.0007, 'T = 0.0007, fitted on 1,204 rows of validation: the network was not sure enough.'],
  [2000, 'T = 2000, fitted on 1,204 rows of validation: the network was too sure.'],
  [1, 'T = 1, fitted on 1,204 rows of validation: probabilities stay as they are.'],
  [
    0.05,
    'T = 0.05, fitted on 1,204 rows of validation: the lowest allowed, as the network has all of them right.',
  ],
  [
    100,
    'T = 100, fitted on 1,204 rows of validation: the highest allowed, as the network tells nothing of them.',
  ],
])('T = %d', (temperature, text) => {
  expect(fitText({ ...FIT, temperature })).toBe(`${text} ${NUMBERS}`)
})

test.each([
  [{ lossAfter: 0.4081 }, 'this hardly changes anything'],
  [{ lossAfter: 0.4078 }, 'the network was too sure'],
  [{ eceAfter: 0.0541 }, 'ECE got worse'],
  [{ lossAfter: 0.412, eceAfter: 0.0541 }, 'this hardly changes anything, and ECE got worse'],
])('of no more than %j it says so', (patch, text) => {
  expect(fitText({ ...FIT, ...patch })).toContain(`1,204 rows of validation: ${text}. On these rows`)
})
