// What is known of the network in use, as lines of text.

import { formatInteger } from '../../core/format.ts'
import type { ModelCard, ModelTraining } from '../../core/model-card.ts'
import { describeModel, MODEL_SPECS } from '../../core/models.ts'
import { SPLIT_NAMES } from '../../core/split-names.ts'
import { objectsText } from '../../core/text.ts'
import { shortNumber } from '../trust/trust-text.ts'

/** One line: what, and what is known about it. */
export interface NetworkFact {
  readonly term: string
  readonly text: string
}

/**
 * The lines in the order in which they are shown, without the classes.
 * @param applied temperature that the view of trust divides logits by; `null` for none
 */
export function networkFacts(card: ModelCard, applied: number | null): readonly NetworkFact[] {
  return [
    { term: 'Name', text: card.name },
    { term: 'From', text: originText(card) },
    { term: 'Takes', text: takesText(card) },
    { term: 'Redshifts', text: redshiftsText(card) },
    { term: 'Weights', text: weightsText(card) },
    ...trainingFacts(card.training),
    { term: 'Temperature', text: temperatureText(card, applied) },
  ]
}

function originText({ origin, studio, created }: ModelCard): string {
  const day = created.slice(0, 10)
  switch (origin) {
    case 'trained':
      return `trained here, ended ${day}`
    case 'saved':
      return studio === null
        ? `a file that this program saved; the weights come from Keras, read ${day}`
        : `a file that version ${studio} of this program saved; training ended ${day}`
    case 'imported':
      return `weights of Keras, read ${day}`
    default:
      return origin satisfies never
  }
}

function takesText({ model, input, redshift, length }: ModelCard): string {
  const points = `${formatInteger(length)} points`
  const posterior = input === null ? `not known, ${points}` : `${input}, ${points}`
  if (!MODEL_SPECS[model].needsRedshift) return posterior
  return `${posterior}, and z_est as its ${redshift === 'index' ? 'index in the grid' : 'value'}`
}

function redshiftsText({ zgrid }: ModelCard): string {
  if (zgrid === null) return 'not known: there was no zgrid'
  const { first, last, step, spacing } = zgrid
  const range = `z from ${shortRedshift(first)} to ${shortRedshift(last)}`
  switch (spacing) {
    case 'ln(1+z)':
      return `${range}, even in ln(1+z), step ${Number(step.toPrecision(3))}`
    case 'z':
      return `${range}, even in z`
    case 'irregular':
      return `${range}, unevenly spaced`
    default:
      return spacing satisfies never
  }
}

function weightsText({ model, length, classes, dropout }: ModelCard): string {
  const { parameters } = describeModel(model, length, classes.length, { dropout })
  return `${model}, ${formatInteger(parameters)} parameters`
}

function trainingFacts(training: ModelTraining | null): readonly NetworkFact[] {
  if (training === null) return [{ term: 'Training', text: 'not known' }]
  const { epoch, settings, dataset } = training
  const counts = SPLIT_NAMES.map((split) => {
    const { all, each } = objectsText(dataset.counts[split])
    return `${split} ${all} (${each})`
  })
  return [
    {
      term: 'Training',
      text: `best weights after epoch ${formatInteger(epoch)} of at most ${formatInteger(settings.epochs)}, seed ${settings.seed}, batches of ${formatInteger(settings.batchSize)}`,
    },
    { term: 'Trained on', text: `${dataset.name}: ${counts.join(', ')}` },
  ]
}

function temperatureText({ temperature }: ModelCard, applied: number | null): string {
  const own =
    temperature === null
      ? 'none in the weights'
      : `T = ${shortNumber(temperature)}, in the weights: probabilities are calibrated`
  return applied === null ? own : `${own}; Trust applies ${shortNumber(applied)}`
}

/** Without the dust of float32. */
function shortRedshift(z: number): string {
  return String(Number(z.toPrecision(6)))
}
