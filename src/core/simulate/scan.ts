// The redshift scan of a pipeline: at every redshift of the grid, how well each template explains the spectrum,
// compared with a spectrum without lines. Since pixels and grid have one step in the logarithm, a line at the next
// redshift falls one pixel further: all templates are sums of one filtered spectrum, read at shifted places.

import { type Instrument, lineProfile, pixelOf } from './instrument.ts'
import { LINES, lineFluxes, TEMPLATES } from './lines.ts'

/**
 * No single line counts for more than so many sigmas: templates and calibration are not known well enough. It also
 * keeps a bright line from making ln p absurdly small where it does not fit.
 */
const LINE_LIMIT = 5
/** Mean of the prior on a template's amplitude, an exponential distribution; in units of `Galaxy.fluxes`. */
const MEAN_AMPLITUDE = 12

/** What the scan needs to know of grid and instrument; computed once for all objects. */
export interface Scanner {
  readonly instrument: Instrument
  /** points of the redshift grid */
  readonly points: number
  /** per line: the pixel of its centre at redshift 0, rounded; at grid point i it is i pixels further */
  readonly origins: Int32Array
  /** per line: which of `filters` fits the fraction that rounding left */
  readonly phases: Uint8Array
  /** line profiles by phase */
  readonly filters: readonly Float64Array[]
  /** `[phase][pixel]`: inverse variance of the flux of a line at that pixel */
  readonly lineWeight: readonly Float64Array[]
  /** `[template][line]` */
  readonly templates: readonly Float64Array[]
  /** `[template][z]`: inverse variance of the template's amplitude */
  readonly templateWeight: readonly Float64Array[]
}

/** The scan of one spectrum. */
export interface Scan {
  /** `[template][z]`: likelihood, marginalised over the amplitude, relative to that of a spectrum without lines */
  readonly likelihood: readonly Float64Array[]
  /** `[phase][pixel]`: the spectrum, filtered with a line's profile and weighted with the inverse variance */
  readonly filtered: readonly Float64Array[]
}

/** Prepares the scan over a grid of `points` points. */
export function createScanner(instrument: Instrument, points: number): Scanner {
  // Narrow lines need their place within a pixel, broad ones do not.
  const steps = Math.max(1, Math.ceil(4 / instrument.lineSigma))
  const origins = new Int32Array(LINES.length)
  const phases = new Uint8Array(LINES.length)
  for (const [k, line] of LINES.entries()) {
    const position = pixelOf(instrument, line.wavelength)
    origins[k] = Math.round(position)
    phases[k] = Math.min(steps - 1, Math.floor((position - origins[k] + 0.5) * steps))
  }
  const filters = Array.from({ length: steps }, (_, s) => lineProfile(instrument, (s + 0.5) / steps - 0.5))
  const inverseVariance = instrument.noise.map((sigma) => 1 / sigma ** 2)
  const scanner = {
    instrument,
    points,
    origins,
    phases,
    filters,
    lineWeight: filters.map((filter) =>
      convolve(
        inverseVariance,
        filter.map((value) => value ** 2),
      ),
    ),
    templates: TEMPLATES.map((template) => lineFluxes(template)),
  }
  const templateWeight = scanner.templates.map((fluxes) => weighTemplate(scanner, fluxes, inverseVariance))
  return { ...scanner, templateWeight }
}

/** Inverse variance of a template's amplitude at each redshift: the sum over pixels of model squared over variance. */
function weighTemplate(
  scanner: Omit<Scanner, 'templateWeight'>,
  fluxes: Float64Array,
  inverseVariance: Float64Array,
): Float64Array {
  const { reach, pixels } = scanner.instrument
  const model = new Float64Array(pixels)
  return Float64Array.from({ length: scanner.points }, (_, i) => {
    let sum = 0
    forEachVisible(scanner, i, (k, centre) => {
      const filter = scanner.filters[scanner.phases[k]!]!
      for (let p = Math.max(0, centre - reach); p <= Math.min(pixels - 1, centre + reach); p++) {
        // (m + d)^2 = m^2 + (2 m + d) d: the sum stays right where lines overlap
        const added = fluxes[k]! * filter[p - centre + reach]!
        sum += inverseVariance[p]! * (2 * model[p]! + added) * added
        model[p]! += added
      }
    })
    forEachVisible(scanner, i, (_k, centre) => {
      model.fill(0, Math.max(0, centre - reach), Math.min(pixels, centre + reach + 1))
    })
    return sum
  })
}

/** Calls `visit` with each line whose centre lies in the window at grid point `i`, and that pixel. */
function forEachVisible(
  { origins, instrument }: Pick<Scanner, 'origins' | 'instrument'>,
  i: number,
  visit: (line: number, centre: number) => void,
): void {
  for (let k = 0; k < origins.length; k++) {
    const centre = origins[k]! + i
    if (centre >= 0 && centre < instrument.pixels) visit(k, centre)
  }
}

/** Scans one spectrum (flux per pixel). */
export function scan(scanner: Scanner, flux: Float64Array): Scan {
  const { instrument, points, origins, phases, templates, templateWeight } = scanner
  const weighted = flux.map((value, p) => value / instrument.noise[p]! ** 2)
  const filtered = scanner.filters.map((filter) => convolve(weighted, filter))
  const limited = filtered.map((row, phase) => limitLines(row, scanner.lineWeight[phase]!))
  const likelihood = templates.map((fluxes, t) => {
    const row = new Float64Array(points)
    for (let k = 0; k < origins.length; k++) addShifted(row, limited[phases[k]!]!, origins[k]!, fluxes[k]!)
    for (let i = 0; i < points; i++) row[i] = marginalLikelihood(row[i]!, templateWeight[t]![i]!)
    return row
  })
  return { likelihood, filtered }
}

/** Adds `factor * line[i + shift]` to `row[i]` wherever `line` has a value. */
function addShifted(row: Float64Array, line: Float64Array, shift: number, factor: number): void {
  if (factor === 0) return
  const end = Math.min(row.length, line.length - shift)
  for (let i = Math.max(0, -shift); i < end; i++) row[i]! += factor * line[i + shift]!
}

/** The filtered spectrum with the signal-to-noise ratio of every line limited softly. */
function limitLines(filtered: Float64Array, lineWeight: Float64Array): Float64Array {
  return filtered.map((value, p) => {
    const share = value / (LINE_LIMIT * Math.sqrt(lineWeight[p]!))
    return value / Math.sqrt(Math.sqrt(1 + share ** 4))
  })
}

/**
 * Integral over the amplitude a > 0 of exp(a * match - a^2 * weight / 2), the likelihood ratio of a template, times
 * the prior exp(-a / mean) / mean with a mean of 12.
 * @param match the template times the spectrum over the variance, summed over pixels
 * @param weight the template squared over the variance, summed over pixels; 0 where none of its lines is in the window
 */
export function marginalLikelihood(match: number, weight: number): number {
  if (weight === 0) return 1
  const root = Math.sqrt(weight)
  const x = (1 / MEAN_AMPLITUDE - match) / root
  return (Math.sqrt(Math.PI / 2) / (MEAN_AMPLITUDE * root)) * scaledErfc(x * Math.SQRT1_2)
}

/** Coefficients of a Chebyshev fit (Press et al., Numerical Recipes, erfcc), constant first. */
const ERFC_FIT = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
]

/** exp(x^2) * erfc(x), with a relative error below 1.2e-7. */
function scaledErfc(x: number): number {
  const t = 1 / (1 + Math.abs(x) / 2)
  let exponent = 0
  for (let i = ERFC_FIT.length - 1; i >= 0; i--) exponent = exponent * t + ERFC_FIT[i]!
  const tail = t * Math.exp(exponent)
  return x >= 0 ? tail : 2 * Math.exp(x * x) - tail
}

/** Measured signal-to-noise ratio of a line at grid point `i`, negative for absorption; 0 where it lies outside the window. */
export function lineSignal(scanner: Scanner, { filtered }: Scan, line: number, i: number): number {
  const centre = scanner.origins[line]! + i
  if (centre < 0 || centre >= scanner.instrument.pixels) return 0
  const phase = scanner.phases[line]!
  return filtered[phase]![centre]! / Math.sqrt(scanner.lineWeight[phase]![centre]!)
}

/**
 * Likelihood times density, summed over templates, per unit redshift.
 * @param density `[template][z]`, per unit redshift
 */
export function jointDensity({ likelihood }: Scan, density: readonly Float64Array[]): Float64Array {
  const joint = new Float64Array(density[0]!.length)
  for (let t = 0; t < density.length; t++) {
    for (let i = 0; i < joint.length; i++) joint[i]! += density[t]![i]! * likelihood[t]![i]!
  }
  return joint
}

/** Sum over m of `values[p + m] * filter[m]` with the filter centred; values outside count as 0. */
function convolve(values: Float64Array, filter: Float64Array): Float64Array {
  const reach = (filter.length - 1) / 2
  const padded = new Float64Array(values.length + 2 * reach)
  padded.set(values, reach)
  return values.map((_, p) => {
    let sum = 0
    for (let m = 0; m < filter.length; m++) sum += padded[p + m]! * filter[m]!
    return sum
  })
}
