// The marks that panels are made of, short to write.

import type { Point, Shape } from './scene.ts'
import { ASCENT, DESCENT, INK, LINE_HEIGHT } from './style.ts'

/** A part of the page, mm. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One of the panels: how high it wants to be at the width it was made for, and its marks in a box of that width. */
export interface Panel {
  readonly height: number
  draw(box: Box): readonly Shape[]
}

/** How a text is set. */
interface TextOptions {
  readonly size: number
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly fill?: string
  readonly bold?: boolean
  readonly rotate?: number
}

/** A text at its baseline. */
export function textAt(text: string, x: number, y: number, options: TextOptions): Shape {
  return { kind: 'text', x, y, text, anchor: 'start', fill: INK, ...options }
}

/** Baseline of a line of type that is centred on `y`, as digits and capitals are. */
function centredBaseline(y: number, size: number): number {
  return y + 0.36 * size
}

/** Lines of type below each other, centred on `y` as a block. */
export function linesAt(lines: readonly string[], x: number, y: number, options: TextOptions): Shape[] {
  const pitch = LINE_HEIGHT * options.size
  const first = centredBaseline(y - ((lines.length - 1) * pitch) / 2, options.size)
  return lines.map((line, index) => textAt(line, x, first + index * pitch, options))
}

/** Lines of type, the last of which stands on `bottom` with all that hangs below its baseline. */
export function linesAbove(
  lines: readonly string[],
  x: number,
  bottom: number,
  options: TextOptions,
): Shape[] {
  const pitch = LINE_HEIGHT * options.size
  const last = bottom - DESCENT * options.size
  return lines.map((line, index) => textAt(line, x, last - (lines.length - 1 - index) * pitch, options))
}

/** Height of lines of type, from the top of the first to the bottom of the last. */
export function linesHeight(count: number, size: number): number {
  return count === 0 ? 0 : (ASCENT + DESCENT + (count - 1) * LINE_HEIGHT) * size
}

/** A straight line. */
export function line(from: Point, to: Point, width: number, dash?: readonly number[]): Shape {
  const stroke = { color: INK, width, ...(dash === undefined ? {} : { dash }) }
  return { kind: 'polyline', points: [from, to], stroke }
}
