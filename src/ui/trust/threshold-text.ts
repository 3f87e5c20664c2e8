// How a threshold was chosen, and what no threshold reaches or shows, in words.

import { formatInteger } from '../../core/format.ts'
import type { EvaluatedSplit } from '../../core/run.ts'
import { rowsToShow } from '../../core/trust/kept-sample.ts'
import type { Ranking } from '../../core/trust/trust.ts'
import type { PurityChoice } from './purity-choices.ts'
import { splitTitle } from './rows-text.ts'
import { percentOf, rowsText, shortNumber } from './trust-text.ts'

/**
 * On which rows a threshold was chosen, and why these flatter it; `null` where there is nothing to say.
 * @param chosenOn rows that it was chosen on; `null` where nobody chose it
 * @param split rows in view
 * @param isOfPurity whether it is the one that gives a purity on the rows in view
 */
export function chosenText(
  chosenOn: EvaluatedSplit | null,
  split: EvaluatedSplit,
  isOfPurity: boolean,
): string | null {
  if (chosenOn === null) return null
  if (chosenOn !== split) return `Chosen on ${splitTitle(chosenOn)}.`
  if (!isOfPurity) return null
  const next = split === 'validation' ? 'Now read Test.' : 'Choose on Validation, then read Test.'
  return `Chosen on these rows, so they look better than others will. ${next}`
}

/** That the threshold keeps nothing, and where something would be kept; `null` where rows are kept, or there are none. */
export function nothingKeptText({ scores }: Ranking, threshold: number): string | null {
  const highest = scores[0]
  if (highest === undefined || highest >= threshold) return null
  return `No row reaches ${shortNumber(threshold)}; the highest probability is ${shortNumber(highest)}.`
}

/** `Highest purity 43.0 % at 0.22.`, of several thresholds the one that keeps most; `null` without rows. */
export function highestPurityText({ scores, truePositives, falsePositives }: Ranking): string | null {
  const purities = truePositives.map((hits, i) => hits / (hits + falsePositives[i]!))
  const highest = purities.reduce((most, purity) => Math.max(most, purity), 0)
  const at = scores[purities.lastIndexOf(highest)]
  return at === undefined ? null : `Highest purity ${percentOf(highest)} at ${shortNumber(at)}.`
}

/** That the rows that give a purity are too few to show it, even if all were right: a sentence per number of rows. */
export function fewRowsTexts(choices: readonly PurityChoice[]): string[] {
  const few = choices.flatMap(({ percent, purity }) => {
    const needed = rowsToShow(percent / 100)
    return purity === null || purity.of >= needed ? [] : [{ percent, purity, needed }]
  })
  return [...new Set(few.map(({ purity }) => purity.of))].map((rows) => {
    const alike = few.filter(({ purity }) => purity.of === rows)
    const percents = alike.map(({ percent }) => `${percent} %`).join(' or ')
    const needed = alike.map((one) => formatInteger(one.needed)).join(' or ')
    return `${rowsText(rows)} cannot show ${percents}: the interval begins at ${percentOf(alike[0]!.purity.low)}. It takes at least ${needed}.`
  })
}

/** That the control is asked for as many rows, or for how many because equal ones stay together. */
export function asManyText(kept: number, ofControl: number): string {
  return ofControl === kept
    ? 'if it keeps as many rows'
    : `if it keeps ${rowsText(ofControl)}, since equal ones stay together`
}
