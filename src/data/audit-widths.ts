// Posteriors of unusual width. Most often they are what the network should learn from, now and then a failed fit: somebody
// should look at them.

import type { Finding } from '../core/dataset-report.ts'
import { formatInteger } from '../core/format.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { BySplit } from './by-split.ts'
import { finding, formatShareOf, plural } from './finding.ts'
import { formatPlaces, placedRows, placesOf, type RowPlaces } from './split-places.ts'

/** Splits with the effective widths of their posteriors. */
export interface SplitWidths extends RowPlaces {
  /** pool rows of each split, in the order of the files */
  readonly rows: BySplit<Uint32Array>
  /** effective width in points, per pool row; NaN where a posterior has none */
  readonly widths: Float32Array
}

/** Widths beyond which a value is far out. */
export interface Fences {
  readonly low: number
  readonly high: number
}

/** Fewer posteriors have no quartiles worth the name. */
const FEWEST = 20
/** All mass in one point, within what float32 posteriors resolve. */
const ONE_POINT = 1.001
/** Share by which a width must exceed a fence: where most widths are equal, fences lie on them, and widths are float32. */
const RESOLUTION = 1e-6

/**
 * Tukey's far fences of ln(width), 3 interquartile ranges beyond the quartiles (Exploratory Data Analysis, 1977), in points.
 * @param widths finite
 */
export function farFences(widths: ArrayLike<number>): Fences {
  const logs = new Float64Array(widths.length)
  for (let i = 0; i < logs.length; i++) logs[i] = Math.log(widths[i]!)
  logs.sort()
  const [lower, upper] = [quantile(logs, 0.25), quantile(logs, 0.75)]
  const reach = 3 * (upper - lower)
  return { low: Math.exp(lower - reach), high: Math.exp(upper + reach) }
}

/** A note on posteriors beyond the far fences; then also on those with all their mass in one point. */
export function auditWidths(splits: SplitWidths): Finding[] {
  const { rows, widths } = splits
  const known: number[] = []
  for (const split of SPLIT_NAMES) {
    for (const row of rows[split]) if (Number.isFinite(widths[row])) known.push(widths[row]!)
  }
  if (known.length < FEWEST) return []
  const { low, high } = farFences(known)
  // false for NaN
  const isNarrow = (row: number) => widths[row]! < low * (1 - RESOLUTION)
  const isWide = (row: number) => widths[row]! > high * (1 + RESOLUTION)
  const outside = placedRows(rows, (row) => isNarrow(row) || isWide(row))
  const narrow = outside.filter(([, row]) => isNarrow(row)).length
  const sharp = placedRows(rows, (row) => widths[row]! < ONE_POINT)
  if (outside.length === 0) return []
  const { files, file, rows: numbers } = placesOf(splits, outside)
  const inOnePoint = `${plural(sharp.length, 'posterior')} ${sharp.length === 1 ? 'has all its' : 'have all their'} mass in one point of the grid`
  const text = `${formatShareOf(outside.length, known.length, 'posterior')} of unusual width, ${formatInteger(narrow)} narrower than ${formatPoints(low)} and ${formatInteger(outside.length - narrow)} wider than ${formatPoints(high)}, 3 interquartile ranges of ln(width) beyond the quartiles: ${formatPlaces(splits, outside, (row) => formatPoints(widths[row]!))}.${sharp.length === 0 ? '' : ` ${inOnePoint}.`}`
  const message = `${files}: ${text} Look at them in the table of objects, sorted by width.`
  return [
    finding('info', 'widths-outlying', message, {
      file,
      rows: numbers,
      counts: {
        narrow,
        wide: outside.length - narrow,
        onePoint: sharp.length,
        rows: known.length,
      },
    }),
  ]
}

/** As `numpy.quantile` by default: linear between the two nearest of some ascending values. */
function quantile(sorted: Float64Array, q: number): number {
  const place = (sorted.length - 1) * q
  const below = Math.floor(place)
  const low = sorted[below]!
  return low + (place - below) * ((sorted[below + 1] ?? low) - low)
}

/** `1.25 points`, `3,405 points` */
function formatPoints(width: number): string {
  return `${width < 100 ? width.toPrecision(3) : formatInteger(width)} points`
}
