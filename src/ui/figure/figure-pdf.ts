// The PDF file: vectors and text, with the letters that are used embedded. jsPDF draws the scene itself: a way through
// SVG would place texts by the fonts that the page happens to have.

import { jsPDF } from 'jspdf'
import { MM_PER_POINT, type Scene, type Shape } from '../../core/figure/scene.ts'
import { STUDIO_VERSION } from '../../core/version.ts'
import { binaryString } from './base64.ts'
import type { FigureFonts, LoadedFont } from './figure-fonts.ts'
import { drawable } from './figure-text.ts'

type TextShape = Extract<Shape, { kind: 'text' }>

/** The scene as a PDF file of one page of its size. */
export function figurePdf(scene: Scene, fonts: FigureFonts): Blob {
  return new Blob([drawPdf(scene, fonts).output('arraybuffer')], { type: 'application/pdf' })
}

function drawPdf({ width, height, title, description, shapes }: Scene, fonts: FigureFonts): jsPDF {
  const pdf = new jsPDF({
    unit: 'mm',
    format: [width, height],
    orientation: width > height ? 'landscape' : 'portrait',
    compress: true,
    putOnlyUsedFonts: true,
  })
  pdf.setProperties({
    title: drawable(title),
    subject: drawable(description),
    creator: `Redshift Studio ${STUDIO_VERSION}`,
  })
  addFont(pdf, 'DejaVuSans', fonts.regular)
  addFont(pdf, 'DejaVuSans-Bold', fonts.bold)
  pdf.setLineJoin('round')
  for (const shape of shapes) drawShape(pdf, shape, fonts)
  return pdf
}

function addFont(pdf: jsPDF, name: string, { bytes }: LoadedFont): void {
  pdf.addFileToVFS(`${name}.ttf`, binaryString(bytes))
  pdf.addFont(`${name}.ttf`, name, 'normal')
}

function drawShape(pdf: jsPDF, shape: Shape, fonts: FigureFonts): void {
  switch (shape.kind) {
    case 'rect': {
      const style = setPaint(pdf, shape.fill, shape.stroke)
      if (style !== null) pdf.rect(shape.x, shape.y, shape.width, shape.height, style)
      return
    }
    case 'circle':
      pdf.circle(shape.x, shape.y, shape.r, setPaint(pdf, shape.fill, shape.stroke))
      return
    case 'polyline':
      drawPath(pdf, shape.points, setPaint(pdf, undefined, shape.stroke), false)
      return
    case 'polygon':
      drawPath(pdf, shape.points, setPaint(pdf, shape.fill, shape.stroke), true)
      return
    case 'text':
      drawText(pdf, shape, fonts)
      return
    default:
      shape satisfies never
  }
}

/** Sets colours and line; returns what to do with a path: fill, stroke, both, or `null` for neither. */
function setPaint(
  pdf: jsPDF,
  fill: string | undefined,
  stroke: Extract<Shape, { kind: 'rect' }>['stroke'],
): 'F' | 'S' | 'FD' | null {
  if (fill !== undefined) pdf.setFillColor(fill)
  if (stroke === undefined) return fill === undefined ? null : 'F'
  pdf.setDrawColor(stroke.color)
  pdf.setLineWidth(stroke.width)
  pdf.setLineDashPattern([...(stroke.dash ?? [])], 0)
  return fill === undefined ? 'S' : 'FD'
}

/** jsPDF takes the first point, then the way from each point to the next. */
function drawPath(
  pdf: jsPDF,
  points: readonly (readonly [x: number, y: number])[],
  style: 'F' | 'S' | 'FD' | null,
  closed: boolean,
): void {
  const [first] = points
  if (first === undefined) return
  const legs = points.slice(1).map(([x, y], i) => {
    const [fromX, fromY] = points[i] ?? first
    return [x - fromX, y - fromY]
  })
  pdf.lines(legs, first[0], first[1], [1, 1], style, closed)
}

function drawText(pdf: jsPDF, shape: TextShape, fonts: FigureFonts): void {
  const { x, y, size, anchor, fill, bold = false, rotate = 0 } = shape
  const text = inFont(drawable(shape.text), bold ? fonts.bold : fonts.regular)
  if (text === '') return
  const back = { start: 0, middle: 0.5, end: 1 }[anchor] * fonts.measure(text, size, bold)
  const turn = (rotate * Math.PI) / 180
  pdf.setFont(bold ? 'DejaVuSans-Bold' : 'DejaVuSans', 'normal')
  pdf.setFontSize(size / MM_PER_POINT)
  pdf.setTextColor(fill)
  // jsPDF turns the other way round
  pdf.text(text, x - back * Math.cos(turn), y - back * Math.sin(turn), { angle: -rotate })
}

/** PDF has no next font family, and jsPDF encodes two bytes a character: what the font lacks is drawn as `?`. */
function inFont(text: string, { font }: LoadedFont): string {
  return [...text]
    .map((character) => (character.length === 1 && font.hasChar(character) ? character : '?'))
    .join('')
}
