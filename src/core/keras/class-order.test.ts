import { expect, test } from 'vitest'
import { orderOfTarget, targetOfNames } from './class-order.ts'

test('names in any order are those of a target', () => {
  expect(targetOfNames(['Mismatch', 'Success', 'Spurious'])).toEqual({
    target: 'Success3',
    classes: ['Success', 'Spurious', 'Mismatch'],
    labels: ['Success', 'Spurious', 'Mismatch'],
    order: [1, 2, 0],
  })
  expect(targetOfNames(['Flags 3-4', 'Flag 1', 'Flags 2-9'])?.labels).toEqual([
    'Flag 1',
    'Flags 2 & 9',
    'Flags 3 & 4',
  ])
})

test('DeltaZ at any threshold', () => {
  expect(targetOfNames(['Deltaz>=5e-3', 'Deltaz<5e-3'])).toEqual({
    target: 'DeltaZ',
    classes: ['Deltaz<5e-3', 'Deltaz>=5e-3'],
    labels: ['DeltaZ < 5e-3', 'DeltaZ ≥ 5e-3'],
    order: [1, 0],
  })
  expect(targetOfNames(['Deltaz>=5e-3', 'Deltaz<1e-3'])).toBeNull()
})

test('other names are of none', () => {
  expect(targetOfNames(['failure', 'success'])).toBeNull()
  expect(targetOfNames(['Success', 'Spurious'])).toBeNull()
  expect(orderOfTarget('Success2', ['Success', 'Spurious/Mismatch', 'x'])).toBeNull()
  expect(orderOfTarget('Success2', ['Success', 'Success'])).toBeNull()
})
