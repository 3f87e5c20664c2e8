import { describe, expect, test } from 'vitest'
import { fitExponent, growthCases, growthResult } from './growth.ts'
import { growthMarkdown, growthText } from './growth-table.ts'

describe('the fitted exponent', () => {
  const curve = (seconds: (size: number) => number) =>
    [1024, 4480, 17_908].map((size) => ({ size, seconds: seconds(size) }))

  test.each([0, 0.5, 1, 2])('of a power law is its power %d', (power) => {
    expect(fitExponent(curve((size) => 3e-5 * size ** power))).toBeCloseTo(power, 10)
  })

  test('is the least-squares line through logarithms', () => {
    // log2: (0, 0), (1, 2), (2, 1): slope 1/2
    const points = [
      { size: 1, seconds: 1 },
      { size: 2, seconds: 4 },
      { size: 4, seconds: 2 },
    ]
    expect(fitExponent(points)).toBeCloseTo(0.5, 12)
  })

  test('needs two sizes', () => {
    expect(fitExponent([])).toBeNull()
    expect(
      fitExponent([
        { size: 8, seconds: 1 },
        { size: 8, seconds: 2 },
      ]),
    ).toBeNull()
  })
})

test('every model has three lengths at one batch, and CNN3 four batches; none comes twice', () => {
  const cases = growthCases(false)
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
  const sizes = (model: string, of: 'length' | 'batch', fixed: number) =>
    cases
      .filter((each) => each.model === model && each[of === 'length' ? 'batch' : 'length'] === fixed)
      .map((each) => each[of])
      .sort((a, b) => a - b)
  for (const model of ['CNN3', 'CNN8', 'CNN-GRU', 'CNN-LSTM']) {
    expect(sizes(model, 'length', 8)).toEqual([1024, 4480, 17_908])
  }
  expect(sizes('CNN3', 'batch', 4480)).toEqual([2, 8, 32, 128])
})

describe('the result', () => {
  const cases = growthCases(false)
  // 1 ms for each batch of 8 rows and 100 points; CNN-LSTM could not be measured
  const found = new Map(
    cases
      .filter(({ model }) => model !== 'CNN-LSTM')
      .map(({ id, length, batch }) => {
        const median = ((length / 100) * (batch / 8)) / 1000
        return [id, { timing: { median, min: median, repeats: 3 } }]
      }),
  )
  const growth = growthResult('CPU, 2 threads', cases, found)

  test('has an exponent for each curve that has points', () => {
    expect(growth.exponents.map(({ model, of }) => `${model} ${of}`)).toEqual([
      'CNN3 length',
      'CNN3 batch',
      'CNN8 length',
      'CNN-GRU length',
    ])
    for (const { exponent } of growth.exponents) expect(exponent).toBeCloseTo(1, 10)
  })

  test('is written with rows per second and the cost of an epoch', () => {
    const line = growthText(growth)
      .split('\n')
      .find((text) => /^CNN8 +4,480/.test(text))
    // 44.8 ms for 8 rows
    expect(line?.split(/ {2,}/)).toEqual(['CNN8', '4,480', '8', '0.0448', '179', '56.0'])
  })

  test('is valid Markdown, with what is missing', () => {
    const text = growthMarkdown(growth, 'Some machine.')
    expect(text).toMatch(/^Some machine\. Node, CPU, 2 threads\.\n\n\| model \|/)
    expect(text).toContain('| CNN-LSTM | 1,024 | 8 | not measured | - | - |')
    expect(text).toContain('| CNN3 | batch | 1.00 |')
  })
})
