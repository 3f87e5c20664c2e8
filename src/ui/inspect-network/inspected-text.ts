// Words and numbers of the view of single objects.

import { formatInteger } from '../../core/format.ts'
import type { Reflag } from '../../core/reflags.ts'
import { STEP_NAMES } from '../../core/run.ts'
import type { InspectSlice, MatrixCell } from '../../store/network-state.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'

/** A probability with three digits; never 1 or 0 for what is only close to it. */
export function probabilityText(p: number): string {
  if (Number.isNaN(p)) return '–'
  const text = p.toFixed(3)
  if (text === '1.000' && p < 1) return '> 0.999'
  return text === '0.000' && p > 0 ? '< 0.001' : text
}

/** `Flag 3`, or the name of a class. */
export function newLabelText({ newLabel, newFlag }: Reflag, labels: readonly string[]): string {
  return newFlag === null ? (labels[newLabel] ?? '') : `Flag ${newFlag}`
}

/** Words that end in a comparison: `DeltaZ `, `≥ 1e-3`. */
const COMPARED = /^(.*?)([<>≤≥].*)$/

/** `DeltaZ < 1e-3 → ≥ 1e-3`: a label and what is predicted instead; what is compared is named once. */
export function instead(label: string, predicted: string): string {
  const [, of] = COMPARED.exec(label) ?? []
  const [, alsoOf, comparison] = COMPARED.exec(predicted) ?? []
  return `${label} → ${comparison !== undefined && of === alsoOf ? comparison : predicted}`
}

/** What was decided about an object, for its row: `Flag 3`, `confirmed, Flag 1`; the label that is confirmed stands beside. */
export function decisionText(reflag: Reflag, labels: readonly string[]): string {
  const text = newLabelText(reflag, labels)
  if (reflag.newLabel !== reflag.label) return text
  return reflag.newFlag === null ? 'confirmed' : `confirmed, ${text}`
}

/** Why a list has no rows, where nothing else is missing. */
export function emptyListText(
  { list, cell, confidence }: Pick<InspectSlice, 'list' | 'cell' | 'confidence'>,
  labels: readonly string[],
): string {
  if (list === 'disagreements') {
    return `No label is doubted with a confidence of ${confidence} or more. A lower least confidence lists more.`
  }
  if (cell === null) return 'Choose a cell.'
  const { split, truth, predicted } = cell
  return `No object of ${STEP_NAMES[split]} is ${labels[truth]} and predicted as ${labels[predicted]}.`
}

/** `Test: true A, predicted B`. */
export function cellText({ split, truth, predicted }: MatrixCell, labels: readonly string[]): string {
  return `${SPLIT_TITLES[split]}: true ${labels[truth]}, predicted ${labels[predicted]}`
}

/** `1,234 objects`. */
export function objectsText(count: number): string {
  return `${formatInteger(count)} ${count === 1 ? 'object' : 'objects'}`
}

/** `40 objects, 12 decided, 28 remain`. */
export function countText(rows: number, decided: number): string {
  return `${objectsText(rows)}, ${formatInteger(decided)} decided, ${formatInteger(rows - decided)} remain`
}

/**
 * What the last decision or its undoing was, to be read aloud; `null` where neither happened, as when the decisions of an
 * earlier visit arrive.
 * @param nameOf of an object
 */
export function reflagNews(
  before: Pick<InspectSlice, 'reflags' | 'undo'>,
  now: Pick<InspectSlice, 'reflags' | 'undo'>,
  labels: readonly string[],
  nameOf: (object: number) => string,
): string | null {
  // the number of lists tells nothing: the oldest of them go
  const isMade = now.undo !== before.undo && now.undo.at(-1) === before.reflags
  const isUndone = now.undo.length < before.undo.length && before.undo.at(-1) === now.reflags
  if (!isMade && !isUndone) return null
  const [others, changed] = isMade ? [before.reflags, now.reflags] : [now.reflags, before.reflags]
  const reflag = changed.find((one) => !others.includes(one))
  if (reflag === undefined) return null
  const text = newLabelText(reflag, labels)
  const name = nameOf(reflag.object)
  if (isUndone) return `Undone: ${text} for ${name}.`
  return reflag.newLabel === reflag.label
    ? `${name}: the label is confirmed, ${text}.`
    : `${name}: ${text} in place of ${labels[reflag.label]}.`
}
