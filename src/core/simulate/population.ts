// The galaxies of the survey: how many there are of each kind at each redshift, and single ones drawn from that. The
// pipeline uses the same numbers as its prior.

import type { Rng } from '../rng.ts'
import { trapezoidWeights } from '../zgrid.ts'
import { pixelOf, WINDOW } from './instrument.ts'
import { type Ion, LINES, lineFluxes, TEMPLATES } from './lines.ts'

/** Slope of the counts N(>F) of the strongest line in the window, F to the power of -1. */
const COUNTS_SLOPE = 1
/** Limits of its signal-to-noise ratio (where the sky is quiet). */
const SN_RANGE = { from: 5, to: 50 } as const
/** Highest signal-to-noise ratio of a quiescent galaxy's strongest line. */
const QUIESCENT_SN = 2.5
/**
 * Highest amplitude of a template. Where only weak lines are in the window (the redshift desert between [O II] and
 * Lya) it keeps them weak.
 */
const MAX_AMPLITUDE = 60
/** Scatter of an ion's flux from object to object, dex. */
const ION_SCATTER = 0.2

/** Number density of galaxies, and of kinds of them, over a redshift grid. */
export interface Population {
  /** `[template][z]`: density per unit redshift; the integral over z summed over templates is 1 */
  readonly density: readonly Float64Array[]
  /** running sum over templates and grid points, in the order of `density`; ends at 1 */
  readonly cumulative: Float64Array
}

/** A galaxy as it is, before it is observed. */
export interface Galaxy {
  /** index of the true redshift in the grid */
  readonly zIndex: number
  /** index in `TEMPLATES` */
  readonly template: number
  /** flux of each line in the order of `LINES`; 1 is the noise of a line where the sky is quiet */
  readonly fluxes: Float64Array
}

/** Density of galaxies per unit redshift, not normalised: volume grows, then the magnitude limit cuts. */
function redshiftDistribution(z: number): number {
  return (z + 0.05) ** 1.2 * (Math.exp(-z / 0.6) + 0.02 * Math.exp(-z / 1.5))
}

/** Which lines a spectrograph sees at redshift `z`. */
function isVisible(restWavelength: number, z: number): boolean {
  const observed = restWavelength * (1 + z)
  return observed >= WINDOW.from && observed <= WINDOW.to
}

/** Flux of the strongest ion in the window; the lines of a multiplet are counted together. */
function strongestFlux(fluxes: Float64Array, z: number): number {
  const byMultiplet = new Map<string, number>()
  for (const [k, { ion, name, wavelength }] of LINES.entries()) {
    if (!isVisible(wavelength, z)) continue
    const multiplet = ion === '[O II]' || ion === 'Mg II' ? ion : name
    byMultiplet.set(multiplet, (byMultiplet.get(multiplet) ?? 0) + Math.abs(fluxes[k]!))
  }
  return Math.max(0, ...byMultiplet.values())
}

/** The population over a redshift grid. */
export function createPopulation(zgrid: Float64Array): Population {
  const weights = trapezoidWeights(zgrid)
  const density = TEMPLATES.map((template) => zgrid.map((z) => template.weight * redshiftDistribution(z)))
  const total = density.reduce((sum, row) => sum + row.reduce((s, value, i) => s + value * weights[i]!, 0), 0)
  const cumulative = new Float64Array(zgrid.length * density.length)
  let running = 0
  for (const [t, row] of density.entries()) {
    for (let i = 0; i < row.length; i++) {
      row[i]! /= total
      running += row[i]! * weights[i]!
      cumulative[t * row.length + i] = running
    }
  }
  return { density, cumulative }
}

/** Draws one galaxy. Its true redshift is a point of the grid. */
export function drawGalaxy(population: Population, zgrid: Float64Array, rng: Rng): Galaxy {
  const cell = firstAbove(population.cumulative, rng.uniform())
  const template = Math.floor(cell / zgrid.length)
  const zIndex = cell % zgrid.length
  const boost: Partial<Record<Ion, number>> = {}
  for (const { ion } of LINES) boost[ion] ??= 10 ** (ION_SCATTER * rng.normal())
  const fluxes = lineFluxes(TEMPLATES[template]!, boost)
  const strongest = strongestFlux(fluxes, zgrid[zIndex]!)
  const sn = TEMPLATES[template]!.quiescent ? QUIESCENT_SN * rng.uniform() : drawStrength(rng)
  const amplitude = Math.min(MAX_AMPLITUDE, sn / strongest)
  return { zIndex, template, fluxes: fluxes.map((flux) => flux * amplitude) }
}

/** Signal-to-noise ratio of the strongest line: the inverse of N(>F) between the two limits. */
function drawStrength(rng: Rng): number {
  const low = SN_RANGE.from ** -COUNTS_SLOPE
  const high = SN_RANGE.to ** -COUNTS_SLOPE
  return (low + rng.uniform() * (high - low)) ** (-1 / COUNTS_SLOPE)
}

/** Observed position of each line at a redshift, in pixels of the instrument. */
export function linePositions(instrument: { readonly step: number }, z: number): Float64Array {
  return Float64Array.from(LINES, (line) => pixelOf(instrument, line.wavelength * (1 + z)))
}

/** Index of the first value above `u` in an ascending array; the last index if there is none. */
function firstAbove(ascending: Float64Array, u: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! > u) high = middle
    else low = middle + 1
  }
  return low
}
