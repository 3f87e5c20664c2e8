// Training as one flat generator of events. It computes nothing that the page shows: `foldRun` does that.

import { classWeights } from '../core/class-weights.ts'
import { isImprovement, shouldStop } from '../core/early-stopping.ts'
import { describeError } from '../core/errors.ts'
import { initialWeights } from '../core/initialisers.ts'
import { modelSummary } from '../core/model-summary.ts'
import { describeModel } from '../core/models.ts'
import type { RunEvent, RunSettings } from '../core/run.ts'
import { learningRate } from '../core/schedule.ts'
import { tallyMatrix, tallyMeans } from '../core/tally.ts'
import { type Evaluation, evaluateSplit } from './evaluate-split.ts'
import { evaluateBest } from './final-evaluation.ts'
import { createNetwork, disposeNetwork, type Network, readWeights, setWeights } from './model.ts'
import { createPendingLogits } from './pending-logits.ts'
import { describeDataset } from './run-dataset.ts'
import type { TrainContext } from './train-context.ts'
import { type Training, trainEpoch } from './train-epoch.ts'
import { createTrainer, disposeTrainer, type Trainer } from './trainer.ts'

/**
 * Trains, keeps the weights of the lowest val_loss, and evaluates these at the end: on train, on test, and on the test at
 * natural prevalence where there is one. The control is fitted beside. A stop skips the remaining epochs; an abandon skips the
 * evaluation as well. Errors end the run as failed; nothing is thrown.
 */
export async function* train(
  settings: RunSettings,
  context: TrainContext,
): AsyncGenerator<RunEvent, void, void> {
  const { dataset, device, plan, now } = context
  const { report } = dataset
  const description = describeModel(settings.model, report.width, report.classes.length, settings)
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
  let trainer: Trainer | null = null
  const trained = createPendingLogits(now)
  const evaluated = createPendingLogits(now)
  let stoppedEarly = false
  try {
    network = createNetwork(description, initialWeights(description, settings.seed), settings.seed, {
      largestBufferBytes: device.largestBufferBytes,
    })
    trainer = createTrainer(network)
    const evaluation: Evaluation = { network, settings, context, pending: evaluated }
    const epochs = yield* trainEpochs(
      {
        trainer,
        settings,
        context,
        pending: trained,
        // of training alone: an evaluation counts every sample the same
        lossWeights: settings.classWeights === 'balanced' ? classWeights(report.splits.train.counts) : null,
        secondsLeft: createWorkload(settings, dataset.splits, seconds),
      },
      evaluation,
    )
    stoppedEarly = epochs.stoppedEarly
    let { wasStopped } = epochs
    if (epochs.best !== null) {
      setWeights(network, epochs.best.weights)
      const { logits, control, wasAbandoned } = yield* evaluateBest(evaluation)
      wasStopped ||= wasAbandoned
      context.predicted?.(new Map([...logits, ['validation', epochs.best.validationLogits]]), control)
    }
    yield {
      type: 'runEnded',
      status: wasStopped ? 'stopped' : 'finished',
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

/** The epoch of the lowest val_loss. */
interface BestEpoch {
  readonly valLoss: number
  readonly weights: Float32Array[]
  readonly validationLogits: Float32Array<ArrayBuffer>
}

/** How the epochs of a run ended. */
interface EpochsDone {
  /** `null` where none ended */
  readonly best: BestEpoch | null
  /** before the last epoch, because val_loss made no progress */
  readonly stoppedEarly: boolean
  /** by a person */
  readonly wasStopped: boolean
}

/** Trains and validates epoch after epoch. */
async function* trainEpochs(
  training: Training,
  evaluation: Evaluation,
): AsyncGenerator<RunEvent, EpochsDone, void> {
  const { settings, context } = training
  const { device, signals, now, keep } = context
  const valLosses: number[] = []
  let best: BestEpoch | null = null
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    if (signals.stop.aborted) return { best, stoppedEarly: false, wasStopped: true }
    const rate = learningRate(settings.schedule, epoch, valLosses)
    const started = now()
    yield { type: 'epochStarted', epoch, learningRate: rate }
    const tally = yield* trainEpoch(training, { epoch, rate, started })
    const validation = signals.stop.aborted ? null : yield* evaluateSplit('validation', evaluation)
    if (validation === null) return { best, stoppedEarly: false, wasStopped: true }
    const { loss: valLoss, acc: valAcc } = tallyMeans(validation)
    const improved: boolean = isImprovement(valLoss, best?.valLoss ?? Number.POSITIVE_INFINITY)
    if (improved) {
      const weights = await readWeights(evaluation.network)
      device.check()
      best = { valLoss, weights, validationLogits: validation.logits! }
      keep?.(weights, epoch)
    }
    valLosses.push(valLoss)
    yield {
      type: 'epochEnded',
      epoch,
      ...tallyMeans(tally),
      valLoss,
      valAcc,
      learningRate: rate,
      confusionTrain: tallyMatrix(tally),
      confusionValidation: tallyMatrix(validation),
      improved,
      seconds: (now() - started) / 1000,
    }
    if (shouldStop(valLosses, settings.patience)) {
      return { best, stoppedEarly: epoch < settings.epochs, wasStopped: false }
    }
  }
  return { best, stoppedEarly: false, wasStopped: false }
}

/** Estimates the time left from work done: a training sample costs three forward passes. */
function createWorkload(
  { epochs }: RunSettings,
  { train, validation }: TrainContext['dataset']['splits'],
  elapsed: () => number,
): Training['secondsLeft'] {
  const perEpoch = 3 * train.x.rows + validation.x.rows
  return (epoch, samples) => {
    const done = (epoch - 1) * perEpoch + 3 * samples
    return done === 0 ? 0 : (elapsed() * (epochs * perEpoch - done)) / done
  }
}
