import { describe, expect, test } from 'vitest'
import { nearestIndex } from '../zgrid.ts'
import { bestTemplate, judgeFlag, judgeStatus } from './judge.ts'
import { LINES, lineFluxes, TEMPLATES } from './lines.ts'
import { createSimulator, posteriorOf, simulateObject } from './object.ts'
import { observe } from './observe.ts'
import { marginalLikelihood, scan } from './scan.ts'

const simulator = createSimulator(1024, 1)
const { zgrid, scanner } = simulator
/** An inspector who never changes her mind, and a generator that is not used otherwise. */
const steady = { uniform: () => 0.5, normal: () => 0, int: () => 0, shuffle: () => undefined }

/** Fluxes of a galaxy that has only the named lines. */
function only(fluxes: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(LINES, ({ name }) => fluxes[name] ?? 0)
}

/** Noiseless observation of a galaxy at the grid point nearest to `z`. */
function look(fluxes: Float64Array, z: number) {
  const galaxy = { zIndex: nearestIndex(zgrid, z), template: 0, fluxes }
  const result = scan(scanner, observe(galaxy, zgrid[galaxy.zIndex]!, scanner.instrument).flux)
  return { galaxy, result, posterior: posteriorOf(simulator, result) }
}

/** Whether a posterior has a local maximum within one point of `z`, `height` or more above the median of ln p. */
function hasPeakNear(logPdf: Float32Array, z: number, height: number): boolean {
  const centre = nearestIndex(zgrid, z)
  const median = logPdf.toSorted()[logPdf.length >> 1]!
  return [centre - 1, centre, centre + 1].some(
    (i) => logPdf[i]! > logPdf[i - 1]! && logPdf[i]! > logPdf[i + 1]! && logPdf[i]! > median + height,
  )
}

describe('a spectrum without noise', () => {
  test.each([
    ['Halpha and [O III]', { Halpha: 12, '[O III] 5008': 12 }, 0.31],
    ['Hbeta and [O III]', { Hbeta: 9, '[O III] 5008': 15 }, 0.71],
    ['Lya and C IV', { Lya: 14, 'C IV 1549': 7 }, 2.8],
  ])('of two lines peaks at the truth: %s', (_, lines, z) => {
    const { galaxy, posterior } = look(only(lines), z)
    expect(posterior.zIndex).toBe(galaxy.zIndex)
    const others = posterior.logPdf.filter((_value, i) => Math.abs(i - galaxy.zIndex) > 2)
    expect(posterior.logPdf[galaxy.zIndex]! - Math.max(...others)).toBeGreaterThan(1)
  })

  test('of every kind of star-forming galaxy peaks at the truth over the range of the grid', () => {
    for (const template of TEMPLATES.filter(({ quiescent }) => !quiescent)) {
      for (const z of [0.05, 0.3, 0.55, 0.8]) {
        const { galaxy, posterior } = look(
          lineFluxes(template).map((flux) => 15 * flux),
          z,
        )
        expect([template.name, zgrid[posterior.zIndex]]).toEqual([template.name, zgrid[galaxy.zIndex]])
      }
    }
  })

  test('of one line has its peaks where that line has another name', () => {
    const truth = zgrid[nearestIndex(zgrid, 0.25)]!
    const { logPdf } = look(only({ Halpha: 20 }), truth).posterior
    const observed = 6564.6 * (1 + truth)
    expect(Math.round(observed)).toBe(8199)
    // 8199 A as [O II], [O III], Mg II, and not as Lya, which would be at z = 5.74
    const aliases = [3728.7, 5008.2, 2799.4].map((rest) => observed / rest - 1)
    for (const [i, z] of [1.1989, 0.6371, 1.9288].entries()) expect(aliases[i]).toBeCloseTo(z, 3)
    for (const z of [truth, ...aliases]) expect([z, hasPeakNear(logPdf, z, 3)]).toEqual([z, true])
    // as C III] it would come with a far brighter Lya at 5222 A
    expect(hasPeakNear(logPdf, observed / 1908.7 - 1, 3)).toBe(false)
    const allAliases = LINES.map(({ wavelength }) => observed / wavelength - 1)
    const top = Math.max(...logPdf)
    for (const [i, value] of logPdf.entries()) {
      if (value < top - 5) continue
      expect(Math.min(...allAliases.map((z) => Math.abs(Math.log((1 + z) / (1 + zgrid[i]!)))))).toBeLessThan(
        0.003,
      )
    }
  })

  test('without lines leaves the redshift open: the desert is no less likely than before', () => {
    const { logPdf, logEvidence } = look(only({}), 1).posterior
    expect(Math.max(...logPdf)).toBeLessThan(0.5)
    expect(logEvidence).toBeLessThan(0)
    expect(logPdf[nearestIndex(zgrid, 1.8)]).toBeGreaterThan(logPdf[nearestIndex(zgrid, 0.5)]!)
  })
})

describe('the exposure', () => {
  test('of a line of flux 1 has a signal-to-noise ratio of 1 where the sky is quiet', () => {
    const pixel = Math.round(Math.log(5200 / 3700) / scanner.instrument.step)
    const centred = scanner.lineWeight[scanner.filters.length >> 1]!
    expect(Math.sqrt(centred[pixel]!)).toBeCloseTo(1, 2)
    const onSky = Math.round(Math.log(8888 / 3700) / scanner.instrument.step)
    expect(Math.sqrt(centred[onSky]!)).toBeLessThan(0.5)
  })

  test('keeps the flux of a line, wherever it falls in its pixel', () => {
    for (const z of [0.3, 0.3011, 0.3017]) {
      const spectrum = observe({ fluxes: only({ Halpha: 10 }) }, z, scanner.instrument)
      expect(spectrum.flux.reduce((sum, value) => sum + value, 0)).toBeCloseTo(10, 9)
      expect(spectrum.artefacts).toEqual([])
    }
  })
})

describe('the likelihood', () => {
  test.each([
    [0, 1],
    [5, 1],
    [-3, 2],
    [12, 4],
  ])('is the integral over the amplitude: match %s, weight %s', (match, weight) => {
    const step = 1e-3
    let integral = 0
    for (let a = step / 2; a < 60; a += step) {
      integral += (step / 12) * Math.exp(a * match - (a * a * weight) / 2 - a / 12)
    }
    expect(marginalLikelihood(match, weight) / integral).toBeCloseTo(1, 5)
  })

  test('is that of a spectrum without lines where no line is in the window', () => {
    expect(marginalLikelihood(0, 0)).toBe(1)
    expect(marginalLikelihood(0, 1e-8)).toBeCloseTo(1, 5)
  })
})

describe('the judgement', () => {
  const star = look(
    lineFluxes(TEMPLATES[1]!).map((flux) => 15 * flux),
    0.3,
  )
  const single = look(only({ Halpha: 20 }), 0.25)
  const estimateAt = ({ result }: typeof star, zIndex: number) => ({
    zIndex,
    template: bestTemplate(result, zIndex),
  })

  test('is success at the truth', () => {
    const estimate = estimateAt(star, star.galaxy.zIndex)
    expect(judgeStatus(estimate, star.galaxy, zgrid, scanner, star.result)).toBe('success')
  })

  test('is mismatch where a line of the galaxy goes under another name', () => {
    const alias = nearestIndex(zgrid, (6564.6 * (1 + zgrid[single.galaxy.zIndex]!)) / 3728.7 - 1)
    const estimate = estimateAt(single, alias)
    expect(judgeStatus(estimate, single.galaxy, zgrid, scanner, single.result)).toBe('mismatch')
  })

  test('is spurious where what was seen does not come from the galaxy', () => {
    const estimate = estimateAt(single, single.posterior.zIndex)
    const elsewhere = { ...single.galaxy, zIndex: nearestIndex(zgrid, 0.1) }
    expect(judgeStatus(estimate, elsewhere, zgrid, scanner, single.result)).toBe('spurious')
  })

  test('flags many lines 4, one line 9, nothing 1', () => {
    const empty = look(only({}), 1)
    const flag = (seen: typeof star) =>
      judgeFlag(estimateAt(seen, seen.galaxy.zIndex), scanner, seen.result, steady)
    expect([flag(star), flag(single), flag(empty)]).toEqual([4, 9, 1])
  })
})

test('an object depends on seed and number only', () => {
  const again = createSimulator(1024, 1)
  expect(simulateObject(again, 5)).toEqual(simulateObject(simulator, 5))
  expect(simulateObject(simulator, 6).logPdf).not.toEqual(simulateObject(simulator, 5).logPdf)
})
