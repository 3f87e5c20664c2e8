// One chart of the compared curves, as SVG: hundreds of runs' epochs must follow a run under way, so each line is drawn anew
// only when its own values or the axes change. Screen readers have the tables instead.

import { memo, type PointerEvent, useMemo } from 'react'
import { LinePanel, XAxis } from '../chart/ChartAxes.tsx'
import { tenth } from '../chart/plot.ts'
import { isMarked, runColour } from '../chart/run-colour.ts'
import { useWidth } from '../chart/use-width.ts'
import classes from './CurveChart.module.css'
import {
  bandPath,
  CHART_HEIGHT,
  curvePath,
  curvePlot,
  type Plot,
  QUANTITIES,
  type Quantity,
  valueEnds,
  valueTitle,
} from './curve-plot.ts'
import type { CurveSeries } from './curve-series.ts'
import { endLabels } from './end-labels.ts'

interface CurveChartProps {
  readonly quantity: Quantity
  readonly series: readonly CurveSeries[]
  readonly withTrain: boolean
  /** epochs that are shown */
  readonly done: number
  /** epochs that runs under way may take, 0 where there is none */
  readonly planned: number
  /** marked by a vertical line; 0 for none */
  readonly epoch: number
  /** the pointer is at an epoch, or has left (0) */
  readonly onPoint: (epoch: number) => void
  readonly onPick: (epoch: number) => void
}

/** Until the place was measured, pixels. */
const FIRST_WIDTH = 480

/** Lines over an axis of epochs. */
export function CurveChart(props: CurveChartProps) {
  const { quantity, series, withTrain, done, planned, epoch, onPoint, onPick } = props
  const [ref, width] = useWidth(FIRST_WIDTH)
  const [from, to] = valueEnds(quantity, series, withTrain, done)
  const plot = useMemo(() => curvePlot(width, done, planned, [from, to]), [width, done, planned, from, to])
  const { box } = plot

  const epochAt = (event: PointerEvent<SVGElement>): number => {
    const drawn = event.currentTarget.ownerSVGElement!.getBoundingClientRect()
    const x = (event.clientX - drawn.left) * (drawn.width === 0 ? 1 : width / drawn.width)
    const perEpoch = plot.x(2) - plot.x(1)
    return Math.min(done, Math.max(1, Math.round(1 + (x - plot.x(1)) / perEpoch)))
  }

  return (
    <div ref={ref} className={classes.place}>
      <svg
        aria-hidden="true"
        className={classes.chart}
        viewBox={`0 0 ${width} ${CHART_HEIGHT}`}
        height={CHART_HEIGHT}
      >
        <Axes plot={plot} title={valueTitle(quantity, from)} />
        {epoch > 0 && (
          <path className={classes.epoch} d={`M${tenth(plot.x(epoch))} ${box.top}v${box.height}`} />
        )}
        <Lines quantity={quantity} series={series} withTrain={withTrain} plot={plot} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: whoever has no pointer has the slider for the same */}
        <rect
          className={classes.surface}
          x={box.left}
          y={box.top}
          width={box.width}
          height={box.height}
          onPointerMove={(event) => onPoint(epochAt(event))}
          onPointerLeave={() => onPoint(0)}
          onClick={(event) => onPick(epochAt(event as unknown as PointerEvent<SVGElement>))}
        />
      </svg>
    </div>
  )
}

const Axes = memo(function Axes({ plot, title }: { readonly plot: Plot; readonly title: string }) {
  return (
    <>
      <LinePanel box={plot.box} ticks={plot.yTicks} title={title}>
        {null}
      </LinePanel>
      <XAxis ticks={plot.xTicks} box={plot.box} title="epoch" />
    </>
  )
})

interface LinesProps extends Pick<CurveChartProps, 'quantity' | 'series' | 'withTrain'> {
  readonly plot: Plot
}

/** Bands below, then train, then validation, then what is written on them. */
const Lines = memo(function Lines({ quantity, series, withTrain, plot }: LinesProps) {
  const { validation, train } = QUANTITIES[quantity]
  return (
    <>
      {series.map(({ key, curves, deviations, colour }) =>
        deviations === null ? null : (
          <Band
            key={key}
            means={curves[validation]}
            deviations={deviations[validation]}
            colour={colour}
            plot={plot}
          />
        ),
      )}
      {withTrain &&
        series.map(({ key, curves, colour }) => (
          <Line key={key} part="train" values={curves[train]} colour={colour} plot={plot} />
        ))}
      {series.map(({ key, curves, colour }) => (
        <Line key={key} part="validation" values={curves[validation]} colour={colour} plot={plot} />
      ))}
      <Marks series={series} validation={validation} plot={plot} />
    </>
  )
})

interface LineProps {
  readonly part: 'train' | 'validation'
  readonly values: readonly number[]
  readonly colour: number
  readonly plot: Plot
}

const Line = memo(function Line({ part, values, colour, plot }: LineProps) {
  return (
    <path
      data-part={part}
      data-dashed={isMarked(colour)}
      className={classes[part]}
      stroke={runColour(colour)}
      d={curvePath(values, plot)}
    />
  )
})

interface BandProps {
  readonly means: readonly number[]
  readonly deviations: readonly number[]
  readonly colour: number
  readonly plot: Plot
}

const Band = memo(function Band({ means, deviations, colour, plot }: BandProps) {
  return (
    <path
      data-part="band"
      className={classes.band}
      fill={runColour(colour)}
      d={bandPath(means, deviations, plot)}
    />
  )
})

interface MarksProps {
  readonly series: readonly CurveSeries[]
  readonly validation: 'valAcc' | 'valLoss'
  readonly plot: Plot
}

/** Rings at the best epochs, and the numbers of runs at the ends of their lines. */
function Marks({ series, validation, plot }: MarksProps) {
  const labels = endLabels(
    series.map(({ label, curves }) => ({ label, values: curves[validation] })),
    plot,
  )
  return (
    <>
      {series.map(({ key, curves, bestEpoch, colour }) => {
        const value = curves[validation][bestEpoch - 1] ?? Number.NaN
        if (bestEpoch > plot.lastEpoch || !Number.isFinite(value)) return null
        const [cx, cy] = [tenth(plot.x(bestEpoch)), tenth(plot.y(value))]
        return <circle key={key} className={classes.best} stroke={runColour(colour)} cx={cx} cy={cy} r={4} />
      })}
      {series.map(({ key, label }, i) => {
        const at = labels[i]!
        if (at === null) return null
        return (
          <g key={key} data-part="end">
            {at.leader !== '' && <path className={classes.leader} d={at.leader} />}
            <text className={classes.end} x={at.x} y={at.y + 4}>
              {label}
            </text>
          </g>
        )
      })}
    </>
  )
}
