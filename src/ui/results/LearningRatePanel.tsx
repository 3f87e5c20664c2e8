// "Learning rate" by epoch, with that of the epoch under way.

import { memo, useMemo } from 'react'
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts'
import { axisTo, epochAxis } from '../../core/curve-axes.ts'
import { formatLearningRate } from '../../core/format.ts'
import { FIRST_RATE } from '../../core/schedule.ts'
import { useStudio } from '../context.tsx'
import { gapName } from '../runs/gap-text.ts'
import { Panel } from '../shell/Panel.tsx'
import { ChartFrame } from './ChartFrame.tsx'
import classes from './LearningRatePanel.module.css'
import { useOwnTask } from './use-own-task.ts'
import { useRunView } from './use-run-view.ts'

/** Epochs on the axis while there is nothing to show. */
const EPOCHS_BEFORE_RUN = 10

/** The region "Learning rate". */
export function LearningRatePanel({ className }: { readonly className?: string | undefined }) {
  const ofEnded = useRunView((view) => view.history.lr)
  const current = useStudio((state) => state.run?.learningRate ?? null)
  const epoch = useStudio((state) => state.run?.epoch ?? 0)
  const planned = useRunView((view) => view.plannedEpochs) ?? EPOCHS_BEFORE_RUN
  const ended = useRunView((view) => view.ended) ?? false
  const latest = useMemo(() => {
    const underWay = !ended && current !== null && epoch > (ofEnded?.length ?? 0) ? [current] : []
    return { rates: [...(ofEnded ?? []), ...underWay], planned, ended }
  }, [ofEnded, current, epoch, planned, ended])
  const shown = useOwnTask(latest, 60)
  const last = latest.rates.at(-1)
  return (
    <Panel
      name="Learning rate"
      aside={last !== undefined && <span className={classes.value}>{formatLearningRate(last)}</span>}
      className={className}
    >
      <RateChart {...shown} />
    </Panel>
  )
}

interface RateChartProps {
  /** of the epochs that have ended, and of the one under way */
  readonly rates: readonly number[]
  readonly planned: number
  readonly ended: boolean
}

/** The end of an epoch and the start of the next one give the same rates twice. */
function isSame(a: RateChartProps, b: RateChartProps): boolean {
  return (
    a.planned === b.planned &&
    a.ended === b.ended &&
    a.rates.length === b.rates.length &&
    a.rates.every((rate, index) => rate === b.rates[index])
  )
}

const RateChart = memo(function RateChart({ rates, planned, ended }: RateChartProps) {
  const points = rates.map((rate, index) => ({ epoch: index + 1, rate }))
  const epochs = epochAxis(points.length, planned, ended)
  const values = axisTo(rates.length === 0 ? FIRST_RATE.exponential : Math.max(...rates), 3)
  return (
    <ChartFrame
      minHeight={120}
      hint={
        points.length > 0 ? '' : ended ? `This run has ${gapName('lr')}.` : 'The schedule, epoch by epoch.'
      }
    >
      <LineChart
        data={points}
        margin={{ top: 8, right: 14, bottom: 0, left: 0 }}
        desc="Learning rate of each epoch"
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
        />
        <YAxis
          domain={[...values.domain]}
          ticks={[...values.ticks]}
          tickFormatter={rateTick}
          // shows the ticks where there are no data; with data it would cut the markers at the edge
          allowDataOverflow={points.length === 0}
          stroke="var(--ink-2)"
          fontSize={12}
          width={52}
        />
        <Line
          dataKey="rate"
          stroke="var(--ink)"
          strokeWidth={1.5}
          isAnimationActive={false}
          activeDot={false}
          dot={points.length <= 40 ? { r: 2.5, fill: 'var(--ink)', strokeWidth: 0 } : false}
        />
      </LineChart>
    </ChartFrame>
  )
}, isSame)

/** `5e-5`; ticks are round, so that no digit is lost. */
function rateTick(rate: number): string {
  return rate === 0 ? '0' : rate.toExponential()
}
