// The spectrograph: an optical window, one resolution, pixels even in ln(wavelength) and a sky that makes some
// wavelengths worse than others. Its pixels have the step of the redshift grid, so that a redshift is a shift.

import { zgridStep } from '../zgrid.ts'

/** Wavelength window, Angstrom. */
export const WINDOW = { from: 3700, to: 9300 } as const
/** Resolving power, wavelength over full width at half maximum. */
const RESOLUTION = 800
/** Narrowest line in pixels (Gaussian sigma): on a coarse grid lines are broadened to this, or they would be lost. */
const NARROWEST = 0.6
/** Profiles are cut where they have fallen to exp(-6). */
const CUT_SIGMAS = 3.5
const FWHM_PER_SIGMA = 2 * Math.sqrt(2 * Math.log(2))

/** A strong night-sky line. */
export interface SkyLine {
  /** observed wavelength in vacuum, Angstrom, rounded */
  readonly wavelength: number
  /** extra noise at its peak, in units of the noise between sky lines, at the instrument's own resolution */
  readonly strength: number
}

/** [O I], Na and the brightest OH lines, after Osterbrock et al. (1996). */
export const SKY_LINES: readonly SkyLine[] = [
  { wavelength: 5579, strength: 5 },
  { wavelength: 5892, strength: 1.5 },
  { wavelength: 6302, strength: 3 },
  { wavelength: 6366, strength: 1.5 },
  { wavelength: 6866, strength: 1 },
  { wavelength: 7278, strength: 1.5 },
  { wavelength: 7318, strength: 1.5 },
  { wavelength: 7343, strength: 2 },
  { wavelength: 7753, strength: 2 },
  { wavelength: 7796, strength: 2.5 },
  { wavelength: 7824, strength: 2.5 },
  { wavelength: 7916, strength: 3 },
  { wavelength: 7967, strength: 2.5 },
  { wavelength: 7995, strength: 2.5 },
  { wavelength: 8028, strength: 2 },
  { wavelength: 8347, strength: 3 },
  { wavelength: 8401, strength: 4 },
  { wavelength: 8432, strength: 4 },
  { wavelength: 8468, strength: 3.5 },
  { wavelength: 8507, strength: 2.5 },
  { wavelength: 8781, strength: 3.5 },
  { wavelength: 8829, strength: 4 },
  { wavelength: 8888, strength: 5 },
  { wavelength: 8922, strength: 4.5 },
  { wavelength: 8961, strength: 4 },
  { wavelength: 9004, strength: 3.5 },
]

/** A spectrograph whose pixels match a redshift grid. */
export interface Instrument {
  /** step of pixels in ln(wavelength) and of the grid in ln(1+z) */
  readonly step: number
  readonly pixels: number
  /** Gaussian sigma of an unresolved line, pixels */
  readonly lineSigma: number
  /** pixels on each side of a line's centre that its profile reaches */
  readonly reach: number
  /** noise per pixel (one sigma); a line of flux 1 where the noise is 1 has a signal-to-noise ratio of 1 */
  readonly noise: Float64Array
}

/** The spectrograph for `referenceZgrid(points)`. */
export function createInstrument(points: number): Instrument {
  const step = zgridStep(points)
  const pixels = Math.floor(Math.log(WINDOW.to / WINDOW.from) / step) + 1
  const ownSigma = 1 / (FWHM_PER_SIGMA * RESOLUTION)
  const lineSigma = Math.max(ownSigma / step, NARROWEST)
  const reach = Math.ceil(CUT_SIGMAS * lineSigma)
  // A sky line's light is spread over a broader profile on a coarse grid.
  const dilution = ownSigma / (lineSigma * step)
  // With this scale the matched filter of a line has a noise of 1 where the sky is quiet.
  const scale = Math.sqrt(sumOfSquares(lineProfile({ lineSigma, reach }, 0)))
  const noise = Float64Array.from({ length: pixels }, (_, p) => {
    let level = quietNoise(WINDOW.from * Math.exp(p * step))
    for (const sky of SKY_LINES) {
      const distance = p - Math.log(sky.wavelength / WINDOW.from) / step
      level += sky.strength * dilution * Math.exp(-0.5 * (distance / lineSigma) ** 2)
    }
    return scale * level
  })
  return { step, pixels, lineSigma, reach, noise }
}

/** Noise between sky lines by wavelength in Angstrom: low throughput in the blue, fringing in the red. */
function quietNoise(wavelength: number): number {
  return 1 + 1.2 * Math.exp(-(wavelength - WINDOW.from) / 250) + 0.9 * Math.max(0, (wavelength - 8500) / 800)
}

/** Position of an observed wavelength (Angstrom), in pixels from the centre of the first one; not rounded. */
export function pixelOf(instrument: Pick<Instrument, 'step'>, wavelength: number): number {
  return Math.log(wavelength / WINDOW.from) / instrument.step
}

/**
 * Profile of an unresolved line of flux 1: values at `reach` pixels to the left of the nearest pixel up to `reach` to
 * the right of it, their sum 1.
 * @param offset of the line's centre from the nearest pixel's, in pixels, -0.5 to 0.5
 */
export function lineProfile(
  { lineSigma, reach }: Pick<Instrument, 'lineSigma' | 'reach'>,
  offset: number,
): Float64Array {
  const profile = Float64Array.from({ length: 2 * reach + 1 }, (_, m) =>
    Math.exp(-0.5 * ((m - reach - offset) / lineSigma) ** 2),
  )
  const sum = profile.reduce((total, value) => total + value, 0)
  return profile.map((value) => value / sum)
}

/** Adds a line of the given flux at `position` (pixels, not rounded) to a spectrum; what lies outside is lost. */
export function addLine(
  spectrum: Float64Array,
  instrument: Pick<Instrument, 'lineSigma' | 'reach'>,
  position: number,
  flux: number,
): void {
  const centre = Math.round(position)
  const profile = lineProfile(instrument, position - centre)
  for (let m = 0; m < profile.length; m++) {
    const p = centre - instrument.reach + m
    if (p >= 0 && p < spectrum.length) spectrum[p]! += flux * profile[m]!
  }
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((total, value) => total + value * value, 0)
}
