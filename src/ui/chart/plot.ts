// Lines and value axes of charts, as SVG paths and ticks.

import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale'

/** A tick of an axis. */
export interface Tick {
  readonly value: number
  readonly label: string
}

/** A rectangle in pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A vertical axis. */
export interface ValueAxis {
  readonly ticks: readonly Tick[]
  /** height in pixels; values outside the axis lie on its ends, NaN has none */
  readonly y: (value: number) => number
}

/** A horizontal axis. */
export interface PlaceAxis {
  readonly ticks: readonly Tick[]
  /** place in pixels; values outside the axis lie on its ends, NaN has none */
  readonly x: (value: number) => number
}

/** Decades of a logarithmic axis at most. */
const MOST_DECADES = 8
/** Pixels between two ticks, about. */
const TICK_PX = 44
/** The same along a horizontal axis, where labels stand beside each other, and how many there are at most, about. */
const BESIDE_PX = 64
const MOST_BESIDE = 10

/** From 0 to just above `highest`. */
export function linearAxis({ top, height }: Box, highest: number): ValueAxis {
  return fromScale(scaleLinear([0, 1.06 * highest], [top + height, top]), tickCount(height))
}

/** From `from` to `to`, without room on either side. */
export function fixedAxis({ top, height }: Box, from: number, to: number): ValueAxis {
  return fromScale(scaleLinear([from, to], [top + height, top]), tickCount(height))
}

/**
 * Both axes of a plot of shares, from 0 to 1 upwards and from `from` to 1 to the right, with ticks as far apart on either: a
 * square box has a square grid.
 */
export function shareAxes(box: Box, from = 0): { readonly across: PlaceAxis; readonly upwards: ValueAxis } {
  const { left, top, width, height } = box
  const across = fromScale(scaleLinear([from, 1], [left, left + width]), besideCount(width))
  const upwards = fromScale(scaleLinear([0, 1], [top + height, top]), besideCount(height))
  return { across: { ticks: across.ticks, x: across.y }, upwards }
}

/** From `lowest` to `highest`, with a little room. */
export function spanAxis({ top, height }: Box, lowest: number, highest: number): ValueAxis {
  const room = highest > lowest ? 0.05 * (highest - lowest) : 1
  return fromScale(scaleLinear([lowest - room, highest + room], [top + height, top]), tickCount(height))
}

/** Powers of ten, eight below `highest` or down to `lowest`, whichever comes first. */
export function logAxis({ top, height }: Box, lowest: number, highest: number): ValueAxis {
  const from = Math.max(lowest / 1.5, highest / 10 ** MOST_DECADES)
  const scale = scaleLog([Math.min(from, highest / 10), 1.5 * highest], [top + height, top])
  const [bottom, end] = scale.domain() as [number, number]
  const first = Math.ceil(Math.log10(bottom) - 1e-9)
  const last = Math.floor(Math.log10(end) + 1e-9)
  const every = Math.ceil((last - first + 1) / Math.max(2, tickCount(height)))
  const ticks: Tick[] = []
  for (let power = last; power >= first; power -= every) {
    ticks.unshift({ value: 10 ** power, label: powerOfTen(power) })
  }
  return { ticks, y: clamped(scale) }
}

function fromScale(scale: ScaleContinuousNumeric<number, number>, count: number): ValueAxis {
  const [bottom, end] = scale.domain() as [number, number]
  const largest = Math.max(Math.abs(bottom), Math.abs(end))
  const format = scale.tickFormat(count, largest < 1e-3 || largest >= 1e5 ? 'e' : ',f')
  const label = (value: number) => (value === 0 ? '0' : format(value).replace('e+', 'e'))
  const ticks = scale.ticks(count).map((value) => ({ value, label: label(value) }))
  return { ticks, y: clamped(scale) }
}

/** d3 has nothing to say of NaN, and of 0 on a logarithmic axis. */
function clamped(scale: ScaleContinuousNumeric<number, number>): ValueAxis['y'] {
  const [bottom, end] = scale.domain() as [number, number]
  return (value) => (Number.isNaN(value) ? value : scale(Math.min(end, Math.max(bottom, value))))
}

function tickCount(height: number): number {
  return Math.max(2, Math.round(height / TICK_PX))
}

function besideCount(pixels: number): number {
  return Math.min(MOST_BESIDE, Math.max(2, Math.round(pixels / BESIDE_PX)))
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** `10⁻³`; `1` and `10` as they are. */
export function powerOfTen(power: number): string {
  if (power === 0 || power === 1) return String(10 ** power)
  const digits = [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')
  return `10${power < 0 ? '⁻' : ''}${digits}`
}

/**
 * A line through points, broken where `y` is NaN. A point alone becomes a dot (with round line ends). Points that fall
 * together are drawn once.
 * @param indices ascending
 */
export function linePath(
  indices: readonly number[],
  x: (index: number) => number,
  y: (index: number) => number,
): string {
  let path = ''
  let length = 0
  let [lastX, lastY] = [Number.NaN, Number.NaN]
  const end = () => {
    if (length === 1) path += 'h0'
    length = 0
  }
  for (const index of indices) {
    const [toX, toY] = [tenth(x(index)), tenth(y(index))]
    if (Number.isNaN(toY)) end()
    else if (length === 0 || toX !== lastX || toY !== lastY) {
      path += `${length++ === 0 ? 'M' : 'L'}${pathNumber(toX)} ${pathNumber(toY)}`
    }
    lastX = toX
    lastY = toY
  }
  end()
  return path
}

/**
 * Horizontal marks at `height`, one for each run of indices that are `marked`, each at least a pixel long.
 * @param indices ascending
 */
export function runsPath(
  indices: readonly number[],
  marked: (index: number) => boolean,
  x: (index: number) => number,
  height: number,
): string {
  let path = ''
  let start = Number.NaN
  let end = Number.NaN
  const close = () => {
    if (!Number.isNaN(start)) path += `M${tenth(start)} ${tenth(height)}H${tenth(Math.max(end, start + 1))}`
    start = Number.NaN
  }
  for (const index of indices) {
    if (marked(index)) {
      end = x(index)
      if (Number.isNaN(start)) start = end
    } else close()
  }
  close()
  return path
}

/** A number for a path: tenths of a pixel are fine enough, and keep it short. */
export function tenth(pixels: number): number {
  return Math.round(10 * pixels) / 10
}

const DECIMALS = ['', '.1', '.2', '.3', '.4', '.5', '.6', '.7', '.8', '.9']

/** The digits of whole tenths: a third of the time that JavaScript takes for any number, which most of a path's goes to. */
function pathNumber(tenths: number): string {
  const count = Math.round(10 * tenths)
  if (count < 0) return String(tenths)
  const whole = Math.floor(count / 10)
  return `${whole}${DECIMALS[count - 10 * whole]}`
}
