// What AMAZED's deepLearningSolver asks of a reliability network: the PDF is all that it is given, its second output is the
// reliability, and attributes of the file say which redshift range and grid it was trained on.

import { checkForAmazed } from '../../core/amazed.ts'
import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import type { AmazedOptions, AmazedRange, ModelCard, TrainedModel } from '../../core/model-card.ts'
import { reorderOutputs } from '../../core/output-order.ts'
import type { Hdf5Attribute } from '../../formats/hdf5/tree.ts'

/** A network whose first output is the failure, and the attributes that AMAZED reads beside Keras' own. */
export interface AmazedModel {
  readonly model: TrainedModel
  readonly attributes: Readonly<Record<string, Hdf5Attribute>>
}

/**
 * The network as AMAZED wants it: the failure class first, the others in their order.
 * @throws StudioError `bad-input` for a network that AMAZED could not use, and for options that it could not
 */
export function forAmazed(model: TrainedModel, { range, failureClass }: AmazedOptions): AmazedModel {
  const { card } = model
  const check = checkForAmazed(card)
  if (!check.isUsable) throw refusal(check.message, check.hint)
  requireRange(range)
  requireFailureClass(card, failureClass)
  const others = card.classes.map((_, output) => output).filter((output) => output !== failureClass)
  const reordered = reorderOutputs(model, [failureClass, ...others])
  return {
    model: reordered,
    attributes: {
      zrange_min: range.min,
      zrange_max: range.max,
      zrange_step: range.step,
      zgrid_end: check.zgrid.last,
      classes: JSON.stringify(reordered.card.classes),
    },
  }
}

function requireRange({ min, max, step }: AmazedRange): void {
  if (min < max && step > 0 && [min, max, step].every(Number.isFinite)) return
  throw refusal(
    `A redshift range from ${min} to ${max} in steps of ${step} holds nothing.`,
    'Give a minimum below the maximum, and a step above 0.',
  )
}

function requireFailureClass({ classes }: ModelCard, failure: number): void {
  if (classes[failure] !== undefined) return
  throw refusal(
    `There is no class ${formatInteger(failure)}: this network tells ${formatInteger(classes.length)} classes apart.`,
    `Choose one of ${classes.join(', ')}.`,
  )
}

function refusal(message: string, hint: string): StudioError {
  return new StudioError('bad-input', message, hint)
}
