import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/posteriors.json'
import { scanRows } from '../data/scan.ts'
import { densities, effectiveWidth, masses, probabilities } from './posterior.ts'
import { referenceZgrid, trapezoidWeights } from './zgrid.ts'

const CASES = fixture.cases.map(({ lnP, ...rest }) => ({
  ...rest,
  lnP: lnP.map((value) => value ?? Number.NEGATIVE_INFINITY),
}))

function expectClose(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)))
}

describe('equal to NumPy and SciPy', () => {
  test.each(CASES)('$name', ({ lnP, zgrid, at, ...expected }) => {
    const p = probabilities(lnP)!
    const density = densities(p, zgrid)
    const mass = masses(p, zgrid)
    for (const [k, i] of at.entries()) {
      expectClose(p[i]!, expected.probabilities[k]!, `probability of point ${i}`)
      expectClose(density[i]!, expected.densities[k]!, `density at point ${i}`)
      expectClose(mass[i]!, expected.masses[k]!, `mass of point ${i}`)
    }
    expectClose(effectiveWidth(p), expected.effectiveWidth, 'effective width')
  })

  test('the cases are those of the script', () => {
    expect([fixture.numpy, fixture.scipy, CASES.length]).toEqual(['2.4.6', '1.17.1', 17])
  })
})

describe('probabilities', () => {
  test('-inf is no probability, and a factor on p changes nothing', () => {
    const thirds = [1 / 3, 0, 2 / 3]
    for (const shift of [0, -2000, 700]) {
      const p = probabilities([shift, Number.NEGATIVE_INFINITY, shift + Math.LN2])!
      expect([...p].map((value, i) => Math.abs(value - thirds[i]!) < 1e-12)).toEqual([true, true, true])
      expect(p[1]).toBe(0)
    }
  })

  test.each([
    ['-inf everywhere', [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['NaN at the first point', [Number.NaN, 0]],
    ['NaN at the last point', [0, Number.NaN]],
    ['+inf', [0, Number.POSITIVE_INFINITY]],
    ['no points', []],
  ])('there are none of %s', (_, lnP) => {
    expect(probabilities(lnP)).toBeNull()
  })
})

describe('over the reference grid', () => {
  const zgrid = referenceZgrid(17_908)
  const lnP = Float32Array.from(zgrid, (z) => -0.5 * ((z - 1.2) / 0.01) ** 2)
  const p = probabilities(lnP)!

  test('a Gaussian in z has the density of the formula', () => {
    const peak = densities(p, zgrid).reduce((a, b) => Math.max(a, b))
    expect(Math.abs(peak * 0.01 * Math.sqrt(2 * Math.PI) - 1)).toBeLessThan(1e-4)
  })

  test('density and mass agree, and sum up to 1', () => {
    const density = densities(p, zgrid)
    const mass = masses(p, zgrid)
    const weights = trapezoidWeights(zgrid)
    const integral = density.reduce((sum, value, i) => sum + value * weights[i]!, 0)
    expect(Math.abs(integral - 1)).toBeLessThan(1e-12)
    expect(Math.abs(mass.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12)
    expect(mass[6000]).toBe(density[6000]! * weights[6000]!)
  })

  test('the effective width is that of the scan', async () => {
    const read = async (_start: number, _count: number, out: Float32Array) => {
      out.set(lnP)
      return 0
    }
    const { widths } = await scanRows({ name: 'x', rows: 1, width: lnP.length, rowBytes: 4, read })
    expect(Math.fround(effectiveWidth(p))).toBe(widths[0])
  })
})

test('one point alone has the whole mass', () => {
  expect([...masses([1], [0.7])]).toEqual([1])
})
