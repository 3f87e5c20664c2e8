import { describe, expect, test } from 'vitest'
import type { Balance, DatasetReport } from '../core/dataset-report.ts'
import { type PreparationPatch, plainPreparation } from '../core/preparation.ts'
import { report } from '../store/test-data.ts'
import { parseArguments } from './arguments.ts'
import { DATA } from './data-options.ts'
import { PREPARATION_FLAGS, preparationFlags, wantedPreparation } from './preparation-flags.ts'
import { TRAIN } from './train-options.ts'

function patchOf(line: string): PreparationPatch {
  return preparationFlags(parseArguments(TRAIN, line === '' ? [] : line.split(' ')))
}

describe('the flags', () => {
  test('both commands take all of them', () => {
    const names = [
      'splits',
      'test-fraction',
      'validation-fraction',
      'split-seed',
      'stratified',
      'undersample',
      'threshold',
      'drop',
      'repair',
    ]
    expect(Object.keys(PREPARATION_FLAGS)).toEqual(names)
    for (const { flags } of [TRAIN, DATA]) expect(flags).toMatchObject(PREPARATION_FLAGS)
  })

  test.each<[string, PreparationPatch]>([
    ['', {}],
    ['--splits given', { splits: 'given' }],
    ['--splits drawn', { splits: 'drawn' }],
    ['--test-fraction 0.2', { testFraction: 0.2 }],
    ['--validation-fraction 0', { validationFraction: 0 }],
    ['--split-seed 0', { seed: 0 }],
    ['--split-seed 2147483647', { seed: 2_147_483_647 }],
    ['--stratified', { stratified: true }],
    ['--undersample none', { balancing: 'none' }],
    ['--undersample smallest', { balancing: 'smallest' }],
    ['--undersample tenth-more', { balancing: 'tenth-more' }],
    ['--threshold 5e-3', { deltaZThreshold: 0.005 }],
    ['--drop leaked', { drop: ['leaked'] }],
    ['--drop constant,no-class', { drop: ['constant', 'no-class'] }],
    ['--repair drop', { drop: ['leaked'] }],
    ['--repair split', { splits: 'drawn', stratified: true, drop: ['leaked'] }],
    ['--repair split --drop constant', { splits: 'drawn', stratified: true, drop: ['constant', 'leaked'] }],
    ['--repair split --splits given', { splits: 'given', stratified: true, drop: ['leaked'] }],
    [
      '--splits drawn --test-fraction .25 --validation-fraction 0.1 --split-seed 4 --stratified --undersample smallest --threshold 0.002 --drop repeated',
      {
        splits: 'drawn',
        testFraction: 0.25,
        validationFraction: 0.1,
        seed: 4,
        stratified: true,
        balancing: 'smallest',
        deltaZThreshold: 0.002,
        drop: ['repeated'],
      },
    ],
  ])('%s', (line, patch) => {
    expect(patchOf(line)).toEqual(patch)
  })

  test('spaces after the commas of --drop are none of a word', () => {
    const args = parseArguments(TRAIN, ['--drop', 'leaked, non-finite'])
    expect(preparationFlags(args)).toEqual({ drop: ['leaked', 'non-finite'] })
  })
})

const REASONS =
  'leaked, near-leaked, same-object, repeated, disagreeing, without-shape, non-finite, constant, no-class'

describe('a wrong value', () => {
  test.each([
    ['splits', 'anew', 'one of given, drawn'],
    ['test-fraction', '1', 'a number from 0 to below 1'],
    ['test-fraction', '15%', 'a number from 0 to below 1'],
    ['validation-fraction', '-0.1', 'a number from 0 to below 1'],
    ['split-seed', '1.5', 'an integer from 0 to 2147483647'],
    ['split-seed', '2147483648', 'an integer from 0 to 2147483647'],
    ['undersample', 'largest', 'one of none, smallest, tenth-more'],
    ['threshold', '0', 'a number above 0'],
    ['threshold', '-1e-3', 'a number above 0'],
    ['threshold', '1e999', 'a number above 0'],
    ['threshold', '1e-3z', 'a number above 0'],
    ['drop', 'leaks', `some of ${REASONS}`],
    ['drop', 'leaked,,constant', `some of ${REASONS}`],
    ['repair', 'all', 'one of drop, split'],
  ])('--%s %s', (name, value, expected) => {
    expect(() => patchOf(`--${name} ${value}`)).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: `--${name} is "${value}"; expected ${expected}.`,
        hint: `Give --${name} ${expected}.`,
      }),
    )
  })

  test.each([
    ['--stratified=yes', '--stratified takes no value, got "yes".'],
    ['--drop', '--drop needs a value: --drop REASONS.'],
    ['--repair --stratified', '--repair needs a value: --repair HOW.'],
  ])('%s', (line, message) => {
    expect(() => patchOf(line)).toThrow(expect.objectContaining({ code: 'bad-input', message }))
  })
})

describe('what the flags ask of a data set', () => {
  const GIVEN = plainPreparation('given')
  const DRAWN = plainPreparation('drawn')

  /** Objects that lie together. */
  function raw(patch: Partial<DatasetReport> = {}): DatasetReport {
    const choices = { given: false, fromAttributes: true, targets: ['DeltaZ'] } as const
    return { ...report('raw'), layout: 'raw', balance: null, preparation: DRAWN, choices, ...patch }
  }

  test('nothing where they ask for what it has', () => {
    expect(wantedPreparation(report('tree'), {}, false)).toBeNull()
    expect(
      wantedPreparation(report('tree'), { splits: 'given', seed: 1, balancing: 'none' }, false),
    ).toBeNull()
    expect(wantedPreparation(raw(), {}, false)).toBeNull()
  })

  test('its preparation with their changes', () => {
    expect(wantedPreparation(report('tree'), { seed: 4, drop: ['leaked'] }, false)).toEqual({
      ...GIVEN,
      seed: 4,
      drop: ['leaked'],
    })
  })

  test('reasons to leave rows out besides those that it has, in their usual order', () => {
    const tree = { ...report('tree'), preparation: { ...GIVEN, drop: ['repeated'] as const } }
    expect(wantedPreparation(tree, { drop: ['constant', 'leaked'] }, false)?.drop).toEqual([
      'leaked',
      'repeated',
      'constant',
    ])
    expect(wantedPreparation(tree, { drop: ['repeated'] }, false)).toBeNull()
  })

  test('--balanced on objects that lie together: the smallest class, unless --undersample says how', () => {
    expect(wantedPreparation(raw(), {}, true)).toEqual({ ...DRAWN, balancing: 'smallest' })
    expect(wantedPreparation(raw(), { seed: 3 }, true)).toEqual({ ...DRAWN, seed: 3, balancing: 'smallest' })
    expect(wantedPreparation(raw(), { balancing: 'tenth-more' }, true)).toEqual({
      ...DRAWN,
      balancing: 'tenth-more',
    })
    expect(wantedPreparation(raw(), { balancing: 'none' }, true)).toBeNull()
  })

  test.each<[string, Partial<DatasetReport>]>([
    ['is called balanced', { balance: 'balanced' }],
    ['is called unbalanced', { balance: 'unbalanced' }],
    ['says which split an object belongs to', { choices: { ...raw().choices, given: true } }],
  ])('--balanced changes nothing where the data set %s', (_, patch) => {
    const balance: Balance | null = patch.balance ?? null
    expect(wantedPreparation(raw({ ...patch, balance }), {}, true)).toBeNull()
  })
})
