import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/control.json'
import { highestDensityIntervals } from '../highest-density.ts'
import { probabilities } from '../posterior.ts'
import { referenceZgrid, trapezoidWeights } from '../zgrid.ts'
import { DESCRIPTORS, describePosterior } from './descriptors.ts'

const KEYS = DESCRIPTORS.map(({ key }) => key)

function valuesOf(lnP: Float32Array, zgrid: Float64Array | null = null) {
  const out = new Float64Array(KEYS.length)
  const hasShape = describePosterior(lnP, zgrid, out, 0)
  return { hasShape, out, of: (key: string) => out[KEYS.indexOf(key)]! }
}

describe('equal to NumPy and SciPy', () => {
  test.each(fixture.posteriors)('$name', ({ name, lnP, zgrid, values }) => {
    const row = Float32Array.from(lnP, (value) => value ?? Number.NEGATIVE_INFINITY)
    const { hasShape, out } = valuesOf(row, zgrid === null ? null : Float64Array.from(zgrid))
    expect(hasShape).toBe(!name.startsWith('a constant'))
    for (const [k, key] of KEYS.entries()) {
      expect(Math.abs(out[k]! - values[k]!), key).toBeLessThan(1e-10 * Math.max(1, Math.abs(values[k]!)))
    }
  })

  test('the cases are those of the script', () => {
    expect([fixture.numpy, fixture.scipy, fixture.posteriors.length]).toEqual(['2.4.6', '1.17.1', 20])
    const modes = fixture.posteriors.map(({ values }) => Math.round(Math.expm1(values[0]!)))
    expect(modes).toEqual([1, 1, 3, 3, 22, 5, 8, 11, 6, 6, 4, 1, 1, 2, 1, 1, 0, 0, 1, 2])
  })
})

test('the names are in the order of the values', () => {
  expect(KEYS).toEqual([
    'modes',
    'peakRatio',
    'intervalWidth',
    'intervalMass',
    'massElsewhere',
    'entropy',
    'dispersion',
    'peakDensity',
  ])
})

describe('on the reference grid', () => {
  const zgrid = referenceZgrid(17_908)
  const gaussian = (z: number, width: number, height = 0) =>
    Float32Array.from(zgrid, (value) => height - 0.5 * ((Math.log1p(value) - Math.log1p(z)) / width) ** 2)

  test('a Gaussian in ln(1+z) has the values of the formulas, at any redshift', () => {
    for (const z of [0.3, 1.2, 4]) {
      const { of } = valuesOf(gaussian(z, 0.004, -2000), zgrid)
      expect(of('modes')).toBe(Math.log(2))
      expect(of('peakRatio')).toBe(-40)
      expect(of('intervalWidth')).toBeCloseTo(Math.log(2 * 1.96 * 0.004), 1)
      expect(of('intervalMass')).toBeCloseTo(0.95, 2)
      // twice the tail beyond a quarter of the width
      expect(Math.exp(of('massElsewhere'))).toBeCloseTo(0.8, 1)
      expect(of('entropy')).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E * 0.004 ** 2), 2)
      expect(of('dispersion')).toBeCloseTo(Math.log(0.004), 2)
      expect(of('peakDensity')).toBeCloseTo(-Math.log(0.004 * Math.sqrt(2 * Math.PI)), 1)
    }
  })

  test('a second peak is told by its height, far below the 1 % of a mode', () => {
    const one = gaussian(0.5, 0.002)
    const rival = gaussian(2, 0.002, -12)
    const { of } = valuesOf(
      one.map((value, i) => Math.max(value, rival[i]!)),
      zgrid,
    )
    expect(of('modes')).toBe(Math.log(2))
    expect(of('peakRatio')).toBeCloseTo(-12, 2)
  })

  test('the 95 % set is that of the viewer', () => {
    const lnP = Float32Array.from(zgrid, (z) => 4 * Math.sin(9 * z) + 3 * Math.cos(31 * z) - z)
    const intervals = highestDensityIntervals(probabilities(lnP)!, 0.95, zgrid)
    const lengths = trapezoidWeights(zgrid.map(Math.log1p))
    const top = lnP.indexOf(lnP.reduce((a, b) => Math.max(a, b)))
    const length = intervals
      .flatMap(({ first, last }) => [...lengths.subarray(first, last + 1)])
      .reduce((a, b) => a + b)
    const best = intervals.find(({ first, last }) => first <= top && top <= last)!
    const { of } = valuesOf(lnP, zgrid)
    expect(intervals.length).toBeGreaterThan(5)
    expect(of('intervalWidth')).toBeCloseTo(Math.log(length), 10)
    expect(of('intervalMass')).toBeCloseTo(best.mass, 10)
  })
})

describe('rows without shape', () => {
  const flat = valuesOf(new Float32Array(6).fill(-3))

  test.each([
    ['NaN', [0, 1, Number.NaN, 2, 1, 0]],
    ['NaN first', [Number.NaN, 1, 2, 2, 1, 0]],
    ['+inf', [0, 1, Number.POSITIVE_INFINITY, 2, 1, 0]],
    ['-inf everywhere', new Array<number>(6).fill(Number.NEGATIVE_INFINITY)],
  ])('%s is described as a constant', (_, lnP) => {
    const { hasShape, out } = valuesOf(Float32Array.from(lnP))
    expect(hasShape).toBe(false)
    expect(out).toEqual(flat.out)
  })

  test('a constant has no peak, and everything is possible', () => {
    expect(flat.hasShape).toBe(false)
    expect(flat.of('modes')).toBe(0)
    expect(flat.of('peakRatio')).toBe(0)
    expect(flat.of('intervalWidth')).toBeCloseTo(0, 12)
    expect(flat.of('entropy')).toBeCloseTo(0, 12)
    expect(flat.of('massElsewhere')).toBeCloseTo(Math.log(5 / 6 + 1e-6), 12)
  })

  test('so has one point alone', () => {
    const { hasShape, out } = valuesOf(Float32Array.of(1), Float64Array.of(0.7))
    expect(hasShape).toBe(false)
    expect([...out].every(Number.isFinite)).toBe(true)
  })
})

describe('the place and the grid', () => {
  const lnP = Float32Array.of(0, 2, 1, -3)

  test('values are written from the offset on, and nothing else', () => {
    const out = new Float64Array(KEYS.length + 3).fill(7)
    describePosterior(lnP, null, out, 2)
    expect([out[0], out[1], out[KEYS.length + 2]]).toEqual([7, 7, 7])
    expect([...out.subarray(2, 2 + KEYS.length)]).toEqual([...valuesOf(lnP).out])
  })

  test('a factor on p changes nothing', () => {
    expect(valuesOf(lnP.map((value) => value - 4096)).out).toEqual(valuesOf(lnP).out)
  })

  test('a set that holds 95 % but for rounding is enough', () => {
    const zgrid = Float64Array.from({ length: 42 }, (_, i) => i * 0.1)
    const plateau = Float32Array.from(zgrid, (_, i) => (i === 0 || i === 41 ? Number.NEGATIVE_INFINITY : 0))
    expect(valuesOf(plateau, zgrid).of('intervalMass')).toBeCloseTo(38 / 40, 12)
  })

  test('a grid below z = -1 counts as none', () => {
    expect(valuesOf(lnP, Float64Array.of(-2, 0, 1, 2)).out).toEqual(valuesOf(lnP).out)
  })
})
