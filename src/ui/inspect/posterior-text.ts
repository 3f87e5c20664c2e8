// A posterior in words and numbers: what the charts show, for everyone who does not see them.

import { formatInteger } from '../../core/format.ts'
import type { MassInterval } from '../../core/highest-density.ts'
import type { Peak } from '../../core/peaks.ts'
import { nearestIndex } from '../../core/zgrid.ts'
import type { LevelIntervals, PosteriorAnalysis } from './posterior-analysis.ts'
import { extentOf, valueAt, type ZAxis, type ZRange } from './z-axis.ts'

/** Decimals of a redshift: the reference's grid has steps of 1e-4 and more. */
const Z_DECIMALS = 4

/** A redshift with four decimals. */
export function redshiftText(z: number): string {
  return signed(z.toFixed(Z_DECIMALS))
}

/** A place on the axis: a redshift, or the number of a point. */
export function zText({ zgrid }: ZAxis, z: number): string {
  return zgrid === null ? formatInteger(z) : redshiftText(z)
}

/** What stands below an axis. */
export function axisTitle({ zgrid, scale }: ZAxis): string {
  if (zgrid === null) return 'point of the grid, no zgrid is known'
  return scale === 'z' ? 'redshift z' : 'redshift z, even in ln(1+z)'
}

/** `12.3 %`; `below 0.1 %` for what would be shown as nothing. */
export function massText(share: number): string {
  if (share > 0 && share < 0.0005) return 'below 0.1 %'
  return `${(100 * share).toFixed(1)} %`
}

/** `68 %`. */
export function levelText(level: number): string {
  return `${Number((100 * level).toFixed(2))} %`
}

/**
 * Total length of intervals, with three digits: `0.00123` in z, or `12 points` without a grid.
 */
export function widthText(axis: ZAxis, intervals: readonly MassInterval[]): string {
  if (axis.zgrid === null) {
    const points = intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0)
    return `${formatInteger(points)} ${points === 1 ? 'point' : 'points'}`
  }
  const width = intervals.reduce((sum, { first, last }) => {
    const [from, to] = extentOf(axis, first, last)
    return sum + to - from
  }, 0)
  return `${threeDigits(width)} in z`
}

/** `68 % of the mass: 0.00123 in z, 2 intervals`. */
export function intervalsText(axis: ZAxis, { level, intervals }: LevelIntervals): string {
  const count = `${formatInteger(intervals.length)} ${intervals.length === 1 ? 'interval' : 'intervals'}`
  return `${levelText(level)} of the mass: ${widthText(axis, intervals)}, ${count}`
}

/**
 * (z - z_est) / (1 + z_est) with its sign: `+0.123`, `−2.3e-4`; `0` where z_est lies nearest to that very point.
 * @returns an en dash where there is no z_est, or no grid
 */
export function deltaText(axis: ZAxis, index: number, redshift: number | null): string {
  if (axis.zgrid === null || redshift === null || !Number.isFinite(redshift)) return '–'
  if (nearestIndex(axis.zgrid, redshift) === index) return '0'
  const delta = (axis.zgrid[index]! - redshift) / (1 + redshift)
  const size = Math.abs(delta)
  return `${delta < 0 ? '−' : '+'}${size >= 0.01 ? size.toFixed(3) : size.toExponential(1)}`
}

/** A density or probability with three digits. */
export function densityText(value: number): string {
  if (value === 0) return '0'
  if (value >= 0.001 && value < 1e6) return threeDigits(value)
  return signed(value.toExponential(2))
}

/** ln p with two decimals; `−inf` in words. */
export function lnPText(value: number): string {
  if (value === Number.NEGATIVE_INFINITY) return '−inf'
  return Number.isFinite(value) ? signed(value.toFixed(2)) : 'not a number'
}

/** `z 1.2000 to 1.4000`. */
export function rangeText(axis: ZAxis, [from, to]: ZRange): string {
  const [a, b] = axis.zgrid === null ? [Math.ceil(from), Math.floor(to)] : [from, to]
  return `${axis.zgrid === null ? 'point' : 'z'} ${zText(axis, a)} to ${zText(axis, b)}`
}

/** Everything that the drawing tells, as sentences. */
export function describePosterior(
  { lnP, shape, problem, infinite }: PosteriorAnalysis,
  axis: ZAxis,
  redshift: number | null,
): string {
  const points = formatInteger(lnP.length)
  return [
    `Posterior at ${points} points, ${rangeText(axis, axis.whole)}${axis.zgrid === null ? ': no zgrid is known' : ''}.`,
    redshift === null ? 'z_est is not known.' : `z_est ${redshiftText(redshift)}.`,
    ...(shape === null
      ? [problem]
      : [
          ...shape.levels.map((level) => `${intervalsText(axis, level)}${spansText(axis, level.intervals)}.`),
          peaksText(axis, shape.peaks),
        ]),
    ...(infinite > 0 && shape !== null ? [`${infiniteText(infinite, lnP.length)}.`] : []),
  ].join(' ')
}

/** `ln p is −inf at 12 of 17,908 points`. */
export function infiniteText(infinite: number, points: number): string {
  return `ln p is −inf at ${formatInteger(infinite)} of ${formatInteger(points)} points`
}

/** Intervals that are told one by one. */
const SPANS_TOLD = 3

function spansText(axis: ZAxis, intervals: readonly MassInterval[]): string {
  if (intervals.length > SPANS_TOLD) return ''
  const spans = intervals.map(({ first, last }) => {
    return `${zText(axis, valueAt(axis, first))} to ${zText(axis, valueAt(axis, last))}`
  })
  return ` (${spans.join('; ')})`
}

function peaksText(axis: ZAxis, found: readonly Peak[]): string {
  if (found.length === 0) return 'No peak: p is the same at every point.'
  const each = found.map(
    ({ index, share }, k) => `${k + 1} at ${zText(axis, valueAt(axis, index))} with ${massText(share)}`,
  )
  return `Peaks by height: ${each.join(', ')}.`
}

function threeDigits(value: number): string {
  return value >= 100 ? formatInteger(value) : signed(value.toPrecision(3))
}

/** The digits of a number with the minus that typesetters use: `-1.5` as `−1.5`. */
export function signed(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : text
}
