// What a matrix takes of its width: names of classes, cells and their text, a colour bar where there is room for one.

import { formatPercentage } from '../format.ts'
import { rowPercentages } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import { nameSizes, type WrappedTexts, wrapAll } from './fit-text.ts'
import { linesHeight } from './marks.ts'
import { LINE_HEIGHT, type Pen, SMALLEST_TEXT } from './style.ts'

/** A matrix and the readable names of its classes, in class order. */
export interface MatrixContent {
  readonly matrix: ConfusionMatrix
  readonly labels: readonly string[]
}

/** Lengths in mm. */
export interface MatrixPlan {
  /** from the left of the box to the cells */
  readonly left: number
  /** from the title to the cells */
  readonly top: number
  readonly cellWidth: number
  /** least that two lines of the smallest type need */
  readonly leastCellHeight: number
  readonly rowNames: WrappedTexts
  readonly columnNames: WrappedTexts
  /** lines of each cell, [true class, predicted class]; `[]` where no type is small enough */
  readonly texts: readonly (readonly (readonly string[])[])[]
  /** largest size of type that the width of a cell allows */
  readonly textSize: number
  readonly hasBar: boolean
  /** whether no name is cut and every cell has its percentage with two decimals and its count */
  readonly readable: boolean
}

/** Words that stand beside the colour bar. */
export const BAR_TICKS = [100, 50, 0].map((percentage) => ({ percentage, text: `${percentage}%` }))

/** Room that the colour bar takes at the right of the cells, mm. */
export function barRoom({ style, measure }: Pen): number {
  return 3 * style.gap + 2.4 * style.text + measure('100%', style.text, false)
}

/** Plans a matrix for a width, mm; with a colour bar if nothing gets smaller by it. */
export function planMatrix(content: MatrixContent, width: number, pen: Pen): MatrixPlan {
  const withBar = planWidth(content, width, true, pen)
  const isFree =
    withBar.readable && withBar.textSize === pen.style.text && withBar.rowNames.size === pen.style.text
  return isFree ? withBar : planWidth(content, width, false, pen)
}

function planWidth({ matrix, labels }: MatrixContent, width: number, hasBar: boolean, pen: Pen): MatrixPlan {
  const { style, measure } = pen
  const classes = labels.length
  const layNames = (size: number) => {
    const rowRoom = { width: 0.28 * width, lines: classes > 5 ? 1 : classes > 3 ? 2 : 3 }
    const rowNames = wrapAll(labels, rowRoom, size, measure)
    const left = LINE_HEIGHT * style.text + style.gap + widestLine(rowNames, pen) + style.gap
    const cellWidth = (width - left - (hasBar ? barRoom(pen) : 0)) / classes
    const columnNames = wrapAll(labels, { width: cellWidth - style.gap, lines: 3 }, size, measure)
    return { left, cellWidth, rowNames, columnNames }
  }
  const tried = nameSizes(style.text).map(layNames)
  const names =
    tried.find(({ rowNames, columnNames }) => rowNames.whole && columnNames.whole) ?? tried.at(-1)!
  const cells = cellTexts(matrix, names.cellWidth - style.gap, pen)
  const columnLines = Math.max(...names.columnNames.texts.map(({ lines }) => lines.length))
  return {
    ...names,
    ...cells,
    top: LINE_HEIGHT * style.text + 2 * style.gap + linesHeight(columnLines, names.columnNames.size),
    leastCellHeight: linesHeight(2, SMALLEST_TEXT) + style.gap,
    hasBar,
    readable: cells.isFull && names.rowNames.whole && names.columnNames.whole,
  }
}

function widestLine({ texts, size }: WrappedTexts, { measure }: Pen): number {
  return Math.max(0, ...texts.flatMap(({ lines }) => lines.map((line) => measure(line, size, false))))
}

/** Ways to write a cell, the fullest first. */
const WRITINGS: readonly ((percentage: number, count: number) => string[])[] = [
  (percentage, count) => [formatPercentage(percentage), String(count)],
  (percentage, count) => [`${percentage.toFixed(1)}%`, String(count)],
  (percentage, count) => [`${percentage.toFixed(0)}%`, String(count)],
  (percentage) => [`${percentage.toFixed(0)}%`],
]

function cellTexts(
  matrix: ConfusionMatrix,
  width: number,
  { style, measure }: Pen,
): Pick<MatrixPlan, 'texts' | 'textSize'> & { readonly isFull: boolean } {
  const percentages = rowPercentages(matrix)
  for (const [index, write] of WRITINGS.entries()) {
    const texts = matrix.map((row, i) => row.map((count, j) => write(percentages[i]![j]!, count)))
    const widest = Math.max(...texts.flat(2).map((text) => measure(text, style.text, false)))
    const textSize = style.text * Math.min(1, width / widest)
    if (textSize >= SMALLEST_TEXT) return { texts, textSize, isFull: index === 0 }
  }
  return { texts: matrix.map((row) => row.map(() => [])), textSize: SMALLEST_TEXT, isFull: false }
}
