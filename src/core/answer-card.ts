// What a person says of imported weights, written into their card. The order of the outputs is the order of the target's
// classes: a file that names its outputs otherwise is not overruled.

import { areIndexNames } from './class-names.ts'
import { StudioError } from './errors.ts'
import { AMAZED_CLASSES } from './keras/class-order.ts'
import type { ModelAnswers, ModelCard } from './model-card.ts'
import { TARGETS } from './targets.ts'
import { listed } from './text.ts'

/**
 * The card with the answers. Classes of another threshold of DeltaZ keep their names.
 * @throws StudioError `bad-input` for a network of this studio, where the target has another number of classes than the network has outputs, or where the
 *   file names its outputs and these are not the target's classes in order
 */
export function answerCard(card: ModelCard, answers: ModelAnswers): ModelCard {
  const { target, input, redshift } = answers
  if (card.origin !== 'imported') {
    throw new StudioError(
      'bad-input',
      `${card.name} says itself which classes it tells apart, and what it takes.`,
      'Load weights of another program to say it of them.',
    )
  }
  const { classes, labels } = TARGETS[target]
  const outputs = card.classes.length
  if (classes.length !== outputs) {
    throw new StudioError(
      'bad-input',
      `The network has ${outputs} outputs, ${target} has ${classes.length} classes.`,
      'Choose a target with as many classes as the network has outputs.',
    )
  }
  const named = { ...card, target, input, redshift }
  if (card.target === target || areNames(card.classes, classes)) return named
  if (areIndexNames(card.classes) || isAnswer(card) || isAmazeds(card, target))
    return { ...named, classes, labels }
  throw new StudioError(
    'bad-input',
    `The file names the network's outputs ${listed(card.classes)}; ${target} has ${listed(classes)}, in this order.`,
    'Choose the target whose classes these are, or load the network from a file that does not name its outputs.',
  )
}

/** Whether the names are AMAZED's own, which say no more than which output is that of success: the first one of both targets. */
function isAmazeds({ classes }: ModelCard, target: ModelAnswers['target']): boolean {
  return areNames(classes, AMAZED_CLASSES.toReversed()) && (target === 'Success2' || target === 'DeltaZ')
}

/** Whether the names came with an earlier answer, which may be corrected. */
function isAnswer({ origin, target, classes }: ModelCard): boolean {
  return origin === 'imported' && target !== null && areNames(classes, TARGETS[target].classes)
}

function areNames(names: readonly string[], others: readonly string[]): boolean {
  return names.every((name, i) => name === others[i])
}
