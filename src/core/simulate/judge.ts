// What the pipeline's makers and a human inspector say about an estimate: status from the truth, flag from the
// spectrum alone.

import type { Rng } from '../rng.ts'
import { LINES } from './lines.ts'
import { type Galaxy, linePositions } from './population.ts'
import { lineSignal, type Scan, type Scanner } from './scan.ts'

/** Largest abs(z_estimated - z_true) / (1 + z_true) of a success: 300 km/s. */
export const SUCCESS_TOLERANCE = 1e-3
/** Signal-to-noise ratio from which a line of the galaxy may have been taken for another one. */
const REAL_LINE_SN = 2.5
/** Signal-to-noise ratios of lines as an inspector sees them. */
const SEEN = { bright: 6, clear: 5, fair: 4, faint: 3, hint: 2.5 } as const
/** How often an inspector gives the neighbouring flag: two inspectors often disagree by one. */
const SECOND_OPINION = 0.08

export type Status = 'success' | 'spurious' | 'mismatch'

/** An estimate: a point of the grid and the template that fits best there. */
export interface Estimate {
  readonly zIndex: number
  readonly template: number
}

/** The template that fits best at a point of the grid. */
export function bestTemplate({ likelihood }: Scan, zIndex: number): number {
  let best = 0
  for (let t = 1; t < likelihood.length; t++) {
    if (likelihood[t]![zIndex]! > likelihood[best]![zIndex]!) best = t
  }
  return best
}

/**
 * Success within 300 km/s; mismatch if the line that carries a wrong estimate is one of the galaxy's own under another
 * name; spurious if there is none, so that noise, a sky residual or a cosmic ray was taken for a line.
 */
export function judgeStatus(
  estimate: Estimate,
  galaxy: Galaxy,
  zgrid: Float64Array,
  scanner: Scanner,
  scan: Scan,
): Status {
  const truth = zgrid[galaxy.zIndex]!
  if (Math.abs(zgrid[estimate.zIndex]! - truth) < SUCCESS_TOLERANCE * (1 + truth)) return 'success'
  const { instrument } = scanner
  const carrier = carryingLine(estimate, scanner, scan)
  const centre = scanner.origins[carrier]! + estimate.zIndex
  const positions = linePositions(instrument, truth)
  const isOwn = galaxy.fluxes.some((flux, k) => {
    if (Math.abs(positions[k]! - centre) > Math.max(1, 2 * instrument.lineSigma)) return false
    const pixel = Math.min(instrument.pixels - 1, Math.max(0, Math.round(positions[k]!)))
    return Math.abs(flux) * Math.sqrt(scanner.lineWeight[scanner.phases[k]!]![pixel]!) >= REAL_LINE_SN
  })
  return isOwn ? 'mismatch' : 'spurious'
}

/** The line that contributes most to the fit of an estimate. */
function carryingLine({ zIndex, template }: Estimate, scanner: Scanner, scan: Scan): number {
  let carrier = 0
  let most = 0
  for (let k = 0; k < LINES.length; k++) {
    const centre = scanner.origins[k]! + zIndex
    if (centre < 0 || centre >= scanner.instrument.pixels) continue
    const contribution = scanner.templates[template]![k]! * scan.filtered[scanner.phases[k]!]![centre]!
    if (contribution > most) {
      carrier = k
      most = contribution
    }
  }
  return carrier
}

/**
 * The flag of an inspector who looks at the lines at the estimated redshift, not at the truth: 4 one bright line and
 * a second bright or two faint ones, 3 a bright and a faint line, 2 a fair line and the hint of another, 9 one clear
 * line and nothing else, 1 a guess. Now and then it is the neighbouring flag.
 */
export function judgeFlag(estimate: Estimate, scanner: Scanner, scan: Scan, rng: Rng): number {
  const flag = flagOf(separateSignals(estimate, scanner, scan))
  if (rng.uniform() >= SECOND_OPINION || flag === 9) return flag
  return Math.min(4, Math.max(1, flag + (rng.uniform() < 0.5 ? -1 : 1)))
}

function flagOf([first = 0, second = 0, third = 0]: readonly number[]): number {
  if (first >= SEEN.bright && (second >= SEEN.bright || third >= SEEN.faint)) return 4
  if (first >= SEEN.bright && second >= SEEN.faint) return 3
  if (first >= SEEN.fair && second >= SEEN.hint) return 2
  return first >= SEEN.clear ? 9 : 1
}

/** Signal-to-noise ratios of the template's lines, descending; lines that blend into a brighter one are left out. */
function separateSignals({ zIndex, template }: Estimate, scanner: Scanner, scan: Scan): number[] {
  const apart = 4 * scanner.instrument.lineSigma
  const lines = LINES.map((_, k) => ({
    k,
    sn: Math.sign(scanner.templates[template]![k]!) * lineSignal(scanner, scan, k, zIndex),
  }))
    .filter(({ k }) => scanner.templates[template]![k] !== 0)
    .sort((a, b) => b.sn - a.sn)
  const kept: { k: number; sn: number }[] = []
  for (const line of lines) {
    const blends = kept.some(({ k }) => Math.abs(scanner.origins[k]! - scanner.origins[line.k]!) < apart)
    if (!blends) kept.push(line)
  }
  return kept.map(({ sn }) => sn)
}
