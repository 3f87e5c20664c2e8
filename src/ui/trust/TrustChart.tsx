// One chart of the view of trust, as SVG: axes and whatever is drawn between them. To a screen reader it is a picture with a
// text; the numbers stand beside it.

import { memo, type PointerEvent, type ReactNode, useMemo } from 'react'
import { LinePanel, XAxis } from '../chart/ChartAxes.tsx'
import { useWidth } from '../chart/use-width.ts'
import classes from './TrustChart.module.css'
import { squareSize, type TrustPlot, trustPlot } from './trust-plot.ts'

interface TrustChartProps {
  /** what is to be seen, in words */
  readonly text: string
  readonly xTitle: string
  readonly yTitle: string
  /** least share of the horizontal axis; 0 unless given */
  readonly from?: number
  /** labels of the edges of bins along the horizontal axis, the same list as long as they do not change; it has shares unless given */
  readonly edges?: readonly string[]
  /** pixels upwards; a number of them unless the box is to be as high as it is wide */
  readonly height?: number | 'square'
  /** pixels between the box and the horizontal axis, for more to be drawn there */
  readonly foot?: number
  /** the pointer chose a place of the horizontal axis, 0 to 1 */
  readonly onPick?: (x: number) => void
  readonly children: (plot: TrustPlot) => ReactNode
}

/** Until the place was measured, pixels. */
const FIRST_WIDTH = 480
const HEIGHT = 360

/** A chart that is as wide as its place, or as a square needs. */
export function TrustChart(props: TrustChartProps) {
  const { text, xTitle, yTitle, from = 0, edges, height = HEIGHT, foot = 0, onPick, children } = props
  const [ref, room] = useWidth(FIRST_WIDTH)
  const plot = useMemo(() => {
    const size = height === 'square' ? squareSize(room, foot) : { width: room, height, foot }
    return trustPlot(size, { from, edges })
  }, [room, height, foot, from, edges])
  return (
    <div ref={ref} className={classes.place}>
      <svg
        role="img"
        aria-label={text}
        className={classes.chart}
        viewBox={`0 0 ${plot.width} ${plot.height}`}
        height={plot.height}
        style={{ maxWidth: plot.width }}
      >
        <Axes plot={plot} xTitle={xTitle} yTitle={yTitle} />
        {children(plot)}
        {onPick && <Surface plot={plot} onPick={onPick} />}
      </svg>
    </div>
  )
}

interface AxesProps {
  readonly plot: TrustPlot
  readonly xTitle: string
  readonly yTitle: string
}

const Axes = memo(function Axes({ plot, xTitle, yTitle }: AxesProps) {
  return (
    <>
      <LinePanel box={plot.box} ticks={plot.yTicks} title={yTitle}>
        {null}
      </LinePanel>
      <XAxis ticks={plot.xTicks} box={plot.above} title={xTitle} />
    </>
  )
})

interface SurfaceProps {
  readonly plot: TrustPlot
  readonly onPick: (x: number) => void
}

function Surface({ plot: { box, width }, onPick }: SurfaceProps) {
  const pick = (event: PointerEvent<SVGElement>): void => {
    const drawn = event.currentTarget.ownerSVGElement!.getBoundingClientRect()
    const x = (event.clientX - drawn.left) * (drawn.width === 0 ? 1 : width / drawn.width)
    onPick(Math.min(1, Math.max(0, (x - box.left) / box.width)))
  }
  return (
    // whoever has no pointer has the slider for the same
    <rect
      data-part="surface"
      className={classes.surface}
      x={box.left}
      y={box.top}
      width={box.width}
      height={box.height}
      onPointerDown={(event) => {
        // a drag goes on beyond the chart's edge
        event.currentTarget.setPointerCapture?.(event.pointerId)
        pick(event)
      }}
      onPointerMove={(event) => event.buttons === 1 && pick(event)}
    />
  )
}
