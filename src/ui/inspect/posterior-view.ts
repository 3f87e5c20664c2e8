// The picture of a part of one posterior, as plain data: p(z) above, ln p(z) below, one redshift axis for both. Worked out
// once per posterior, range and width; drawing it is all that is left to do.

import { decimate } from '../../core/decimate.ts'
import type { MassInterval } from '../../core/highest-density.ts'
import { type Box, linearAxis, linePath, logAxis, runsPath, spanAxis, tenth } from '../chart/plot.ts'
import { type TickMark, tickMarks } from '../chart/ticks.ts'
import type { PosteriorAnalysis, Shape } from './posterior-analysis.ts'
import { extentOf, positionRange, toPosition, valueAt, type ZAxis, type ZRange, zTicks } from './z-axis.ts'

/** How p is laid out. */
export type PScale = 'linear' | 'log'

/** What is to be shown, and where. */
export interface ViewRequest {
  readonly analysis: PosteriorAnalysis
  readonly axis: ZAxis
  readonly range: ZRange
  readonly pScale: PScale
  /** z_est; `null` where it is not known or has no place on the axis */
  readonly redshift: number | null
  /** of the whole drawing, pixels */
  readonly width: number
}

/** One of the two panels. */
export interface PanelView {
  readonly box: Box
  readonly ticks: readonly TickMark[]
  readonly line: string
}

/** Numbers of peaks that are drawn at one place, because they would cover each other. */
export interface PeakMark {
  readonly x: number
  readonly label: string
}

/** Intervals at one level: strips across both panels, and bars between them. */
export interface BandView {
  readonly level: number
  readonly strips: string
  readonly bars: string
}

/** Where z_est is drawn; beyond the range only its direction. */
export interface RedshiftMark {
  readonly x: number
  readonly place: 'inside' | 'left' | 'right'
}

/** The whole picture. */
export interface PosteriorView {
  readonly width: number
  readonly height: number
  /** `null` where there are no probabilities */
  readonly p: PanelView | null
  readonly lnP: PanelView
  /** marks at the bottom of the lower panel where ln p is -inf */
  readonly infinite: string
  readonly xTicks: readonly TickMark[]
  readonly bands: readonly BandView[]
  readonly peaks: readonly PeakMark[]
  readonly redshift: RedshiftMark | null
  /** indices that are drawn, ascending */
  readonly drawn: readonly number[]
}

const LEFT = 68
const RIGHT = 14
const P_TOP = 38
const P_HEIGHT = 180
/** between the panels, where the bars of the intervals are */
const GAP = 26
const LN_HEIGHT = 120
const BOTTOM = 40
const LN_TOP = P_TOP + P_HEIGHT + GAP
/** Height of every picture, pixels. */
export const VIEW_HEIGHT = LN_TOP + LN_HEIGHT + BOTTOM
/** Least part of the highest density that fills the upper panel: what is negligible looks negligible. */
const LEAST_TOP = 1e-3
/** Peaks closer than this share one mark. */
const PEAK_MARK_PX = 12
/** A strip is at least so wide. */
const LEAST_STRIP_PX = 1.5

/** The part of a drawing that the curves fill, both panels together. */
export function plotBox(width: number): Box {
  return {
    left: LEFT,
    top: P_TOP,
    width: Math.max(1, width - LEFT - RIGHT),
    height: LN_TOP + LN_HEIGHT - P_TOP,
  }
}

/** Works out the picture. */
export function posteriorView(request: ViewRequest): PosteriorView {
  const { analysis, axis, range, pScale, width } = request
  const { left, width: across } = plotBox(width)
  const ends = positionRange(axis, range)
  const perUnit = across / (ends[1] - ends[0])
  const atPosition = (position: number) => left + (position - ends[0]) * perUnit
  const x = (index: number) => atPosition(axis.positions[index]!)
  const drawn = decimate(analysis.lnP, axis.positions, ends, across)
  const inside = drawn.filter((i) => axis.positions[i]! >= ends[0] && axis.positions[i]! <= ends[1])
  const scaled = inside.length > 0 ? inside : drawn
  const lnP = lnPanel(analysis, drawn, scaled, left, across, x)
  return {
    width,
    height: VIEW_HEIGHT,
    p: analysis.shape === null ? null : pPanel(analysis.shape, pScale, drawn, scaled, left, across, x),
    lnP,
    infinite: runsPath(
      drawn,
      (i) => analysis.lnP[i] === Number.NEGATIVE_INFINITY,
      x,
      lnP.box.top + lnP.box.height - 1.5,
    ),
    xTicks: zTicks(axis, range, across).map(({ value, label }) => ({
      at: tenth(atPosition(toPosition(axis, value))),
      label,
    })),
    bands: bandViews(request, atPosition, [left, left + across]),
    peaks: peakMarks(request, atPosition, [left, left + across]),
    redshift: redshiftMark(request, atPosition, [left, left + across]),
    drawn,
  }
}

function pPanel(
  { density, peaks: found }: Shape,
  pScale: PScale,
  drawn: readonly number[],
  scaled: readonly number[],
  left: number,
  width: number,
  x: (index: number) => number,
): PanelView {
  const box = { left, top: P_TOP, width, height: P_HEIGHT }
  const [lowest, highest] = extremes(scaled, (i) => density[i]!)
  const top = Math.max(highest, LEAST_TOP * (found[0]?.height ?? highest))
  const axis = pScale === 'linear' ? linearAxis(box, top) : logAxis(box, lowest, top)
  return { box, ticks: tickMarks(axis), line: linePath(drawn, x, (i) => axis.y(density[i]!)) }
}

function lnPanel(
  { lnP }: PosteriorAnalysis,
  drawn: readonly number[],
  scaled: readonly number[],
  left: number,
  width: number,
  x: (index: number) => number,
): PanelView {
  const box = { left, top: LN_TOP, width, height: LN_HEIGHT }
  const finite = (i: number) => (Number.isFinite(lnP[i]!) ? lnP[i]! : Number.NaN)
  const [lowest, highest] = extremes(scaled, finite)
  if (lowest > highest) return { box, ticks: [], line: '' }
  const axis = spanAxis(box, lowest, highest)
  return { box, ticks: tickMarks(axis), line: linePath(drawn, x, (i) => axis.y(finite(i))) }
}

/** Lowest and highest value; +inf and -inf where there is none. */
function extremes(indices: readonly number[], value: (index: number) => number): [number, number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const index of indices) {
    const each = value(index)
    if (each < lowest) lowest = each
    if (each > highest) highest = each
  }
  return [lowest, highest]
}

/** Strips and bars of the intervals in view. Neighbours that would touch are drawn as one, so that noise stays quick. */
function bandViews(
  { analysis, axis }: ViewRequest,
  atPosition: (position: number) => number,
  [left, right]: readonly [number, number],
): BandView[] {
  const pixels = ({ first, last }: MassInterval): readonly [number, number] => {
    const [from, to] = positionRange(axis, extentOf(axis, first, last)).map(atPosition) as [number, number]
    const missing = Math.max(0, LEAST_STRIP_PX - (to - from)) / 2
    return [from - missing, to + missing]
  }
  return (analysis.shape?.levels ?? []).map(({ level, intervals }) => {
    let [strips, bars] = ['', '']
    for (const [from, to] of joined(intervals.map(pixels))) {
      if (to < left || from > right) continue
      const [start, end] = [tenth(Math.max(left, from)), tenth(Math.min(right, to))]
      strips += `M${start} ${P_TOP}H${end}V${P_TOP + P_HEIGHT}H${start}Z`
      strips += `M${start} ${LN_TOP}H${end}V${LN_TOP + LN_HEIGHT}H${start}Z`
      bars += `M${start} ${P_TOP + P_HEIGHT + GAP / 2}H${end}`
    }
    return { level, strips, bars }
  })
}

function joined(spans: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const result: (readonly [number, number])[] = []
  for (const [from, to] of spans) {
    const previous = result.at(-1)
    if (previous !== undefined && from - previous[1] < 0.5) result[result.length - 1] = [previous[0], to]
    else result.push([from, to])
  }
  return result
}

/** Numbers of the peaks in view, from the left; those of close ones are told together, the highest first. */
function peakMarks(
  { analysis, axis }: ViewRequest,
  atPosition: (position: number) => number,
  [left, right]: readonly [number, number],
): PeakMark[] {
  const numbered = (analysis.shape?.peaks ?? [])
    .map(({ index }, k) => ({ x: tenth(atPosition(axis.positions[index]!)), label: String(k + 1) }))
    .filter(({ x }) => x >= left && x <= right)
  const marks: PeakMark[] = []
  for (const each of numbered) {
    const close = marks.findIndex(
      ({ x, label }) => Math.abs(x - each.x) < PEAK_MARK_PX + 3 * (label.length - 1),
    )
    if (close < 0) marks.push(each)
    else marks[close] = { x: marks[close]!.x, label: `${marks[close]!.label},${each.label}` }
  }
  return marks.sort((a, b) => a.x - b.x)
}

function redshiftMark(
  { axis, redshift }: ViewRequest,
  atPosition: (position: number) => number,
  [left, right]: readonly [number, number],
): RedshiftMark | null {
  if (redshift === null || !Number.isFinite(redshift) || axis.zgrid === null) return null
  const x = tenth(atPosition(toPosition(axis, redshift)))
  if (Number.isNaN(x) || x < left) return { x: left, place: 'left' }
  return x > right ? { x: right, place: 'right' } : { x, place: 'inside' }
}

/** A point of the curve under the pointer. */
export interface Reading {
  /** in pixels */
  readonly x: number
  readonly z: number
  readonly lnP: number
  /** `null` where there are no probabilities */
  readonly density: number | null
}

/** The highest point of the pixel column at `x`, or the nearest point that is drawn where the column has none. */
export function readAt(
  view: PosteriorView,
  { analysis, axis, range }: ViewRequest,
  x: number,
): Reading | null {
  const { left, width } = plotBox(view.width)
  const [from, to] = positionRange(axis, range)
  const at = (i: number) => left + ((axis.positions[i]! - from) / (to - from)) * width
  let best = -1
  for (const i of view.drawn) {
    if (best < 0) best = i
    const [mine, its] = [Math.abs(at(i) - x), Math.abs(at(best) - x)]
    const bothInColumn = mine <= 0.75 && its <= 0.75
    if (bothInColumn ? analysis.lnP[i]! > analysis.lnP[best]! : mine < its) best = i
  }
  if (best < 0) return null
  const density = analysis.shape?.density[best] ?? null
  return { x: tenth(at(best)), z: valueAt(axis, best), lnP: analysis.lnP[best]!, density }
}
