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

function network(path: string) {
  return trainOptions(parseArguments(TRAIN, ['--data', 'tree', '--network', path])).network
}

test.each([
  ['a.keras', 'keras'],
  ['below.h5/A.KERAS', 'keras'],
  ['a.h5', 'hdf5'],
  ['a.b.hdf5', 'hdf5'],
])('the network %s is written as %s', (path, format) => {
  expect(network(path)).toEqual({ path, format })
})

test.each(['net', 'net.zip', 'net.keras/net', '.keras'])('the network %s is refused', (path) => {
  expect(() => network(path)).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message: `--network is "${path}", whose ending tells no format; expected one of .keras, .h5, .hdf5.`,
    }),
  )
})

test('another kind of class weights is refused', () => {
  expect(() => settings('--class-weights', '0.5,2')).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message: '--class-weights is "0.5,2"; expected one of none, balanced.',
    }),
  )
})
