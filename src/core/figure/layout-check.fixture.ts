// What no figure may do, as sentences: leave the page, put text on text or on lines, or be too small or too pale to read.

import { contrastRatio, type Rgb } from '../viridis.ts'
import type { Point, Scene, Shape, TextMeasure } from './scene.ts'
import { MM_PER_POINT } from './scene.ts'

type Text = Extract<Shape, { kind: 'text' }>
type Rect = Extract<Shape, { kind: 'rect' }>

/** A mark without its stroke. */
interface Mark {
  readonly shape: Exclude<Shape, Text>
  readonly extent: Extent
}

interface Extent {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** What letters reach above and below the baseline, accents included, in sizes of type. */
const ASCENT = 0.93
const DESCENT = 0.24
const TOLERANCE = 1e-6
const NO_STROKE = { color: '#000000', width: 0 }

/** Everything that is wrong with a scene. */
export function layoutFaults(scene: Scene, measure: TextMeasure): string[] {
  const texts = scene.shapes.filter((shape) => shape.kind === 'text')
  const boxes = texts.map((text) => ({ text, extent: textExtent(text, measure) }))
  const marks = scene.shapes
    .filter((shape) => shape.kind !== 'text')
    .map((shape) => ({ shape, extent: shapeExtent({ ...shape, stroke: NO_STROKE }, measure) }))
  const page = { left: 0, top: 0, right: scene.width, bottom: scene.height }
  const outside = scene.shapes
    .filter((shape) => !isWithin(shapeExtent(shape, measure), page))
    .map((shape) => `leaves the page: ${nameOf(shape)}`)
  const overlaps = boxes.flatMap(({ text, extent }, i) =>
    boxes
      .filter((other, j) => j > i && meet(extent, other.extent))
      .map((other) => `overlap: "${text.text}" and "${other.text.text}"`),
  )
  return [
    ...outside,
    ...overlaps,
    ...boxes.flatMap(({ text, extent }) => textFaults(text, extent, marks)),
    ...scene.shapes.flatMap(strokeFaults),
  ]
}

function textFaults(text: Text, extent: Extent, marks: readonly Mark[]): string[] {
  const faults: string[] = []
  if (text.text.trim() === '') faults.push('a text without letters')
  if (text.size < 6 * MM_PER_POINT - TOLERANCE) faults.push(`too small: "${text.text}" of ${text.size} mm`)
  let background = '#ffffff'
  for (const { shape, extent: covered } of marks) {
    if (shape.kind === 'polyline') {
      const { points } = shape
      if (points.slice(1).some((point, i) => crosses(extent, points[i]!, point))) {
        faults.push(`"${text.text}" lies on a line`)
      }
    } else if (meet(extent, covered)) {
      if (shape.kind !== 'rect') faults.push(`"${text.text}" lies on a marker`)
      else if (!isWithin(extent, covered)) faults.push(`"${text.text}" crosses the edge of a rectangle`)
      else if (shape.fill !== undefined) background = shape.fill
    }
  }
  const contrast = contrastRatio(rgb(text.fill), rgb(background))
  if (contrast < 4.5) faults.push(`"${text.text}" has a contrast of ${contrast} with ${background}`)
  return faults
}

function strokeFaults(shape: Shape): string[] {
  if (shape.kind === 'text' || shape.stroke === undefined) return []
  return shape.stroke.width < 0.5 * MM_PER_POINT - TOLERANCE ? [`too thin: ${nameOf(shape)}`] : []
}

/** The box of a text; rotated ones are turned by a quarter to the left. */
export function textExtent(text: Text, measure: TextMeasure): Extent {
  const width = measure(text.text, text.size, text.bold ?? false)
  const before = { start: 0, middle: width / 2, end: width }[text.anchor]
  if (text.rotate === undefined) {
    return {
      left: text.x - before,
      top: text.y - ASCENT * text.size,
      right: text.x - before + width,
      bottom: text.y + DESCENT * text.size,
    }
  }
  if (text.rotate !== -90) throw new Error(`Expected a rotation of -90 degrees, got ${text.rotate}`)
  return {
    left: text.x - ASCENT * text.size,
    top: text.y + before - width,
    right: text.x + DESCENT * text.size,
    bottom: text.y + before,
  }
}

function shapeExtent(shape: Shape, measure: TextMeasure): Extent {
  switch (shape.kind) {
    case 'text':
      return textExtent(shape, measure)
    case 'rect':
      return grown(
        {
          left: shape.x,
          top: shape.y,
          right: shape.x + shape.width,
          bottom: shape.y + shape.height,
        },
        shape,
      )
    case 'circle':
      return grown(
        {
          left: shape.x - shape.r,
          top: shape.y - shape.r,
          right: shape.x + shape.r,
          bottom: shape.y + shape.r,
        },
        shape,
      )
    default: {
      const xs = shape.points.map(([x]) => x)
      const ys = shape.points.map(([, y]) => y)
      return grown(
        { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) },
        shape,
      )
    }
  }
}

function grown(extent: Extent, { stroke }: Pick<Rect, 'stroke'>): Extent {
  const half = (stroke?.width ?? 0) / 2
  return {
    left: extent.left - half,
    top: extent.top - half,
    right: extent.right + half,
    bottom: extent.bottom + half,
  }
}

function isWithin(inner: Extent, outer: Extent): boolean {
  return (
    inner.left >= outer.left - TOLERANCE &&
    inner.top >= outer.top - TOLERANCE &&
    inner.right <= outer.right + TOLERANCE &&
    inner.bottom <= outer.bottom + TOLERANCE
  )
}

function meet(a: Extent, b: Extent): boolean {
  return (
    a.left < b.right - TOLERANCE &&
    b.left < a.right - TOLERANCE &&
    a.top < b.bottom - TOLERANCE &&
    b.top < a.bottom - TOLERANCE
  )
}

/** Whether a straight line passes through a box (Liang and Barsky's clipping). */
function crosses(box: Extent, [x1, y1]: Point, [x2, y2]: Point): boolean {
  let enter = 0
  let leave = 1
  for (const [delta, room] of [
    [x1 - x2, x1 - box.left],
    [x2 - x1, box.right - x1],
    [y1 - y2, y1 - box.top],
    [y2 - y1, box.bottom - y1],
  ] as const) {
    if (delta === 0) {
      if (room <= TOLERANCE) return false
    } else if (delta < 0) enter = Math.max(enter, room / delta)
    else leave = Math.min(leave, room / delta)
  }
  return enter < leave - TOLERANCE
}

function rgb(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb
}

function nameOf(shape: Shape): string {
  return shape.kind === 'text' ? `"${shape.text}"` : JSON.stringify(shape).slice(0, 120)
}
