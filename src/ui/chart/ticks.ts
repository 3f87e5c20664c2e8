// Where the ticks of an axis are drawn.

import { type PlaceAxis, tenth, type ValueAxis } from './plot.ts'

/** A place along an axis, in pixels, and what stands there. */
export interface TickMark {
  readonly at: number
  readonly label: string
}

/** The ticks of a vertical axis. */
export function tickMarks({ ticks, y }: ValueAxis): TickMark[] {
  return ticks.map(({ value, label }) => ({ at: tenth(y(value)), label }))
}

/** The ticks of a horizontal axis. */
export function placeMarks({ ticks, x }: PlaceAxis): TickMark[] {
  return ticks.map(({ value, label }) => ({ at: tenth(x(value)), label }))
}
