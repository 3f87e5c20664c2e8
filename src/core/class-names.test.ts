import { describe, expect, test } from 'vitest'
import {
  areIndexNames,
  guessedLabels,
  indexNames,
  labelsOfTarget,
  readableClassNames,
  withoutLatex,
} from './class-names.ts'
import { deltaZClasses } from './delta-z-classes.ts'
import { TARGET_IDS, TARGETS } from './targets.ts'

describe('contract names become labels', () => {
  test.each(TARGET_IDS)('of %s', (id) => {
    expect(readableClassNames(TARGETS[id].classes)).toEqual(TARGETS[id].labels)
  })

  test.each([5e-3, 1.25e-2, 1, 20, 1 / 3])('of DeltaZ at %f', (threshold) => {
    const { classes, labels } = deltaZClasses(threshold)
    expect(readableClassNames(classes)).toEqual(labels)
  })

  test.each([
    [['Deltaz<5e-3', 'Deltaz>=1e-3']],
    [['Deltaz<1e-3']],
    [['Deltaz>=1e-3', 'Deltaz<1e-3']],
    [['Deltaz<0.005', 'Deltaz>=0.005']],
    [['Flags 2-9', 'Flag 1', 'Flags 3-4']],
    [['flags 1', 'flags 2-9', 'flags 3-4']],
  ])('but not %j, which is no list of the contract', (names) => {
    expect(readableClassNames(names)).toEqual(names)
  })
})

test.each([
  ['$\\Delta$Z $< 10^{-3}$', 'ΔZ < 1e-3'],
  ['$\\Delta$Z $\\geq 10^{-3}$', 'ΔZ ≥ 1e-3'],
  ['$\\Delta z \\le 5\\times10^{-3}$', 'Δ z ≤ 5e-3'],
  ['$\\Delta z \\ge 1.5 \\cdot 10^{-3}$', 'Δ z ≥ 1.5e-3'],
  ['$|\\Delta z| \\lt 10^{2}$', '|Δ z| < 1e2'],
  ['$10^-3$', '1e-3'],
  ['$\\mathrm{Flag}\\,1$', 'Flag 1'],
  ['\\text{Flags 2 \\& 9}', 'Flags 2 & 9'],
  ['$\\leqslant$ 1', '\\leqslant 1'],
  ['costs $5', 'costs $5'],
  ['a_b%c#{}~&^', 'a_b%c#{}~&^'],
  ['', ''],
])('%j reads as %j', (name, readable) => {
  expect(withoutLatex(name)).toBe(readable)
  expect(readableClassNames([name, 'b'])).toEqual([readable, 'b'])
})

test("a target's name gives its labels where their number fits", () => {
  expect(labelsOfTarget('deltaz', 2)).toEqual(TARGETS.DeltaZ.labels)
  expect(labelsOfTarget('DeltaZ', 3)).toEqual(['class 0', 'class 1', 'class 2'])
  expect(labelsOfTarget('', 0)).toEqual([])
})

test('what is guessed is marked, an index is not', () => {
  expect(guessedLabels('flag3', 3)).toEqual(['Flag 1?', 'Flags 2 & 9?', 'Flags 3 & 4?'])
  expect(guessedLabels('Flag3', 2)).toEqual(['class 0', 'class 1'])
  expect(guessedLabels('', 1)).toEqual(['class 0'])
})

test('names that say no more than the index', () => {
  expect(indexNames(2)).toEqual(['class 0', 'class 1'])
  expect(areIndexNames(indexNames(12))).toBe(true)
  expect(areIndexNames([])).toBe(true)
  expect(areIndexNames(['class 1', 'class 0'])).toBe(false)
  expect(areIndexNames(['class 0', 'good'])).toBe(false)
})
