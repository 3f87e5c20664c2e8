// What a threshold keeps with other probabilities of the same rows. Counted in one pass: whoever switches calibration on waits
// for it, and all else is sorted anew later.

import { shareOf } from '../../core/trust/share.ts'
import type { Share } from '../../core/trust/trust.ts'

interface Kept {
  /** share of the kept rows that belong to the class */
  readonly purity: Share
  /** share of all rows that are kept */
  readonly coverage: Share
}

/** The kept sample with the probabilities before, and with those now. */
export interface KeptChange {
  readonly before: Kept
  readonly now: Kept
}

interface Rows {
  readonly labels: ArrayLike<number>
  readonly classes: number
  readonly keptClass: number
  readonly threshold: number
}

/**
 * The samples that a threshold keeps; `null` where they are equal in number and in purity.
 * @param before probabilities, [row, class]; rows with NaN are left out
 * @param now the same
 */
export function keptChange(before: ArrayLike<number>, now: ArrayLike<number>, rows: Rows): KeptChange | null {
  const change = { before: keptOf(before, rows), now: keptOf(now, rows) }
  const isSame =
    change.before.coverage.count === change.now.coverage.count &&
    change.before.purity.count === change.now.purity.count
  return isSame ? null : change
}

function keptOf(probabilities: ArrayLike<number>, { labels, classes, keptClass, threshold }: Rows): Kept {
  let [known, kept, hits] = [0, 0, 0]
  for (let row = 0; row < labels.length; row++) {
    const probability = probabilities[row * classes + keptClass]!
    if (Number.isNaN(probability)) continue
    known++
    if (probability < threshold) continue
    kept++
    if (labels[row] === keptClass) hits++
  }
  return { purity: shareOf(hits, kept), coverage: shareOf(kept, known) }
}
