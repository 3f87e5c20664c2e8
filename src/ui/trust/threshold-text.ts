// How a threshold was chosen, and what no threshold reaches, in words.

import type { EvaluatedSplit } from '../../core/run.ts'
import type { Ranking } from '../../core/trust/trust.ts'
import { splitTitle } from './rows-text.ts'
import { percentOf, shortNumber } from './trust-text.ts'

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
