// Which rows `npm run apply` keeps: those that reach a least probability of one class, as in the view Trust of the page.

import type { AppliedReading } from '../core/applied.ts'
import { type Answers, countKept, summarise } from '../core/applied-summary.ts'
import { StudioError } from '../core/errors.ts'
import { isComplete, type ModelCard } from '../core/model-card.ts'
import { formatShareOf } from '../data/finding.ts'
import { type Arguments, textFlag, wrongValue } from './arguments.ts'

/** The class as somebody wrote it, and its least probability, 0 to 1. */
export interface KeepChoice {
  readonly name: string
  readonly threshold: number
}

/**
 * `--keep` and `--threshold`; `null` without either.
 * @throws StudioError `bad-input` for one without the other, and a threshold outside 0 to 1
 */
export function keepFlags(args: Arguments): KeepChoice | null {
  const name = textFlag(args, 'keep')
  const value = textFlag(args, 'threshold')
  const threshold = value === undefined ? null : probabilityOf(value)
  if (name !== undefined && threshold !== null) return { name, threshold }
  if (name === undefined && threshold === null) return null
  const [given, missing] = name === undefined ? ['threshold', 'keep CLASS'] : ['keep', 'threshold P']
  throw new StudioError(
    'bad-input',
    `--${given} needs --${missing}, which is missing.`,
    'Give both, for example --keep "Deltaz<1e-3" --threshold 0.9, or neither.',
  )
}

/** Both ends are allowed, as in the page. */
function probabilityOf(value: string): number {
  const number = Number(value)
  if (/^[\d.]+(e[+-]?\d+)?$/i.test(value) && number >= 0 && number <= 1) return number
  throw wrongValue('threshold', value, 'a number from 0 to 1')
}

/**
 * The class of a network that was meant, by its contract name or as a person reads it.
 * @returns `null` where nobody chose, and for a network whose classes are not known, which nothing can be applied to
 * @throws StudioError `bad-input` with the classes of the network for any other name
 */
export function keptClass(card: ModelCard, choice: KeepChoice | null): AppliedReading['kept'] {
  if (choice === null || !isComplete(card)) return null
  const { name, threshold } = choice
  const classIndex = card.classes.findIndex((each, i) => each === name || card.labels[i] === name)
  if (classIndex >= 0) return { classIndex, threshold }
  throw new StudioError(
    'bad-input',
    `--keep is "${name}"; expected one of ${card.classes.join(', ')}.`,
    `Give a class of the network, in quotes because of the shell: --keep "${card.classes[0]}".`,
  )
}

/**
 * How many rows the column `kept` keeps, of those with an answer: `6 of 16 rows (37.5 %) with a probability of Success of at
 * least 0.9`; `null` where nobody chose.
 */
export function keptText(answers: Answers, kept: AppliedReading['kept']): string | null {
  if (kept === null) return null
  const label = answers.applied.card.labels[kept.classIndex]!
  const share = formatShareOf(countKept(answers, kept).rows, summarise(answers).answered, 'row')
  return `${share} with a probability of ${label} of at least ${kept.threshold}`
}
