import { expect, test } from 'vitest'
import { parseArguments } from './arguments.ts'
import { TRAIN, trainOptions } from './train-options.ts'

function settings(...flags: readonly string[]) {
  return trainOptions(parseArguments(TRAIN, ['--data', 'tree', ...flags])).settings
}

test.each([
  [[], 'none'],
  [['--class-weights', 'none'], 'none'],
  [['--class-weights', 'balanced'], 'balanced'],
] as const)('%j', (flags, classWeights) => {
  expect(settings(...flags).classWeights).toBe(classWeights)
})

test('another kind of class weights is refused', () => {
  expect(() => settings('--class-weights', '0.5,2')).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message: '--class-weights is "0.5,2"; expected one of none, balanced.',
    }),
  )
})
