// Where the lines of "Compared curves" run: scales, bands, and the numbers at the ends of lines.

import { axisTo, epochAxis } from '../../core/curve-axes.ts'
import { type Box, fixedAxis, linePath, tenth, type ValueAxis } from '../chart/plot.ts'
import { type TickMark, tickMarks } from '../chart/ticks.ts'
import type { CurveSeries } from './curve-series.ts'

/** The two charts. */
export type Quantity = 'accuracy' | 'loss'

/** What belongs to a chart. */
export const QUANTITIES: Readonly<
  Record<Quantity, { readonly validation: 'valAcc' | 'valLoss'; readonly train: 'acc' | 'loss' }>
> = {
  accuracy: { validation: 'valAcc', train: 'acc' },
  loss: { validation: 'valLoss', train: 'loss' },
}

/** Pixels. */
export const CHART_HEIGHT = 300
const LEFT = 58
/** room for the numbers at the ends of lines */
const RIGHT = 50
const TOP = 10
const BOTTOM = 40

/** The axes of a chart. It is the same object as long as they do not change, so that lines are not drawn anew. */
export interface Plot {
  readonly box: Box
  readonly width: number
  /** from 1 */
  readonly lastEpoch: number
  readonly x: (epoch: number) => number
  readonly y: ValueAxis['y']
  readonly xTicks: readonly TickMark[]
  readonly yTicks: readonly TickMark[]
}

/**
 * @param width of the drawing in pixels
 * @param done epochs of the longest line
 * @param planned epochs that runs under way may take, 0 where there is none
 * @param ends of the vertical axis
 */
export function curvePlot(
  width: number,
  done: number,
  planned: number,
  ends: readonly [from: number, to: number],
): Plot {
  const box = {
    left: LEFT,
    top: TOP,
    width: Math.max(1, width - LEFT - RIGHT),
    height: CHART_HEIGHT - TOP - BOTTOM,
  }
  const axis = epochAxis(done, Math.max(done, planned), planned === 0)
  const [first, last] = axis.domain
  const x = (epoch: number) => box.left + ((epoch - first) / (last - first)) * box.width
  const values = fixedAxis(box, ...ends)
  const ticks = axis.ticks.map((epoch) => ({ at: tenth(x(epoch)), label: String(epoch) }))
  return {
    box,
    width,
    lastEpoch: Math.floor(last),
    x,
    y: values.y,
    xTicks: withRoom(ticks, TICK_PX),
    yTicks: tickMarks(values),
  }
}

/**
 * Ends of the vertical axis: losses from 0, accuracies from a round number at or below the lowest to 1.
 * @param done epochs that are shown
 */
export function valueEnds(
  quantity: Quantity,
  series: readonly CurveSeries[],
  withTrain: boolean,
  done = Number.POSITIVE_INFINITY,
): readonly [number, number] {
  let lowest = 1
  let largest = 0
  // a loop: a call has no room for the values of 100,000 epochs
  for (const one of series) {
    for (const value of drawnValues(one, quantity, withTrain, done)) {
      if (!Number.isFinite(value)) continue
      lowest = Math.min(lowest, value)
      largest = Math.max(largest, value)
    }
  }
  return quantity === 'loss' ? [0, axisTo(largest || 1, 5).domain[1]] : [roundBelow(lowest), 1]
}

/** Title of the vertical axis, which says where it does not start at 0. */
export function valueTitle(quantity: Quantity, from: number): string {
  return from === 0 ? quantity : `${quantity} (axis from ${from})`
}

function drawnValues(
  { curves, deviations }: CurveSeries,
  quantity: Quantity,
  withTrain: boolean,
  done: number,
): number[] {
  const { validation, train } = QUANTITIES[quantity]
  const values = curves[validation].slice(0, done)
  const shown = withTrain ? values.concat(curves[train].slice(0, done)) : values
  if (deviations === null) return shown
  const spread = (sign: 1 | -1) => values.map((value, i) => value + sign * deviations[validation][i]!)
  return shown.concat(spread(1), spread(-1))
}

/** 0.55 to 0.5, 0.934 to 0.93: to tenths of the distance to 1, and not above 0.9. */
function roundBelow(lowest: number): number {
  const power = Math.min(-1, Math.floor(Math.log10(1 - lowest)))
  const step = 10 ** Math.max(-3, Number.isFinite(power) ? power : -1)
  const below = Math.floor(lowest / step + 1e-9) * step
  return Math.max(0, Number(Math.min(below, 1 - step).toFixed(3)))
}

/** Pixels between two numbers of epochs. */
const TICK_PX = 26

function withRoom(ticks: readonly TickMark[], room: number): TickMark[] {
  const kept: TickMark[] = []
  for (const tick of ticks) if (kept.length === 0 || tick.at - kept.at(-1)!.at >= room) kept.push(tick)
  return kept
}

/** A line through the values of epochs 1, 2, ... as far as the axis goes; NaN leaves a gap. */
export function curvePath(values: readonly number[], { x, y, lastEpoch }: Plot): string {
  return linePath(
    [...values.slice(0, lastEpoch).keys()],
    (i) => x(i + 1),
    (i) => y(values[i]!),
  )
}

/** The area one deviation above and below the means; none where either is not known. */
export function bandPath(means: readonly number[], deviations: readonly number[], plot: Plot): string {
  const { x, y, lastEpoch } = plot
  let path = ''
  let edge: string[] = []
  let back: string[] = []
  const close = () => {
    if (edge.length > 1) path += `M${edge.join('L')}L${back.reverse().join('L')}Z`
    edge = []
    back = []
  }
  for (const [i, mean] of means.slice(0, lastEpoch).entries()) {
    const deviation = deviations[i] ?? Number.NaN
    if (!Number.isFinite(mean + deviation)) close()
    else {
      edge.push(`${tenth(x(i + 1))} ${tenth(y(mean + deviation))}`)
      back.push(`${tenth(x(i + 1))} ${tenth(y(mean - deviation))}`)
    }
  }
  close()
  return path
}

/** A place in a drawing. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** Labels closer than this side by side must not lie above each other. */
const LABEL_WIDTH = 40
const LABEL_HEIGHT = 14

/**
 * Heights of labels beside the ends of lines, moved apart where they would cover each other.
 * @returns in the order of `ends`
 */
export function labelHeights(ends: readonly Place[], { top, height }: Box): number[] {
  const order = [...ends.keys()].sort((a, b) => ends[a]!.y - ends[b]!.y)
  const heights = ends.map(({ y }) => y)
  const areBeside = (a: number, b: number) => Math.abs(ends[a]!.x - ends[b]!.x) < LABEL_WIDTH
  for (const [place, i] of order.entries()) {
    for (const above of order.slice(0, place)) {
      if (areBeside(i, above)) heights[i] = Math.max(heights[i]!, heights[above]! + LABEL_HEIGHT)
    }
  }
  for (const [place, i] of [...order.entries()].reverse()) {
    heights[i] = Math.min(heights[i]!, top + height)
    for (const below of order.slice(place + 1)) {
      if (areBeside(i, below)) heights[i] = Math.min(heights[i]!, heights[below]! - LABEL_HEIGHT)
    }
  }
  return heights.map(tenth)
}

/** The last value of a line, within the axis, that is a number, as a place. */
export function lineEnd(values: readonly number[], { x, y, lastEpoch }: Plot): Place | null {
  const last = values.slice(0, lastEpoch).findLastIndex(Number.isFinite)
  return last < 0 ? null : { x: tenth(x(last + 1)), y: tenth(y(values[last]!)) }
}
