// Accuracy and loss by epoch, as `fig.py` draws them, with an axis that grows when a loss is above 1. Drawn anew when
// an epoch ends and not between. The same values stand in a table for those who do not see the lines.

import { VisuallyHidden } from '@mantine/core'
import { memo } from 'react'
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { type CurvePoint, curvePoints, epochAxis, valueAxis } from '../../core/curve-axes.ts'
import type { RunHistory } from '../../core/run.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { Marker, SERIES, type Series } from './series.tsx'
import classes from './TrainingCurves.module.css'

interface TrainingCurvesProps {
  readonly history: RunHistory
  /** 0 where there is none */
  readonly bestEpoch: number
  /** epochs that the run may take */
  readonly planned: number
  readonly ended: boolean
}

/** Markers on more epochs than this would hide the dashes. */
const MOST_MARKED_EPOCHS = 40

/** Chart, legend with the last values, and table. */
export const TrainingCurves = memo(function TrainingCurves({
  history,
  bestEpoch,
  planned,
  ended,
}: TrainingCurvesProps) {
  const points = curvePoints(history)
  const epochs = epochAxis(points.length, planned, ended)
  const values = valueAxis(points)
  const marked = points.length <= MOST_MARKED_EPOCHS
  const bestIsRight = bestEpoch - epochs.domain[0] > (epochs.domain[1] - epochs.domain[0]) / 2
  return (
    <>
      <Legend last={points.at(-1)} />
      <ChartFrame
        minHeight={260}
        hint={
          points.length > 0
            ? ''
            : ended
              ? 'This run has no curves.'
              : 'Accuracy and loss, of train and validation, one point per epoch.'
        }
      >
        <LineChart
          data={points}
          margin={{ top: 18, right: 14, bottom: 18, left: 0 }}
          desc="Accuracy and loss of each epoch"
          accessibilityLayer={points.length > 0}
        >
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="epoch"
            type="number"
            domain={[...epochs.domain]}
            ticks={[...epochs.ticks]}
            stroke="var(--ink-2)"
            fontSize={12}
            label={{ value: 'epoch', position: 'bottom', offset: 2, fill: 'var(--ink-2)', fontSize: 12 }}
          />
          <YAxis
            domain={[...values.domain]}
            ticks={[...values.ticks]}
            // shows the ticks where there are no data; with data it would cut the markers at the edge
            allowDataOverflow={points.length === 0}
            stroke="var(--ink-2)"
            fontSize={12}
            width={44}
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={(epoch) => `epoch ${epoch}`}
            formatter={(value) => (typeof value === 'number' ? value.toFixed(4) : value)}
            contentStyle={{ background: 'var(--panel)', borderColor: 'var(--line-strong)', fontSize: 12 }}
          />
          {bestEpoch > 0 && (
            <ReferenceLine
              x={bestEpoch}
              stroke="var(--ink)"
              strokeDasharray="4 3"
              label={({ viewBox }) => <BestLabel epoch={bestEpoch} isRight={bestIsRight} viewBox={viewBox} />}
            />
          )}
          {SERIES.map((series) => (
            <Line
              key={series.key}
              dataKey={series.key}
              name={series.name}
              stroke={series.color}
              strokeWidth={1.75}
              strokeDasharray={series.dash}
              isAnimationActive={false}
              activeDot={false}
              dot={marked ? (dot) => <Dot key={dot.key} series={series} cx={dot.cx} cy={dot.cy} /> : false}
            />
          ))}
        </LineChart>
      </ChartFrame>
      {points.length > 0 && (
        <VisuallyHidden>
          <CurveTable points={points} bestEpoch={bestEpoch} />
        </VisuallyHidden>
      )}
    </>
  )
})

interface DotProps {
  readonly series: Series
  readonly cx: number | undefined
  readonly cy: number | undefined
}

/** A marker where the point has a place: a value that is not finite has none. */
function Dot({ series, cx, cy }: DotProps) {
  return typeof cx === 'number' && typeof cy === 'number' ? <Marker series={series} x={cx} y={cy} /> : null
}

interface BestLabelProps {
  readonly epoch: number
  /** whether the line is in the right half, where the label goes to its left */
  readonly isRight: boolean
  readonly viewBox: object
}

/** The label of the dashed line, above the plot and always inside the chart. */
function BestLabel({ epoch, isRight, viewBox }: BestLabelProps) {
  const { x, y } = viewBox as { readonly x: number; readonly y: number }
  return (
    <text
      x={x + (isRight ? 3 : -3)}
      y={y - 6}
      textAnchor={isRight ? 'end' : 'start'}
      fill="var(--ink)"
      fontSize={12}
    >
      {`best epoch ${epoch}`}
    </text>
  )
}

function Legend({ last }: { readonly last: CurvePoint | undefined }) {
  return (
    <ul className={classes.legend}>
      {SERIES.map((series) => (
        <li key={series.key} className={classes.entry}>
          <svg aria-hidden="true" viewBox="0 0 30 10" width="30" height="10">
            <path d="M0 5h30" stroke={series.color} strokeWidth={1.75} strokeDasharray={series.dash} />
            <Marker series={series} x={15} y={5} />
          </svg>
          <span>{series.name}</span>
          <span className={classes.value}>{last?.[series.key]?.toFixed(4) ?? '–'}</span>
        </li>
      ))}
    </ul>
  )
}

/** The values of all epochs. */
export function CurveTable({
  points,
  bestEpoch,
}: {
  readonly points: readonly CurvePoint[]
  readonly bestEpoch: number
}) {
  return (
    <table>
      <caption>
        Accuracy and loss of each epoch{bestEpoch > 0 ? `; the best one is ${bestEpoch}` : ''}
      </caption>
      <thead>
        <tr>
          <th scope="col">epoch</th>
          {SERIES.map(({ key, name }) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.epoch}>
            <th scope="row">{point.epoch}</th>
            {SERIES.map(({ key }) => (
              <td key={key}>{point[key]?.toFixed(4) ?? 'not finite'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
