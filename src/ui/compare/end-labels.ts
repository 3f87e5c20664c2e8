// Where the numbers of runs stand beside the ends of their lines: in a column right of the last epoch, and for shorter runs
// where no line runs.

import { tenth } from '../chart/plot.ts'
import { labelHeights, lineEnd, type Place, type Plot } from './curve-plot.ts'

/** A line and the number of its run. */
export interface LabelledLine {
  readonly label: string
  readonly values: readonly number[]
}

/** A number beside the end of a line. */
export interface EndLabel extends Place {
  /** path from the end of the line to the number; '' where it stands right beside it */
  readonly leader: string
}

/** Pixels from the end of a line to its number. */
const GAP = 13
/** of a number */
const DIGIT_WIDTH = 8
const HALF_HEIGHT = 7
/** Pixels between a line and the number of another one. */
const MARGIN = 7
/** Nearer to the last epoch a number stands in the column. */
const COLUMN_PX = 16
/** Steps to either side that a number may stand away. */
const ACROSS = [GAP, 24, 38, 54, 72, 92]
const UP_AND_DOWN = [0, -14, 14, -28, 28, -42, 42, -56, 56, -70, 70, -84, 84, -112, 112, -140, 140]

/**
 * The place of each number: its left edge and its middle.
 * @returns in the order of the lines; `null` for a line without a value
 */
export function endLabels(lines: readonly LabelledLine[], plot: Plot): (EndLabel | null)[] {
  const ends = lines.map(({ values }) => lineEnd(values, plot))
  const last = Math.max(...ends.map((end) => end?.x ?? 0))
  const isInColumn = (end: Place) => last - end.x < COLUMN_PX
  const column = ends.flatMap((end) => (end !== null && isInColumn(end) ? [{ x: last, y: end.y }] : []))
  const heights = labelHeights(column, plot.box)
  const taken: Area[] = []
  return ends.map((end, i) => {
    if (end === null) return null
    const width = DIGIT_WIDTH * lines[i]!.label.length
    const place = isInColumn(end)
      ? { x: tenth(last + GAP), y: heights.shift()! }
      : freePlace(end, width, lines, taken, plot)
    taken.push(areaOf(place, width))
    return { ...place, leader: leaderOf(end, place, width) }
  })
}

interface Area {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function areaOf({ x, y }: Place, width: number): Area {
  return { left: x - 2, right: x + width + 2, top: y - HALF_HEIGHT, bottom: y + HALF_HEIGHT }
}

/** The nearest place where neither a line nor another number is; beside the end where there is none. */
function freePlace(
  end: Place,
  width: number,
  lines: readonly LabelledLine[],
  taken: readonly Area[],
  plot: Plot,
): Place {
  const { top, height } = plot.box
  const places = ACROSS.flatMap((dx) => UP_AND_DOWN.map((dy) => ({ x: end.x + dx, y: end.y + dy })))
    .filter(({ y }) => y - HALF_HEIGHT >= top && y + HALF_HEIGHT <= top + height)
    .sort((a, b) => distance(end, a) - distance(end, b))
  const isFree = (place: Place, margin: number) => {
    const area = areaOf(place, width)
    if (taken.some((other) => overlap(area, other))) return false
    const { left, right, top: above, bottom } = area
    const around = {
      left: left - margin,
      right: right + margin,
      top: above - margin,
      bottom: bottom + margin,
    }
    return !lines.some(({ values }) => doesLineCross(values, around, plot))
  }
  const [beside] = places
  const free =
    beside !== undefined && isFree(beside, 0)
      ? beside
      : // farther away it must not look like the number of a line that happens to be there
        (places.find((place) => isFree(place, MARGIN)) ?? places.find((place) => isFree(place, 0)))
  const { x, y } = free ?? { x: end.x + GAP, y: end.y }
  return { x: tenth(x), y: tenth(y) }
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/** Whether a line, its values joined by straight strokes, comes into an area. */
function doesLineCross(values: readonly number[], area: Area, { x, y, lastEpoch }: Plot): boolean {
  const step = x(2) - x(1)
  const epochAt = (at: number) => 1 + (at - x(1)) / step
  const first = Math.max(1, Math.floor(epochAt(area.left)))
  const end = Math.min(values.length, lastEpoch, Math.ceil(epochAt(area.right)))
  for (let epoch = first; epoch < end; epoch++) {
    const [from, to] = [y(values[epoch - 1]!), y(values[epoch]!)]
    const heightAt = (at: number) => from + ((to - from) * (at - x(epoch))) / step
    const left = heightAt(Math.max(area.left, x(epoch)))
    const right = heightAt(Math.min(area.right, x(epoch + 1)))
    if (Math.min(left, right) < area.bottom && Math.max(left, right) > area.top) return true
  }
  return false
}

/** From outside of the end's ring to the edge of the number. */
function leaderOf(end: Place, { x, y }: Place, width: number): string {
  const isBeside = x - end.x <= GAP && Math.abs(y - end.y) < HALF_HEIGHT
  if (isBeside) return ''
  const isAbove = Math.abs(y - end.y) > x - end.x
  const to = isAbove ? { x: x + width / 2, y: y + (y < end.y ? HALF_HEIGHT : -HALF_HEIGHT) } : { x: x - 3, y }
  const share = 6 / distance(end, to)
  const from = { x: end.x + share * (to.x - end.x), y: end.y + share * (to.y - end.y) }
  return `M${tenth(from.x)} ${tenth(from.y)}L${tenth(to.x)} ${tenth(to.y)}`
}
