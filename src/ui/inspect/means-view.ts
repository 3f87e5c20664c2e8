// The picture of the mean posteriors of the classes, as plain data.

import { argmax } from '../../core/argmax.ts'
import type { ClassMean } from '../../core/class-means.ts'
import { decimate } from '../../core/decimate.ts'
import { formatInteger } from '../../core/format.ts'
import { type Box, linearAxis, linePath, logAxis, tenth } from '../chart/plot.ts'
import { type TickMark, tickMarks } from '../chart/ticks.ts'
import { densityText, zText } from './posterior-text.ts'
import { positionRange, toPosition, valueAt, type ZAxis, type ZRange, zTicks } from './z-axis.ts'

/** Ticks and lines. */
export interface MeansView {
  readonly width: number
  readonly height: number
  readonly box: Box
  readonly xTicks: readonly TickMark[]
  readonly yTicks: readonly TickMark[]
  /** one per class, in class order */
  readonly lines: readonly string[]
}

const LEFT = 68
const RIGHT = 14
const TOP = 10
const HEIGHT = 220
const BOTTOM = 40
/** Height of every picture, pixels. */
export const MEANS_HEIGHT = TOP + HEIGHT + BOTTOM

/** The part of the drawing that the curves fill. */
export function meansBox(width: number): Box {
  return { left: LEFT, top: TOP, width: Math.max(1, width - LEFT - RIGHT), height: HEIGHT }
}

/** Works out the picture; the vertical axis fits what is in the range. */
export function meansView(
  means: readonly ClassMean[],
  axis: ZAxis,
  range: ZRange,
  log: boolean,
  width: number,
): MeansView {
  const box = meansBox(width)
  const [from, to] = positionRange(axis, range)
  const perUnit = box.width / (to - from)
  const x = (i: number) => box.left + (axis.positions[i]! - from) * perUnit
  const drawn = means.map(({ mean }) => decimate(mean, axis.positions, [from, to], box.width))
  const values = means.flatMap(({ mean }, k) => drawn[k]!.map((i) => mean[i]!))
  const highest = values.reduce((a, b) => Math.max(a, b), 0) || 1
  const lowest = values.reduce((a, b) => Math.min(a, b), highest)
  const valueAxis = log ? logAxis(box, lowest, highest) : linearAxis(box, highest)
  return {
    width,
    height: MEANS_HEIGHT,
    box,
    xTicks: zTicks(axis, range, box.width).map(({ value, label }) => ({
      at: tenth(box.left + (toPosition(axis, value) - from) * perUnit),
      label,
    })),
    yTicks: tickMarks(valueAxis),
    lines: means.map(({ mean }, k) => linePath(drawn[k]!, x, (i) => valueAxis.y(mean[i]!))),
  }
}

/** `mean of 1,000 of 48,211 objects`. */
export function objectsText({ objects, of }: ClassMean): string {
  return `mean of ${formatInteger(objects)} of ${formatInteger(of)} objects`
}

/** Where the mean of a class is highest: `highest at 1.2000: 0.00123 per point`. */
export function highestText({ mean, objects }: ClassMean, axis: ZAxis): string {
  if (objects === 0) return 'no object'
  const index = argmax(mean)
  return `highest at ${zText(axis, valueAt(axis, index))}: ${densityText(mean[index]!)} per point`
}
