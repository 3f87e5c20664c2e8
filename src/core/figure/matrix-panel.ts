// A confusion matrix as fig.py draws it: viridis by share of the row, the percentage over the count, class names above
// and at the left.

import { rowPercentages } from '../metrics.ts'
import { hexColor, readableOn, viridis } from '../viridis.ts'
import { type Box, linesAbove, linesAt, linesHeight, type Panel, textAt } from './marks.ts'
import { BAR_TICKS, type MatrixContent, type MatrixPlan, planMatrix } from './matrix-plan.ts'
import { drawHead, type Head, headHeight } from './panel-head.ts'
import type { Shape } from './scene.ts'
import { ASCENT, INK, PAPER, type Pen, SMALLEST_TEXT, SOFT_INK } from './style.ts'

/** Width of a cell by its height, where the height is free. */
const CELL_ASPECT = 1.5
/** Colours in the bar. */
const BAR_STEPS = 64

/** The panel of a matrix. */
export function matrixPanel(content: MatrixContent, head: Head, width: number, pen: Pen): Panel {
  const { style } = pen
  const plan = planMatrix(content, width, pen)
  const classes = content.labels.length
  const top = headHeight(style) + plan.top
  const tallest = (style.tallest - top) / classes
  const cellHeight = Math.max(plan.leastCellHeight, Math.min(plan.cellWidth / CELL_ASPECT, tallest))
  return {
    height: top + classes * cellHeight,
    draw(box) {
      const cells = {
        x: box.x + plan.left,
        y: box.y + top,
        width: classes * plan.cellWidth,
        height: box.height - top,
      }
      return [
        ...drawHead(head, box, [cells.x, cells.x + cells.width], pen),
        ...drawNames(plan, box, cells, pen),
        ...drawCells(content, plan, cells, pen),
        ...(plan.hasBar ? drawBar(cells, pen) : []),
      ]
    },
  }
}

function drawNames(
  { rowNames, columnNames, cellWidth }: MatrixPlan,
  box: Box,
  cells: Box,
  pen: Pen,
): Shape[] {
  const { text: size, gap } = pen.style
  const rowHeight = cells.height / rowNames.texts.length
  const middle = { size, anchor: 'middle' } as const
  const word = { ...middle, fill: SOFT_INK }
  return [
    textAt('predicted', cells.x + cells.width / 2, box.y + headHeight(pen.style) + ASCENT * size, word),
    textAt('true', box.x + ASCENT * size, cells.y + cells.height / 2, { ...word, rotate: -90 }),
    ...columnNames.texts.flatMap(({ lines }, i) =>
      linesAbove(lines, cells.x + (i + 0.5) * cellWidth, cells.y - gap, {
        ...middle,
        size: columnNames.size,
      }),
    ),
    ...rowNames.texts.flatMap(({ lines }, i) =>
      linesAt(lines, cells.x - gap, cells.y + (i + 0.5) * rowHeight, { size: rowNames.size, anchor: 'end' }),
    ),
  ]
}

function drawCells({ matrix }: MatrixContent, plan: MatrixPlan, cells: Box, { style }: Pen): Shape[] {
  const percentages = rowPercentages(matrix)
  const width = plan.cellWidth
  const height = cells.height / matrix.length
  const most = Math.max(...plan.texts.flat().map((lines) => lines.length))
  const size = Math.min(plan.textSize, (height - style.gap) / linesHeight(Math.max(1, most), 1))
  const shapes = matrix.map((row, i) =>
    row.map((_, j): Shape[] => {
      const background = viridis(percentages[i]![j]! / 100)
      const x = cells.x + j * width
      const y = cells.y + i * height
      const fill = readableOn(background) === '#000' ? INK : PAPER
      const stroke = { color: PAPER, width: style.rule }
      const lines = size >= SMALLEST_TEXT ? plan.texts[i]![j]! : []
      return [
        { kind: 'rect', x, y, width, height, fill: hexColor(background), stroke },
        ...linesAt(lines, x + width / 2, y + height / 2, { size, anchor: 'middle', fill }),
      ]
    }),
  )
  return shapes.flat(2)
}

/** The colours from 100 % at the top to 0 %. Each step reaches down to the bottom, so that no seams are seen. */
function drawBar(cells: Box, { style, measure }: Pen): Shape[] {
  const { text: size, gap, rule } = style
  const x = cells.x + cells.width + 2 * gap
  const bottom = cells.y + cells.height
  const steps = Array.from({ length: BAR_STEPS }, (_, step): Shape => {
    const y = cells.y + (step * cells.height) / BAR_STEPS
    const fill = hexColor(viridis(1 - (step + 0.5) / BAR_STEPS))
    return { kind: 'rect', x, y, width: size, height: bottom - y, fill }
  })
  const frame: Shape = {
    kind: 'rect',
    x,
    y: cells.y,
    width: size,
    height: cells.height,
    stroke: { color: INK, width: rule },
  }
  const ticks = BAR_TICKS.flatMap(({ percentage, text }) => {
    const y = cells.y + (1 - percentage / 100) * cells.height
    // at the ends the text keeps within the bar
    const inside = Math.min(bottom - 0.5 * size, Math.max(cells.y + 0.5 * size, y))
    return linesAt([text], x + size + gap, inside, { size })
  })
  const words = 'of the true class'
  const wordsX = x + size + 1.5 * gap + measure('100%', size, false) + ASCENT * size
  const fits = measure(words, size, false) <= cells.height
  return [
    ...steps,
    frame,
    ...ticks,
    ...(fits
      ? [
          textAt(words, wordsX, cells.y + cells.height / 2, {
            size,
            anchor: 'middle',
            fill: SOFT_INK,
            rotate: -90,
          }),
        ]
      : []),
  ]
}
