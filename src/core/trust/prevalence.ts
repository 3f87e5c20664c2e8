// Purity of a kept sample where the class is more or less common than on the rows that it was measured on.

import type { KeptSample, Share } from './trust.ts'

/** A number with its 95 % interval, that no rows were counted for. */
export type Estimate = Pick<Share, 'share' | 'low' | 'high'>

/**
 * Purity if `prevalence` of all objects belong to the class: c q / (c q + f (1 - q)) of completeness c and contamination f,
 * which stay as they are while objects within each class are of the same kind; with more than two classes, while the others
 * keep their shares among each other.
 *
 * The interval is that of the ratio f / c by Donner & Zou (2012, Stat. Methods Med. Res. 21, 347, "MOVER"), from Wilson's
 * intervals of both, which are of different rows. It exists where no other row is kept, too.
 * @param prevalence q, 0 to 1, which is taken as exact
 * @returns NaN where purity has no meaning: nothing is kept, or no row is of the class, or none of another
 */
export function purityAt(
  { completeness, contamination }: Pick<KeptSample, 'completeness' | 'contamination'>,
  prevalence: number,
): Estimate {
  const [c, f] = [completeness, contamination]
  const purityOf = (ratio: number) => prevalence / (prevalence + (1 - prevalence) * ratio)
  const share = (prevalence * c.share) / (prevalence * c.share + (1 - prevalence) * f.share)
  if (Number.isNaN(share)) return { share, low: share, high: share }
  const product = f.share * c.share
  const below = f.low * (2 * f.share - f.low)
  const above = f.high * (2 * f.share - f.high)
  const most = c.high * (2 * c.share - c.high)
  const least = c.low * (2 * c.share - c.low)
  const lowest = below === 0 ? 0 : below / (product + Math.sqrt(product ** 2 - below * most))
  const highest = (product + Math.sqrt(product ** 2 - above * least)) / least
  return {
    share,
    // without a kept row of the class the ratio has no upper bound
    low: c.count === 0 ? 0 : purityOf(highest),
    high: purityOf(lowest),
  }
}
