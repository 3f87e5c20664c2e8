// The drawing of the classes' mean posteriors, with the pointer over it.

import { memo } from 'react'
import type { ClassMean } from '../../core/class-means.ts'
import { nearestIndex } from '../../core/zgrid.ts'
import { LinePanel, XAxis } from '../chart/ChartAxes.tsx'
import { type Box, tenth } from '../chart/plot.ts'
import classes from './Chart.module.css'
import { CLASS_LINES } from './class-lines.ts'
import type { MeansView } from './means-view.ts'
import { PlotPointer } from './PlotPointer.tsx'
import { axisTitle, densityText, zText } from './posterior-text.ts'
import type { RangeChange } from './use-zoom.ts'
import { positionRange, valueAt, type ZAxis, type ZRange } from './z-axis.ts'

interface MeansChartProps {
  readonly view: MeansView
  readonly means: readonly ClassMean[]
  readonly labels: readonly string[]
  readonly axis: ZAxis
  readonly range: ZRange
  readonly onChange: (next: RangeChange) => void
}

/** Curves over a redshift axis; hidden from screen readers. */
export function MeansChart({ view, means, labels, axis, range, onChange }: MeansChartProps) {
  const { width, height, box } = view
  return (
    <svg aria-hidden="true" className={classes.chart} viewBox={`0 0 ${width} ${height}`} height={height}>
      <Curves view={view} title={axisTitle(axis)} />
      <PlotPointer
        box={box}
        width={width}
        axis={axis}
        range={range}
        onChange={onChange}
        crosshair={(x) => (
          <Reading pointer={x} box={box} means={means} labels={labels} axis={axis} range={range} />
        )}
      />
    </svg>
  )
}

const Curves = memo(function Curves({ view, title }: { readonly view: MeansView; readonly title: string }) {
  return (
    <>
      <LinePanel box={view.box} ticks={view.yTicks} title="mean p per point">
        {view.lines.map((line, k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a class is its index
          <path key={k} className={classes.mean} {...CLASS_LINES[k % CLASS_LINES.length]} d={line} />
        ))}
      </LinePanel>
      <XAxis ticks={view.xTicks} box={view.box} title={title} />
    </>
  )
})

interface ReadingProps {
  /** in pixels */
  readonly pointer: number
  readonly box: Box
  readonly means: readonly ClassMean[]
  readonly labels: readonly string[]
  readonly axis: ZAxis
  readonly range: ZRange
}

/** A line at the point that is nearest to the pointer, and what each mean is there. */
function Reading({ pointer, box, means, labels, axis, range }: ReadingProps) {
  const [from, to] = positionRange(axis, range)
  const index = nearestIndex(axis.positions, from + ((pointer - box.left) / box.width) * (to - from))
  const x = tenth(box.left + ((axis.positions[index]! - from) / (to - from)) * box.width)
  if (x < box.left || x > box.left + box.width) return null
  const isRightHalf = x > box.left + box.width / 2
  const at = isRightHalf ? box.left + 8 : box.left + box.width - 8
  const lines = [
    `${axis.zgrid === null ? 'point' : 'z'} ${zText(axis, valueAt(axis, index))}`,
    ...means.map(({ mean }, k) => `${labels[k]} ${densityText(mean[index]!)}`),
  ]
  return (
    <g data-part="reading">
      <path d={`M${x} ${box.top}v${box.height}`} />
      <text y={box.top + 14} textAnchor={isRightHalf ? 'start' : 'end'}>
        {lines.map((text, k) => (
          <tspan key={text} x={at} dy={k === 0 ? 0 : 16}>
            {text}
          </tspan>
        ))}
      </text>
    </g>
  )
}
