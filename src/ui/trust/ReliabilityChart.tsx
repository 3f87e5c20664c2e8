// The drawing of a reliability diagram: observed against predicted shares, and below it how many rows each bin holds.

import { formatInteger } from '../../core/format.ts'
import type { Calibration } from '../../core/trust/trust.ts'
import { tenth } from '../chart/plot.ts'
import type { Look } from './look.ts'
import { Curve, IntervalBar, Mark } from './Marks.tsx'
import classes from './ReliabilityPanel.module.css'
import { TrustChart } from './TrustChart.tsx'
import type { TrustPlot } from './trust-plot.ts'
import { decimalText } from './trust-text.ts'

interface ReliabilityChartProps {
  readonly network: Calibration
  /** `null` where there is no control */
  readonly control: Calibration | null
  readonly yTitle: string
}

/** Pixels: of the histogram, and between it and the axis' title. */
const HISTOGRAM = 62
const HEIGHT = 376

/** Both classifiers over the diagonal. */
export function ReliabilityChart({ network, control, yTitle }: ReliabilityChartProps) {
  return (
    <TrustChart
      text={chartText(network, control)}
      xTitle="predicted probability"
      yTitle={yTitle}
      height={HEIGHT}
      foot={HISTOGRAM}
    >
      {(plot) => (
        <>
          <path className={classes.diagonal} d={diagonal(plot)} />
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
      {/* empty bins have NaN, which leaves a gap: nobody knows what lies between */}
      <Curve
        look={look}
        xs={bins.map(({ predicted }) => predicted)}
        ys={bins.map(({ observed }) => observed)}
        plot={plot}
      />
      {bins.map(({ from, predicted, observed, low, high }) => (
        <g key={from}>
          <IntervalBar look={look} x={plot.x(predicted)} low={low} high={high} plot={plot} />
          <Mark look={look} x={plot.x(predicted)} y={plot.y(observed)} />
        </g>
      ))}
    </>
  )
}

interface HistogramProps extends Pick<ReliabilityChartProps, 'network' | 'control'> {
  readonly plot: TrustPlot
}

/** Rows per bin from the plot's foot downwards, so that both share one axis. */
function Histogram({ network, control, plot }: HistogramProps) {
  const most = Math.max(1, ...[network, control].flatMap((each) => each?.bins.map(({ rows }) => rows) ?? []))
  const { box, height } = plot
  const foot = height - FOOT_EDGE
  const tall = (rows: number) => (rows / most) * (HISTOGRAM - 18)
  return (
    <g data-part="histogram">
      <text x={box.left} y={foot - HISTOGRAM + 8} textAnchor="start">
        rows, up to {formatInteger(most)}
      </text>
      {network.bins.map(({ from, to, rows }) => (
        <rect
          key={from}
          className={classes.rows}
          x={tenth(plot.x(from) + 1)}
          y={tenth(foot - tall(rows))}
          width={tenth(plot.x(to) - plot.x(from) - 2)}
          height={tenth(tall(rows))}
        />
      ))}
      {control !== null && (
        <path
          className={classes.rowsOfControl}
          d={control.bins
            .filter(({ rows }) => rows > 0)
            .map(
              ({ from, to, rows }) =>
                `M${tenth(plot.x(from))} ${tenth(foot - tall(rows))}H${tenth(plot.x(to))}`,
            )
            .join('')}
        />
      )}
    </g>
  )
}

/** Pixels below the histogram. */
const FOOT_EDGE = 1

function diagonal({ x, y }: TrustPlot): string {
  return `M${x(0)} ${y(0)}L${x(1)} ${y(1)}`
}

function chartText(network: Calibration, control: Calibration | null): string {
  const of = ({ ece, mce }: Calibration) => `ECE ${decimalText(ece, 4)}, MCE ${decimalText(mce, 4)}`
  const other = control === null ? '' : `; control: ${of(control)}`
  return `Reliability diagram. Network: ${of(network)}${other}. The table of bins has the numbers.`
}
