import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/control.json'
import { createRng } from '../rng.ts'
import { softmaxRows } from '../trust/softmax.ts'
import { ABSENT_LOGIT, fitLogistic, type LogisticFit, logisticLogits } from './logistic.ts'

function fitOf({ x, labels, classes, C }: (typeof fixture.regressions)[number]) {
  const data = { x: Float64Array.from(x.flat()), labels: Uint8Array.from(labels), classes, l2C: C }
  return { data, fit: fitLogistic(data) }
}

/** In float64; `logisticLogits` rounds to float32. */
function probabilitiesOf({ weights, bias }: LogisticFit, x: readonly (readonly number[])[]): Float64Array {
  const logits = x.flatMap((row) =>
    bias.map((b, k) => row.reduce((sum, value, f) => sum + value * weights[k]![f]!, b)),
  )
  return softmaxRows(logits, bias.length)
}

describe('equal to scikit-learn', () => {
  test.each(fixture.regressions)('$name', (expected) => {
    const { fit } = fitOf(expected)
    const found = probabilitiesOf(fit, expected.x)
    const worst = expected.probabilities.flat().map((value, i) => Math.abs(value - found[i]!))
    expect(Math.max(...worst)).toBeLessThan(1e-7)
    expect(Math.abs(fit.objective / expected.objective - 1)).toBeLessThan(1e-10)
    expect(Math.abs(fit.loss / expected.logLoss - 1)).toBeLessThan(1e-8)
    expect(fit.iterations).toBeLessThan(18)
  })

  test('the cases are those of the script', () => {
    expect(fixture['scikit-learn']).toBe('1.9.1')
    expect(fixture.regressions.map(({ classes }) => classes)).toEqual([2, 2, 3, 3, 5, 5, 3])
  })
})

describe('the minimum', () => {
  test.each(fixture.regressions)('has gradient 0: $name', (expected) => {
    const { data, fit } = fitOf(expected)
    const p = probabilitiesOf(fit, expected.x)
    const { classes } = expected
    // the derivative by a weight of one class, others fixed: of two classes half the penalty of the difference
    const penalty = classes === 2 ? 2 : 1
    for (let k = 0; k < classes; k++) {
      const errors = expected.labels.map((label, r) => p[r * classes + k]! - (label === k ? 1 : 0))
      expect(Math.abs(errors.reduce((a, b) => a + b))).toBeLessThan(1e-8)
      for (let f = 0; f < expected.x[0]!.length; f++) {
        const pull = errors.reduce((sum, error, r) => sum + error * expected.x[r]![f]!, 0)
        expect(Math.abs(data.l2C * pull + penalty * fit.weights[k]![f]!)).toBeLessThan(1e-8)
      }
    }
  })

  test('is found where rounding hides the last decrease: nearly separable, C = 10,000', () => {
    const x = Float64Array.of(-58.3, -0.1, 9.1, -0.2, -0.2, 67.1, -3.9, -3.6, -4.2, -0.2)
    const fit = fitLogistic({ x, labels: Uint8Array.of(0, 1, 2, 2, 2), classes: 3, l2C: 1e4 })
    expect(fit.objective).toBeCloseTo(1.752_05, 8)
    expect(fit.iterations).toBeLessThan(25)
  })

  test('weights and biases sum to 0 over the classes', () => {
    for (const expected of fixture.regressions) {
      const { weights, bias } = fitOf(expected).fit
      for (const f of weights[0]!.keys()) {
        expect(Math.abs(weights.reduce((sum, own) => sum + own[f]!, 0))).toBeLessThan(1e-9)
      }
      expect(Math.abs(bias.reduce((a, b) => a + b))).toBeLessThan(1e-9)
    }
  })

  test('is the same each time', () => {
    const expected = fixture.regressions[4]!
    expect(fitOf(expected).fit).toEqual(fitOf(expected).fit)
  })

  test('is found from far away: large, separable values', () => {
    const rng = createRng(3)
    const x = Float64Array.from({ length: 400 }, () => 50 * rng.normal())
    const labels = Uint8Array.from({ length: 200 }, (_, r) =>
      x[2 * r]! > 20 ? 2 : x[2 * r + 1]! > 0 ? 1 : 0,
    )
    const fit = fitLogistic({ x, labels, classes: 3, l2C: 10 })
    const found = softmaxRows(logisticLogits(fit, x), 3)
    expect(labels.every((label, r) => found[3 * r + label]! > 0.5)).toBe(true)
    expect(fit.iterations).toBeLessThan(30)
  })
})

describe('classes without rows', () => {
  const three = fixture.regressions[2]!

  test('get a low constant, and the others what they have without them', () => {
    const { data, fit } = fitOf(three)
    const spread = fitLogistic({ ...data, labels: data.labels.map((label) => 2 * label), classes: 5 })
    expect(spread.bias[1]).toBe(ABSENT_LOGIT)
    expect(spread.bias[3]).toBe(ABSENT_LOGIT)
    expect(spread.weights[1]).toEqual([0, 0, 0, 0])
    expect([spread.weights[0], spread.weights[2], spread.weights[4]]).toEqual(fit.weights)
    expect(spread.objective).toBe(fit.objective)
    const p = softmaxRows(logisticLogits(spread, data.x), 5)
    for (let r = 0; r < three.x.length; r++) expect(p[5 * r + 1]).toBeLessThan(1e-13)
  })

  test('two of three are fitted as two', () => {
    const two = fitOf(fixture.regressions[0]!)
    const fit = fitLogistic({ ...two.data, classes: 3 })
    expect(fit.weights.slice(0, 2)).toEqual(two.fit.weights)
    expect(fit.bias).toEqual([...two.fit.bias, ABSENT_LOGIT])
  })

  test('one class alone is certain', () => {
    const fit = fitLogistic({ x: Float64Array.of(1, 2, 3), labels: Uint8Array.of(1, 1, 1), classes: 3 })
    expect(fit).toEqual({
      weights: [[0], [0], [0]],
      bias: [ABSENT_LOGIT, 0, ABSENT_LOGIT],
      loss: 0,
      objective: 0,
      iterations: 0,
    })
  })

  test('no rows, and values that are not finite, are a defect of the caller', () => {
    const none = { x: new Float64Array(0), labels: new Uint8Array(0), classes: 2 }
    expect(() => fitLogistic(none)).toThrow('Expected at least one row to fit')
    const bad = { x: Float64Array.of(1, Number.NaN), labels: Uint8Array.of(0, 1), classes: 2 }
    expect(() => fitLogistic(bad)).toThrow('Expected finite values, got NaN in row 1')
  })
})

test('logits are bias plus weights times x', () => {
  const fit = {
    weights: [
      [1, -2],
      [0.5, 0],
      [0, 4],
    ],
    bias: [0.25, -1, 0],
  }
  expect([...logisticLogits(fit, Float64Array.of(1, 2, -1, 0.5))]).toEqual([-2.75, -0.5, 8, -1.75, -1.5, 2])
})
