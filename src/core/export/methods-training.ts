// What a methods paragraph says of the network and its training.

import { classWeightsText } from '../class-weights-text.ts'
import { MODEL_SPECS } from '../models.ts'
import type { PartialMeta } from '../report.ts'
import { brokenOffText } from '../run-notes.ts'
import type { RunRecord } from '../run-record.ts'
import { epochsIn, type RunView } from '../run-view.ts'
import { EPOCHS_BEFORE_DECAY, FIRST_RATE, PLATEAU, type ScheduleId } from '../schedule.ts'
import { testFigures } from '../test-figures.ts'
import { layersText, paddingText, parametersOf } from './architecture-text.ts'
import type { Dialect } from './dialect.ts'

/** Layers and the number of parameters, as far as they are known. */
export function architectureSentences({ report }: RunRecord, write: Dialect): readonly string[] {
  const { meta, nb_class: classes } = report
  const parameters = parametersOf(report.model_summary)
  const known = parameters === null ? '' : `${write.integer(parameters)} trainable parameters`
  // without its rate, a network with a dropout layer may have one or not
  if (!meta?.model || (meta.dropout === null && MODEL_SPECS[meta.model].dropout !== null)) {
    return known === '' ? [] : [`The network has ${known}.`]
  }
  const layers = MODEL_SPECS[meta.model].layers(classes, meta.dropout ?? 0)
  return [
    `Its layers are, in this order: ${layersText(layers, classes)}.`,
    `Convolutions have stride 1, ReLU activation and ${paddingText(layers)}${known === '' ? '' : `; the network has ${known}`}.`,
  ]
}

/** Loss, optimiser, learning rate, epochs, and which weights were kept. */
export function trainingSentences(record: RunRecord, view: RunView, write: Dialect): readonly string[] {
  const { meta } = record.report
  return [
    meta?.optimizer ? lossText(meta, write) : '',
    meta?.schedule ? rateText(meta.schedule, write) : '',
    epochsText(record, view, write),
    bestEpochText(meta, view),
    meta === null || meta.seed === null
      ? ''
      : `The seed of initial weights and of the order of objects was ${meta.seed}.`,
  ].filter((sentence) => sentence !== '')
}

function lossText({ optimizer, batchSize, classWeights, dataset }: PartialMeta, write: Dialect): string {
  const batches = batchSize === null ? '' : ` in batches of ${write.integer(batchSize)}`
  const weighted =
    classWeights === 'balanced'
      ? `, in which each class has the same weight${dataset === null ? '' : ` (per object ${classWeightsText(dataset.counts.train)}, in class order)`}`
      : ''
  return `The network was trained with ${optimizer}${batches} to minimise the categorical cross-entropy${weighted}.`
}

function rateText(schedule: ScheduleId, { scientific, formula }: Dialect): string {
  const first = `The learning rate began at ${scientific(FIRST_RATE[schedule])}`
  switch (schedule) {
    case 'exponential':
      return `${first} and was multiplied by ${formula.decay} after each epoch.`
    case 'delayed':
      return `${first} and was multiplied by ${formula.decay} after each epoch from epoch ${EPOCHS_BEFORE_DECAY} on.`
    case 'plateau':
      return `${first} and was multiplied by ${PLATEAU.factor} whenever the validation loss had not fallen by more than ${scientific(PLATEAU.minDelta)} for ${PLATEAU.patience} epochs, down to ${scientific(PLATEAU.minimum)}.`
    default:
      return schedule satisfies never
  }
}

function epochsText(record: RunRecord, { history }: RunView, write: Dialect): string {
  const { meta } = record.report
  const trained = epochsIn(history)
  const epochs = trained === 1 ? '1 epoch' : `${write.integer(trained)} epochs`
  if (!meta?.status) return trained === 0 ? '' : `The report holds ${epochs}.`
  const asked = meta.epochs === null ? '' : ` of ${write.integer(meta.epochs)}`
  const patience = meta.patience === null ? '' : `${write.integer(meta.patience)} epochs`
  switch (meta.status) {
    case 'finished': {
      if (meta.stoppedEarly) {
        return `Training stopped early after ${epochs}${asked === '' ? '' : `${asked} at most`}, when the validation loss had not fallen for ${patience === '' ? 'some epochs' : patience}.`
      }
      return `Training took ${epochs}${meta.stoppedEarly === null || patience === '' ? '' : `, and would have stopped early after ${patience} without a lower validation loss`}.`
    }
    case 'stopped':
    case 'failed':
      return `The run ${brokenOffText(record)}, after ${epochs}${asked}.`
    case 'running':
    case 'evaluating':
      return `Training is under way: ${epochs}${asked} are done.`
    default:
      return meta.status satisfies never
  }
}

/** Weights were kept where a test was made with them, and only this studio is known to keep those of that epoch. */
function bestEpochText(meta: PartialMeta | null, view: RunView): string {
  const { bestEpoch, history } = view
  if (bestEpoch === 0) return ''
  const loss = history.valLoss[bestEpoch - 1]
  const value = loss === undefined || Number.isNaN(loss) ? '' : ` (${loss.toPrecision(4)})`
  return meta === null || testFigures(view) === null
    ? `The validation loss is lowest${value} in epoch ${bestEpoch}.`
    : `The weights of epoch ${bestEpoch}, which has the lowest validation loss${value}, were kept.`
}
