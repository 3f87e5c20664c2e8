// One object of the sample: galaxy, exposure, redshift scan, posterior and attributes.

import { argmax } from '../argmax.ts'
import { createRng } from '../rng.ts'
import type { Attributes } from '../targets.ts'
import { referenceZgrid, trapezoidWeights } from '../zgrid.ts'
import { createInstrument } from './instrument.ts'
import { bestTemplate, judgeFlag, judgeStatus, type Status } from './judge.ts'
import { observe } from './observe.ts'
import { createPopulation, drawGalaxy, type Population } from './population.ts'
import { createScanner, jointDensity, type Scan, type Scanner, scan } from './scan.ts'

/** What all objects of a sample share. */
export interface Simulator {
  readonly seed: number
  /** redshift of each point; float32 values */
  readonly zgrid: Float64Array<ArrayBuffer>
  readonly population: Population
  readonly scanner: Scanner
  /** trapezoidal weights: the measure in which posteriors integrate to 1 */
  readonly weights: Float64Array
}

/** A simulated object. */
export interface SimulatedObject {
  /** `[z]`: ln p(z) per unit redshift; the trapezoidal integral of p over z is 1 */
  readonly logPdf: Float32Array<ArrayBuffer>
  readonly attributes: Attributes & { readonly status: Status }
  readonly trueRedshift: number
}

/** A posterior over the grid. */
export interface Posterior {
  /** `[z]`, as in `SimulatedObject.logPdf` */
  readonly logPdf: Float32Array<ArrayBuffer>
  /** ln of the integral of likelihood times prior, the likelihood relative to a spectrum without lines */
  readonly logEvidence: number
  /** index of the first of the highest values */
  readonly zIndex: number
}

/**
 * Prepares a sample over `referenceZgrid(points)`.
 * @throws StudioError `bad-input` if `points` is not an integer from 2 to 17,908
 */
export function createSimulator(points: number, seed: number): Simulator {
  const zgrid = referenceZgrid(points)
  const population = createPopulation(zgrid)
  const scanner = createScanner(createInstrument(points), points)
  return { seed, zgrid, population, scanner, weights: trapezoidWeights(zgrid) }
}

/**
 * Simulates object number `index`. It depends on seed, grid and number only, not on how many objects there are.
 */
export function simulateObject(simulator: Simulator, index: number): SimulatedObject {
  const { seed, zgrid, population, scanner } = simulator
  const rng = createRng(seed, `object ${index}`)
  const galaxy = drawGalaxy(population, zgrid, rng)
  const trueRedshift = zgrid[galaxy.zIndex]!
  const spectrum = observe(galaxy, trueRedshift, scanner.instrument, rng)
  const result = scan(scanner, spectrum.flux)
  const { logPdf, logEvidence, zIndex } = posteriorOf(simulator, result)
  const estimate = { zIndex, template: bestTemplate(result, zIndex) }
  return {
    logPdf,
    trueRedshift,
    attributes: {
      redshift: zgrid[zIndex]!,
      deltaZ: zgrid[zIndex]! - trueRedshift,
      status: judgeStatus(estimate, galaxy, zgrid, scanner, result),
      logEvidence,
      flag: judgeFlag(estimate, scanner, result, rng),
    },
  }
}

/** The posterior that follows from a scan, with the population as prior. */
export function posteriorOf({ population, weights }: Simulator, result: Scan): Posterior {
  const joint = jointDensity(result, population.density)
  const logEvidence = Math.log(joint.reduce((sum, value, i) => sum + value * weights[i]!, 0))
  const logPdf = new Float32Array(joint.length)
  for (let i = 0; i < joint.length; i++) logPdf[i] = Math.log(joint[i]!) - logEvidence
  return { logPdf, logEvidence, zIndex: argmax(logPdf) }
}
