// What AMAZED's deepLearningSolver asks of a reliability network: the PDF is all that it is given, its second output is the
// reliability, and attributes of the file say which redshift range and grid it was trained on.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import type { AmazedRange, ModelCard, SaveModelOptions, TrainedModel } from '../../core/model-card.ts'
import { MODEL_SPECS } from '../../core/models.ts'
import { reorderOutputs } from '../../core/output-order.ts'
import type { Hdf5Attribute } from '../../formats/hdf5/tree.ts'

/** A network whose first output is the failure, and the attributes that AMAZED reads beside Keras' own. */
export interface AmazedModel {
  readonly model: TrainedModel
  readonly attributes: Readonly<Record<string, Hdf5Attribute>>
}

/**
 * The network as AMAZED wants it: the failure class first, the others in their order.
 * @throws StudioError `bad-input` for a network that AMAZED could not use, and for options that say too little
 */
export function forAmazed(model: TrainedModel, options: SaveModelOptions): AmazedModel {
  const { card } = model
  requirePdfAlone(card)
  const zgridEnd = endOfZgrid(card)
  const { min, max, step } = requireRange(options.range)
  const failure = requireFailureClass(card, options.failureClass)
  const others = card.classes.map((_, output) => output).filter((output) => output !== failure)
  const reordered = reorderOutputs(model, [failure, ...others])
  return {
    model: reordered,
    attributes: {
      zrange_min: min,
      zrange_max: max,
      zrange_step: step,
      zgrid_end: zgridEnd,
      classes: JSON.stringify(reordered.card.classes),
    },
  }
}

function requirePdfAlone(card: ModelCard): void {
  if (MODEL_SPECS[card.model].needsRedshift) {
    throw refusal(
      `${card.name} takes the estimated redshift beside the posterior, and AMAZED gives a network the posterior alone.`,
      'Train another network, for example CNN3.',
    )
  }
  if (card.input === 'PDF') return
  const input =
    card.input === null ? 'it is not known what this network was trained on' : `this one takes ${card.input}`
  throw refusal(`AMAZED gives a network the PDF, and ${input}.`, 'Train it with the input PDF.')
}

function endOfZgrid({ zgrid }: ModelCard): number {
  if (zgrid !== null) return zgrid.last
  throw refusal(
    'AMAZED compares the end of the redshift grid, and the data of this network had no grid.',
    'Put zgrid.npy beside the data and train again.',
  )
}

function requireRange(range: AmazedRange | undefined): AmazedRange {
  if (range === undefined) {
    throw refusal(
      'AMAZED compares the redshift range, and none was given.',
      'Give the minimum, maximum and step.',
    )
  }
  const { min, max, step } = range
  if (min < max && step > 0 && [min, max, step].every(Number.isFinite)) return range
  throw refusal(
    `A redshift range from ${min} to ${max} in steps of ${step} holds nothing.`,
    'Give a minimum below the maximum, and a step above 0.',
  )
}

function requireFailureClass({ classes }: ModelCard, failure: number | undefined): number {
  if (failure !== undefined && classes[failure] !== undefined) return failure
  throw refusal(
    failure === undefined
      ? 'AMAZED wants the failure class first, and none was named.'
      : `There is no class ${formatInteger(failure)}: this network tells ${formatInteger(classes.length)} classes apart.`,
    `Choose one of ${classes.join(', ')}.`,
  )
}

function refusal(message: string, hint: string): StudioError {
  return new StudioError('bad-input', message, hint)
}
