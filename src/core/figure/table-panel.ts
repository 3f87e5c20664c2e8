// scikit-learn's classification report as a table for print: rules above, below and between, and no other lines.

import { formatInteger } from '../format.ts'
import type { ClassificationReport, ClassMetrics } from '../metrics.ts'
import { wrap } from './fit-text.ts'
import { type Box, line, linesAt, type Panel } from './marks.ts'
import { drawHead, type Head, headHeight } from './panel-head.ts'
import type { Shape } from './scene.ts'
import { LINE_HEIGHT, type Pen } from './style.ts'

const COLUMNS = ['precision', 'recall', 'f1-score', 'support'] as const

/** A row before it is set. */
interface Row {
  readonly name: string
  /** one per column */
  readonly cells: readonly string[]
}

/** A table at one size of type; lengths in mm. */
interface Layout {
  readonly size: number
  readonly names: readonly (readonly string[])[]
  readonly width: number
  readonly height: number
  /** right edges of the columns, from the left of the table */
  readonly rights: readonly number[]
}

/** Free height in a row, in sizes of type: at least, and where there is room for more. */
const ROW_PADDING = 0.35
const MOST_ROW_PADDING = 1

/** The panel of a report. */
export function tablePanel(
  report: ClassificationReport,
  labels: readonly string[],
  head: Head,
  width: number,
  pen: Pen,
): Panel {
  const { text } = pen.style
  const top = headHeight(pen.style)
  const rows = rowsOf(report, labels)
  // names in two lines, or in one where the height does not allow it
  const usual = layOut(rows, text, 2, width, pen)
  const flat = layOut(rows, text, 1, width, pen)
  return {
    height: top + usual.height + pen.style.rule,
    draw(box) {
      const room = box.height - top - pen.style.rule
      const layout = usual.height <= room + 1e-6 ? usual : flat
      const x = box.x + (width - layout.width) / 2
      return [
        ...drawHead(head, box, [x, x + layout.width], pen),
        ...drawTable(
          rows,
          labels.length,
          layout,
          { x, y: box.y + top, width: layout.width, height: room },
          pen,
        ),
      ]
    },
  }
}

function rowsOf(report: ClassificationReport, labels: readonly string[]): Row[] {
  return [
    ...labels.map((name, index) => ({ name, cells: metricCells(report[`${index}`]!) })),
    { name: 'accuracy', cells: ['', '', share(report.accuracy), count(report['macro avg'].support)] },
    { name: 'macro avg', cells: metricCells(report['macro avg']) },
    { name: 'weighted avg', cells: metricCells(report['weighted avg']) },
  ]
}

function metricCells({ precision, recall, 'f1-score': f1, support }: ClassMetrics): string[] {
  return [share(precision), share(recall), share(f1), count(support)]
}

function share(value: number): string {
  return Number.isFinite(value) ? value.toFixed(4) : '–'
}

function count(value: number): string {
  return Number.isFinite(value) ? formatInteger(value) : '–'
}

function layOut(rows: readonly Row[], size: number, lines: number, width: number, { measure }: Pen): Layout {
  const widthOf = (text: string) => measure(text, size, false)
  const numbers = COLUMNS.map((name, column) =>
    Math.max(widthOf(name), ...rows.map(({ cells }) => widthOf(cells[column]!))),
  )
  const leastGap = size
  const taken = numbers.reduce((sum, each) => sum + each + leastGap, 0)
  const names = rows.map(({ name }) => wrap(name, { width: width - taken, lines }, widthOf).lines)
  const nameWidth = Math.max(...names.flat().map(widthOf))
  const gap = leastGap + Math.min((width - taken - nameWidth) / COLUMNS.length, 1.5 * size)
  const rights = numbers.map((_, column) =>
    numbers.slice(0, column + 1).reduce((right, each) => right + gap + each, nameWidth),
  )
  const height = [['header'], ...names].reduce(
    (sum, { length }) => sum + rowHeight(length, size, ROW_PADDING),
    0,
  )
  return { size, names, width: rights.at(-1)!, height, rights }
}

function rowHeight(lines: number, size: number, padding: number): number {
  return (Math.max(1, lines) * LINE_HEIGHT + padding) * size
}

/** Rows from the top of the box; they spread where there is room. */
function drawTable(rows: readonly Row[], classes: number, layout: Layout, box: Box, pen: Pen): Shape[] {
  const { size, names, rights } = layout
  const { rule } = pen.style
  const spare = (box.height - layout.height) / (rows.length + 1) / size
  const padding = ROW_PADDING + Math.max(0, Math.min(spare, MOST_ROW_PADDING - ROW_PADDING))
  const heights = [1, ...names.map(({ length }) => length)].map((lines) => rowHeight(lines, size, padding))
  const total = heights.reduce((sum, height) => sum + height, 0)
  const start = box.y
  const tops = heights.map((_, index) => heights.slice(0, index).reduce((y, height) => y + height, start))
  const middleOf = (index: number) => tops[index]! + heights[index]! / 2
  const ruleAt = (y: number, width: number) => line([box.x, y], [box.x + box.width, y], width)
  const cellsAt = (cells: readonly string[], index: number) =>
    cells.flatMap((cell, column) =>
      cell === '' ? [] : linesAt([cell], box.x + rights[column]!, middleOf(index), { size, anchor: 'end' }),
    )
  return [
    ruleAt(start, 1.6 * rule),
    ...cellsAt(COLUMNS, 0),
    ruleAt(tops[1]!, rule),
    ...rows.flatMap(({ cells }, index) => [
      ...linesAt(names[index]!, box.x, middleOf(index + 1), { size }),
      ...cellsAt(cells, index + 1),
    ]),
    ruleAt(tops[classes + 1]!, rule),
    ruleAt(start + total, 1.6 * rule),
  ]
}
