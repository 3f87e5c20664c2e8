// The pointer over a chart: dragging chooses a range, with shift it moves the range; the wheel zooms around the pointer, a
// double click shows all; else a crosshair. Keeps its own state, so that moving the pointer draws no curve anew.

import { type PointerEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Box } from '../chart/plot.ts'
import classes from './Chart.module.css'
import type { RangeChange } from './use-zoom.ts'
import { fromPosition, positionRange, type ZAxis, type ZRange } from './z-axis.ts'
import { isWhole, panBy, toRange, zoomBy } from './zoom.ts'

interface PlotPointerProps {
  /** where the curves are */
  readonly box: Box
  /** of the whole drawing, pixels */
  readonly width: number
  readonly axis: ZAxis
  /** that the box shows */
  readonly range: ZRange
  readonly onChange: (next: RangeChange) => void
  /** what is shown at the pointer */
  readonly crosshair: (x: number) => ReactNode
}

/** Shorter drags are clicks. */
const LEAST_DRAG_PX = 4
/** Zoom of one unit of a wheel that counts pixels, and of one that counts lines. */
const WHEEL = { pixel: 0.002, line: 0.05 }

type Gesture =
  | { readonly kind: 'hover'; readonly x: number }
  | { readonly kind: 'select'; readonly from: number; readonly x: number }
  | { readonly kind: 'pan'; readonly x: number }

/** A surface of SVG over the curves. */
export function PlotPointer(props: PlotPointerProps) {
  const { box, width, axis, range, onChange, crosshair } = props
  const surface = useRef<SVGRectElement>(null)
  const [gesture, setGesture] = useState<Gesture | null>(null)

  const place = (clientX: number): number => {
    const drawn = surface.current?.ownerSVGElement?.getBoundingClientRect()
    const scale = drawn === undefined || drawn.width === 0 ? 1 : width / drawn.width
    const x = (clientX - (drawn?.left ?? 0)) * scale
    return Math.min(box.left + box.width, Math.max(box.left, x))
  }
  const positionAt = (x: number, shown: ZRange): number => {
    const [from, to] = positionRange(axis, shown)
    return from + ((x - box.left) / box.width) * (to - from)
  }

  const turn = useEffectEvent((event: WheelEvent) => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL.line : WHEEL.pixel
    const factor = Math.min(2, Math.max(0.5, Math.exp(-unit * event.deltaY)))
    // where there is no more to zoom out to, the wheel scrolls the page
    if (factor === 1 || (factor < 1 && isWhole(axis, range))) return
    event.preventDefault()
    const x = place(event.clientX)
    onChange((before) => zoomBy(axis, before, factor, fromPosition(axis, positionAt(x, before))))
  })
  // React listens to wheels passively, where the page would scroll as well
  useEffect(() => {
    const element = surface.current
    const listen = (event: WheelEvent) => turn(event)
    element?.addEventListener('wheel', listen, { passive: false })
    return () => element?.removeEventListener('wheel', listen)
  }, [])

  const start = (event: PointerEvent<SVGRectElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture?.(event.pointerId)
    const x = place(event.clientX)
    setGesture(event.shiftKey ? { kind: 'pan', x } : { kind: 'select', from: x, x })
  }
  const move = (event: PointerEvent<SVGRectElement>) => {
    const x = place(event.clientX)
    if (gesture?.kind === 'pan') onChange((before) => panBy(axis, before, (gesture.x - x) / box.width))
    setGesture(gesture === null ? { kind: 'hover', x } : { ...gesture, x })
  }
  const end = (event: PointerEvent<SVGRectElement>) => {
    const x = place(event.clientX)
    if (gesture?.kind === 'select' && Math.abs(x - gesture.from) >= LEAST_DRAG_PX) {
      onChange((before) => toRange(axis, positionAt(gesture.from, before), positionAt(x, before)))
    }
    setGesture(event.pointerType === 'mouse' ? { kind: 'hover', x } : null)
  }

  return (
    <g className={classes.pointer}>
      {gesture?.kind === 'select' && (
        <rect
          data-part="choice"
          x={Math.min(gesture.from, gesture.x)}
          y={box.top}
          width={Math.abs(gesture.x - gesture.from)}
          height={box.height}
        />
      )}
      {gesture?.kind === 'hover' && crosshair(gesture.x)}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: whoever has no pointer has buttons and keys for all of it */}
      <rect
        ref={surface}
        data-part="surface"
        data-gesture={gesture?.kind}
        x={box.left}
        y={box.top}
        width={box.width}
        height={box.height}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => setGesture(null)}
        onPointerLeave={() => setGesture((before) => (before?.kind === 'hover' ? null : before))}
        onDoubleClick={() => onChange(() => axis.whole)}
      />
    </g>
  )
}
