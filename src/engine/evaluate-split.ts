// A whole split through the network of a run: after each epoch, and at the end.

import { type EvaluatedSplit, type RunEvent, type RunSettings, STEP_NAMES } from '../core/run.ts'
import type { Tally } from '../core/tally.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { redshiftInput } from '../data/redshift.ts'
import { evaluateRows } from './evaluate.ts'
import type { Network } from './model.ts'
import type { PendingLogits } from './pending-logits.ts'
import type { TrainContext } from './train-context.ts'

/** The network of a run as it is now, and what its passes need. */
export interface Evaluation {
  readonly network: Network
  readonly settings: RunSettings
  readonly context: TrainContext
  /** kept for the whole run: it learns how fast the device is */
  readonly pending: PendingLogits
}

/**
 * A whole split through the network as it is; `null` when the run was abandoned on the way.
 * @throws StudioError as `evaluateRows` does
 */
export async function* evaluateSplit(
  split: EvaluatedSplit,
  { network, settings, context, pending }: Evaluation,
): AsyncGenerator<RunEvent, Tally | null, void> {
  const { dataset, device, plan, signals, yieldToEvents } = context
  const data = splitData(dataset, split)
  // validation belongs to training and ends with it; the final evaluation goes on after a stop
  const signal = split === 'validation' ? signals.stop : signals.abandon
  const passes = evaluateRows({
    network,
    data,
    input: settings.input,
    redshifts: secondInput(split, network, settings, dataset),
    device,
    microBatchSize: plan.microBatchSize,
    pending,
    name: `evaluation of ${STEP_NAMES[split]}`,
    isOver: () => signal.aborted || signals.abandon.aborted,
    yieldToEvents,
  })
  try {
    while (true) {
      const { done, value } = await passes.next()
      if (done) return value
      yield { type: 'evaluationAdvanced', split, rows: value, totalRows: data.x.rows }
    }
  } finally {
    // whoever leaves early stops the reading ahead
    await passes.return(null)
  }
}

/** @throws Error if there is no test at natural prevalence */
export function splitData({ splits, natural }: Dataset, split: EvaluatedSplit): SplitData {
  if (split !== 'natural') return splits[split]
  if (natural === undefined) throw new Error('Expected a test at natural prevalence, found none')
  return natural
}

/** The estimated redshift of each row, for a network that takes it; `null` for any other. */
export function secondInput(
  split: EvaluatedSplit,
  { description }: Network,
  settings: RunSettings,
  dataset: Dataset,
): Float32Array | null {
  if (!description.needsRedshift) return null
  return redshiftInput(splitData(dataset, split), settings.redshift, dataset.zgrid)
}
