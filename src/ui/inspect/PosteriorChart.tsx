// The drawing of a posterior: what `posterior-view.ts` worked out, as SVG. It is hidden from screen readers; the viewer has
// the same in words.

import { memo, type ReactNode } from 'react'
import { LinePanel, XAxis } from '../chart/ChartAxes.tsx'
import classes from './Chart.module.css'
import { type PosteriorView, plotBox } from './posterior-view.ts'

interface PosteriorChartProps {
  readonly view: PosteriorView
  /** under the redshift axis */
  readonly axisTitle: string
  /** beside the upper panel's axis */
  readonly densityTitle: string
  /** label of the dashed line */
  readonly redshiftLabel: string
  /** why the upper panel is empty; '' where it is not */
  readonly problem: string
  /** what lies on top, such as the pointer's crosshair */
  readonly children?: ReactNode
}

/** Two panels above one axis. */
export function PosteriorChart({ children, ...drawing }: PosteriorChartProps) {
  const { width, height } = drawing.view
  return (
    <svg aria-hidden="true" className={classes.chart} viewBox={`0 0 ${width} ${height}`} height={height}>
      <Drawing {...drawing} />
      {children}
    </svg>
  )
}

const Drawing = memo(function Drawing({
  view,
  axisTitle,
  densityTitle,
  redshiftLabel,
  problem,
}: Omit<PosteriorChartProps, 'children'>) {
  const { left, top, width, height } = plotBox(view.width)
  const { p, lnP } = view
  return (
    <>
      <g className={classes.strips}>
        {view.bands.toReversed().map(({ level, strips }, k) => (
          <path key={level} d={strips} data-strength={k} />
        ))}
      </g>
      {view.redshift !== null && <Redshift {...view.redshift} view={view} label={redshiftLabel} />}
      {p === null ? (
        <text className={classes.problem} x={left + width / 2} y={lnP.box.top / 2 + 12}>
          {problem}
        </text>
      ) : (
        <LinePanel box={p.box} ticks={p.ticks} title={densityTitle}>
          <path className={classes.line} d={p.line} />
        </LinePanel>
      )}
      <LinePanel box={lnP.box} ticks={lnP.ticks} title="ln p, as in the file">
        <path className={classes.line} d={lnP.line} />
      </LinePanel>
      <g className={classes.bars}>
        {view.bands.toReversed().map(({ level, bars }, k) => (
          <path key={level} d={bars} data-strength={k} />
        ))}
      </g>
      <path className={classes.infinite} d={view.infinite} />
      <XAxis ticks={view.xTicks} box={{ left, top, width, height }} title={axisTitle} />
      <g className={classes.peaks}>
        {view.peaks.map(({ x, label }) => (
          <g key={label}>
            <path d={`M${x} ${top - 5}v5`} />
            <text x={x} y={top - 8}>
              {label}
            </text>
          </g>
        ))}
      </g>
    </>
  )
})

/** Room that the label of z_est takes, pixels. */
const LABEL_PX = 110

function Redshift({
  x,
  place,
  view,
  label,
}: NonNullable<PosteriorView['redshift']> & { readonly view: PosteriorView; readonly label: string }) {
  const { left, top, width, height } = plotBox(view.width)
  const isLeftHalf = x + LABEL_PX < left + width
  const text = { inside: label, left: `← ${label}`, right: `${label} →` }[place]
  return (
    <g className={classes.redshift}>
      {place === 'inside' && <path d={`M${x} 6V${top + height}`} />}
      <text
        x={place === 'inside' ? x + (isLeftHalf ? 5 : -5) : x}
        y={14}
        textAnchor={isLeftHalf ? 'start' : 'end'}
      >
        {text}
      </text>
    </g>
  )
}
