import { describe, expect, test } from 'vitest'
import { deltaZClasses } from '../delta-z-classes.ts'
import { TARGET_IDS, TARGETS } from '../targets.ts'
import { classKey, deltaZThreshold } from './class-key.ts'

describe('the same class', () => {
  test.each([
    ['flags 1', 'Flag 1'],
    ['flags 2-9', 'Flags 2 & 9'],
    ['Flag 3&4', ' FLAGS 3 - 4 '],
    ['$\\Delta$Z $< 10^{-3}$', 'DeltaZ < 1e-3'],
    ['$\\Delta$Z $\\geq 10^{-3}$', 'DeltaZ ≥ 1e-3'],
    ['ΔZ ≥ 1e-3', 'Deltaz>=0.001'],
    ['ΔZ < 5 × 10^{-3}', 'Deltaz<5e-3'],
    ['Deltaz<1.25e-2', 'DeltaZ < 0.0125'],
    ['spurious / mismatch', 'Spurious/Mismatch'],
  ])('%s = %s', (one, other) => {
    expect(classKey(one)).toBe(classKey(other))
  })

  test.each(TARGET_IDS)('%s: contract names and labels', (id) => {
    const { classes, labels } = TARGETS[id]
    expect(classes.map(classKey)).toEqual(labels.map(classKey))
  })
})

describe('other classes', () => {
  test.each([
    ['DeltaZ < 1e-3', 'DeltaZ < 5e-3'],
    ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
    ['Flag 1', 'Flag 2'],
    ['Flags 2-9', 'Flags 29'],
    ['Success', 'Spurious'],
  ])('%s is not %s', (one, other) => {
    expect(classKey(one)).not.toBe(classKey(other))
  })

  test('no two classes of a target are the same', () => {
    for (const id of TARGET_IDS) {
      const keys = TARGETS[id].labels.map(classKey)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })
})

test('threshold of DeltaZ classes', () => {
  expect(deltaZClasses(0.005).labels.map(deltaZThreshold)).toEqual([0.005, 0.005])
  expect(deltaZThreshold('$\\Delta$Z $\\geq 10^{-3}$')).toBe(0.001)
  expect(deltaZThreshold('DeltaZ < small')).toBeNull()
  expect(deltaZThreshold('Flag 1')).toBeNull()
})
