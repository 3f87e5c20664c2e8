import { expect, test } from 'vitest'
import { mapSplits } from './by-split.ts'
import { chooseFloor } from './floor.ts'

/** Scans with one -inf in each split and these lowest values. */
function floorOf(lowest: number) {
  return chooseFloor(
    mapSplits({ train: lowest, validation: -5000, test: -6000 }, (value) => ({
      nonFinite: { nan: 0, posInf: 0, negInf: 1 },
      lowest: value,
    })),
  )
}

test.each([
  [-812.5, '-812.5'],
  // float32 values, which as doubles have 16 digits
  [-812.3, '-812.3'],
  [-1 / 3, '-0.3333333'],
  [-123_456.78, '-123456.8'],
  [-3.4e38, '-3.4e+38'],
  [0, '0'],
])('a lowest value of %d is written as %s, and is what -inf is read as to the last bit', (value, text) => {
  const lowest = Math.fround(value)
  expect(floorOf(lowest)).toEqual({
    value: lowest,
    finding: {
      code: 'negative-infinity',
      severity: 'info',
      message: `-inf stands for p = 0 in 1 value in TRAIN, 1 value in VALID and 1 value in TEST. It is read as ${text}, the lowest finite value of TRAIN.`,
      file: '',
      rows: [],
      counts: { train: 1, validation: 1, test: 1, total: 3 },
    },
  })
})

test('where nothing of TRAIN is finite there is none', () => {
  expect(floorOf(Number.POSITIVE_INFINITY)).toEqual({ value: null, finding: null })
})
