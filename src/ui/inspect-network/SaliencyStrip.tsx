// The drawing of saliency on the axis of the posterior above it. It is hidden from screen readers; the sentence below has
// the same in words.

import { memo, useMemo } from 'react'
import { useWidth } from '../chart/use-width.ts'
import type { ZAxis, ZRange } from '../inspect/z-axis.ts'
import classes from './SaliencyStrip.module.css'
import { LEVELS, STRIP_VIEW_HEIGHT, type StripView, stripView } from './saliency-strip.ts'

interface SaliencyStripProps {
  /** [z], signed; `null` while they are not known */
  readonly values: Float32Array | null
  readonly axis: ZAxis
  /** that is shown */
  readonly range: ZRange
  /** being replaced */
  readonly isFaded: boolean
}

/** Width before the place has been measured, as that of the posterior's. */
const FIRST_WIDTH = 720

/** Strip and bars, in a place that has their height from the start. */
export function SaliencyStrip({ values, axis, range, isFaded }: SaliencyStripProps) {
  const [ref, width] = useWidth(FIRST_WIDTH)
  // one of another length belongs to other posteriors
  const fitting = values?.length === axis.positions.length ? values : null
  const view = useMemo(
    () => (fitting === null ? null : stripView({ values: fitting, axis, range, width })),
    [fitting, axis, range, width],
  )
  return (
    <div ref={ref} className={classes.place} data-faded={isFaded} style={{ minHeight: STRIP_VIEW_HEIGHT }}>
      {view !== null && <Drawing view={view} />}
    </div>
  )
}

const Drawing = memo(function Drawing({ view }: { readonly view: StripView }) {
  const { strip, panel, zero, width } = view
  return (
    <svg
      aria-hidden="true"
      className={classes.drawing}
      viewBox={`0 0 ${width} ${STRIP_VIEW_HEIGHT}`}
      height={STRIP_VIEW_HEIGHT}
    >
      {view.shades.map(({ level, path }) => (
        <path key={level} d={path} className={classes.shade} fillOpacity={level / LEVELS} />
      ))}
      <path
        className={classes.frame}
        d={`M${strip.left} ${strip.top}h${strip.width}v${strip.height}h${-strip.width}Z`}
      />
      <path className={classes.for} d={view.forClass} />
      <path className={classes.against} d={view.againstClass} />
      <path className={classes.zero} d={`M${panel.left} ${zero}h${panel.width}`} />
      <path className={classes.frame} d={`M${panel.left} ${panel.top}v${panel.height}`} />
      <text x={strip.left - 7} y={strip.top + 14}>
        strength
      </text>
      <text x={panel.left - 7} y={panel.top + 15}>
        for
      </text>
      <text x={panel.left - 7} y={panel.top + panel.height - 6}>
        against
      </text>
    </svg>
  )
})
