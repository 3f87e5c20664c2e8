// What a run's state is in words: for "Run status", for the tab's title and for screen readers. Outside scripts read
// "Run status": it says `epoch N` while the run is under way, ends with exactly one of the words finished, stopped and
// failed, and says "failed" or "error" of a failed run only.

import { formatInteger, formatSeconds, formatShare } from '../../core/format.ts'
import { MODEL_SPECS } from '../../core/models.ts'
import { accuracyText } from '../../core/natural-text.ts'
import { hasEnded, type RunSettings, type RunState, runProgress, STEP_NAMES } from '../../core/run.ts'

/** Where a run is: `epoch 3 of 12, batch 5 of 47, 412 samples/s, 32 s left`. */
export function progressText(run: RunState, stopping: boolean): string {
  const { settings, plan, evaluation, epoch, batch } = run
  if (run.status === 'evaluating') {
    if (evaluation?.split === 'control') {
      return `fitting ${STEP_NAMES.control}, a logistic regression, ${rowsText(evaluation)}`
    }
    const split = evaluation === null ? '' : ` on ${STEP_NAMES[evaluation.split]}, ${rowsText(evaluation)}`
    return `evaluating the best weights, of epoch ${run.bestEpoch}${split}`
  }
  const parts = [`epoch ${Math.max(1, epoch)} of ${settings.epochs}`]
  if (epoch === 0) parts.push('starting')
  else if (isValidating(run)) parts.push(`validation, ${rowsText(run.evaluation!)}`)
  else parts.push(`batch ${batch} of ${plan.stepsPerEpoch}`)
  if (stopping) return `${parts.join(', ')}, ending after this step`
  if (run.samplesPerSecond !== null) parts.push(`${formatRate(run.samplesPerSecond)} samples/s`)
  if (run.secondsLeft !== null) parts.push(`${formatSeconds(run.secondsLeft)} left`)
  return parts.join(', ')
}

/** How a run ended, without the word for it: epochs, time, best epoch, and the tests that were reached. */
export function outcomeText(run: RunState): string {
  const done = run.history.loss.length
  const accuracy = accuracyText(run)
  const parts = [`epoch ${done} of ${run.settings.epochs} in ${formatSeconds(run.seconds)}`]
  if (run.bestEpoch > 0) parts.push(`best epoch ${run.bestEpoch}`)
  if (accuracy !== null) parts.push(accuracy)
  if (run.testLoss !== null) parts.push(`test loss ${run.testLoss.toFixed(4)}`)
  if (run.stoppedEarly) parts.push(`no progress of the validation loss for ${run.settings.patience} epochs`)
  return parts.join(', ')
}

/** What runs: model, target, input, seed, weights of classes and device. File names stay out, since they may hold any word. */
export function setupText(run: RunState): string {
  const { settings, dataset, backend, adapter } = run
  const weights = settings.classWeights === 'none' ? '' : `class weights ${settings.classWeights}, `
  return `${modelText(settings)} on ${dataset.target}, ${settings.input}, seed ${settings.seed}, ${weights}${backend}: ${adapter}`
}

/** A network with what its settings make of it: `CNN-GRU, dropout 0.2`. */
function modelText({ model, dropout, redshift }: RunSettings): string {
  const spec = MODEL_SPECS[model]
  if (spec.needsRedshift) return `${model}, redshift as ${redshift}`
  return spec.dropout === null ? model : `${model}, dropout ${dropout}`
}

/** For the tab: `42% epoch 3/12 – Redshift Studio`. */
export function pageTitle(run: RunState | null): string {
  const name = 'Redshift Studio'
  if (run === null) return name
  if (hasEnded(run.status)) return `${run.status.charAt(0).toUpperCase()}${run.status.slice(1)} – ${name}`
  if (run.status === 'evaluating') return `Evaluating – ${name}`
  return `${Math.floor(100 * runProgress(run))}% epoch ${Math.max(1, run.epoch)}/${run.settings.epochs} – ${name}`
}

/** What is read aloud: the last epoch's outcome, then the end. Changes once per epoch. */
export function announcement(run: RunState | null): string {
  if (run === null) return ''
  if (hasEnded(run.status)) return `Training ${run.status}. ${outcomeText(run)}.`
  const { valAcc, valLoss } = run.history
  const epoch = valAcc.length
  if (epoch === 0) return 'Training started.'
  const [accuracy, loss] = [valAcc[epoch - 1]!, valLoss[epoch - 1]!]
  return `Epoch ${epoch} of ${run.settings.epochs}: validation accuracy ${formatShare(accuracy)}, validation loss ${loss.toFixed(4)}.`
}

/** Batches are done, the epoch's numbers are not there yet, and validation rows are coming in. */
function isValidating({ evaluation, history, epoch, batch, plan }: RunState): boolean {
  return evaluation?.split === 'validation' && history.loss.length < epoch && batch === plan.stepsPerEpoch
}

function rowsText({ rows, totalRows }: { readonly rows: number; readonly totalRows: number }): string {
  return `${formatInteger(rows)} of ${formatInteger(totalRows)} rows`
}

function formatRate(samplesPerSecond: number): string {
  return samplesPerSecond < 10 ? samplesPerSecond.toFixed(1) : formatInteger(samplesPerSecond)
}
