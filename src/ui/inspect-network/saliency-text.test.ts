import { describe, expect, test } from 'vitest'
import type { Saliency } from '../../core/saliency.ts'
import { zAxis } from '../inspect/z-axis.ts'
import { saliencyNote, saliencyText } from './saliency-text.ts'

const AXIS = zAxis(
  1001,
  Float64Array.from({ length: 1001 }, (_, i) => i / 1000),
  'z',
)
const INDICES = zAxis(1001, null, 'z')

function saliency(values: Readonly<Record<number, number>>, patch: Partial<Saliency> = {}): Saliency {
  const all = new Float32Array(1001)
  for (const [index, value] of Object.entries(values)) all[Number(index)] = value
  return {
    object: 1,
    classIndex: 0,
    method: 'gradientTimesInput',
    values: all,
    score: 2.314,
    baselineScore: null,
    ...patch,
  }
}

const of = (value: Saliency, axis = AXIS) => saliencyText(value, 'DeltaZ < 1e-3', axis, false)

describe('saliencyText', () => {
  test('log-odds, and where the strongest contributions lie', () => {
    expect(of(saliency({ 300: 1, 304: 2, 800: -1 }))).toBe(
      'Log-odds of DeltaZ < 1e-3: +2.31. Strongest contributions: ' +
        'z 0.3000 to 0.3040 (75.0 % of the sum of absolute values, for the class) ' +
        'and z 0.8000 (25.0 %, against the class).',
    )
  })

  test("log-odds are the network's own where probabilities are calibrated", () => {
    expect(saliencyText(saliency({}, { score: 1.874 }), 'DeltaZ < 1e-3', AXIS, true)).toBe(
      'Log-odds of DeltaZ < 1e-3 before calibration: +1.87. ' +
        'Every contribution is 0: the network does not respond to this posterior.',
    )
  })

  test('numbers of points where no zgrid is known', () => {
    expect(of(saliency({ 999: -1 }, { score: -0.5 }), INDICES)).toBe(
      'Log-odds of DeltaZ < 1e-3: −0.50. Strongest contributions: ' +
        'point 999 (100.0 % of the sum of absolute values, against the class).',
    )
  })

  test('a network that does not respond', () => {
    expect(of(saliency({}, { score: 0 }))).toBe(
      'Log-odds of DeltaZ < 1e-3: 0.00. Every contribution is 0: the network does not respond to this posterior.',
    )
  })

  test.each([
    [
      { score: 2.5, baselineScore: -0.5 },
      { 300: 2.5, 800: 0.25 },
      'All contributions add up to +2.75; the log-odds differ from those of a row that is flat at its lowest value, −0.50, by +3.00: off by 8.3 %.',
    ],
    [
      { score: -1, baselineScore: 0 },
      { 300: -1 },
      'All contributions add up to −1.00; the log-odds differ from those of a row that is flat at its lowest value, 0.00, by −1.00: off by 0.0 %.',
    ],
    [
      { score: 1000, baselineScore: 0 },
      { 300: 999.75 },
      'All contributions add up to +999.75; the log-odds differ from those of a row that is flat at its lowest value, 0.00, by +1000.00: off by less than 0.1 %.',
    ],
    [
      { score: 0.5, baselineScore: 0.5 },
      { 300: 0.25, 800: -0.125 },
      'All contributions add up to +0.13; the log-odds differ from those of a row that is flat at its lowest value, +0.50, by 0.00: off by 0.125.',
    ],
  ])('integrated gradients: how well they add up, %j', (scores, values, expected) => {
    const text = of(saliency(values, { method: 'integratedGradients', ...scores }))
    expect(text.slice(text.indexOf('All contributions'))).toBe(expected)
  })
})

test('what the strip is not', () => {
  expect(saliencyNote(false)).toBe('Where this network reacts, not why the redshift is right or wrong.')
  expect(saliencyNote(true)).toBe(
    'Where this network reacts, not why the redshift is right or wrong. ' +
      'The estimated redshift speaks too and is held fixed: it is not in the strip.',
  )
})
