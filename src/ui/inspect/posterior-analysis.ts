// What is to be told of one posterior, whatever part of it is shown: worked out once per object.

import { formatInteger } from '../../core/format.ts'
import { highestDensityIntervals, type MassInterval } from '../../core/highest-density.ts'
import { type Peak, peaks } from '../../core/peaks.ts'
import { densities, effectiveWidth, masses, probabilities } from '../../core/posterior.ts'

/** Level of the narrower intervals. */
export const INNER_LEVEL = 0.68
/** Level of the wider intervals, where nothing else is asked for. */
export const OUTER_LEVEL = 0.95
/** Peaks that are numbered. */
export const MOST_PEAKS = 5

/** Highest-density intervals at one level. */
export interface LevelIntervals {
  /** 0 to 1 */
  readonly level: number
  readonly intervals: readonly MassInterval[]
}

/** A posterior that can be normalised, and what follows from it. */
export interface Shape {
  /** per unit redshift, or per point without a grid, `[z]` */
  readonly density: Float64Array
  /** the narrower first */
  readonly levels: readonly LevelIntervals[]
  /** by height */
  readonly peaks: readonly Peak[]
  /** in points */
  readonly effectiveWidth: number
}

/** One posterior. */
export interface PosteriorAnalysis {
  /** as in the file */
  readonly lnP: ArrayLike<number>
  /** `null` where there are no probabilities; `problem` says why */
  readonly shape: Shape | null
  readonly problem: string
  /** points at -inf */
  readonly infinite: number
}

/**
 * @param zgrid ascending, as long as `lnP`
 * @param outerLevel of the wider intervals, 0 to 1
 */
export function analysePosterior(
  lnP: ArrayLike<number>,
  zgrid: Float64Array | null,
  outerLevel: number = OUTER_LEVEL,
): PosteriorAnalysis {
  let [infinite, unusable] = [0, 0]
  for (let i = 0; i < lnP.length; i++) {
    const value = lnP[i]!
    if (value === Number.NEGATIVE_INFINITY) infinite++
    else if (!Number.isFinite(value)) unusable++
  }
  const p = probabilities(lnP)
  if (p === null) return { lnP, shape: null, problem: problemText(lnP.length, unusable), infinite }
  const density = densities(p, zgrid)
  const levels = [Math.min(INNER_LEVEL, outerLevel), outerLevel].map((level) => ({
    level,
    intervals: highestDensityIntervals(p, level, zgrid),
  }))
  const shape = {
    density,
    levels,
    peaks: peaks(lnP, density, masses(p, zgrid), MOST_PEAKS),
    effectiveWidth: effectiveWidth(p),
  }
  return { lnP, shape, problem: '', infinite }
}

function problemText(points: number, unusable: number): string {
  return unusable > 0
    ? `No probabilities: ${formatInteger(unusable)} of ${formatInteger(points)} values are NaN or +inf.`
    : `No probabilities: ln p is −inf at all ${formatInteger(points)} points.`
}
