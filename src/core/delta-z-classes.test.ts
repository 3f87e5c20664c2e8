import { expect, test } from 'vitest'
import { deltaZClasses } from './delta-z-classes.ts'
import { DEFAULT_DELTA_Z_THRESHOLD, TARGETS } from './targets.ts'

test('the default threshold has the names of the contract', () => {
  const { classes, labels } = TARGETS.DeltaZ
  expect(deltaZClasses(DEFAULT_DELTA_Z_THRESHOLD)).toEqual({ classes, labels })
})

test.each([
  [0.005, '5e-3'],
  [0.0125, '1.25e-2'],
  [0.1, '1e-1'],
  [1, '1e0'],
  [20, '2e1'],
  [1 / 3, '3.333333333333333e-1'],
])('%f is named %s', (threshold, number) => {
  expect(deltaZClasses(threshold)).toEqual({
    classes: [`Deltaz<${number}`, `Deltaz>=${number}`],
    labels: [`DeltaZ < ${number}`, `DeltaZ ≥ ${number}`],
  })
  expect(Number(number)).toBe(threshold)
})
