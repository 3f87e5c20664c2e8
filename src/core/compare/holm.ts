// Several tests at once find a difference by chance more easily than one does: Holm's correction.

/**
 * P-values after the step-down of Holm (1979), in the order given: the smallest times their number, the next times one
 * less, and so on, none below the one before, at most 1; statsmodels' `multipletests(p, method='holm')`.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = new Array<number>(pValues.length)
  let least = 0
  for (const [rank, i] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * pValues[i]!))
    adjusted[i] = least
  }
  return adjusted
}
