import { describe, expect, test } from 'vitest'
import { answersAt } from '../core/applied-summary.ts'
import { StudioError } from '../core/errors.ts'
import { appliedFixture, CARD } from '../data/applied/applied.fixture.ts'
import { type KeepChoice, keepFlags, keptClass, keptText } from './apply-keep.ts'
import { APPLY } from './apply-options.ts'
import { parseArguments } from './arguments.ts'

function flags(...argv: readonly string[]): KeepChoice | null {
  return keepFlags(parseArguments(APPLY, argv))
}

/** Message and hint of what is thrown. */
function refusal(act: () => unknown): readonly [string, string] {
  try {
    act()
  } catch (thrown) {
    if (thrown instanceof StudioError && thrown.code === 'bad-input') return [thrown.message, thrown.hint]
    throw thrown
  }
  throw new Error('Expected a refusal')
}

describe('the flags', () => {
  test('are a class and a probability, or neither', () => {
    expect(flags()).toBeNull()
    expect(flags('--keep', 'Flag 4', '--threshold', '0.95')).toEqual({ name: 'Flag 4', threshold: 0.95 })
  })

  test.each([
    ['0', 0],
    ['1', 1],
    ['1.0', 1],
    ['.5', 0.5],
    ['5e-3', 0.005],
  ])('a threshold of %s', (value, threshold) => {
    expect(flags('--keep', 'a', '--threshold', value)).toEqual({ name: 'a', threshold })
  })

  test.each(['1.001', '-0.1', '90%', '0,9', '0x1', '1.2.3', 'Infinity', 'high'])('not %s', (value) => {
    expect(refusal(() => flags('--keep', 'a', '--threshold', value))).toEqual([
      `--threshold is "${value}"; expected a number from 0 to 1.`,
      'Give --threshold a number from 0 to 1.',
    ])
  })

  const BOTH = 'Give both, for example --keep "Deltaz<1e-3" --threshold 0.9, or neither.'
  test.each([
    ['--keep=a', '--keep needs --threshold P, which is missing.'],
    ['--threshold=0.9', '--threshold needs --keep CLASS, which is missing.'],
  ])('%s alone is refused', (flag, message) => {
    expect(refusal(() => flags(flag))).toEqual([message, BOTH])
  })
})

describe('the class', () => {
  test.each([
    ['Deltaz<1e-3', 0],
    ['DeltaZ < 1e-3', 0],
    ['Deltaz>=1e-3', 1],
    ['DeltaZ ≥ 1e-3', 1],
  ])('%s', (name, classIndex) => {
    expect(keptClass(CARD, { name, threshold: 0.9 })).toEqual({ classIndex, threshold: 0.9 })
  })

  // the second is what a shell leaves of --keep Deltaz>=1e-3
  test.each(['Success', 'Deltaz', 'deltaz<1e-3', '0'])('%s is none of the network', (name) => {
    expect(refusal(() => keptClass(CARD, { name, threshold: 0.9 }))).toEqual([
      `--keep is "${name}"; expected one of Deltaz<1e-3, Deltaz>=1e-3.`,
      'Give a class of the network, in quotes because of the shell: --keep "Deltaz<1e-3".',
    ])
  })

  test('of a network that does not tell what it is for is left to its own refusal', () => {
    const card = { ...CARD, target: null, classes: ['class 0', 'class 1'], labels: ['class 0', 'class 1'] }
    expect(keptClass(card, { name: 'Success', threshold: 0.9 })).toBeNull()
  })

  test('nobody chose', () => expect(keptClass(CARD, null)).toBeNull())
})

describe('how many are kept', () => {
  const applied = { ...appliedFixture(null, 4), logits: Float32Array.of(0, 0, 2, 0, 0, 2, NaN, NaN) }
  const textAt = (threshold: number, temperature: number | null = null) =>
    keptText(answersAt(applied, temperature), { classIndex: 0, threshold })

  test('of the rows with an answer, the threshold itself included', () => {
    expect(textAt(0.5)).toBe('2 of 3 rows (66.7 %) with a probability of DeltaZ < 1e-3 of at least 0.5')
    expect(textAt(0.51)).toBe('1 of 3 rows (33.3 %) with a probability of DeltaZ < 1e-3 of at least 0.51')
    expect(textAt(0)).toBe('3 of 3 rows (100.0 %) with a probability of DeltaZ < 1e-3 of at least 0')
  })

  test('at the temperature that is asked for', () => {
    // 1 / (1 + exp(-2 / T)): 0.881 as it is, 0.731 at T = 2
    expect(textAt(0.8)).toContain('1 of 3 rows')
    expect(textAt(0.8, 2)).toContain('0 of 3 rows')
  })

  test('nobody chose', () => expect(keptText(answersAt(applied, null), null)).toBeNull())
})
