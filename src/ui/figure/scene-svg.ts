// A scene as an SVG element: what the page shows and what the files hold. Made by the DOM alone, so that no name from a
// file can become markup.

import type { Scene, Shape } from '../../core/figure/scene.ts'
import { drawable } from './figure-text.ts'

export const SVG_NAMESPACE = 'http://www.w3.org/2000/svg'
/** Families of a figure's text, the embedded one first. */
export const FONT_FAMILIES = "'DejaVu Sans', Verdana, sans-serif"

/** An `<svg>` of the scene's size in mm on white, with title and description. */
export function sceneToSvg({ width, height, title, description, shapes }: Scene): SVGSVGElement {
  const svg = element('svg', {
    width: `${decimal(width)}mm`,
    height: `${decimal(height)}mm`,
    viewBox: `0 0 ${decimal(width)} ${decimal(height)}`,
    role: 'img',
    'font-family': FONT_FAMILIES,
    // texts were measured letter by letter
    style: 'font-kerning: none; font-variant-ligatures: none',
  })
  svg.append(
    withText(element('title', {}), title),
    withText(element('desc', {}), description),
    element('rect', { x: 0, y: 0, width, height, fill: '#ffffff' }),
    ...shapes.map(shapeToSvg),
  )
  return svg
}

function shapeToSvg(shape: Shape): SVGElement {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, fill = 'none', stroke } = shape
      return element('rect', { x, y, width, height, fill, ...strokeOf(stroke) })
    }
    case 'polyline':
      return element('polyline', {
        points: pointList(shape.points),
        fill: 'none',
        'stroke-linejoin': 'round',
        ...strokeOf(shape.stroke),
      })
    case 'circle':
      return element('circle', {
        cx: shape.x,
        cy: shape.y,
        r: shape.r,
        fill: shape.fill,
        ...strokeOf(shape.stroke),
      })
    case 'polygon':
      return element('polygon', {
        points: pointList(shape.points),
        fill: shape.fill,
        ...strokeOf(shape.stroke),
      })
    case 'text':
      return textToSvg(shape)
    default:
      return shape satisfies never
  }
}

function textToSvg({
  x,
  y,
  text,
  size,
  anchor,
  fill,
  bold,
  rotate,
}: Extract<Shape, { kind: 'text' }>): SVGElement {
  const drawn = element('text', {
    x,
    y,
    'font-size': size,
    'text-anchor': anchor,
    fill,
    ...(bold && { 'font-weight': 'bold' }),
    ...(rotate && { transform: `rotate(${decimal(rotate)} ${decimal(x)} ${decimal(y)})` }),
  })
  return withText(drawn, text)
}

type Attributes = Readonly<Record<string, string | number>>

function strokeOf(stroke: Extract<Shape, { kind: 'rect' }>['stroke']): Attributes {
  if (stroke === undefined) return {}
  const { color, width, dash } = stroke
  return {
    stroke: color,
    'stroke-width': width,
    ...(dash && { 'stroke-dasharray': dash.map(decimal).join(' ') }),
  }
}

function pointList(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y]) => `${decimal(x)},${decimal(y)}`).join(' ')
}

function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(SVG_NAMESPACE, name)
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, typeof value === 'number' ? decimal(value) : value)
  }
  return made
}

function withText<Made extends SVGElement>(made: Made, text: string): Made {
  made.textContent = drawable(text)
  return made
}

/** Micrometres are enough. */
function decimal(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
