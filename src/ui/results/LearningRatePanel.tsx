// "Learning rate" by epoch, with that of the epoch under way.

import { memo } from 'react'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { formatLearningRate } from '../../core/format.ts'
import { hasEnded } from '../../core/run.ts'
import { useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { axisTo, epochAxis } from './curves.ts'
import classes from './LearningRatePanel.module.css'

/** The region "Learning rate". */
export function LearningRatePanel({ className }: { readonly className?: string | undefined }) {
  const ofEnded = useStudio((state) => state.run?.history.lr ?? null)
  const current = useStudio((state) => state.run?.learningRate ?? null)
  const epoch = useStudio((state) => state.run?.epoch ?? 0)
  const planned = useStudio((state) => state.run?.settings.epochs ?? 0)
  const ended = useStudio((state) => state.run !== null && hasEnded(state.run.status))
  return (
    <Panel
      name="Learning rate"
      aside={
        current === null ? undefined : <span className={classes.value}>{formatLearningRate(current)}</span>
      }
      {...(className ? { className } : {})}
    >
      {ofEnded === null || current === null ? (
        <Empty sketch="curves">The schedule, epoch by epoch.</Empty>
      ) : (
        <RateChart
          ofEnded={ofEnded}
          current={epoch > ofEnded.length ? current : null}
          planned={planned}
          ended={ended}
        />
      )}
    </Panel>
  )
}

interface RateChartProps {
  /** of the epochs that have ended */
  readonly ofEnded: readonly number[]
  /** of the epoch under way, where there is one */
  readonly current: number | null
  readonly planned: number
  readonly ended: boolean
}

const RateChart = memo(function RateChart({ ofEnded, current, planned, ended }: RateChartProps) {
  const rates = current === null ? ofEnded : [...ofEnded, current]
  const points = rates.map((rate, index) => ({ epoch: index + 1, rate }))
  const epochs = epochAxis(points.length, planned, ended)
  const values = axisTo(Math.max(Number.MIN_VALUE, ...rates), 3)
  return (
    <div className={classes.chart}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 120 }}>
        <LineChart
          data={points}
          margin={{ top: 8, right: 14, bottom: 0, left: 0 }}
          desc="Learning rate of each epoch"
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
      </ResponsiveContainer>
    </div>
  )
})

/** `5e-5`; ticks are round, so that no digit is lost. */
function rateTick(rate: number): string {
  return rate === 0 ? '0' : rate.toExponential()
}
