// A run in lines of text: what it is, where it is, what each epoch gave, how it ended.

import { classWeightsText } from '../core/class-weights-text.ts'
import { advantageOnTest, controlText } from '../core/control-text.ts'
import { exceededText } from '../core/exceeded-text.ts'
import { formatInteger, formatLearningRate, formatSeconds, formatShare } from '../core/format.ts'
import { accuracyText } from '../core/natural-text.ts'
import { type RunEvent, type RunState, STEP_NAMES } from '../core/run.ts'
import { controlOfRun } from '../core/run-view.ts'

/** Data, network and device, and which limits they exceed, before the first epoch. */
export function startLines({ dataset, plan, settings, backend, adapter }: RunState): string[] {
  const rows = (['train', 'validation', 'test'] as const).map((split) =>
    rowsText(dataset.counts[split], split),
  )
  if (dataset.natural !== null) rows.push(rowsText(dataset.natural, 'natural test'))
  const weights =
    settings.classWeights === 'none' ? '' : `, class weights ${classWeightsText(dataset.counts.train)}`
  return [
    `${dataset.name}: ${rows.join(', ')} rows`,
    `${settings.model}, ${formatInteger(plan.parameters)} parameters, batch ${settings.batchSize}, ${settings.input}, ${settings.schedule}, seed ${settings.seed}${weights}`,
    `${backend}: ${adapter}`,
    ...plan.exceeded.map((exceeded) => {
      const { message, hint } = exceededText(exceeded)
      return `warning: ${message} ${hint}`
    }),
  ]
}

function rowsText(counts: readonly number[], name: string): string {
  return `${formatInteger(counts.reduce((sum, count) => sum + count, 0))} ${name}`
}

/** Where a run is now, for the line that a terminal keeps rewriting. */
export function statusLine(run: RunState): string {
  const { evaluation, settings, plan } = run
  const parts = [`epoch ${Math.max(1, run.epoch)} of ${settings.epochs}`]
  if (evaluation !== null) {
    // rows of all splits are described, and those of train fitted
    const verb = evaluation.split === 'control' ? 'fitting' : 'evaluating'
    parts.push(
      `${verb} ${STEP_NAMES[evaluation.split]}, ${formatInteger(evaluation.rows)} of ${formatInteger(evaluation.totalRows)} rows`,
    )
    return parts.join(', ')
  }
  parts.push(`batch ${run.batch} of ${plan.stepsPerEpoch}`)
  if (run.batch === 0) return parts.join(', ')
  if (run.batchLoss !== null) parts.push(`loss ${run.batchLoss.toFixed(4)}`)
  if (run.batchAcc !== null) parts.push(`acc ${formatShare(run.batchAcc)}`)
  if (run.samplesPerSecond !== null) parts.push(`${run.samplesPerSecond.toPrecision(3)} samples/s`)
  if (run.secondsLeft !== null) parts.push(`${formatSeconds(run.secondsLeft)} left`)
  return parts.join(', ')
}

/** The numbers of one epoch. */
export function epochLine(event: Extract<RunEvent, { type: 'epochEnded' }>, epochs: number): string {
  const { epoch, loss, acc, valLoss, valAcc, learningRate, seconds, improved } = event
  const parts = [
    `epoch ${epoch} of ${epochs}: loss ${loss.toFixed(4)}`,
    `acc ${acc.toFixed(4)}`,
    `val_loss ${valLoss.toFixed(4)}`,
    `val_acc ${valAcc.toFixed(4)}`,
    `lr ${formatLearningRate(learningRate)}`,
    formatSeconds(seconds),
  ]
  if (improved) parts.push('best so far')
  return parts.join(', ')
}

/** How a run ended, and what the network adds to the control where one was fitted. */
export function endLines(run: RunState): string[] {
  const control = controlOfRun(run)
  return [endLine(run), ...(control === null ? [] : [controlText(control, advantageOnTest(control))])]
}

function endLine(run: RunState): string {
  const { history, settings, seconds, bestEpoch, testLoss, stoppedEarly } = run
  const accuracy = accuracyText(run)
  const parts = [
    `${run.status}: epoch ${history.loss.length} of ${settings.epochs} in ${formatSeconds(seconds)}`,
  ]
  if (stoppedEarly) parts.push(`no progress for ${settings.patience} epochs`)
  if (bestEpoch > 0) parts.push(`best epoch ${bestEpoch}`)
  if (accuracy !== null) parts.push(accuracy)
  if (testLoss !== null) parts.push(`test loss ${testLoss.toFixed(4)}`)
  return parts.join(', ')
}
