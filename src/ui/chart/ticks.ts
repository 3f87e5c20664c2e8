// Where the ticks of an axis are drawn.

import { tenth, type ValueAxis } from './plot.ts'

/** A place along an axis, in pixels, and what stands there. */
export interface TickMark {
  readonly at: number
  readonly label: string
}

/** The ticks of a vertical axis. */
export function tickMarks({ ticks, y }: ValueAxis): TickMark[] {
  return ticks.map(({ value, label }) => ({ at: tenth(y(value)), label }))
}
