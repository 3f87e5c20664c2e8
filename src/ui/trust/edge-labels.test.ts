import { expect, test } from 'vitest'
import { edgeLabels } from './edge-labels.ts'

test('as few decimals as tell edges apart', () => {
  expect(edgeLabels([0.0012, 0.5, 4.96])).toEqual(['0.00', '0.50', '4.96'])
  expect(edgeLabels([0.001, 0.002, 4.96])).toEqual(['0.001', '0.002', '4.960'])
  expect(edgeLabels([0.00001, 0.00002])).toEqual(['0.0000', '0.0000'])
  expect(edgeLabels([1.5, 1.5])).toEqual(['1.50', '1.50'])
})
