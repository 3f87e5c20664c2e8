import { describe, expect, test } from 'vitest'
import type { Saliency } from '../../core/saliency.ts'
import { zAxis } from '../inspect/z-axis.ts'
import { exactnessText, saliencyNote, saliencyText } from './saliency-text.ts'

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
    baselineScore: -1.5,
    ...patch,
  }
}

const of = (value: Saliency, axis = AXIS) => saliencyText(value, 'DeltaZ < 1e-3', axis, false)

describe('saliencyText', () => {
  test('log-odds of the posterior and of a flat row, and where the strongest contributions lie', () => {
    expect(of(saliency({ 300: 1, 304: 2, 800: -1 }))).toBe(
      'Log-odds of DeltaZ < 1e-3: +2.31. A flat row has −1.50: this posterior raises that by 3.81. It looked most at ' +
        'z 0.3000 to 0.3040 (75.0 % of all contributions, for the class) and z 0.8000 (25.0 %, against the class).',
    )
  })

  test("log-odds are the network's own where probabilities are calibrated", () => {
    expect(saliencyText(saliency({}, { score: 1.874 }), 'DeltaZ < 1e-3', AXIS, true)).toBe(
      'Log-odds of DeltaZ < 1e-3 before calibration: +1.87. A flat row has −1.50: this posterior raises that by 3.37. ' +
        'Every contribution is 0: the network does not respond to this posterior.',
    )
  })

  test('numbers of points where no zgrid is known', () => {
    expect(of(saliency({ 999: -1 }, { score: -0.5, baselineScore: 0.5 }), INDICES)).toBe(
      'Log-odds of DeltaZ < 1e-3: −0.50. A flat row has +0.50: this posterior lowers that by 1.00. It looked most at ' +
        'point 999 (100.0 % of all contributions, against the class).',
    )
  })

  test.each([
    [2.3, -1.5, 'A flat row has −1.50: this posterior raises that by 3.80.'],
    [33.62, 31.96, 'A flat row has +31.96: this posterior raises that by 1.66.'],
    [
      31.96,
      33.62,
      'Even a flat row has +33.62: the network calls a row without any peak this class too, and this posterior lowers ' +
        'that by 1.66. What is against the class here only makes it less sure.',
    ],
    [-2, 1, 'A flat row has +1.00: this posterior lowers that by 3.00.'],
    [-2, -1, 'A flat row has −1.00: this posterior lowers that by 1.00.'],
    [1.002, 1, 'A flat row has +1.00 as well.'],
  ])('what contributions start from: %f after %f', (score, baselineScore, expected) => {
    const text = of(saliency({ 300: 1 }, { score, baselineScore }))
    expect(text).toContain(`. ${expected} It looked most at z 0.3000 (`)
  })

  test('where the strongest are less than half, that is said', () => {
    const everywhere = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [i, 1]))
    expect(of(saliency({ ...everywhere, 500: 50 }))).toMatch(
      / That is \d+\.\d % in all: the rest is spread over the whole range\.$/,
    )
    expect(of(saliency({ 300: 1 }))).not.toContain('whole range')
  })
})

describe('exactnessText', () => {
  test.each([
    [
      { score: 2.5, baselineScore: -0.5 },
      { 300: 2.5, 800: 0.25 },
      'All contributions add up to +2.75; the log-odds differ from those of the flat row by +3.00: off by 8.3 %.',
    ],
    [
      { score: -1, baselineScore: 0 },
      { 300: -1 },
      'All contributions add up to −1.00; the log-odds differ from those of the flat row by −1.00: off by 0.0 %.',
    ],
    [
      { score: 1000, baselineScore: 0 },
      { 300: 999.75 },
      'All contributions add up to +999.75; the log-odds differ from those of the flat row by +1000.00: off by less than 0.1 %.',
    ],
    [
      { score: 0.5, baselineScore: 0.5 },
      { 300: 0.25, 800: -0.125 },
      'All contributions add up to +0.13; the log-odds differ from those of the flat row by 0.00: off by 0.125.',
    ],
  ])('integrated gradients: how well they add up, %j', (scores, values, expected) => {
    expect(exactnessText(saliency(values, { method: 'integratedGradients', ...scores }))).toBe(expected)
  })

  test('the sum of the other method means nothing', () => {
    expect(exactnessText(saliency({ 300: 1 }))).toBeNull()
  })
})

test('what the strip is not', () => {
  const note =
    'Where this network reacts, not why the redshift is right or wrong. For and against are counted from a row that is flat ' +
    'at the median of this posterior. Log-odds are ln(p / (1 − p)): 0 is p = 50 %, +4.6 is 99 %.'
  expect(saliencyNote(false)).toBe(note)
  expect(saliencyNote(true)).toBe(
    `${note} The estimated redshift speaks too and is held fixed: it is not in the strip.`,
  )
})
