// One epoch of a run: every row of train once, a step per batch.

import type { RunEvent, RunSettings } from '../core/run.ts'
import { emptyTally, type Tally, tallyMeans } from '../core/tally.ts'
import { batches } from '../data/batches.ts'
import { epochOrder, shuffleBlocks } from '../data/order.ts'
import { secondInput } from './evaluate-split.ts'
import { microBatches } from './micro-batches.ts'
import type { PendingLogits } from './pending-logits.ts'
import type { TrainContext } from './train-context.ts'
import { accumulate, applyStep, type Trainer } from './trainer.ts'

/** What the epochs of a run share. */
export interface Training {
  readonly trainer: Trainer
  readonly settings: RunSettings
  readonly context: TrainContext
  /** kept for the whole run: it learns how fast the device is */
  readonly pending: PendingLogits
  /** weight of each class in the loss; `null` where all count the same */
  readonly lossWeights: readonly number[] | null
  /** seconds that the run still takes after some samples of an epoch */
  readonly secondsLeft: (epoch: number, samples: number) => number
}

/** Which epoch, and how it is trained. */
export interface EpochRequest {
  /** from 1 */
  readonly epoch: number
  /** learning rate */
  readonly rate: number
  /** milliseconds, as the run's clock has them */
  readonly started: number
}

/**
 * Trains for one epoch, or until somebody stops the run.
 * @returns the samples as they went through, while the weights moved
 * @throws StudioError `non-finite` naming batch and rows of a loss that is not finite; what the device reports
 */
export async function* trainEpoch(
  { trainer, settings, context, pending, lossWeights, secondsLeft }: Training,
  { epoch, rate, started }: EpochRequest,
): AsyncGenerator<RunEvent, Tally, void> {
  const { dataset, device, plan, signals, now, yieldToEvents } = context
  const { train } = dataset.splits
  const tally = emptyTally(dataset.report.classes.length, { classWeights: lossWeights })
  const redshifts = secondInput('train', trainer.network, settings, dataset)
  const order = epochOrder(train.x.rows, { seed: settings.seed, epoch, ...shuffleBlocks(train.x) })
  let step = 0
  pending.restart()
  for await (const batch of batches(train, order, plan.batchSize, settings.input)) {
    if (signals.stop.aborted) break
    step++
    const parts = microBatches(batch, plan.microBatchSize, train.x.width, redshifts)
    for (const [i, part] of parts.entries()) {
      pending.add(accumulate(trainer, part, 1 / batch.rows, lossWeights), { ...part, batch: step })
      const isLast = i === parts.length - 1
      if (isLast) applyStep(trainer, rate)
      if (pending.isDue() || (isLast && step === plan.stepsPerEpoch)) {
        await pending.count(tally, `training, epoch ${epoch}`)
        device.check()
        const elapsed = (now() - started) / 1000
        yield {
          type: 'batchEnded',
          epoch,
          batch: isLast ? step : step - 1,
          samples: tally.samples,
          ...tallyMeans(tally),
          samplesPerSecond: tally.samples / Math.max(elapsed, 1e-3),
          secondsLeft: secondsLeft(epoch, tally.samples),
        }
      }
      await yieldToEvents()
      // a large step takes seconds on a CPU: what it has added so far is thrown away
      if (signals.stop.aborted) break
    }
  }
  return tally
}
