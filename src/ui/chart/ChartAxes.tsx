// Axes of the charts that are drawn here as SVG.

import type { ReactNode } from 'react'
import classes from './ChartAxes.module.css'
import type { Box } from './plot.ts'
import type { TickMark } from './ticks.ts'

interface LinePanelProps {
  readonly box: Box
  /** of the vertical axis */
  readonly ticks: readonly TickMark[]
  readonly title: string
  /** curves; what leaves the box is cut off */
  readonly children: ReactNode
}

/** A vertical axis with its grid lines, a frame, and curves. */
export function LinePanel({ box, ticks, title, children }: LinePanelProps) {
  const { left, top, width, height } = box
  return (
    <g>
      <g className={classes.yAxis}>
        {ticks.map(({ at, label }) => (
          <g key={label}>
            <path d={`M${left} ${at}h${width}`} />
            <text x={left - 7} y={at + 4}>
              {label}
            </text>
          </g>
        ))}
        <text className={classes.yTitle} transform={`translate(13 ${top + height / 2}) rotate(-90)`}>
          {title}
        </text>
      </g>
      <path className={classes.frame} d={`M${left} ${top}v${height}h${width}`} />
      <svg
        aria-hidden="true"
        x={left}
        y={top - 2}
        width={width}
        height={height + 4}
        viewBox={`${left} ${top - 2} ${width} ${height + 4}`}
      >
        {children}
      </svg>
    </g>
  )
}

interface XAxisProps {
  readonly ticks: readonly TickMark[]
  /** that the axis lies below */
  readonly box: Box
  readonly title: string
}

/** Ticks and title of the horizontal axis. */
export function XAxis({ ticks, box, title }: XAxisProps) {
  const bottom = box.top + box.height
  return (
    <g className={classes.xAxis}>
      {ticks.map(({ at, label }) => (
        <g key={label}>
          <path d={`M${at} ${bottom}v4`} />
          <text x={at} y={bottom + 17}>
            {label}
          </text>
        </g>
      ))}
      <text x={box.left + box.width / 2} y={bottom + 34}>
        {title}
      </text>
    </g>
  )
}
