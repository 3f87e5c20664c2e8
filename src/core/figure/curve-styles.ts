// The four curves of the figure: each told apart by colour (Okabe and Ito's, as on the page), by dash and by marker, so
// that it reads in grey, too.

import type { CurvePoint } from '../curve-axes.ts'
import type { Point, Shape } from './scene.ts'
import { type FigureStyle, PAPER } from './style.ts'

/** How a curve looks and what it is called. */
export interface CurveStyle {
  readonly key: Exclude<keyof CurvePoint, 'epoch'>
  readonly name: string
  readonly color: string
  /** dashes and gaps in widths of the line */
  readonly dash: readonly number[] | null
  readonly marker: 'circle' | 'ring' | 'square' | 'diamond'
}

/** In fig.py's order. */
export const CURVES: readonly CurveStyle[] = [
  { key: 'acc', name: 'accuracy', color: '#0072b2', dash: null, marker: 'circle' },
  { key: 'valAcc', name: 'validation accuracy', color: '#009e73', dash: [5, 2], marker: 'ring' },
  { key: 'loss', name: 'loss', color: '#d55e00', dash: [7, 1.8, 1.4, 1.8], marker: 'square' },
  { key: 'valLoss', name: 'validation loss', color: '#cc79a7', dash: [1.6, 1.4], marker: 'diamond' },
]

/** A line through points. */
export function curveLine(
  { color, dash }: CurveStyle,
  points: readonly Point[],
  { curve }: FigureStyle,
): Shape {
  const dashes = dash === null ? {} : { dash: dash.map((length) => length * curve) }
  return { kind: 'polyline', points, stroke: { color, width: curve, ...dashes } }
}

/** A marker centred on (x, y). */
export function curveMarker({ color, marker }: CurveStyle, [x, y]: Point, style: FigureStyle): Shape {
  const r = style.marker
  const stroke = { color, width: 0.8 * style.curve }
  switch (marker) {
    case 'circle':
      return { kind: 'circle', x, y, r, fill: color }
    case 'ring':
      return { kind: 'circle', x, y, r, fill: PAPER, stroke }
    case 'square':
      return { kind: 'rect', x: x - 0.9 * r, y: y - 0.9 * r, width: 1.8 * r, height: 1.8 * r, fill: color }
    case 'diamond': {
      const d = 1.25 * r
      const points: Point[] = [
        [x, y - d],
        [x + d, y],
        [x, y + d],
        [x - d, y],
      ]
      return { kind: 'polygon', points, fill: PAPER, stroke }
    }
    default:
      return marker satisfies never
  }
}
