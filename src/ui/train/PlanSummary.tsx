// What a run will do and take, before it starts.

import { formatBytes, formatInteger } from '../../core/format.ts'
import type { TrainingPlan } from '../../core/plan.ts'
import classes from './PlanSummary.module.css'

/** Steps, parameters and memory of a plan. */
export function PlanSummary({ plan }: { readonly plan: TrainingPlan }) {
  const { bytes, microBatches, microBatchSize } = plan
  return (
    <dl className={classes.plan}>
      <dt>Steps per epoch</dt>
      <dd>{formatInteger(plan.stepsPerEpoch)}</dd>
      {microBatches > 1 && (
        <>
          <dt>Passes per step</dt>
          <dd>{`${formatInteger(microBatches)} of ${formatInteger(microBatchSize)} samples`}</dd>
        </>
      )}
      <dt>Parameters</dt>
      <dd>{formatInteger(plan.parameters)}</dd>
      <dt>Memory</dt>
      <dd>about {formatBytes(bytes.total)}</dd>
      <dd className={classes.parts}>
        {`${formatBytes(bytes.parameters)} weights, ${formatBytes(bytes.activations)} activations, ${formatBytes(bytes.data)} rows`}
      </dd>
    </dl>
  )
}
