// Training as one flat generator of events. It computes nothing that the page shows: `foldRun` does that.

import { classWeights } from '../core/class-weights.ts'
import { isImprovement, shouldStop } from '../core/early-stopping.ts'
import { describeError, StudioError } from '../core/errors.ts'
import { eventStream } from '../core/event-stream.ts'
import { initialWeights } from '../core/initialisers.ts'
import { modelSummary } from '../core/model-summary.ts'
import { describeModel } from '../core/models.ts'
import type { TrainingPlan } from '../core/plan.ts'
import { classDigits, type RowOutcomes } from '../core/row-outcomes.ts'
import {
  type ControlResult,
  EVALUATED_NAMES,
  type EvaluatedSplit,
  type RunEvent,
  type RunSettings,
} from '../core/run.ts'
import { learningRate } from '../core/schedule.ts'
import { addLogits, emptyTally, type Tally, tallyMatrix, tallyMeans } from '../core/tally.ts'
import { predictedClasses } from '../core/trust/softmax.ts'
import { batches } from '../data/batches.ts'
import { type ControlResult as FittedControl, fitControl } from '../data/control.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { epochOrder, shuffleBlocks } from '../data/order.ts'
import { redshiftInput } from '../data/redshift.ts'
import type { Device } from './device.ts'
import { evaluateRows } from './evaluate.ts'
import { microBatches } from './micro-batches.ts'
import { createNetwork, disposeNetwork, type Network, readWeights, setWeights } from './model.ts'
import { createPendingLogits, type PendingLogits } from './pending-logits.ts'
import { describeDataset } from './run-dataset.ts'
import { accumulate, applyStep, createTrainer, disposeTrainer } from './trainer.ts'
import type { PassProgress, TrainSignals } from './types.ts'

/** What a run needs besides its settings. */
export interface TrainContext {
  readonly dataset: Dataset
  readonly device: Device
  readonly plan: TrainingPlan
  readonly signals: TrainSignals
  /** milliseconds since 1970 */
  readonly now: () => number
  /** is given the weights of each epoch that improved; they are not written again */
  readonly keep?: (weights: Float32Array[], epoch: number) => void
  /** is given what the best weights say of every row, and the control, as far as the run got */
  readonly predicted?: (logits: SplitLogits, control: FittedControl | null) => void
  /** lets messages in between steps */
  readonly yieldToEvents: () => Promise<void>
}

/** Logits of splits, [row, class], rows in their own order. */
export type SplitLogits = ReadonlyMap<EvaluatedSplit, Float32Array<ArrayBuffer>>

/**
 * Trains, keeps the weights of the lowest val_loss, and evaluates these at the end: on train, on test, and on the test at
 * natural prevalence where there is one. The control is fitted beside. A stop skips the remaining epochs; an abandon skips the
 * evaluation as well. Errors end the run as failed; nothing is thrown.
 */
export async function* train(
  settings: RunSettings,
  context: TrainContext,
): AsyncGenerator<RunEvent, void, void> {
  const { dataset, device, plan, signals, now } = context
  const { report, splits } = dataset
  const classes = report.classes.length
  const description = describeModel(settings.model, report.width, classes, settings)
  const started = now()
  const seconds = () => (now() - started) / 1000
  yield {
    type: 'runStarted',
    at: started,
    settings,
    dataset: describeDataset(dataset),
    plan,
    modelSummary: modelSummary(description),
    backend: device.backend,
    adapter: device.adapter,
  }
  let network: Network | null = null
  let trainer: ReturnType<typeof createTrainer> | null = null
  // kept for the whole run: they learn how fast the device is
  const trained = createPendingLogits(now)
  const evaluated = createPendingLogits(now)
  // of training alone: an evaluation counts every sample the same
  const lossWeights = settings.classWeights === 'balanced' ? classWeights(report.splits.train.counts) : null
  let stoppedEarly = false
  let interrupted = false
  try {
    network = createNetwork(description, initialWeights(description, settings.seed), settings.seed, {
      largestBufferBytes: device.largestBufferBytes,
    })
    trainer = createTrainer(network)
    const workload = createWorkload(settings.epochs, splits.train.x.rows, splits.validation.x.rows)
    const valLosses: number[] = []
    let best = Number.POSITIVE_INFINITY
    let bestWeights: Float32Array[] | null = null
    const predicted = new Map<EvaluatedSplit, Float32Array<ArrayBuffer>>()

    for (let epoch = 1; epoch <= settings.epochs; epoch++) {
      interrupted = signals.stop.aborted
      if (interrupted) break
      const rate = learningRate(settings.schedule, epoch, valLosses)
      const epochStarted = now()
      yield { type: 'epochStarted', epoch, learningRate: rate }
      const tally = emptyTally(classes, { classWeights: lossWeights })
      const redshifts = secondInput('train', network, settings, dataset)
      const order = epochOrder(splits.train.x.rows, {
        seed: settings.seed,
        epoch,
        ...shuffleBlocks(splits.train.x),
      })
      let step = 0
      trained.restart()
      for await (const batch of batches(splits.train, order, plan.batchSize, settings.input)) {
        if (signals.stop.aborted) break
        step++
        const parts = microBatches(batch, plan.microBatchSize, report.width, redshifts)
        for (const [i, part] of parts.entries()) {
          trained.add(accumulate(trainer, part, 1 / batch.rows, lossWeights), { ...part, batch: step })
          const isLast = i === parts.length - 1
          if (isLast) applyStep(trainer, rate)
          if (trained.isDue() || (isLast && step === plan.stepsPerEpoch)) {
            await trained.count(tally, `training, epoch ${epoch}`)
            device.check()
            const elapsed = (now() - epochStarted) / 1000
            yield {
              type: 'batchEnded',
              epoch,
              batch: isLast ? step : step - 1,
              samples: tally.samples,
              ...tallyMeans(tally),
              samplesPerSecond: tally.samples / Math.max(elapsed, 1e-3),
              secondsLeft: workload.secondsLeft(seconds(), epoch, tally.samples),
            }
          }
          await context.yieldToEvents()
          // a large step takes seconds on a CPU: what it has added so far is thrown away
          if (signals.stop.aborted) break
        }
      }
      const validation = signals.stop.aborted
        ? null
        : yield* evaluate('validation', network, settings, context, evaluated)
      interrupted = validation === null
      if (validation === null) break
      const means = tallyMeans(tally)
      const valMeans = tallyMeans(validation)
      const improved = isImprovement(valMeans.loss, best)
      if (improved) {
        best = valMeans.loss
        const weights = await readWeights(network)
        device.check()
        bestWeights = weights
        predicted.set('validation', validation.logits!)
        context.keep?.(weights, epoch)
      }
      valLosses.push(valMeans.loss)
      yield {
        type: 'epochEnded',
        epoch,
        ...means,
        valLoss: valMeans.loss,
        valAcc: valMeans.acc,
        learningRate: rate,
        confusionTrain: tallyMatrix(tally),
        confusionValidation: tallyMatrix(validation),
        improved,
        seconds: (now() - epochStarted) / 1000,
      }
      if (shouldStop(valLosses, settings.patience)) {
        stoppedEarly = epoch < settings.epochs
        break
      }
    }

    if (bestWeights !== null) {
      setWeights(network, bestWeights)
      for (const split of finalSplits(dataset)) {
        const tally = yield* evaluate(split, network, settings, context, evaluated)
        interrupted ||= tally === null
        if (tally === null) break
        predicted.set(split, tally.logits!)
        // of train nobody compares single rows
        const rows = split === 'train' ? null : rowOutcomes(splitData(dataset, split), tally)
        yield { type: 'evaluated', split, confusion: tallyMatrix(tally), ...tallyMeans(tally), rows }
      }
      const control = signals.abandon.aborted ? null : yield* fitBeside(settings, context)
      context.predicted?.(predicted, control)
    }
    yield {
      type: 'runEnded',
      status: interrupted ? 'stopped' : 'finished',
      stoppedEarly,
      seconds: seconds(),
    }
  } catch (thrown) {
    const error = describeError(thrown)
    yield { type: 'runEnded', status: 'failed', stoppedEarly, seconds: seconds(), error }
  } finally {
    trained.restart()
    evaluated.restart()
    if (trainer !== null) disposeTrainer(trainer)
    if (network !== null) disposeNetwork(network)
  }
}

/** Fits the control and evaluates it on test; `null` where it cannot be fitted, which stops nobody, and on an abandon. */
async function* fitBeside(
  { seed }: RunSettings,
  { dataset, signals, now, yieldToEvents }: TrainContext,
): AsyncGenerator<RunEvent, FittedControl | null, void> {
  try {
    const passes = eventStream<PassProgress, FittedControl | null>((onProgress) =>
      fitControl(dataset, { seed, now, yieldToEvents, signal: signals.abandon, onProgress }),
    )
    while (true) {
      const { done, value } = await passes.next()
      if (!done) {
        yield { type: 'evaluationAdvanced', split: 'control', rows: value.done, totalRows: value.total }
        continue
      }
      if (value !== null) yield { type: 'controlEvaluated', ...controlOnTest(value, dataset) }
      return value
    }
  } catch (thrown) {
    if (thrown instanceof StudioError) return null
    throw thrown
  }
}

function controlOnTest({ fit, logits }: FittedControl, { report, splits }: Dataset): ControlResult {
  const { test } = splits
  const tally = emptyTally(report.classes.length, { keep: test.x.rows })
  addLogits(tally, logits.test, test.labels, test.x.rows)
  return {
    descriptors: fit.descriptors,
    trainRows: fit.rows,
    confusion: tallyMatrix(tally),
    ...tallyMeans(tally),
    rows: rowOutcomes(test, tally),
  }
}

/** What became of the rows of a split. */
function rowOutcomes({ fingerprint, labels }: SplitData, { logits, classes }: Tally): RowOutcomes {
  const predicted = predictedClasses(logits!, classes)
  return { fingerprint, labels: classDigits(labels), predicted: classDigits(predicted) }
}

/** What the best weights are evaluated on, in this order. */
function finalSplits({ natural }: Dataset): readonly Exclude<EvaluatedSplit, 'validation'>[] {
  return natural === undefined ? ['train', 'test'] : ['train', 'test', 'natural']
}

/** @throws Error if there is no test at natural prevalence */
function splitData({ splits, natural }: Dataset, split: EvaluatedSplit): SplitData {
  if (split !== 'natural') return splits[split]
  if (natural === undefined) throw new Error('Expected a test at natural prevalence, found none')
  return natural
}

/** A whole split through the network as it is; `null` when the run was abandoned on the way. */
async function* evaluate(
  split: EvaluatedSplit,
  network: Network,
  settings: RunSettings,
  { dataset, device, plan, signals, yieldToEvents }: TrainContext,
  pending: PendingLogits,
): AsyncGenerator<RunEvent, Tally | null, void> {
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
    name: `evaluation of ${EVALUATED_NAMES[split]}`,
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

/** The estimated redshift of each row, for a network that takes it. */
function secondInput(
  split: EvaluatedSplit,
  { description }: Network,
  settings: RunSettings,
  dataset: Dataset,
): Float32Array | null {
  if (!description.needsRedshift) return null
  return redshiftInput(splitData(dataset, split), settings.redshift, dataset.zgrid)
}

/** Estimates the time left from work done: a training sample costs three forward passes. */
function createWorkload(epochs: number, trainRows: number, validationRows: number) {
  const perEpoch = 3 * trainRows + validationRows
  return {
    secondsLeft: (elapsed: number, epoch: number, samples: number): number => {
      const done = (epoch - 1) * perEpoch + 3 * samples
      return done === 0 ? 0 : (elapsed * (epochs * perEpoch - done)) / done
    },
  }
}
