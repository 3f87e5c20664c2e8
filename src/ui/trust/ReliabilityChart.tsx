// The drawing of a reliability diagram: observed against predicted shares, and below it how many rows each bin holds.

import type { Calibration, ReliabilityBin } from '../../core/trust/trust.ts'
import { LinePanel } from '../chart/ChartAxes.tsx'
import { linearAxis, tenth } from '../chart/plot.ts'
import { tickMarks } from '../chart/ticks.ts'
import type { Look } from './look.ts'
import { Curve, IntervalBar, Mark } from './Marks.tsx'
import classes from './ReliabilityPanel.module.css'
import { TrustChart } from './TrustChart.tsx'
import type { TrustPlot } from './trust-plot.ts'
import { scoreText } from './trust-text.ts'

interface ReliabilityChartProps {
  readonly network: Calibration
  /** `null` where there is no control */
  readonly control: Calibration | null
  /** least probability that is drawn */
  readonly from: number
  readonly yTitle: string
}

/** A bin of fewer rows is off by chance: it is drawn hollow, and joined to no other. */
export const FEW_ROWS = 10
/** Pixels of the histogram and the gap above it. */
const HISTOGRAM = 74

/** Both classifiers over the diagonal. */
export function ReliabilityChart({ network, control, from, yTitle }: ReliabilityChartProps) {
  return (
    <TrustChart
      text={chartText(network, control)}
      xTitle="predicted probability"
      yTitle={yTitle}
      from={from}
      height="square"
      foot={HISTOGRAM}
    >
      {(plot) => (
        <>
          <path className={classes.diagonal} d={diagonal(from, plot)} />
          {control !== null && <Points look="control" calibration={control} plot={plot} />}
          <Points look="network" calibration={network} plot={plot} />
          <Histogram network={network} control={control} plot={plot} />
        </>
      )}
    </TrustChart>
  )
}

interface PointsProps {
  readonly look: Look
  readonly calibration: Calibration
  readonly plot: TrustPlot
}

function Points({ look, calibration, plot }: PointsProps) {
  const { bins } = calibration
  return (
    <>
      {/* bins without rows, or with few, leave a gap: nobody knows what lies between */}
      <Curve
        look={look}
        xs={bins.map(({ predicted }) => predicted)}
        ys={bins.map((bin) => (isSmall(bin) ? Number.NaN : bin.observed))}
        plot={plot}
      />
      {bins.map((bin) => {
        const [x, isFew] = [plot.x(bin.predicted), isSmall(bin)]
        return (
          <g key={bin.from}>
            <IntervalBar look={look} x={x} low={bin.low} high={bin.high} plot={plot} thin={isFew} />
            <Mark look={look} x={x} y={plot.y(bin.observed)} hollow={isFew} />
          </g>
        )
      })}
    </>
  )
}

function isSmall({ rows }: ReliabilityBin): boolean {
  return rows < FEW_ROWS
}

interface HistogramProps extends Pick<ReliabilityChartProps, 'network' | 'control'> {
  readonly plot: TrustPlot
}

/** Rows per bin below the plot, over the same horizontal axis, with an axis of their own. */
function Histogram({ network, control, plot: { below, x } }: HistogramProps) {
  const most = Math.max(1, ...[network, control].flatMap((each) => each?.bins.map(({ rows }) => rows) ?? []))
  const axis = linearAxis(below, most)
  const whole = { ...axis, ticks: axis.ticks.filter(({ value }) => Number.isInteger(value)) }
  return (
    <g data-part="histogram">
      <LinePanel box={below} ticks={tickMarks(whole)} title="rows">
        {network.bins
          .filter(({ rows }) => rows > 0)
          .map(({ from, to, rows }) => (
            <rect
              key={from}
              className={classes.rows}
              x={tenth(x(from) + 1)}
              y={tenth(axis.y(rows))}
              width={tenth(x(to) - x(from) - 2)}
              height={tenth(axis.y(0) - axis.y(rows))}
            />
          ))}
        {control !== null && <path className={classes.rowsOfControl} d={outline(control, x, axis.y)} />}
      </LinePanel>
    </g>
  )
}

/** Up, along and down each run of bins with rows. */
function outline({ bins }: Calibration, x: TrustPlot['x'], y: TrustPlot['y']): string {
  return bins
    .map(({ from, to, rows }, i) => {
      if (rows === 0) return ''
      const isFirst = (bins[i - 1]?.rows ?? 0) === 0
      const isLast = (bins[i + 1]?.rows ?? 0) === 0
      const start = isFirst ? `M${tenth(x(from))} ${tenth(y(0))}` : ''
      return `${start}V${tenth(y(rows))}H${tenth(x(to))}${isLast ? `V${tenth(y(0))}` : ''}`
    })
    .join('')
}

function diagonal(from: number, { x, y }: TrustPlot): string {
  return `M${x(from)} ${y(from)}L${x(1)} ${y(1)}`
}

function chartText(network: Calibration, control: Calibration | null): string {
  const of = ({ ece, mce }: Calibration) => `ECE ${scoreText(ece)}, MCE ${scoreText(mce)}`
  const other = control === null ? '' : `; control: ${of(control)}`
  return `Reliability diagram. Network: ${of(network)}${other}. The table of bins has the numbers.`
}
