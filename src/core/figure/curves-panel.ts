// Accuracy and loss by epoch as fig.py draws them, but the axis grows where a loss is above 1.

import { type CurvePoint, curvePoints, epochAxis, valueAxis } from '../curve-axes.ts'
import type { RunView } from '../run-view.ts'
import { curveLegend } from './curve-legend.ts'
import { CURVES, type CurveStyle, curveLine, curveMarker } from './curve-styles.ts'
import { type Box, line, linesAt, type Panel, textAt } from './marks.ts'
import { drawHead, type Head, headHeight } from './panel-head.ts'
import type { Point, Shape } from './scene.ts'
import { ASCENT, INK, LINE_HEIGHT, type Pen, SOFT_INK } from './style.ts'

/** Markers on more epochs than this would hide the dashes. */
const MOST_MARKED_EPOCHS = 40
/** Height by width, where the height is free. */
const ASPECT = 0.65

/** What is drawn of a run. */
export type CurvesContent = Pick<RunView, 'history' | 'bestEpoch' | 'plannedEpochs' | 'ended'>

/** Where an epoch and a value stand, mm. */
interface Scales {
  readonly x: (epoch: number) => number
  readonly y: (value: number) => number
}

/**
 * The panel of the curves; a run without any epoch is no content.
 * @param absent what is said of a curve that the run does not have
 */
export function curvesPanel(
  content: CurvesContent,
  absent: string,
  head: Head,
  width: number,
  pen: Pen,
): Panel {
  const { style, measure } = pen
  const { text: size, gap } = style
  const points = curvePoints(content.history)
  const epochs = epochAxis(points.length, content.plannedEpochs, content.ended)
  const values = valueAxis(points)
  const valueTexts = tickTexts(values.ticks)
  const widthOf = (text: string) => measure(text, size, false)
  const left = LINE_HEIGHT * size + 3 * gap + Math.max(...valueTexts.map(widthOf))
  const right = Math.max(style.marker, widthOf(String(epochs.ticks.at(-1))) / 2)
  const marked = points.length <= MOST_MARKED_EPOCHS
  const legend = curveLegend(content.history, { absent, marked }, width - left - right, pen)
  const top = headHeight(style) + legend.height + gap + 1.4 * LINE_HEIGHT * size
  const bottom = 2 * gap + 2 * LINE_HEIGHT * size
  const least = top + bottom + 8 * size
  return {
    height: Math.max(least, Math.min(ASPECT * width, style.tallest)),
    draw(box) {
      const plot = {
        x: box.x + left,
        y: box.y + top,
        width: width - left - right,
        height: box.height - top - bottom,
      }
      const scales = scalesOf(plot, epochs.domain, values.domain)
      return [
        ...drawHead(head, box, [plot.x, plot.x + plot.width], pen),
        ...legend.draw(plot.x, box.y + headHeight(style)),
        { kind: 'rect', ...plot, stroke: { color: INK, width: style.rule } },
        ...epochs.ticks.flatMap((epoch) => epochTick(epoch, scales.x(epoch), plot, pen)),
        ...values.ticks.flatMap((value, i) => valueTick(valueTexts[i]!, scales.y(value), plot, pen)),
        ...axisWords(plot, box, pen),
        ...(isShown(content.bestEpoch, epochs.domain)
          ? bestLine(content.bestEpoch, scales.x, plot, pen)
          : []),
        ...CURVES.flatMap((curve) => drawCurve(curve, points, marked, scales, pen)),
      ]
    },
  }
}

/** Some reports have no best epoch, and one that lacks curves may end before it. */
function isShown(epoch: number, [first, last]: readonly [number, number]): boolean {
  return epoch > first && epoch < last
}

function scalesOf(
  plot: Box,
  [firstEpoch, lastEpoch]: readonly [number, number],
  [, largest]: readonly [number, number],
): Scales {
  return {
    x: (epoch) => plot.x + ((epoch - firstEpoch) / (lastEpoch - firstEpoch)) * plot.width,
    y: (value) => plot.y + (1 - value / largest) * plot.height,
  }
}

function axisWords(plot: Box, box: Box, { style: { text: size } }: Pen): Shape[] {
  const word = { size, anchor: 'middle', fill: SOFT_INK } as const
  return [
    textAt('epoch', plot.x + plot.width / 2, box.y + box.height - 0.3 * size, word),
    textAt('accuracy, loss', box.x + ASCENT * size, plot.y + plot.height / 2, { ...word, rotate: -90 }),
  ]
}

function epochTick(epoch: number, x: number, plot: Box, { style }: Pen): Shape[] {
  const { text: size, gap, rule } = style
  const y = plot.y + plot.height
  return [
    line([x, y], [x, y + gap], rule),
    ...linesAt([String(epoch)], x, y + 2 * gap + 0.4 * size, { size, anchor: 'middle' }),
  ]
}

function valueTick(text: string, y: number, plot: Box, { style }: Pen): Shape[] {
  const { text: size, gap, rule } = style
  return [
    line([plot.x - gap, y], [plot.x, y], rule),
    ...linesAt([text], plot.x - 1.8 * gap, y, { size, anchor: 'end' }),
  ]
}

/** The dashed line of the best epoch; its label stands above the frame and never beyond it. */
function bestLine(bestEpoch: number, xOf: Scales['x'], plot: Box, { style, measure }: Pen): Shape[] {
  const size = style.text
  const x = xOf(bestEpoch)
  const text = `best epoch ${bestEpoch}`
  const half = measure(text, size, false) / 2
  const centre = Math.min(Math.max(x, plot.x + half), plot.x + plot.width - half)
  const dash = [4, 3].map((length) => length * style.curve)
  return [
    line([x, plot.y], [x, plot.y + plot.height], 0.75 * style.curve, dash),
    textAt(text, centre, plot.y - 0.5 * size, { size, anchor: 'middle' }),
  ]
}

/** Lines with gaps where a value is not finite, and markers; a point alone has its marker in any case. */
function drawCurve(
  curve: CurveStyle,
  points: readonly CurvePoint[],
  marked: boolean,
  { x, y }: Scales,
  { style }: Pen,
): Shape[] {
  const parts: Point[][] = [[]]
  for (const point of points) {
    const value = point[curve.key]
    // accuracy and cross-entropy are never below 0, and below the axis there is no room
    if (value === null || value < 0) parts.push([])
    else parts.at(-1)!.push([x(point.epoch), y(value)])
  }
  return [
    ...parts.filter((part) => part.length > 1).map((part) => curveLine(curve, part, style)),
    ...parts
      .filter((part) => marked || part.length === 1)
      .flatMap((part) => part.map((point) => curveMarker(curve, point, style))),
  ]
}

/** Ticks with as many decimals each as the finest of them needs: 0.0, 0.5, 1.0; very large and small ones as 1e+7. */
export function tickTexts(ticks: readonly number[]): string[] {
  const plain = ticks.map(String)
  if (plain.some((text) => text.includes('e') || text.length > 6)) return ticks.map(exponential)
  const decimals = Math.max(...plain.map((text) => text.split('.')[1]?.length ?? 0))
  return ticks.map((tick) => tick.toFixed(decimals))
}

function exponential(tick: number): string {
  return tick === 0 ? '0' : tick.toExponential()
}
