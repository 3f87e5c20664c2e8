// One exposure of a galaxy: its lines, the noise of the sky, and now and then something that only looks like a line.

import type { Rng } from '../rng.ts'
import { addLine, type Instrument, pixelOf, SKY_LINES } from './instrument.ts'
import { type Galaxy, linePositions } from './population.ts'

/** Share of spectra with a residual of a sky line or a cosmic ray that the reduction left in. */
const ARTEFACT_SHARE = 0.11
/** Share of the artefacts that lie on a sky line; the others are cosmic rays, anywhere. */
const SKY_SHARE = 0.7
/** An artefact's signal-to-noise ratio: this and an exponential tail of the given mean. */
const ARTEFACT_SN = { from: 4, tail: 4 } as const
/** Share of the sky residuals that are negative: too much sky was subtracted. */
const NEGATIVE_SHARE = 0.3

/** A feature of a spectrum that does not come from the galaxy. */
export interface Artefact {
  readonly kind: 'sky residual' | 'cosmic ray'
  /** pixels, not rounded */
  readonly position: number
  /** in the units of `Galaxy.fluxes` */
  readonly flux: number
}

/** A spectrum with its continuum subtracted. */
export interface Spectrum {
  /** flux per pixel */
  readonly flux: Float64Array
  readonly artefacts: readonly Artefact[]
}

/** Observes a galaxy at redshift `z`. Without a generator there are neither noise nor artefacts. */
export function observe(
  galaxy: Pick<Galaxy, 'fluxes'>,
  z: number,
  instrument: Instrument,
  rng?: Rng,
): Spectrum {
  const flux = new Float64Array(instrument.pixels)
  const positions = linePositions(instrument, z)
  for (let k = 0; k < positions.length; k++) addLine(flux, instrument, positions[k]!, galaxy.fluxes[k]!)
  if (rng === undefined) return { flux, artefacts: [] }
  const artefacts = rng.uniform() < ARTEFACT_SHARE ? [drawArtefact(instrument, rng)] : []
  for (const artefact of artefacts) {
    // A cosmic ray does not pass through the optics: it is sharper than any line, one pixel at the least.
    const lineSigma = artefact.kind === 'cosmic ray' ? instrument.lineSigma / 2 : instrument.lineSigma
    addLine(flux, { lineSigma, reach: instrument.reach }, artefact.position, artefact.flux)
  }
  for (let p = 0; p < flux.length; p++) flux[p]! += instrument.noise[p]! * rng.normal()
  return { flux, artefacts }
}

function drawArtefact(instrument: Instrument, rng: Rng): Artefact {
  const kind = rng.uniform() < SKY_SHARE ? 'sky residual' : 'cosmic ray'
  const position =
    kind === 'sky residual'
      ? pixelOf(instrument, SKY_LINES[rng.int(SKY_LINES.length)]!.wavelength)
      : rng.uniform() * (instrument.pixels - 1)
  const sn = ARTEFACT_SN.from - ARTEFACT_SN.tail * Math.log(1 - rng.uniform())
  const sign = kind === 'sky residual' && rng.uniform() < NEGATIVE_SHARE ? -1 : 1
  const quiet = Math.min(...instrument.noise)
  return { kind, position, flux: (sign * sn * instrument.noise[Math.round(position)]!) / quiet }
}
