import { describe, expect, test } from 'vitest'
import {
  type DeviceCheck,
  explanation,
  formatError,
  formatLimit,
  isFit,
  isModelFit,
  largest,
  verdictOf,
} from './check-text.ts'
import { brokenModel, deviceCheck, modelCheck, quantity } from './test-data.ts'

const TRUST = 'Do not trust training on this device; choose the CPU (wasm) backend.'

describe('a device that is fit', () => {
  test('is told how near it comes to what is allowed, and where', () => {
    expect(verdictOf(deviceCheck(modelCheck('CNN8', quantity('gradient', 2.7e-6))))).toEqual({
      verdict: 'Fit: this device computes what Keras computes.',
      meaning: "Its largest error, in CNN8's gradient, is 27% of what is allowed.",
    })
  })

  test.each([
    [3e-8, '0.3%'],
    [9e-9, 'less than 0.1%'],
    [9.96e-7, '10%'],
    [1e-5, '100%'],
  ])('a share of %f of 1e-5 is %s', (error, text) => {
    const only = modelCheck('CNN3')
    const quantities = [quantity('loss', error)]
    const models = deviceCheck().models.map(({ model }) => ({ ...only, model, quantities }))
    expect(verdictOf({ ...deviceCheck(), models }).meaning).toBe(
      `Its largest error, in CNN3's loss, is ${text} of what is allowed.`,
    )
  })
})

describe('a device that is not fit', () => {
  test.each([
    [quantity('gradient', 2.1e-3), "CNN-GRU's gradient is off by 2.1e-3 where 1e-5 is allowed."],
    [quantity('probabilities', 3e-5), "CNN-GRU's probabilities are off by 3.0e-5 where 1e-5 is allowed."],
    [quantity('loss', Number.POSITIVE_INFINITY), "CNN-GRU's loss is infinite where 1e-5 is allowed."],
    [
      quantity('adam', 1.4e-3, 1e-3),
      "CNN-GRU's weights after some Adam steps are off by 1.4e-3 where 1e-3 is allowed.",
    ],
    [quantity('adam rule', Number.NaN), "CNN-GRU's Adam update is not a number where 1e-5 is allowed."],
  ])('is told which network and quantity, by how much: %#', (worst, text) => {
    const check = deviceCheck(modelCheck('CNN-GRU', worst))
    expect(isFit(check)).toBe(false)
    expect(verdictOf(check)).toEqual({ verdict: `Not fit: ${text}`, meaning: TRUST })
  })

  test('is told the worst of several, and how many there are', () => {
    const check = deviceCheck(
      modelCheck('CNN8', quantity('gradient', 2e-5)),
      modelCheck('CNN-LSTM', quantity('loss', 3e-5), quantity('gradient', 4e-4)),
    )
    expect(verdictOf(check).verdict).toBe(
      "Not fit: CNN-LSTM's gradient is off by 4.0e-4 where 1e-5 is allowed. 2 of 5 networks are not as Keras has them.",
    )
  })

  test('is told what kept a network from being computed', () => {
    expect(verdictOf(deviceCheck(brokenModel('CNN8', 'The GPU was lost'))).verdict).toBe(
      'Not fit: CNN8 could not be computed: The GPU was lost.',
    )
  })

  test('on the CPU another backend is no way out', () => {
    const check = { ...deviceCheck(modelCheck('CNN3', quantity('loss', 1))), backend: 'wasm' } as const
    expect(verdictOf(check).meaning).toBe('Do not trust training here; use another browser or computer.')
  })

  test.each<[string, DeviceCheck]>([
    ['nothing was computed', { ...deviceCheck(), models: [] }],
    ['a network is missing', { ...deviceCheck(), models: deviceCheck().models.slice(1) }],
    ['nothing was compared', deviceCheck({ ...modelCheck('CNN3'), quantities: [] })],
    ['the engine says no', { ...deviceCheck(), isFit: false }],
    ['a model says no', deviceCheck({ ...modelCheck('CNN3'), isFit: false })],
    [
      'a quantity says no and its model yes',
      deviceCheck({ ...modelCheck('CNN3', quantity('loss', 1)), isFit: true }),
    ],
  ])('is never called fit: %s', (_, check) => {
    expect(isFit(check)).toBe(false)
    expect(verdictOf(check).verdict).toMatch(/^Not fit: /)
  })
})

test('the largest error is the nearest to its limit, and one that is not a number is larger still', () => {
  const near = quantity('loss', 9e-6)
  const far = quantity('adam', 9e-5, 1e-3)
  const nan = quantity('gradient', Number.NaN)
  expect(largest([far, near])).toBe(near)
  expect(largest([nan, near])).toBe(nan)
  expect(largest([near, nan])).toBe(nan)
  expect(largest([])).toBeNull()
})

test('a network that could not be computed is not fit whatever it claims', () => {
  expect(isModelFit({ ...modelCheck('CNN3'), problem: 'no memory' })).toBe(false)
  expect(isModelFit(modelCheck('CNN3'))).toBe(true)
})

test('the explanation says what is compared, and afterwards where and with which Keras', () => {
  expect(explanation(null)).toBe(
    'Computes small versions of all five networks from built-in fixtures on the chosen backend, and compares with what Keras computed in float64.',
  )
  expect(explanation(deviceCheck())).toBe(
    'Checked on webgpu: NVIDIA ampere. Small versions of all five networks, from built-in fixtures, against what Keras 3.15.1 computed in float64. Errors are relative to the largest expected value.',
  )
})

test('errors have two digits, limits those that they have', () => {
  expect([2.14e-3, 7e-8, 0, Number.NaN, 1 / 0].map(formatError)).toEqual([
    '2.1e-3',
    '7.0e-8',
    '0.0e+0',
    'not a number',
    'infinite',
  ])
  expect([1e-5, 5e-5, 1e-3, 1e-8].map(formatLimit)).toEqual(['1e-5', '5e-5', '1e-3', '1e-8'])
})
