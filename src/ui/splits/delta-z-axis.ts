// The axes of the histogram of DeltaZ, and where the keys take its threshold. Places are percentages of the plot, so that
// nothing must be measured to draw it.

import { scaleLinear, scaleLog, scaleSqrt } from 'd3-scale'
import type { DeltaZHistogram } from '../../core/delta-z-histogram.ts'
import { formatInteger } from '../../core/format.ts'

/** A line of an axis, with its text. */
export interface AxisTick {
  /** percent of the plot, from the left or from the top */
  readonly at: number
  readonly text: string
  /** whether a narrow plot leaves its text out, so that neighbours do not touch */
  readonly isMinor: boolean
}

/** The logarithmic axis of abs(DeltaZ). */
export interface DeltaZAxis {
  readonly least: number
  readonly most: number
  /** percent from the left; what is beyond an end stands at that end */
  readonly place: (value: number) => number
  /** the value at a percentage from the left, with two digits */
  readonly valueAt: (place: number) => number
  /** the powers of ten */
  readonly ticks: readonly AxisTick[]
}

/** Percent of the plot that the bar of zeros takes at the left, and where the axis begins beside it. */
export const ZERO_BAR = { width: 4, end: 12 } as const

/** A narrow plot has room for the texts of so many decades. */
const FEW_DECADES = 5

/** The axis over the bins of a histogram, with room for the bar of zeros where there are any. */
export function deltaZAxis({ edges, zeros }: DeltaZHistogram): DeltaZAxis {
  const [least, most] = [edges[0]!, edges.at(-1)!]
  const scale = scaleLog([least, most], [zeros > 0 ? ZERO_BAR.end : 0, 100]).clamp(true)
  const [first, last] = [exponentOf(least), exponentOf(most)]
  const areMany = last - first > FEW_DECADES
  return {
    least,
    most,
    place: (value) => scale(value),
    valueAt: (place) => Number(scale.invert(place).toPrecision(2)),
    ticks: Array.from({ length: last - first + 1 }, (_, i) => {
      const exponent = first + i
      const at = scale(Number(`1e${exponent}`))
      return { at, text: powerText(exponent), isMinor: areMany && exponent % 2 !== 0 }
    }),
  }
}

/** The axis of counts: heights of bars in percent of the plot, and some whole numbers. */
export function countAxis(
  most: number,
  isSquareRoot: boolean,
): { readonly height: (count: number) => number; readonly ticks: readonly AxisTick[] } {
  const linear = scaleLinear([0, Math.max(1, most)], [0, 100]).nice(4)
  const scale = isSquareRoot ? scaleSqrt(linear.domain(), [0, 100]) : linear
  return {
    height: (count) => scale(count),
    ticks: linear
      .ticks(4)
      .filter(Number.isInteger)
      .map((count) => ({ at: 100 - scale(count), text: formatInteger(count), isMinor: false })),
  }
}

/**
 * Where a key takes the threshold: arrows to the next number of one digit, pages by a factor of ten, Home and End to the
 * ends of the axis, which it never leaves; `null` for other keys.
 */
export function thresholdAfter(key: string, threshold: number, { least, most }: DeltaZAxis): number | null {
  const exponent = exponentOf(threshold)
  const [digits = '1'] = threshold.toExponential().split('e')
  const digit = Math.floor(Number(digits))
  const clamp = (value: number) => Math.min(most, Math.max(least, value))
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return clamp(Number(`${digit + 1}e${exponent}`))
    case 'ArrowLeft':
    case 'ArrowDown': {
      if (Number(digits) > digit) return clamp(Number(`${digit}e${exponent}`))
      return clamp(digit > 1 ? Number(`${digit - 1}e${exponent}`) : Number(`9e${exponent - 1}`))
    }
    case 'PageUp':
      return clamp(Number(`${digits}e${exponent + 1}`))
    case 'PageDown':
      return clamp(Number(`${digits}e${exponent - 1}`))
    case 'Home':
      return least
    case 'End':
      return most
    default:
      return null
  }
}

/** `1e-3`, `1.25e-2`; plain from 0.1 on. All digits that tell the number from every other one. */
export function thresholdText(threshold: number): string {
  return threshold < 0.1 ? threshold.toExponential() : String(threshold)
}

function exponentOf(value: number): number {
  return Number(value.toExponential().split('e')[1])
}

function powerText(exponent: number): string {
  return exponent < 0 ? `1e${exponent}` : String(10 ** exponent)
}
