// fig.py's 2 x 2 figure of a run as plain data: train and test matrix, accuracy and loss by epoch, and the table of
// precision, recall, f1-score and support. What turns it into SVG, PDF or PNG gives the width of its type.

import type { RunView } from '../run-view.ts'
import { describeFigure } from './describe-figure.ts'
import type { Box } from './marks.ts'
import { planMatrix } from './matrix-plan.ts'
import { makePanel, type OnePanel } from './panels.ts'
import type { FigureRequest, FigureSize } from './request.ts'
import type { Scene, Shape, TextMeasure } from './scene.ts'
import { figureSizeMm } from './sizes.ts'
import { type Pen, styleOf } from './style.ts'

/** A page without its words. */
interface Drawing {
  /** mm */
  readonly height: number
  readonly shapes: readonly Shape[]
}

const ALL: readonly OnePanel[] = ['a', 'b', 'c', 'd']

/**
 * The figure of a run. All four panels of `reference` are 13 x 8 in; of the other sizes, and of a panel alone, the height
 * follows from what is shown. A panel alone has no letter.
 * @throws StudioError `bad-input` for the panel `natural` of a run that has no such test
 */
export function buildFigure({ view, size, panel }: FigureRequest, measure: TextMeasure): Scene {
  const pen = { style: styleOf(size), measure }
  const { width } = figureSizeMm(size)
  const panels = panel === 'all' ? ALL : [panel]
  const drawing =
    panel === 'all' ? drawAll(view, size, width, pen) : drawRows([[panel]], view, null, width, pen)
  return {
    width,
    height: drawing.height,
    title: view.title,
    description: describeFigure(view, panels),
    shapes: drawing.shapes,
  }
}

function drawAll(view: RunView, size: FigureSize, width: number, pen: Pen): Drawing {
  const { height } = figureSizeMm(size)
  if (size !== 'column')
    return drawRows(
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      view,
      height,
      width,
      pen,
    )
  const matrices: OnePanel[][] = areReadableInPairs(view, width, pen) ? [['a', 'b']] : [['a'], ['b']]
  return drawRows([...matrices, ['c'], ['d']], view, height, width, pen)
}

/** Rows of panels of equal width; where the height of the page is given, the rows have equal heights. */
function drawRows(
  rows: readonly (readonly OnePanel[])[],
  view: RunView,
  pageHeight: number | null,
  pageWidth: number,
  pen: Pen,
): Drawing {
  const { margin, gutter } = pen.style
  const lettered = rows.flat().length > 1
  const shapes: (readonly Shape[])[] = []
  let y = margin
  for (const row of rows) {
    const width = boxWidth(pageWidth, row.length, pen)
    const panels = row.map((panel) => makePanel(panel, view, { lettered, width, pen }))
    const height =
      pageHeight === null
        ? Math.max(...panels.map((panel) => panel.height))
        : (pageHeight - 2 * margin - (rows.length - 1) * gutter) / rows.length
    for (const [column, panel] of panels.entries()) {
      const box: Box = { x: margin + column * (width + gutter), y, width, height }
      shapes.push(panel.draw(box))
    }
    y += height + gutter
  }
  return { height: y - gutter + margin, shapes: shapes.flat() }
}

function boxWidth(pageWidth: number, columns: number, { style: { margin, gutter } }: Pen): number {
  return (pageWidth - 2 * margin - (columns - 1) * gutter) / columns
}

/** Whether both matrices keep their names and their cells' texts beside each other. */
function areReadableInPairs({ train, test, labels }: RunView, width: number, pen: Pen): boolean {
  if (labels.length > 3) return false
  return [train, test].every(
    (labelled) =>
      labelled === null ||
      planMatrix({ matrix: labelled.matrix, labels }, boxWidth(width, 2, pen), pen).readable,
  )
}
