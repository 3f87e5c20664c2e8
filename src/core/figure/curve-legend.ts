// The legend of the curves, above the axes where it cannot hide them.

import type { RunHistory } from '../run.ts'
import { CURVES, type CurveStyle, curveLine, curveMarker } from './curve-styles.ts'
import { shorten } from './fit-text.ts'
import { linesAt } from './marks.ts'
import type { Shape } from './scene.ts'
import { LINE_HEIGHT, type Pen } from './style.ts'

/** Entries in rows and columns; lengths in mm. */
export interface Legend {
  readonly height: number
  draw(x: number, y: number): readonly Shape[]
}

/** What a legend needs to know of the drawing. */
interface LegendOptions {
  /** what is said of a curve that the run does not have */
  readonly absent: string
  /** whether the curves have markers */
  readonly marked: boolean
}

/**
 * The legend of a run in as few rows as the width allows. A curve that is not drawn says why.
 * @param width mm
 */
export function curveLegend(
  history: RunHistory,
  { absent, marked }: LegendOptions,
  width: number,
  pen: Pen,
): Legend {
  const { style, measure } = pen
  const size = style.text
  const sample = 3.4 * size
  const entries = CURVES.map((curve) => ({ curve, text: entryText(curve, history[curve.key], absent) }))
  const room = width - sample - style.gap
  const widths = entries.map(({ text }) => sample + style.gap + measure(text, size, false))
  const columnGap = 1.4 * size
  const columns = [4, 2].find((count) => rowWidth(columnWidths(widths, count), columnGap) <= width) ?? 1
  const columnsAt = columnWidths(widths, columns).map((_, column, all) =>
    all.slice(0, column).reduce((x, each) => x + each + columnGap, 0),
  )
  const pitch = LINE_HEIGHT * size
  const sampleAt = (curve: CurveStyle, x: number, y: number) => [
    curveLine(
      curve,
      [
        [x, y],
        [x + sample, y],
      ],
      style,
    ),
    ...(marked ? [curveMarker(curve, [x + sample / 2, y], style)] : []),
  ]
  return {
    height: Math.ceil(entries.length / columns) * pitch,
    draw: (left, top) =>
      entries.flatMap(({ curve, text }, index) => {
        const x = left + columnsAt[index % columns]!
        const y = top + (Math.floor(index / columns) + 0.5) * pitch
        const shown = shorten(text, room, (part) => measure(part, size, false))
        return [
          ...(history[curve.key].length > 0 ? sampleAt(curve, x, y) : []),
          ...linesAt([shown], x + sample + style.gap, y, { size }),
        ]
      }),
  }
}

function entryText({ name }: CurveStyle, values: readonly number[], absent: string): string {
  if (values.length === 0) return `${name} (${absent})`
  return values.some(Number.isFinite) ? name : `${name} (not finite)`
}

function columnWidths(widths: readonly number[], columns: number): number[] {
  return Array.from({ length: columns }, (_, column) =>
    Math.max(...widths.filter((_, index) => index % columns === column)),
  )
}

function rowWidth(widths: readonly number[], gap: number): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1)
}
