// What a run will do and take, before it starts.

import { exceededText } from '../../core/exceeded-text.ts'
import { formatBytes, formatInteger } from '../../core/format.ts'
import type { ExceededLimit, TrainingPlan } from '../../core/plan.ts'
import { Notice } from '../shell/Notice.tsx'
import classes from './PlanSummary.module.css'
import { passesText, timeText } from './plan-text.ts'

interface PlanSummaryProps {
  readonly plan: TrainingPlan
  /** seconds, from a measured probe */
  readonly estimate: number | null
  /** whether the probe is under way */
  readonly estimating: boolean
}

/** Time, steps, parameters and memory of a plan, and which limits it exceeds. */
export function PlanSummary({ plan, estimate, estimating }: PlanSummaryProps) {
  const { bytes } = plan
  return (
    <>
      <dl className={classes.plan}>
        <Line term="Time" text={timeText(estimate, estimating)} />
        <Line term="Steps per epoch" text={formatInteger(plan.stepsPerEpoch)} />
        <Line term="Micro-batches" text={passesText(plan)} />
        <Line term="Parameters" text={formatInteger(plan.parameters)} />
        <Line term="Memory" text={`about ${formatBytes(bytes.total)}`} />
        <Line isPart term="weights and their moments" text={formatBytes(bytes.parameters)} />
        <Line isPart term="activations" text={formatBytes(bytes.activations)} />
        <Line isPart term="rows" text={formatBytes(bytes.data)} />
      </dl>
      {plan.exceeded.map((exceeded) => (
        <ExceededNotice key={exceeded.kind} exceeded={exceeded} />
      ))}
    </>
  )
}

function ExceededNotice({ exceeded }: { readonly exceeded: ExceededLimit }) {
  const { message, hint } = exceededText(exceeded)
  return (
    <Notice severity="warning" title={message}>
      <p>{hint}</p>
    </Notice>
  )
}

interface LineProps {
  readonly term: string
  readonly text: string
  /** whether it is a part of the line above */
  readonly isPart?: boolean
}

function Line({ term, text, isPart = false }: LineProps) {
  return (
    <div className={`${classes.line} ${isPart ? classes.part : ''}`}>
      <dt>{term}</dt> <dd>{text}</dd>
    </div>
  )
}
