import { describe, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { expectClose } from './close.fixture.ts'
import { trustScores } from './scores.ts'

describe('equal to scikit-learn', () => {
  test.each(fixture.cases)('$name', ({ classes, labels, probabilities, keptClass, scores }) => {
    expectClose(trustScores(probabilities.flat(), labels, classes, keptClass), scores)
  })
})

test('rows without probabilities are left out', () => {
  const { classes, labels, probabilities, keptClass, scores } = fixture.cases[1]!
  const unknown = [Number.NaN, Number.NaN, Number.NaN]
  const p = [...unknown, ...probabilities.flat(), ...unknown]
  expectClose(trustScores(p, [0, ...labels, 2], classes, keptClass), scores)
})

test('of no row nothing is known', () => {
  expectClose(trustScores([], [], 2, 0), {
    rows: 0,
    accuracy: null,
    logLoss: null,
    brier: null,
    ece: null,
    auc: null,
    averagePrecision: null,
  })
})
